"""One archive of all that cannot be made anew, put together while the bot goes on."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot import archive, inbox, key, soundness
from bot.archive import ADDED, DATABASES, REQUIRED, Check, present
from search import collection, disk
from search.errors import KazamiError

FOLDER = "backups"
KEPT = 3  # the newest
_PAGES = 256  # of a database, between two looks whether to go on: about a megabyte


class NoBackup(KazamiError):
    """The disk is in the way, or what would be backed up is damaged."""

    def __init__(self, reason: object) -> None:
        super().__init__(f"There is no new backup: {reason}. Those before it are kept.")
        self.reason = reason


def kept(folder: Path) -> list[Path]:
    """The backups of a data folder, oldest first."""
    return sorted((folder / FOLDER).glob("kazami-*.zip"))


def write(folder: Path, letter: int, check: Check = lambda: None) -> Path:
    """Back a data folder up while it is in use; the new archive, of which the newest are kept.

    `letter` is the update that asks for it: in the copy it is done. Raises NoBackup or Stopped:
    then nothing has changed.
    """
    try:
        return _write(folder, letter, check)
    except OSError as error:
        raise NoBackup(disk.reason(error)) from error
    except sqlite3.Error as error:
        raise NoBackup(error) from error


def _write(folder: Path, letter: int, check: Check) -> Path:
    home = folder / FOLDER
    disk.make(home)
    with scratch(home) as part:
        _gather(folder, part / "state", letter, check)
        archive.pack(part / "state", part / "archive", check)
        path = home / f"kazami-{datetime.now(UTC):%Y-%m-%d-%H%M%S}.zip"
        put(part / "archive", path)
    for old in kept(folder)[:-KEPT]:
        old.unlink()
    return path


def put(new: Path, path: Path) -> None:
    """Let a whole file take a name, also when the power goes. Raises OSError."""
    new.replace(path)
    disk.sync(path.parent)


@contextmanager
def scratch(home: Path) -> Iterator[Path]:
    """A folder for what is half done; one at a time."""
    part = home / "part"
    shutil.rmtree(part, ignore_errors=True)  # of one that was killed
    disk.make(part)
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _gather(folder: Path, part: Path, letter: int, check: Check) -> None:
    """Copy all of it: the collection of one moment, and what belongs to it."""
    disk.make(part / ADDED)
    with _frozen(folder, part) as reader:
        _copy(reader, part / collection.FILE, check)
    for name in DATABASES[1:]:
        if name not in REQUIRED and not (folder / name).exists():
            continue  # nothing was seen yet
        with closing(sqlite3.connect(folder / name)) as source:
            _copy(source, part / name, check)
    if (folder / key.FILE).exists():
        shutil.copy(folder / key.FILE, part)
    for name in present(part):
        if fault := soundness.fault(part / name, check):
            raise NoBackup(f"{name} {fault}")
    _settle(part, letter)


def _settle(part: Path, letter: int) -> None:
    """Nothing is at work in the copies, who asked has been answered, what is deleted is gone."""
    with closing(sqlite3.connect(part / inbox.FILE, isolation_level=None)) as copy:
        copy.execute("UPDATE updates SET running = 0")
        copy.execute("UPDATE updates SET json = NULL, lane = '' WHERE id = ?", (letter,))
        copy.execute("VACUUM")
    for name in set(present(part)) - {collection.FILE, inbox.FILE}:
        with closing(sqlite3.connect(part / name, isolation_level=None)) as copy:
            copy.execute("VACUUM")


@contextmanager
def _frozen(folder: Path, part: Path) -> Iterator[sqlite3.Connection]:
    """The collection as it is now, for reading; the pictures it keeps are in `part` already.

    Nobody adds or removes pictures while these are linked; afterwards everybody may.
    """
    path = folder / collection.FILE
    with (
        closing(sqlite3.connect(path, isolation_level=None, timeout=30)) as writer,
        closing(sqlite3.connect(path, isolation_level=None)) as reader,
    ):
        writer.execute("BEGIN IMMEDIATE")
        reader.execute("BEGIN")
        names = reader.execute("SELECT lower(hex(sha256)) FROM pictures WHERE path IS NULL")
        for (name,) in names.fetchall():
            if (folder / ADDED / name).exists():  # else it is lost already
                _link(folder / ADDED / name, part / ADDED / name)
        writer.execute("ROLLBACK")
        yield reader


def _link(path: Path, new: Path) -> None:
    """A second name for a file that is never written to; a copy where the disk has none."""
    if new.exists():
        return  # two pictures are one file
    try:
        os.link(path, new)
    except OSError:
        shutil.copyfile(path, new)


def _copy(source: sqlite3.Connection, path: Path, check: Check) -> None:
    """Raises sqlite3.Error."""
    with closing(sqlite3.connect(path, isolation_level=None)) as target:
        source.backup(target, pages=_PAGES, progress=lambda *_: check())
        target.execute("PRAGMA journal_mode = DELETE")  # one file, without -wal and -shm
