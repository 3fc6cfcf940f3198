"""The inbox is worked through in fair order; what fails is tried again, then given up."""

import asyncio
import logging
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError

from bot import desk as module
from bot import replies
from bot.desk import AT_ONCE, App, Desk
from bot.envelope import Envelope
from bot.errors import Apology
from bot.inbox import FILE, Inbox
from bot.letter import Letter
from bot.tongue import ENGLISH
from bot.worker import Worker
from search.apart import Deaths

ADMIN = 1001
PHOTO = {"file_id": "x", "file_unique_id": "x", "width": 1, "height": 1}
DIED = "a decoder died of its file"


class Told:
    """Stands in for the bot: what was said to whom; `faults` are raised first, one a call."""

    def __init__(self) -> None:
        self.said: list[tuple[int, str]] = []
        self.edits: list[tuple[int, int]] = []
        self.faults: list[Exception] = []

    async def send_message(self, chat: int, text: str, **_: Any) -> Any:
        """Note it."""
        self.said.append((chat, text))
        return type("Sent", (), {"message_id": 77})

    async def edit_message_text(self, _: str, chat: int, message: int, **__: Any) -> None:
        """Note it."""
        self.edits.append((chat, message))

    async def get_me(self) -> None:
        """Answer that the line is up, after the faults."""
        if self.faults:
            raise self.faults.pop(0)


class Office:
    """A desk with its inbox; `handle` is what its handlers do with the id of an update."""

    def __init__(self, inbox: Inbox, handle: Callable[[int], Awaitable[None]]) -> None:
        self.bot, self.letters, self.inbox = Told(), dict[int, Letter](), inbox
        self._handle = handle
        apology = Apology(cast("Any", self.bot), frozenset([ADMIN]))
        self.desk = Desk(inbox, cast("App", self), self.letters, apology)
        self.done: list[int] = []

    async def process_update(self, update: Update) -> None:
        """What PTB's application does."""
        await self._handle(update.update_id)

    async def post(self, *envelopes: Envelope) -> None:
        """Updates come in."""
        await self.desk.take_in(envelopes)

    async def idle(self) -> None:
        """Wait until nothing waits and nothing is at work."""
        async with asyncio.timeout(20):
            desk = self.desk
            while desk._tasks or desk._suspects or len(desk._turns):  # noqa: ASYNC110  no such event
                await asyncio.sleep(0.001)


@asynccontextmanager
async def working(folder: Path, handle: Callable[[int], Awaitable[None]]) -> AsyncIterator[Office]:
    """A desk at work."""
    inbox = await Inbox.open(folder, 1)
    office = Office(inbox, handle)
    await office.desk.start()
    running = asyncio.create_task(office.desk.run())
    try:
        yield office
    finally:
        running.cancel()
        await office.desk.stop()
        await inbox.close()


def text(number: int, chat: int = 1, **more: Any) -> Envelope:
    """An update that can be parsed."""
    message = {"message_id": 5, "date": 0, "chat": {"id": chat, "type": "private"}, **more}
    envelope = Envelope.of({"update_id": number, "message": message})
    assert envelope
    return envelope


async def test_five_hundred_of_one_chat_do_not_delay_another(tmp_path: Path) -> None:
    """One of them is at work at a time; whoever comes meanwhile is next."""
    order: list[int] = []

    async def handle(number: int) -> None:
        order.append(number)
        if number == 10:
            await office.post(text(1000, chat=2))

    async with working(tmp_path, handle) as office:
        await office.post(*(text(number) for number in range(500)))
        await office.idle()
    assert sorted(order) == [*range(500), 1000]
    assert order.index(1000) <= 15


async def test_work_is_bounded(tmp_path: Path) -> None:
    """Three hundred updates of a hundred chats: so many at once and no more, one of a chat."""
    at_work, most, full = Counter[int](), 0, asyncio.Event()

    async def handle(number: int) -> None:
        nonlocal most
        chat = number % 100
        at_work[chat] += 1
        most = max(most, at_work.total())
        assert at_work[chat] == 1
        if most == AT_ONCE:
            full.set()
        await full.wait()
        await asyncio.sleep(0)
        at_work[chat] -= 1

    async with working(tmp_path, handle) as office:
        await office.post(*(text(number, chat=number % 100 + 1) for number in range(300)))
        await office.idle()
        assert await office.inbox.waiting() == []
    assert most == AT_ONCE


