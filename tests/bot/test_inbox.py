"""Updates on disk until they are answered."""

import asyncio
import json
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot import inbox as module
from bot.database import NewerFile
from bot.envelope import Envelope
from bot.inbox import FILE, VERSIONS, Inbox, clear
from bot.letter import Letter, Turn

BOT = 4242
YESTERDAY = """
CREATE TABLE updates (
    bot INTEGER NOT NULL, id INTEGER NOT NULL, lane TEXT NOT NULL, json TEXT, at INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0, deaths INTEGER NOT NULL DEFAULT 0,
    running INTEGER NOT NULL DEFAULT 0, placeholder INTEGER, album INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (bot, id)
) WITHOUT ROWID;
CREATE INDEX waiting ON updates (bot, id) WHERE json IS NOT NULL;
CREATE TABLE dead_letters (
    bot INTEGER NOT NULL, id INTEGER NOT NULL,
    json TEXT NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (bot, id)
);
INSERT INTO updates VALUES (4242, 1, '', NULL, 1, 0, 0, 0, NULL, 1);
INSERT INTO updates VALUES (4242, 2, '1 photo', '{"update_id": 2}', 2, 1, 0, 1, 55, 1);
INSERT INTO updates VALUES (4242, 3, '1 photo', '{"update_id": 3}', 3, 0, 0, 0, NULL, 0);
INSERT INTO dead_letters VALUES (4242, 0, '{}', 'KeyError', 1);
PRAGMA user_version = 1;
"""


def update(number: int, chat: int = 1, **more: Any) -> Envelope:
    """A text that somebody wrote."""
    raw = {"update_id": number, "message": {"message_id": 1, "chat": {"id": chat}, **more}}
    envelope = Envelope.of(raw)
    assert envelope
    return envelope


async def numbers(inbox: Inbox) -> list[int]:
    """What waits, as a new start finds it."""
    return [turn.id for turn in await inbox.waiting()]


async def work(inbox: Inbox, number: int) -> Letter:
    """Begin to work on an update."""
    letter = await inbox.take(number)
    await letter.begin()
    return letter


@pytest.fixture
async def inbox(tmp_path: Path) -> AsyncIterator[Inbox]:
    """An empty inbox."""
    inbox = await Inbox.open(tmp_path, BOT)
    yield inbox
    await inbox.close()


async def test_an_update_is_taken_in_once(inbox: Inbox) -> None:
    """Given again while it waits, is at work or is done, it is no new one."""
    assert await inbox.put([update(7), update(5), update(7)]) == [
        Turn(5, "1 text"),
        Turn(7, "1 text"),
    ]
    letter = await inbox.take(5)
    assert await inbox.put([update(5), update(7)]) == []
    await inbox.done(letter)
    assert await inbox.put([update(5)]) == []
    assert await numbers(inbox) == [7]


async def test_what_is_kept_is_there_after_a_crash(tmp_path: Path, inbox: Inbox) -> None:
    """A second connection sees all as soon as it is said to be kept; lone surrogates too."""
    await inbox.put([update(1, text="\ud83d <b>ü</b>")])
    letter = await inbox.take(1)
    await letter.keep_placeholder(99)
    await letter.begin_album()
    after = await Inbox.open(tmp_path, BOT)
    assert await numbers(after) == [1]
    found = await after.take(1)
    assert json.loads(found.json)["message"]["text"] == "\ud83d <b>ü</b>"
    assert (found.placeholder, found.album, found.again) == (99, True, True)
    await after.close()


