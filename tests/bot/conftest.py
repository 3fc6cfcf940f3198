"""The real bot against a sandbox over real HTTP; every request it sends is checked."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot import muster
from bot.catalog import Catalog
from bot.inbox import Inbox
from bot.sandbox import Message, Person, Request, Sandbox
from bot.service import serve
from bot.settings import Settings
from bot.tongue import NAMES, Tongue
from search import Engine
from tests.conftest import SAMPLES


@dataclass
class Room:
    """A sandbox with the bot in it."""

    sandbox: Sandbox
    engine: Engine
    settings: Settings
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Let the bot begin."""
        self._stop.clear()
        self._task = asyncio.create_task(serve(self.settings, self.engine, self._stop))

    async def stop(self) -> None:
        """Let it end, politely."""
        self._stop.set()
        if self._task:
            await self._task
        self._task = None

    @property
    def alice(self) -> Person:
        """The bot's admin."""
        return self.sandbox.alice

    @property
    def bob(self) -> Person:
        """An ordinary person."""
        return self.sandbox.bob

    async def verdict(self, asked: Message) -> Message:
        """The answer to a message, once it is no placeholder; pictures are no answer."""
        words = ("", *(Tongue(code)("looking") for code in NAMES))
        return await self.reply(asked, lambda m: m.text not in words and "photo" not in m.json)

    async def reply(
        self, asked: Message, wanted: Callable[[Message], object] = lambda _: True
    ) -> Message:
        """The bot's reply to a message that satisfies `wanted`."""

        def fits(said: Message) -> bool:
            to = said.json.get("reply_to_message", {}).get("message_id")
            return bool(to == asked.id and wanted(said))

        return await self.sandbox.until(fits, self.sandbox.world.chats[asked.chat_id], timeout=30)

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
        data_dir=data_dir,
        **{
            "admin_ids": frozenset([sandbox.alice.id]),
            "images_dir": SAMPLES / "pictures",
            **changes,
        },
    )
    look = muster.fleet(settings.queue, settings.images_dir)
    with Engine.open(data_dir, create=True, look=look) as engine:
        room = Room(sandbox, engine, settings)
        await room.start()
        try:
            yield room
        finally:
            try:
                await room.stop()  # it raises what ended the bot
            finally:
                requests = list(sandbox.requests)
                await sandbox.stop()
    for request in requests:
        check(request)


@contextmanager
def launched(folder: Path, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """The bot in a process of its own, under an ordinary umask; all it says is in `log`."""
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot"],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(SAMPLES.parent), **settings},
            stdout=log,
            stderr=log,
            text=True,
            umask=0o022,
        )
        with process:
            try:
                yield process
            finally:
                process.kill()


def check(request: Request) -> None:
    """A request is what aiogram's model of its method takes, and has no field beside."""
    import aiogram.methods  # noqa: PLC0415  seconds, also for the process that only hands out tests

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


@pytest.fixture(scope="session")
def _kept(collection: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = shutil.copytree(collection, tmp_path_factory.mktemp("kept") / "data")

    async def begin() -> None:
        await (await Catalog.open(folder)).close()
        await (await Inbox.open(folder, 1)).close()

    with Engine.open(folder) as engine:
        engine.add("boat", photo("stranger.jpg"))
    asyncio.run(begin())
    return folder


@pytest.fixture
def state(_kept: Path, tmp_path: Path) -> Path:
    """A data folder with all databases and a picture added by hand, in use by nobody."""
    return shutil.copytree(_kept, tmp_path / "data")


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


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What failed is tried again at once."""
    monkeypatch.setattr("bot.desk._PAUSE_SECONDS", 0.01)
    monkeypatch.setattr("bot.network._PAUSES", (0.01,) * 4)
    monkeypatch.setattr("bot.patience.FIRST_SECONDS", 0.01)
