"""Updates on disk until they are answered: none is lost, none is taken in twice."""

import logging
import sqlite3
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from bot.database import DamagedFile, Database
from bot.envelope import Envelope
from bot.letter import Dropped, Letter, Turn
from bot.patience import Patience

_log = logging.getLogger(__name__)
FILE = "inbox.sqlite"
DONE_SECONDS = 2 * 24 * 3600  # how long an id is known; Telegram gives an update for a day
_ALBUM = 10  # messages at most, by Telegram
DEAD_LETTERS = 1000  # the newest that are kept
DEATHS = 2  # of the bot, while an update was in work beside others; then it is suspected
_SUFFIXES = ("", "-wal", "-shm")  # SQLite's files
_DISK_SECONDS = 5.0  # at most between tries to write
VERSIONS = (
    """
CREATE TABLE updates (
    bot INTEGER NOT NULL, id INTEGER NOT NULL,  -- Telegram's update_id
    lane TEXT NOT NULL,                         -- the queue it waits in
    json TEXT,                                  -- as it came; null: done, only its id is known
    at INTEGER NOT NULL,                        -- when it came or was done, Unix time
    tries INTEGER NOT NULL DEFAULT 0,           -- that failed by its own fault
    deaths INTEGER NOT NULL DEFAULT 0,          -- of the bot while it was in work
    running INTEGER NOT NULL DEFAULT 0,         -- in work: it may kill the bot
    placeholder INTEGER,                        -- the message that is edited into the answer
    album INTEGER NOT NULL DEFAULT 0,           -- the pictures were begun to be sent
    PRIMARY KEY (bot, id)
) WITHOUT ROWID;
CREATE INDEX waiting ON updates (bot, id) WHERE json IS NOT NULL;
CREATE TABLE dead_letters (                     -- given up; for people to look at
    bot INTEGER NOT NULL, id INTEGER NOT NULL,
    json TEXT NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (bot, id)
);
""",
    """
ALTER TABLE updates ADD COLUMN plan TEXT;       -- what was decided before it was begun
""",
)


def clear(folder: Path, name: str = FILE) -> None:
    """Throw away all updates, or another database."""
    for suffix in _SUFFIXES:
        (folder / (name + suffix)).unlink(missing_ok=True)


def _put_aside(path: Path) -> Path:
    """Rename a file and SQLite's own beside it; returns the new name."""
    kept = path.with_name(f"{path.name}.damaged-{int(time.time())}")
    for suffix in _SUFFIXES:
        with suppress(FileNotFoundError):
            Path(f"{path}{suffix}").rename(f"{kept}{suffix}")
    return kept