async def test_a_done_update_leaves_its_id_only(
    inbox: Inbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And that for some days, in which Telegram may give it again."""
    await inbox.put([update(1, text="secret"), update(2)])
    await inbox.done(await inbox.take(1))
    rows = _rows(tmp_path, "SELECT json, lane, placeholder FROM updates WHERE id = 1")
    assert rows == [(None, "", None)]
    monkeypatch.setattr(module, "DONE_SECONDS", -1)
    inbox._swept = 0
    await inbox.done(await inbox.take(2))
    assert _rows(tmp_path, "SELECT * FROM updates") == []


async def test_a_death_counts_when_an_update_was_in_work_alone(inbox: Inbox) -> None:
    """Not beside others, not while it waited, not when the bot was stopped politely."""
    await inbox.put([update(1), update(2, chat=2)])
    await work(inbox, 1)
    await inbox.rest()
    await inbox.waiting()
    assert (await inbox.take(1)).tries == 0
    await inbox.take(2)
    await work(inbox, 1)
    await inbox.waiting()  # it died
    assert (await inbox.take(1)).tries == 1
    await work(inbox, 1)
    await work(inbox, 2)
    await inbox.waiting()  # it died
    assert (await inbox.take(1)).tries == 1
    assert (await inbox.take(2)).tries == 0


async def test_what_was_sent_kills_nobody_any_more(inbox: Inbox) -> None:
    """The work is over when the pictures are on their way, and when it failed."""
    await inbox.put([update(1), update(2, chat=2)])
    await (await work(inbox, 1)).begin_album()
    await inbox.fail(await work(inbox, 2))
    await inbox.waiting()  # it died
    assert [(await inbox.take(number)).tries for number in (1, 2)] == [0, 1]


async def test_whoever_saw_two_deaths_is_suspected(inbox: Inbox) -> None:
    """The others are not; whoever saw one comes behind them."""
    await inbox.put([update(number, chat=number) for number in range(1, 5)])
    for _ in range(2):
        await inbox.waiting()
        await work(inbox, 1)
        await work(inbox, 2)
    await inbox.waiting()
    await work(inbox, 3)
    await work(inbox, 1)
    assert [(turn.id, turn.suspected) for turn in await inbox.waiting()] == [
        (4, False),
        (3, False),
        (2, True),
        (1, True),
    ]


async def test_a_failed_try_counts_and_is_kept(inbox: Inbox) -> None:
    """Those that failed least come first after a start."""
    await inbox.put([update(1), update(2)])
    await inbox.fail(await inbox.take(1))
    await inbox.rest()
    assert await numbers(inbox) == [2, 1]
    assert (await inbox.take(1)).tries == 1


async def test_a_dead_letter_is_kept_for_people(
    inbox: Inbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its JSON and the reason; the newest of them."""
    monkeypatch.setattr(module, "DEAD_LETTERS", 2)
    await inbox.put([update(number) for number in range(4)])
    for number in range(4):
        letter = await inbox.take(number)
        await inbox.bury(letter, "KeyError")
        await inbox.done(letter)
    rows = _rows(tmp_path, "SELECT id, json, reason FROM dead_letters")
    assert rows == [(n, update(n).json, "KeyError") for n in (2, 3)]
    assert await numbers(inbox) == []


async def test_of_an_album_all_is_kept_for_people(inbox: Inbox, tmp_path: Path) -> None:
    """The photo that did it may be any of them; what was answered alone is not kept."""
    updates = [*(update(number, media_group_id="7") for number in (1, 2, 3)), update(4)]
    await inbox.put(updates)
    letter = await inbox.take(1)
    await inbox.join(letter, "7")
    await inbox.bury(letter, "KeyError")
    rows = _rows(tmp_path, "SELECT id, json, reason FROM dead_letters ORDER BY id")
    assert rows == [(each.id, each.json, "KeyError") for each in updates[:3]]


async def test_two_bots_may_follow_each_other_in_a_folder(tmp_path: Path, inbox: Inbox) -> None:
    """Each sees its own updates."""
    await inbox.put([update(1)])
    other = await Inbox.open(tmp_path, 777)
    assert await other.put([update(1)]) == [Turn(1, "1 text")]
    await other.done(await other.take(1))
    assert await numbers(other) == []
    assert await numbers(inbox) == [1]
    await other.close()


async def test_a_full_disk_keeps_nothing_by_halves(inbox: Inbox) -> None:
    """It is said, none of them is kept, and when there is room again all are."""
    many = [update(number, text="x" * 1000) for number in range(50)]
    allow = await _full(inbox)
    with pytest.raises(sqlite3.OperationalError, match="full"):
        await inbox.put(many)
    assert await numbers(inbox) == []
    await allow()
    assert len(await inbox.put(many)) == 50


async def test_what_must_be_known_is_written_when_there_is_room_again(
    inbox: Inbox, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits as long as that takes, and says so once."""
    await inbox.put([update(1, text="x" * 20_000)])
    letter = await inbox.take(1)
    allow = await _full(inbox)
    waited = asyncio.Event()

    async def sleep(_seconds: float) -> None:
        waited.set()
        await asyncio.wait([asyncio.get_running_loop().create_future()], timeout=0.001)

    monkeypatch.setattr("asyncio.sleep", sleep)
    with caplog.at_level(logging.WARNING):
        burying = asyncio.create_task(inbox.bury(letter, "why"))
        await waited.wait()
        assert not burying.done()
        await allow()
        await burying
    assert [record.message.partition(" (")[0] for record in caplog.records] == [
        "The inbox cannot be written",
        "Over: The inbox cannot be written",
    ]


async def test_all_can_be_thrown_away(tmp_path: Path) -> None:
    """A sandbox begins its numbers anew."""
    inbox = await Inbox.open(tmp_path, BOT)
    await inbox.put([update(1)])
    await inbox.close()
    clear(tmp_path)
    inbox = await Inbox.open(tmp_path, BOT)
    assert await inbox.put([update(1)])
    await inbox.close()


async def test_a_damaged_file_is_put_aside(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The bot starts with an empty inbox; Telegram gives again what it was not told of."""
    (tmp_path / FILE).write_bytes(b"this is no database" * 1000)
    inbox = await Inbox.open(tmp_path, BOT)
    assert await inbox.put([update(1)])
    await inbox.close()
    (kept,) = tmp_path.glob(f"{FILE}.damaged-*")  # noqa: ASYNC240  a test may
    assert kept.read_bytes().startswith(b"this is no database")
    assert str(kept) in caplog.text


async def test_yesterdays_file_still_opens(tmp_path: Path) -> None:
    """What waits in it is gone on with, what is done stays done, what was given up is kept."""
    with closing(sqlite3.connect(tmp_path / FILE)) as yesterday:
        yesterday.executescript(YESTERDAY)
    inbox = await Inbox.open(tmp_path, BOT)
    assert await numbers(inbox) == [3, 2]
    assert await inbox.put([update(1), update(2)]) == []
    letter = await inbox.take(2)
    assert (letter.tries, letter.placeholder, letter.album, letter.plan) == (2, 55, True, None)
    await letter.keep_plan("new")
    await inbox.close()
    inbox = await Inbox.open(tmp_path, BOT)
    assert (await inbox.take(2)).plan == "new"
    assert await inbox._database.value("SELECT reason FROM dead_letters") == "KeyError"
    assert await inbox._database.value("PRAGMA user_version") == len(VERSIONS)
    await inbox.close()


async def test_a_file_of_a_newer_kazami_is_left_alone(tmp_path: Path) -> None:
    """Its tables may mean something else."""
    with sqlite3.connect(tmp_path / FILE) as newer:
        newer.execute("PRAGMA user_version = 99")
    newer.close()
    with pytest.raises(NewerFile, match=FILE):
        await Inbox.open(tmp_path, BOT)


async def _full(inbox: Inbox) -> Callable[[], Any]:
    """Let the disk be full for the inbox; returns what makes room again."""
    pages = await inbox._database.value("PRAGMA page_count")
    await inbox._database.rows(f"PRAGMA max_page_count = {pages}")
    return lambda: inbox._database.rows("PRAGMA max_page_count = 100000")


def _rows(folder: Path, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(folder / FILE)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()