async def test_a_full_backlog_stays_at_telegram(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No more are asked for until there is room."""
    monkeypatch.setattr(module, "BACKLOG", 3)
    go = asyncio.Event()

    async def handle(_: int) -> None:
        await go.wait()

    async with working(tmp_path, handle) as office:
        await office.desk.room()
        await office.post(*(text(number) for number in range(5)))
        waiting = asyncio.create_task(office.desk.room())
        await asyncio.sleep(0)
        assert office.desk.full
        assert not waiting.done()
        go.set()
        await waiting


async def test_poison_is_stepped_over_after_three_tries(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """An apology, a dead letter, the admins told; the others go on."""
    tries = Counter[int]()

    async def handle(number: int) -> None:
        tries[number] += 1
        if number == 1:
            raise KeyError("poison")

    async with working(tmp_path, handle) as office:
        await office.post(text(0), text(1), text(2), text(3, chat=2))
        await office.idle()
        assert tries == {0: 1, 1: 3, 2: 1, 3: 1}
        assert office.bot.said == [
            (1, ENGLISH("failed")),
            (ADMIN, replies.given_up(1, 0, "KeyError")),
        ]
        assert await office.inbox.waiting() == []
    assert _dead(tmp_path) == [(1, "KeyError")]
    assert caplog.text.count("KeyError: 'poison'") == 3


@pytest.mark.parametrize(
    ("chat", "caption", "told"),
    [("private", "", 1), ("supergroup", "", 0), ("supergroup", "/find", 1)],
)
async def test_nobody_gets_an_apology_who_asked_for_nothing(
    tmp_path: Path, chat: str, caption: str, told: int
) -> None:
    """As with a photo in a group that is watched."""

    async def handle(_: int) -> None:
        raise KeyError

    message = {"message_id": 1, "date": 0, "chat": {"id": 9, "type": chat}, "caption": caption}
    envelope = Envelope.of({"update_id": 1, "message": {**message, "photo": [PHOTO]}})
    assert envelope
    async with working(tmp_path, handle) as office:
        await office.post(envelope)
        await office.idle()
        apologies = [(9, ENGLISH("failed"))] * told
        assert office.bot.said == [*apologies, (ADMIN, replies.given_up(1, 1 - told, "KeyError"))]
    assert _dead(tmp_path) == [(1, "KeyError")]


async def test_what_cannot_be_parsed_is_stepped_over_too(tmp_path: Path) -> None:
    """A message without a date; whoever sent it is told all the same."""
    handled: list[int] = []

    async def handle(number: int) -> None:
        handled.append(number)

    async with working(tmp_path, handle) as office:
        broken = Envelope.of({"update_id": 1, "message": {"message_id": 5, "chat": {"id": 9}}})
        nothing = Envelope.of({"update_id": 2, "message": {"date": "x", "chat": []}})
        assert broken
        assert nothing
        await office.post(broken, nothing, text(3))
        await office.idle()
        assert (9, ENGLISH("failed")) in office.bot.said
    assert handled == [3]
    assert [number for number, _ in _dead(tmp_path)] == [1, 2]


async def test_a_file_that_a_decoder_died_of_is_kept_though_it_was_answered(tmp_path: Path) -> None:
    """Beside its answer: a dead letter, the admins told; of the next update nothing."""
    worker, tries = Worker(), Counter[int]()

    async def handle(number: int) -> None:
        tries[number] += 1
        if number == 1:
            await asyncio.gather(worker.change(Deaths().add, b"deadly"))

    async with working(tmp_path, handle) as office:
        await office.post(text(1), text(2))
        await office.idle()
        assert office.bot.said == [(ADMIN, replies.given_up(1, 0, DIED))]
    worker.close()
    assert tries == {1: 1, 2: 1}
    assert _dead(tmp_path) == [(1, DIED)]


async def test_whoever_was_told_nothing_gets_an_apology_for_a_death_too(tmp_path: Path) -> None:
    """The admins hear of such an update once, as of any other that is given up."""

    async def handle(_: int) -> None:
        Deaths().add(b"deadly")
        raise KeyError

    async with working(tmp_path, handle) as office:
        await office.post(text(1))
        await office.idle()
        assert office.bot.said == [
            (1, ENGLISH("failed")),
            (ADMIN, replies.given_up(1, 0, "KeyError")),
        ]
    assert _dead(tmp_path) == [(1, "KeyError")]


async def test_an_apology_takes_the_place_of_the_placeholder(tmp_path: Path) -> None:
    """Nobody is left with "Looking …"."""

    async def handle(number: int) -> None:
        if office.letters[number].placeholder is None:
            await office.letters[number].keep_placeholder(55)
        raise KeyError

    async with working(tmp_path, handle) as office:
        await office.post(text(1))
        await office.idle()
        assert office.bot.edits == [(1, 55)]
        assert [chat for chat, _ in office.bot.said] == [ADMIN]


async def test_an_apology_is_sent_anew_where_its_placeholder_is_gone(tmp_path: Path) -> None:
    """As an answer is."""

    async def handle(number: int) -> None:
        await office.letters[number].keep_placeholder(55)
        raise KeyError

    async def gone(*_: Any, **__: Any) -> None:
        raise BadRequest("Message to edit not found")

    async with working(tmp_path, handle) as office:
        vars(office.bot)["edit_message_text"] = gone
        await office.post(text(1))
        await office.idle()
        told = [(1, ENGLISH("failed")), (ADMIN, replies.given_up(1, 0, "KeyError"))]
        assert office.bot.said == told


@pytest.mark.parametrize("placeholder", [None, 55])
async def test_an_apology_whose_echo_cannot_be_parsed_is_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, placeholder: int | None
) -> None:
    """It holds the very message that could not be: a poll without options, say."""

    async def handle(number: int) -> None:
        if placeholder:
            await office.letters[number].keep_placeholder(placeholder)
        raise KeyError("options")

    async def echo(*arguments: Any, **_: Any) -> None:
        calls.append(arguments)
        raise KeyError("options")

    calls = list[Any]()
    async with working(tmp_path, handle) as office:
        method = "edit_message_text" if placeholder else "send_message"
        vars(office.bot)[method] = echo
        office.desk._apology.admins = frozenset()
        await office.post(text(1))
        await office.idle()
    assert len(calls) == 1
    assert "Nobody could be told" not in caplog.text
    assert _dead(tmp_path) == [(1, "KeyError")]


async def test_many_faults_are_one_message_to_the_admins(tmp_path: Path) -> None:
    """An hour has one."""

    async def handle(_: int) -> None:
        raise KeyError

    async with working(tmp_path, handle) as office:
        await office.post(*(text(number, chat=number) for number in range(1, 11)))
        await office.idle()
        assert [chat for chat, _ in office.bot.said].count(ADMIN) == 1
    assert len(_dead(tmp_path)) == 10


async def test_a_line_that_is_down_is_nobodys_fault(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It is waited for, said once, and counts as no try; an error of Telegram's own does."""
    tries = Counter[int]()

    async def handle(number: int) -> None:
        tries[number] += 1
        if number == 1 and tries[1] <= 5:
            office.bot.faults += [NetworkError("away")] * 3
            raise NetworkError("away")
        if number == 2:
            raise TelegramError("Internal Server Error")

    async with working(tmp_path, handle) as office:
        await office.post(text(1))
        await office.idle()
        await office.post(text(2))
        await office.idle()
    assert tries == {1: 6, 2: 3}
    assert _dead(tmp_path) == [(2, "TelegramError")]
    assert caplog.text.count("Telegram cannot be reached (away)") == 5


@pytest.mark.parametrize(
    "error",
    [
        Forbidden("bot was blocked by the user"),
        BadRequest("Bad Request: not enough rights to send text messages to the chat"),
        BadRequest("Bad Request: have no rights to send a message"),
        BadRequest("Bad Request: TOPIC_CLOSED"),
        BadRequest("CHAT_WRITE_FORBIDDEN"),
        BadRequest("CHAT_RESTRICTED"),
        BadRequest("CHAT_SEND_PLAIN_FORBIDDEN"),
    ],
    ids=str,
)
async def test_where_nobody_can_be_answered_there_is_no_fault(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    """Somebody blocked the bot, or a group does not let it write: one try, and no trouble."""
    tries: list[int] = []

    async def handle(number: int) -> None:
        tries.append(number)
        raise error

    async with working(tmp_path, handle) as office:
        await office.post(text(1))
        await office.idle()
        assert office.bot.said == []
    assert tries == [1]
    assert not caplog.records
    assert _dead(tmp_path) == []


async def test_an_apology_where_the_bot_may_not_write_is_no_second_fault(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The log has what went wrong three times, and nothing of the apology; the admins hear that it
    was not made.
    """

    async def handle(_: int) -> None:
        raise KeyError

    async def refuse(chat: int, said: str, **_: Any) -> None:
        if chat == ADMIN:
            heard.append(said)
        raise BadRequest("TOPIC_CLOSED")

    heard = list[str]()
    async with working(tmp_path, handle) as office:
        vars(office.bot)["send_message"] = refuse
        await office.post(text(1))
        await office.idle()
    assert _dead(tmp_path) == [(1, "KeyError")]
    assert heard == [replies.given_up(1, 1, "KeyError")]
    assert heard[0].endswith("Senders who were not told: 1.")
    assert len([each for each in caplog.records if each.levelno == logging.ERROR]) == 3


async def test_long_work_steps_aside(tmp_path: Path) -> None:
    """A reindex holds up neither its chat nor the others; it is done when it is over."""
    go, last, handled = asyncio.Event(), asyncio.Event(), list[int]()

    async def handle(number: int) -> None:
        if number < AT_ONCE:
            office.letters[number].step_aside()
            await go.wait()
        handled.append(number)
        if number == AT_ONCE + 4:
            last.set()

    async with working(tmp_path, handle) as office:
        await office.post(*(text(number) for number in range(AT_ONCE + 5)))
        async with asyncio.timeout(10):
            await last.wait()
        assert handled == list(range(AT_ONCE, AT_ONCE + 5))
        go.set()
        await office.idle()
        assert await office.inbox.waiting() == []


async def test_what_waits_for_its_turn_does_not_hold_up_the_end(tmp_path: Path) -> None:
    """It is put back at once; what is in the middle of something ends."""
    go, middle = asyncio.Event(), asyncio.Event()

    async def handle(number: int) -> None:
        if number == 1:
            middle.set()
            await go.wait()
        else:
            office.letters[number].waits = True
            await asyncio.Event().wait()

    async with working(tmp_path, handle) as office:
        await office.post(text(1), text(2, chat=2))
        await middle.wait()
        asyncio.get_running_loop().call_later(0.1, go.set)
    inbox = await Inbox.open(tmp_path, 1)
    assert [turn.id for turn in await inbox.waiting()] == [2]
    await inbox.close()


async def test_what_runs_when_the_bot_stops_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What ends in time is done, the rest waits for the next start and counts as no try."""
    monkeypatch.setattr(module, "_GRACE_SECONDS", 0.05)
    started = asyncio.Event()

    async def handle(number: int) -> None:
        if number == 2:
            started.set()
            await asyncio.Event().wait()
        await started.wait()

    async with working(tmp_path, handle) as office:
        await office.post(text(1), text(2, chat=2), text(3, chat=2))
        await started.wait()
    inbox = await Inbox.open(tmp_path, 1)
    assert [turn.id for turn in await inbox.waiting()] == [2, 3]
    assert not (await inbox.take(2)).again
    await inbox.close()


async def test_suspects_run_alone_and_hold_up_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two deaths of the bot had them in common: the next one shows who it was."""
    monkeypatch.setattr(module, "_SUSPECT", 3)
    inbox = await Inbox.open(tmp_path, 1)
    await inbox.put([text(number, chat=number) for number in range(1, 12)])
    for _ in range(2):
        await inbox.waiting()
        for number in (1, 2, 3):
            await (await inbox.take(number)).begin()
    await inbox.close()
    at_work, seen = set[int](), list[tuple[int, bool]]()

    async def handle(number: int) -> None:
        at_work.add(number)
        await asyncio.sleep(0.01)
        seen.append((number, len(at_work) == 1))
        at_work.discard(number)

    async with working(tmp_path, handle) as office:
        async with asyncio.timeout(10):
            while len(seen) < 11:  # noqa: ASYNC110  it has no such event
                await asyncio.sleep(0.001)
        assert not office.desk._suspects
    assert [place for place, (number, _) in enumerate(seen) if number in (1, 2, 3)] == [3, 7, 10]
    assert all(alone for number, alone in seen if number in (1, 2, 3))


async def test_what_killed_the_bot_three_times_is_not_tried_again(tmp_path: Path) -> None:
    """Alone each time: it is given up at the next start."""
    inbox = await Inbox.open(tmp_path, 1)
    await inbox.put([text(1), text(2)])
    for _ in range(3):
        await inbox.waiting()
        await (await inbox.take(1)).begin()
    await inbox.close()
    handled: list[int] = []

    async def handle(number: int) -> None:
        handled.append(number)

    async with working(tmp_path, handle) as office:
        await asyncio.sleep(0)
        await office.idle()
        assert (1, ENGLISH("failed")) in office.bot.said
    assert handled == [2]
    assert [number for number, _ in _dead(tmp_path)] == [1]


async def test_a_refused_call_is_a_failure(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Telegram is there and says no: asking for ever would not help."""

    async def handle(_: int) -> None:
        raise BadRequest("chat not found")

    with caplog.at_level(logging.ERROR):
        async with working(tmp_path, handle) as office:
            await office.post(text(1))
            await office.idle()
    assert _dead(tmp_path) == [(1, "BadRequest")]


def _dead(folder: Path) -> list[tuple[int, str]]:
    connection = sqlite3.connect(folder / FILE)
    try:
        return connection.execute("SELECT id, reason FROM dead_letters").fetchall()
    finally:
        connection.close()
