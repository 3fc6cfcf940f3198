"""Updates that the bot asks for."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import pytest
from telegram import Bot

from bot import patience
from bot import poller as module
from bot.envelope import Envelope
from bot.network import MARGIN
from bot.poller import Poller
from bot.sandbox import Sandbox


class Kept:
    """Stands in for the desk; `faults` are raised first, one a call."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.ids: list[int] = []
        self.faults: list[Exception] = []
        self.pending: list[int] = []  # how many Telegram had not seen confirmed, at each call
        self.limit = -1  # when so many are kept, there is no room until `space` is set
        self.space = asyncio.Event()
        self.space.set()
        self._sandbox = sandbox
        self._changed = asyncio.Event()

    async def room(self) -> None:
        """Wait for it."""
        await self.space.wait()

    async def take_in(self, envelopes: list[Envelope]) -> None:
        """Keep them."""
        self.pending.append(self._sandbox.updates_pending)
        self._changed.set()
        if self.faults and envelopes:
            raise self.faults.pop(0)
        self.ids += [each.id for each in envelopes]
        if len(self.ids) == self.limit:
            self.space.clear()

    async def until(self, count: int, calls: int = 0) -> None:
        """Wait until so many are kept, in so many calls at least."""
        async with asyncio.timeout(10):
            while len(self.ids) < count or len(self.pending) < calls:
                self._changed.clear()
                await self._changed.wait()


@asynccontextmanager
async def polling(sandbox: Sandbox) -> AsyncIterator[Kept]:
    """A poller at work."""
    bot, kept = Bot(sandbox.token, f"{sandbox.url}/bot"), Kept(sandbox)
    task = asyncio.create_task(Poller(bot, cast("Any", kept), ["message"]).run())
    try:
        yield kept
    finally:
        assert not task.done()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await bot.shutdown()


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A sandbox without a bot."""
    sandbox = await Sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long it was waited after failures, in seconds; the waiting itself is left out."""
    asked: list[float] = []
    sleep = asyncio.sleep

    async def note(seconds: float) -> None:
        if seconds:
            asked.append(seconds)
        await sleep(0)

    monkeypatch.setattr("asyncio.sleep", note)
    monkeypatch.setattr(module, "_LEAST_SECONDS", 0)
    return asked


async def test_nothing_is_confirmed_before_it_is_kept(sandbox: Sandbox, waits: list[float]) -> None:
    """The disk was full twice: Telegram gives the same again, and none twice to the desk."""
    for word in ("one", "two", "three"):
        await sandbox.bob.send_text(word)
    async with polling(sandbox) as kept:
        kept.faults = [sqlite3.OperationalError("disk is full")] * 2
        await kept.until(3)
        assert kept.pending[:3] == [3, 3, 3]
        await sandbox.bob.send_text("four")
        await kept.until(4)
        assert kept.pending[3] == 1
        assert kept.ids == [*range(kept.ids[0], kept.ids[0] + 4)]
    assert len(waits) == 2


@pytest.mark.parametrize(
    "fault",
    [
        {"code": 500, "description": "Internal Server Error"},
        {"code": 502, "description": "Bad Gateway"},
        {"code": 404, "description": "Not Found"},
        {"code": 409, "description": "Conflict: terminated by other getUpdates request"},
        {"code": 0},
    ],
)
async def test_failures_are_waited_out_longer_each_time_and_told_once(
    sandbox: Sandbox, waits: list[float], fault: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    """No busy loop, no end."""
    sandbox.fail("getUpdates", times=8, **fault)
    with caplog.at_level(logging.WARNING, "bot"):
        async with polling(sandbox) as kept:
            await sandbox.bob.send_text("hello")
            await kept.until(1)
    assert len(waits) == 8
    first = patience.FIRST_SECONDS
    assert all(first * 2**n / 2 <= late <= first * 2**n for n, late in enumerate(waits))
    said = [record for record in caplog.records if record.name.startswith("bot.")]
    assert [record.message.startswith("Over: ") for record in said] == [False, True]


async def test_telegram_says_when_to_come_back(sandbox: Sandbox, waits: list[float]) -> None:
    """429: not before."""
    sandbox.fail("getUpdates", code=429, description="Too Many Requests", retry_after=17)
    async with polling(sandbox) as kept:
        await sandbox.bob.send_text("hello")
        await kept.until(1)
    assert waits == [17 + MARGIN]


async def test_no_more_is_asked_for_than_there_is_room(sandbox: Sandbox) -> None:
    """What does not fit stays at Telegram, unconfirmed."""
    async with polling(sandbox) as kept, Bot(sandbox.token, f"{sandbox.url}/bot") as bot:
        kept.limit = 1
        await sandbox.bob.send_text("one")
        await kept.until(1)
        await sandbox.bob.send_text("two")
        for _ in range(5):  # time enough to ask, if it did
            await bot.get_me()
        assert sandbox.updates_pending == 2
        kept.space.set()
        await kept.until(2)


@pytest.mark.parametrize("broken", [None, "x", {}, [], {"update_id": -3}])
async def test_what_is_no_update_is_stepped_over(
    sandbox: Sandbox, waits: list[float], broken: Any
) -> None:
    """Telegram would not send it; if it did, the bot would go on."""
    sandbox.world.updates._queue.append(broken)
    await sandbox.bob.send_text("hello")
    async with polling(sandbox) as kept:
        sandbox.world.updates.confirm = _confirm_all(sandbox)  # type: ignore[method-assign]
        await kept.until(1)
    assert len(kept.ids) == 1
    assert not waits


@pytest.mark.usefixtures("waits")
async def test_ids_may_begin_anew_below_the_last(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Telegram does so after a quiet week: an old offset would confirm them unseen."""
    monkeypatch.setattr(module, "_POLL_SECONDS", 0)
    await sandbox.bob.send_text("old")
    async with polling(sandbox) as kept:
        await kept.until(1)
        await kept.until(1, calls=3)  # there was nothing new
        sandbox.world.updates._next_id = 5
        await sandbox.bob.send_text("new")
        await kept.until(2)
        assert kept.ids[1] == 5


def _confirm_all(sandbox: Sandbox) -> Any:
    def confirm(offset: int) -> None:
        if offset:
            sandbox.world.updates.clear()

    return confirm
