"""Whether a database is whole and ours: before it goes into a backup, and when it comes back."""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from bot import catalog, inbox
from bot.archive import Check
from search import collection, schema
from search.sightings import schema as sightings

_SCRIPTS: dict[str, Sequence[str]] = {  # what leads to each schema version of each database
    collection.FILE: [";".join(version) for version in schema.VERSIONS],
    catalog.FILE: catalog.VERSIONS,
    inbox.FILE: inbox.VERSIONS,
    sightings.FILE: [";".join(version) for version in sightings.VERSIONS],
}
_STEPS = 100_000  # of SQLite's, between two looks whether to go on


def fault(path: Path, check: Check) -> str | None:
    """What is wrong with a database, for a sentence; nothing where it holds our tables alone.

    A table, trigger or view that is none of ours would do its work when the bot does its own.
    """
    try:
        with closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            with _stoppable(database, check):
                said = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
            version = database.execute("PRAGMA user_version").fetchone()[0]
            found = _schema(database)
    except sqlite3.DatabaseError as error:
        said = str(error)
    if said != "ok":
        return f"is damaged ({' '.join(said.split())})"
    scripts = _SCRIPTS[path.name]
    if version > len(scripts):
        return "was written by a newer Kazami"
    return None if version > 0 and found == _made(scripts[:version]) else "is none of ours"


@contextmanager
def _stoppable(database: sqlite3.Connection, check: Check) -> Iterator[None]:
    """A long statement ends when the work is to end."""
    database.set_progress_handler(check, _STEPS)
    try:
        yield
    except sqlite3.OperationalError:
        check()
        raise
    finally:
        database.set_progress_handler(None, 0)


def _schema(database: sqlite3.Connection) -> set[tuple[str, ...]]:
    """Every table and index, as it was written down; neither comments nor spaces count."""
    rows = database.execute("SELECT type, name, tbl_name, ifnull(sql, '') FROM sqlite_schema")
    return {(*names, "".join(re.sub(r"--[^\n]*", "", sql).split())) for *names, sql in rows}


def _made(scripts: Sequence[str]) -> set[tuple[str, ...]]:
    """The schema that these scripts make."""
    with closing(sqlite3.connect(":memory:")) as database:
        for script in scripts:
            database.executescript(script)
        return _schema(database)