class Inbox:
    """The updates of one bot in one file.

    What must be known before anything else happens is written however long that takes: while the
    disk is full nothing is answered and nothing forgotten.
    """

    def __init__(self, database: Database, bot: int) -> None:
        self._database, self._bot = database, bot
        self._patience = Patience("The inbox cannot be written", _DISK_SECONDS)
        self._swept = 0.0
        self.taken = float("-inf")  # when Telegram last gave updates, or none; monotonic seconds

    @classmethod
    async def open(cls, folder: Path, bot: int) -> Self:
        """The inbox in `folder`, which is there. Raises NewerFile or sqlite3.OperationalError.

        A damaged one is kept beside; what Telegram was not told of it gives again.
        """
        path = folder / FILE
        try:
            database = await Database.open(path, VERSIONS)
        except DamagedFile as error:
            _log.error("%s It is kept as %s", error, _put_aside(path))
            database = await Database.open(path, VERSIONS)
        return cls(database, bot)

    async def close(self) -> None:
        """Close the file."""
        await self._database.close()

    async def put(self, envelopes: Iterable[Envelope]) -> list[Turn]:
        """Keep updates; those that are new. Raises sqlite3.Error: then none is kept."""
        now = int(time.time())
        rows = [(self._bot, each.id, each.lane, each.json, now) for each in envelopes]
        if not rows:
            self.taken = time.monotonic()
            return []
        places = ", ".join(["(?, ?, ?, ?, ?)"] * len(rows))
        new = await self._database.rows(
            f"INSERT OR IGNORE INTO updates (bot, id, lane, json, at) VALUES {places} "
            "RETURNING id, lane",
            *(value for row in rows for value in row),
        )
        self.taken = time.monotonic()
        return sorted(Turn(*row) for row in new)

    async def waiting(self) -> list[Turn]:
        """All that waits, oldest first; for the start: perhaps the bot died of what was in work.

        If that was one update, it was a try of it. If there were several, each has seen a death:
        it comes last from now on, and is suspected after the second.
        """
        ran = await self._database.value(
            "SELECT COUNT(*) FROM updates WHERE bot = ? AND running", self._bot
        )
        await self._database.rows(
            "UPDATE updates SET tries = tries + ?, deaths = deaths + 1, running = 0 "
            "WHERE bot = ? AND running",
            *(ran == 1, self._bot),
        )
        rows = await self._database.rows(
            "SELECT id, lane, deaths >= ? FROM updates WHERE bot = ? AND json IS NOT NULL "
            "ORDER BY tries, deaths, id",
            *(DEATHS, self._bot),
        )
        self.taken = time.monotonic()
        return [Turn(number, lane, bool(suspected)) for number, lane, suspected in rows]

    async def backlog(self) -> tuple[int, int]:
        """How many are not done, and when the oldest of them came (Unix time; 0: there is none).

        Raises sqlite3.Error.
        """
        query = "SELECT COUNT(*), IFNULL(MIN(at), 0) FROM updates WHERE bot = ? AND json NOT NULL"
        ((waiting, since),) = await self._database.rows(query, self._bot)
        return waiting, since

    async def check(self) -> None:
        """Write what is there already. Raises sqlite3.Error where nothing can be written."""
        await self._database.rows(f"PRAGMA user_version = {len(VERSIONS)}")

    async def take(self, number: int) -> Letter:
        """Start work on an update. Raises Dropped."""
        rows = await self._insist(
            "SELECT json, tries, deaths, placeholder, album, plan FROM updates "
            "WHERE bot = ? AND id = ? AND json IS NOT NULL",
            *(self._bot, number),
        )
        if not rows:
            raise Dropped
        ((text, tries, deaths, placeholder, album, plan),) = rows
        again = bool(tries or deaths or placeholder or album)
        return Letter(number, text, tries, again, placeholder, bool(album), self, plan)

    async def join(self, letter: Letter, album: str) -> list[str]:
        """From now on the other updates of its album are answered with `letter`; their JSON.

        If one of them was at work before, what was begun is gone on with.
        """
        rows = await self._insist(
            "SELECT id, json, placeholder, album FROM updates WHERE bot = ? AND id != ? "
            "AND lane = (SELECT lane FROM updates WHERE bot = ? AND id = ?) AND json IS NOT NULL "
            "AND json_extract(json, '$.message.media_group_id') = ? ORDER BY id LIMIT ?",
            *(self._bot, letter.id, self._bot, letter.id, album, _ALBUM - 1),
        )
        letter.others = [number for number, *_ in rows]
        for _, _, placeholder, begun in rows:
            letter.placeholder = letter.placeholder or placeholder
            letter.album = letter.album or bool(begun)
        return [text for _, text, _, _ in rows]

    async def fail(self, letter: Letter) -> None:
        """Count a try that failed."""
        letter.tries += 1
        await self.write(letter.id, "tries = tries + 1, running = 0")

    async def bury(self, letter: Letter, reason: str) -> None:
        """Give an update up: it is kept for people to look at, with those answered with it."""
        numbers = [letter.id, *letter.others]
        await self._insist(
            "INSERT OR REPLACE INTO dead_letters SELECT bot, id, json, ?, ? FROM updates "
            f"WHERE bot = ? AND id IN ({', '.join('?' * len(numbers))}) AND json IS NOT NULL",
            *(reason, int(time.time()), self._bot, *numbers),
        )
        await self._insist(
            "DELETE FROM dead_letters WHERE rowid <= (SELECT MAX(rowid) FROM dead_letters) - ?",
            DEAD_LETTERS,
        )

    async def done(self, letter: Letter) -> None:
        """Forget all of an update, and of those answered with it, but their ids, and those too
        after a while.
        """
        now, numbers = int(time.time()), [letter.id, *letter.others]
        await self._insist(
            "UPDATE updates SET json = NULL, lane = '', placeholder = NULL, plan = NULL, "
            f"running = 0, at = ? WHERE bot = ? AND id IN ({', '.join('?' * len(numbers))})",
            *(now, self._bot, *numbers),
        )
        if now > self._swept + 3600:
            self._swept = now
            oldest = now - DONE_SECONDS
            await self._insist("DELETE FROM updates WHERE json IS NULL AND at < ?", oldest)

    async def rest(self) -> None:
        """Nothing is at work any more: what is not done waits for the next start."""
        await self._database.rows("UPDATE updates SET running = 0 WHERE bot = ?", self._bot)

    async def write(self, number: int, change: str, *values: object) -> None:
        """Change the row of one update, as soon as that is possible."""
        statement = f"UPDATE updates SET {change} WHERE bot = ? AND id = ?"
        await self._insist(statement, *values, self._bot, number)

    async def _insist(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        while True:
            try:
                rows = await self._database.rows(statement, *values)
            except sqlite3.OperationalError as error:  # disk full, locked, read-only
                await self._patience.wait(error)
            else:
                self._patience.over()
                return rows
