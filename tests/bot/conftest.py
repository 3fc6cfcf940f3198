"""The real bot against a sandbox over real HTTP; every request it sends is checked."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiogram.methods
import pytest
from pydantic import SecretStr

from bot import replies
from bot.app import serve
from bot.sandbox import Message, Person, Request, Sandbox
from bot.settings import Settings
from search import Engine
from tests.conftest import SAMPLES


@dataclass
class Room:
    """A sandbox with the bot in it."""

    sandbox: Sandbox
    engine: Engine
    settings: Settings

    @property
    def alice(self) -> Person:
        """The bot's admin."""
        return self.sandbox.alice

    @property
    def bob(self) -> Person:
        """An ordinary person."""
        return self.sandbox.bob

    async def verdict(self, asked: Message) -> Message:
        """The answer to a message, once it is no placeholder."""
        return await self.reply(asked, lambda m: m.text not in ("", replies.LOOKING))

    async def reply(
        self, asked: Message, wanted: Callable[[Message], object] = lambda _: True
    ) -> Message:
        """The bot's reply to a message that satisfies `wanted`."""

        def fits(said: Message) -> bool:
            to = said.json.get("reply_to_message", {}).get("message_id")
            return bool(to == asked.id and wanted(said))

        return await self.sandbox.until(fits, self.sandbox.world.chats[asked.chat_id])

    async def sent(self, method: str, least: int = 0) -> list[Request]:
        """All requests of a method so far, once there are so many (they are noted when over)."""
        async with asyncio.timeout(10):
            while len(found := [r for r in self.sandbox.requests if r.method == method]) < least:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        return found


def photo(name: str) -> bytes:
    """One of the samples to look up."""
    return (SAMPLES / "photos" / name).read_bytes()


@asynccontextmanager
async def running(data_dir: Path, **changes: Any) -> AsyncIterator[Room]:
    """A bot at work in a sandbox of its own; its requests are checked at the end."""
    sandbox = await Sandbox.start()
    settings = Settings(
        _env_file=None,
        bot_token=SecretStr(sandbox.token),
        bot_api_url=sandbox.url,
        admin_ids=frozenset([sandbox.alice.id]),
        data_dir=data_dir,
        **{"images_dir": SAMPLES / "pictures", **changes},
    )
    stop = asyncio.Event()
    with Engine.open(data_dir, create=True) as engine:
        task = asyncio.create_task(serve(settings, engine, stop))
        try:
            yield Room(sandbox, engine, settings)
        finally:
            stop.set()
            await task
            requests = list(sandbox.requests)
            await sandbox.stop()
    for request in requests:
        check(request)


def check(request: Request) -> None:
    """A request is what aiogram's model of its method takes, and has no field beside."""
    model = getattr(aiogram.methods, request.method[0].upper() + request.method[1:])
    values = {name: _parsed(value) for name, value in request.params.items()}
    values |= dict.fromkeys(request.files, "attach://file")
    attached = {name for name in request.files if name not in model.model_fields}
    unknown = values.keys() - model.model_fields.keys() - attached
    assert not unknown, (request.method, unknown)
    model.model_validate({name: value for name, value in values.items() if name not in attached})


def _parsed(value: Any) -> Any:
    try:
        return json.loads(value) if isinstance(value, str) and value[:1] in "[{" else value
    except ValueError:
        return value


@pytest.fixture
def data_dir(collection: Path, tmp_path: Path) -> Path:
    """A data folder in which the sample collection is indexed."""
    return shutil.copytree(collection, tmp_path / "data")


@pytest.fixture
async def room(data_dir: Path) -> AsyncIterator[Room]:
    """The bot with the sample collection."""
    async with running(data_dir) as room:
        yield room


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of the machine that runs the tests are not the tests' settings."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
