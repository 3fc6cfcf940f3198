"""One SQLite file: many threads read while one writes, and what goes wrong has a name."""

import os
import sqlite3
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from search import disk
from search.errors import DamagedCollection, DamagedSightings, NewerCollection, Unavailable

_PATIENCE = 30.0  # seconds that a writer waits for the writer of another program
_REASONS = {
    sqlite3.SQLITE_BUSY: "another program has locked it",
    sqlite3.SQLITE_LOCKED: "another program has locked it",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "it may only be read",
    sqlite3.SQLITE_PERM: "it may only be read",
    sqlite3.SQLITE_CANTOPEN: "its database cannot be opened",
    sqlite3.SQLITE_IOERR: "the disk is full or has a fault",
}


class Database:
    """Each reader has a connection to itself for the moment, so none waits for who writes.

    `versions`: statements that lead from each schema version to the next, from nothing on. Raises
    `damaged`, NewerCollection or Unavailable, as all of its methods do.
    """

    def __init__(
        self,
        path: Path,
        versions: Sequence[Sequence[str]],
        damaged: type[DamagedCollection | DamagedSightings] = DamagedCollection,
    ) -> None:
        self._path, self._damaged = path, damaged
        self._writing = threading.Lock()
        self._readers: deque[sqlite3.Connection] = deque()
        self._mine = threading.local()  # the connection that this thread has in hand
        self._closed = False
        with self._translated():
            _begin(path)
            self._writer = self._connect()
        try:
            self._migrate(versions)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the file, for readers when they are done; safe to call twice."""
        self._closed = True
        with suppress(IndexError):
            while True:
                self._readers.pop().close()
        self._writer.close()

    def rows(self, query: str, *values: object) -> list[Any]:
        """All rows of a query."""
        if database := self._in_hand:
            with self._translated():
                return database.execute(query, values).fetchall()
        with self._reader() as database, self._translated():
            return database.execute(query, values).fetchall()

    def flush(self) -> None:
        """What was overwritten or deleted is in none of its files any more."""
        with self._writing, self._translated():
            busy = self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise Unavailable(self._path.parent, "it is read by another program")

    @contextmanager
    def view(self) -> Iterator[None]:
        """What this thread reads meanwhile is of one moment, whatever others write."""
        if self._in_hand:
            yield
            return
        with self._reader() as database, self._held(database, "BEGIN"):
            yield

    @property
    def changing(self) -> bool:
        """Whether this thread is in a transaction."""
        return self._in_hand is self._writer

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of it or nothing; nobody else writes meanwhile, so keep it short.

        One inside another is part of it.
        """
        if self.changing:
            with self._translated():
                yield self._writer
            return
        with self._writing, self._held(self._writer, "BEGIN IMMEDIATE"):
            yield self._writer

    @contextmanager
    def _held(self, database: sqlite3.Connection, begin: str) -> Iterator[None]:
        before = self._in_hand
        with self._translated():
            database.execute(begin)
            self._mine.database = database
            try:
                yield
                database.execute("COMMIT")
            except BaseException:
                if database.in_transaction:  # some errors have ended it already
                    database.execute("ROLLBACK")
                raise
            finally:
                self._mine.database = before

    @property
    def _in_hand(self) -> sqlite3.Connection | None:
        return getattr(self._mine, "database", None)

    @contextmanager
    def _reader(self) -> Iterator[sqlite3.Connection]:
        try:
            database = self._readers.pop()
        except IndexError:
            with self._translated():
                database = self._connect()
        try:
            yield database
        finally:
            self._readers.append(database)
            if self._closed:
                self.close()

    def _connect(self) -> sqlite3.Connection:
        """A connection; where the disk may only be read, one that reads what it holds."""
        if self._closed:
            raise sqlite3.ProgrammingError("the collection is closed")
        uri = self._path.absolute().as_uri()
        try:
            return _opened(uri)
        except sqlite3.OperationalError:
            wal = self._path.with_name(f"{self._path.name}-wal")
            if os.access(self._path.parent, os.W_OK) or wal.exists():
                raise  # what the -wal holds would be left out
            return _opened(f"{uri}?immutable=1")

    def _migrate(self, versions: Sequence[Sequence[str]]) -> None:
        """To the last version, in one transaction: another program may have the same in mind."""
        if self._version() == len(versions):
            return
        with self.transaction() as database:
            version = self._version()
            if version > len(versions):
                raise NewerCollection(self._path.parent)
            for statement in (each for step in versions[version:] for each in step):
                database.execute(statement)
            database.execute(f"PRAGMA user_version = {len(versions)}")

    def _version(self) -> int:
        return int(self.rows("PRAGMA user_version")[0][0])

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """SQLite's errors by what is wrong."""
        try:
            yield
        except (sqlite3.ProgrammingError, sqlite3.IntegrityError):
            raise  # ours
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest says where it happened
            if why := _REASONS.get(code):
                raise Unavailable(self._path.parent, why) from error
            raise self._damaged(self._path.parent, error) from error


def _begin(path: Path) -> None:
    """Its -wal and -shm take their mode from it. One that is there is not opened: closing it would
    drop the locks that SQLite has on it.
    """
    with suppress(FileExistsError):
        if not path.exists():
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    for each in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        disk.hide(each)


def _opened(uri: str) -> sqlite3.Connection:
    database = sqlite3.connect(
        uri, uri=True, timeout=_PATIENCE, check_same_thread=False, isolation_level=None
    )
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")  # also when the power goes
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("PRAGMA secure_delete = ON")  # what is let go of is gone
    except BaseException:
        database.close()
        raise
    return database
