"""Takes out of a data folder what it knows of a person, so that nothing of it is left on disk."""

import json
import mmap
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from bot import archive, backup, catalog, inbox, key
from bot.archive import BadArchive, Check
from search import collection
from search.sightings import schema as sightings

_SIGHTINGS = [f"{';'.join(version)};" for version in sightings.VERSIONS]
_PATIENCE = 30.0  # seconds that a database is waited for
_DROP = {  # what becomes of what they sent; ids of updates stay known, as Telegram may repeat them
    "updates": "UPDATE updates SET json = NULL, lane = '', placeholder = NULL, plan = NULL",
    "dead_letters": "DELETE FROM dead_letters",
}


def erase(folder: Path, person: int, check: Check) -> None:
    """From the databases, from a damaged inbox that was put aside, and from the backups.

    A backup is written anew without the person: it would be easy to delete it, but then anybody
    could rid an admin of all backups. One that cannot be read is deleted: nobody can restore it.
    Raises sqlite3.Error or OSError: then it is to be done again.
    """
    for path in backup.kept(folder):
        try:
            _clean(path, person, check)
        except BadArchive:
            path.unlink()
    for path in folder.glob(f"{inbox.FILE}.*"):
        if _holds(path, person):
            path.unlink()
    _erase(folder, person)  # at last: with it the wish itself is forgotten


def drop(folder: Path, person: int, at_work: Iterable[int]) -> None:
    """What they sent, but for those updates that are at work already. Raises sqlite3.Error."""
    others = f"id NOT IN ({', '.join(map(str, at_work))})"
    with _opened(folder / inbox.FILE, inbox.VERSIONS) as database:
        _from_inbox(database, "updates", person, others)


def _clean(path: Path, person: int, check: Check) -> None:
    """Write a backup anew, where it knows the person."""
    with backup.scratch(path.parent) as part:
        (part / "look").mkdir()
        archive.unpack(path, part / "look", check, only=archive.DATABASES)
        if _erase(part / "look", person) | _erase_changes(part / "look", person):
            (part / "state").mkdir()
            archive.unpack(path, part / "state", check)
            _erase(part / "state", person)
            _erase_changes(part / "state", person)
            archive.pack(part / "state", part / "archive", check)
            backup.put(part / "archive", path)


def _erase(folder: Path, person: int) -> bool:
    """From the databases; whether they knew anything."""
    with _opened(folder / catalog.FILE, catalog.VERSIONS) as database:
        known = _from_catalog(database, folder, person)
    seen = _from_sightings(folder / sightings.FILE, person)
    with _opened(folder / inbox.FILE, inbox.VERSIONS) as database:
        found = [_from_inbox(database, table, person) for table in _DROP]
    return known or seen or any(found)


def _from_sightings(path: Path, person: int) -> bool:
    """What they posted and watched; that they opted out stays, without the id."""
    if not path.exists():
        return False
    with _opened(path, _SIGHTINGS) as database:
        before = database.total_changes
        theirs = "watch IN (SELECT id FROM watches WHERE owner = ?)"
        database.execute(f"DELETE FROM notes WHERE {theirs}", (person,))
        database.execute("DELETE FROM watches WHERE owner = ?", (person,))
        database.execute("DELETE FROM sightings WHERE author = ?", (person,))
        return database.total_changes > before


def _erase_changes(folder: Path, person: int) -> bool:
    """From a collection that nobody uses, as `Engine.forget` does; whether it knew anything."""
    path = folder / collection.FILE
    with closing(sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)) as database:
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'journal'").fetchone():
            return False  # an older Kazami's
        database.execute("PRAGMA secure_delete = ON")
        forgotten = "UPDATE journal SET person = 0 WHERE person = ?"
        return database.execute(forgotten, (person,)).rowcount > 0


@contextmanager
def _opened(path: Path, versions: Sequence[str]) -> Iterator[sqlite3.Connection]:
    """A database of the newest version, in a transaction; at the end nothing deleted is left."""
    with closing(sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)) as database:
        database.execute("PRAGMA secure_delete = ON")
        database.execute("PRAGMA temp_store = MEMORY")  # VACUUM makes a copy
        version = database.execute("PRAGMA user_version").fetchone()[0]
        for number, script in enumerate(versions[version:], start=version + 1):
            database.executescript(f"BEGIN; {script} PRAGMA user_version = {number}; COMMIT;")
        database.execute("BEGIN IMMEDIATE")
        yield database
        database.execute("COMMIT")
        database.execute("VACUUM")
        if database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            raise sqlite3.OperationalError(f"{path.name} is read by another program")


def _from_catalog(database: sqlite3.Connection, folder: Path, person: int) -> bool:
    """A ban stays, without the id."""
    banned = "SELECT 1 FROM access WHERE id = ? AND NOT allowed"
    if database.execute(banned, (person,)).fetchone():
        mark = key.mark(folder, person)
        database.execute("INSERT OR IGNORE INTO bans VALUES (?)", (mark,))
    before = database.total_changes
    database.execute("DELETE FROM access WHERE id = ?", (person,))
    database.execute("DELETE FROM editors WHERE id = ?", (person,))
    database.execute("DELETE FROM buttons WHERE owner = ?", (person,))
    for table in ("settings", "refused"):
        database.execute(f"DELETE FROM {table} WHERE chat = ?", (person,))
    return database.total_changes > before


def _from_inbox(database: sqlite3.Connection, table: str, person: int, which: str = "1") -> bool:
    """What they sent is dropped unanswered; what others sent loses all that names the person."""
    before = database.total_changes
    naming = f"SELECT bot, id, json FROM {table} WHERE {which} AND instr(json, ?)"
    for *number, text in database.execute(naming, (str(person),)).fetchall():
        update = json.loads(text)
        kept = _without(update, person)
        if _is_from(update, person):
            database.execute(f"{_DROP[table]} WHERE bot = ? AND id = ?", number)
        elif kept != update:
            change = f"UPDATE {table} SET json = ? WHERE bot = ? AND id = ?"
            database.execute(change, (json.dumps(kept), *number))
    return database.total_changes > before


def _is_from(update: dict[str, Any], person: int) -> bool:
    """Whether they sent it, or it is of their own chat with the bot."""
    contents = [each for each in update.values() if isinstance(each, dict)]
    messages = [each["message"] for each in contents if isinstance(each.get("message"), dict)]
    senders = [_id(each.get("from")) for each in contents]
    return person in senders + [_id(each.get("chat")) for each in contents + messages]


def _without(value: Any, person: int) -> Any:
    """A JSON value in which nothing names the person."""
    match value:
        case dict():
            return {k: _without(v, person) for k, v in value.items() if not _names(v, person)}
        case list():
            return [_without(each, person) for each in value if not _names(each, person)]
        case str():
            return re.sub(rf"(?<!\d){person}(?!\d)", "", value)
    return value


def _names(value: object, person: int) -> bool:
    return value == person or _id(value) == person


def _id(value: object) -> object:
    return value.get("id") if isinstance(value, dict) else None


def _holds(path: Path, person: int) -> bool:
    """Whether a file has the id as text."""
    if not path.stat().st_size:
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return data.find(str(person).encode()) >= 0
