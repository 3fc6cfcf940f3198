"""What the bot remembers beside the collection outlives its next version."""

import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot import key
from bot.catalog import FILE, VERSIONS, Button, Catalog
from bot.database import NewerFile

# Schema version 1, to the letter as it was written first.
YESTERDAY = """
BEGIN;
CREATE TABLE files (      -- a picture is uploaded once a bot
    bot INTEGER NOT NULL, sha256 TEXT NOT NULL, file_id TEXT NOT NULL,
    PRIMARY KEY (bot, sha256)
);
CREATE TABLE buttons (    -- callback data is an opaque id; what it stands for stays here
    id TEXT PRIMARY KEY, action TEXT NOT NULL, owner INTEGER NOT NULL, payload TEXT NOT NULL,
    made INTEGER NOT NULL
);
CREATE TABLE access (     -- people and chats that admins allowed or banned
    id INTEGER PRIMARY KEY, allowed INTEGER NOT NULL
);
PRAGMA user_version = 1;
COMMIT;
"""


@pytest.fixture
def yesterday(tmp_path: Path) -> Path:
    """A data folder with a file of yesterday's, in which something is."""
    with closing(sqlite3.connect(tmp_path / FILE)) as database, database:
        database.execute("PRAGMA journal_mode = WAL")
        database.executescript(YESTERDAY)
        database.execute("INSERT INTO files VALUES (1, 'sum', 'file')")
        button = ("abc", "show", 7, json.dumps({"matches": []}), int(time.time()))
        database.execute("INSERT INTO buttons VALUES (?, ?, ?, ?, ?)", button)
        database.executemany("INSERT INTO access VALUES (?, ?)", [(7, 1), (8, 0)])
    return tmp_path


async def test_yesterdays_file_still_opens(yesterday: Path) -> None:
    """With all that was in it, and with room for what is new; a second time as well."""
    for _ in range(2):
        catalog = await Catalog.open(yesterday)
        assert await catalog.file_id(1, "sum") == "file"
        assert await catalog.button("abc") == Button("show", 7, {"matches": []})
        assert [await catalog.access(someone) for someone in (7, 8, 9)] == [True, False, None]
        await catalog.close()
    with closing(sqlite3.connect(yesterday / FILE)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (len(VERSIONS),)
        assert len(VERSIONS) > 1
        database.execute("INSERT INTO bans VALUES (?)", (key.mark(yesterday, 9),))
        database.commit()
    catalog = await Catalog.open(yesterday)
    assert await catalog.access(9) is False
    await catalog.close()


async def test_a_file_of_tomorrows_is_not_touched(yesterday: Path) -> None:
    """What this Kazami would make of it is not known."""
    with closing(sqlite3.connect(yesterday / FILE)) as database:
        database.execute(f"PRAGMA user_version = {len(VERSIONS) + 1}")
    with pytest.raises(NewerFile):
        await Catalog.open(yesterday)
    with closing(sqlite3.connect(yesterday / FILE)) as database:
        assert database.execute("SELECT COUNT(*) FROM buttons").fetchone() == (1,)


async def test_a_ban_without_an_id_ends_when_somebody_is_allowed(yesterday: Path) -> None:
    """And a new one stands for itself."""
    with closing(sqlite3.connect(yesterday / FILE)) as database:
        database.executescript("".join(VERSIONS[1:]) + f"PRAGMA user_version = {len(VERSIONS)}")
        database.execute("INSERT INTO bans VALUES (?)", (key.mark(yesterday, 9),))
        database.commit()
    catalog = await Catalog.open(yesterday)
    assert await catalog.access(9) is False
    await catalog.set_access(9, allowed=True)
    assert await catalog.access(9) is True
    with closing(sqlite3.connect(yesterday / FILE)) as database:
        assert database.execute("SELECT COUNT(*) FROM bans").fetchone() == (0,)
    await catalog.close()
