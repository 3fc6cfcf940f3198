"""Pictures and their features on disk: the truth, from which every index is derived (SQLite)."""

import errno
import hashlib
import logging
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from search import disk
from search.database import Database
from search.errors import CollectionError, NameTaken, NoCollection, Unavailable, UnknownName
from search.features import ROW, VERSION, Features, Packed
from search.journal import Journal
from search.kept import Kept
from search.learned import Learned
from search.lineage import Lineage
from search.notes import Notes
from search.options import MAX_BYTES
from search.picture import Picture
from search.refused import Refused
from search.schema import GROW, VERSIONS
from search.source import SOURCE, Source

_log = logging.getLogger(__name__)
FILE = "collection.sqlite"


class Collection:
    """One folder with `collection.sqlite` and `added/`. Any thread may use it.

    Raises NoCollection, DamagedCollection, NewerCollection or Unavailable, the last three from
    every method.

    Every change bumps `generation` in its own transaction, so that an index derived from the
    collection knows whether it is still true.
    """

    def __init__(self, folder: Path, *, create: bool) -> None:
        self.folder = folder
        try:
            if not create and not _size(folder / FILE):
                raise NoCollection(folder)
            disk.make(folder)
            self._database = Database(folder / FILE, VERSIONS)
        except OSError as error:
            raise Unavailable(folder, disk.reason(error)) from error
        self.notes = Notes(self._database)
        self.journal = Journal(self._database)
        self.kept = Kept(folder / "added", self._database)
        self.refused = Refused(self._database)
        self.learned = Learned(self._database)
        self.lineage = Lineage(self._database)

    def close(self) -> None:
        """Close the database; safe to call twice."""
        self._database.close()

    def rows(self, query: str, *values: object) -> list[Any]:
        """All rows of a query."""
        return self._database.rows(query, *values)

    def view(self) -> AbstractContextManager[None]:
        """What this thread reads meanwhile is of one generation, whatever others write."""
        return self._database.view()

    def transaction(self) -> AbstractContextManager[sqlite3.Connection]:
        """All of it or nothing; nobody else writes meanwhile, so keep it short."""
        return self._database.transaction()

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """A transaction; once it has ended, the kept bytes go that nobody needs any more."""
        outermost = not self._database.changing
        try:
            with self.transaction() as database:
                yield database
        finally:
            if outermost:
                self.kept.sweep()

    @property
    def generation(self) -> int:
        """Grows with every change."""
        return int(self.rows("SELECT number FROM generation")[0][0])

    @property
    def mark(self) -> bytes:
        """16 random bytes that change with the generation: no other state has them, not even one
        of the same number after a restore.
        """
        return bytes(self.rows("SELECT mark FROM generation")[0][0])

    def __len__(self) -> int:
        return int(self.rows("SELECT count(*) FROM pictures")[0][0])

    def __contains__(self, name: str) -> bool:
        return bool(self.rows("SELECT 1 FROM pictures WHERE name = ?", name))

    def sources(self) -> Iterator[tuple[Source, str]]:
        """Every picture's source and the version of its features, by name."""
        for *source, version in self.rows(f"SELECT {SOURCE}, version FROM pictures ORDER BY name"):
            yield Source(*source), version

    def ids(self) -> list[int]:
        """Of every picture whose features are of this version, in the order they came."""
        query = "SELECT id FROM pictures WHERE version = ? ORDER BY id"
        return [number for (number,) in self.rows(query, VERSION)]

    def features_held(self, most: int) -> int:
        """How many features all pictures have, at most so many of each counted."""
        size = ROW.itemsize
        query = "SELECT total(min(length(features) / ?, ?)) FROM pictures WHERE version = ?"
        return int(self.rows(query, size, most, VERSION)[0][0])

    def pictures(self, ids: Iterable[int] | None = None) -> Iterator[Picture]:
        """Pictures by their ids (None: all, in the order they came); left out are those that are
        gone, and whose features are damaged or of another version, until they are indexed again.
        """
        columns = f"id, checksum, features, width, height, scale, {SOURCE}"
        query = f"SELECT {columns} FROM pictures WHERE id = ? AND version = ?"
        for number in self.ids() if ids is None else ids:
            for row in self.rows(query, number, VERSION):
                source = Source(*row[6:])
                if hashlib.sha256(row[2]).digest() == row[1]:
                    yield Picture(row[0], source, *row[2:6])
                else:
                    _log.warning("The stored features of %s are damaged: left out", source.name)

    def sound(self, name: str) -> bool:
        """Whether the stored features and vectors of a picture are what was stored."""
        stored = self.rows(
            "SELECT features, checksum FROM pictures WHERE name = ?1 UNION ALL SELECT vector,"
            " v.checksum FROM vectors v JOIN pictures ON id = picture WHERE name = ?1",
            name,
        )
        return all(hashlib.sha256(data).digest() == checksum for data, checksum in stored)

    def put(self, source: Source, features: Features | Packed) -> None:
        """Hold a picture; one of the same name makes way for it."""
        packed = features.pack()
        with self.transaction() as database:
            database.execute("DELETE FROM pictures WHERE name = ?", (source.name,))
            database.execute(GROW)
            database.execute(
                f"INSERT INTO pictures ({SOURCE}, width, height, scale, features, checksum,"
                " version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(source.name, source.folder, source.path, source.sha256, source.length),
                    source.shelf,
                    *(features.width, features.height, features.scale),
                    *(packed, hashlib.sha256(packed).digest(), VERSION),
                ),
            )

    def add(self, source: Source, features: Features, data: bytes) -> None:
        """Hold a picture whose bytes have no file of their own.

        Raises NameTaken.
        """
        self.kept.leave(source.sha256)  # at once, lest they stay if we die half way
        with self.changing():  # nobody takes the name between look and put
            if source.name in self:
                raise NameTaken(source.name)
            self.keep(source, data)
            self.put(source, features)

    def keep(self, source: Source, data: bytes) -> None:
        """Keep the bytes of a picture that has no file of its own, on disk before it counts."""
        self.kept.write(source.sha256, data)

    def read(self, name: str) -> bytes:
        """The bytes of a picture's file, as they were when it was indexed.

        Raises UnknownName, or OSError where the file is gone or another.
        """
        source = self.source(name)
        path = self.where(source)
        data = disk.read(path, MAX_BYTES)
        if hashlib.sha256(data).digest() != source.sha256:
            raise OSError(errno.ESTALE, "it has changed since it was indexed", str(path))
        return data

    def stamp(self, name: str) -> disk.Stamp | None:
        """Of a picture's file as it is now; None where it cannot be told."""
        try:
            return disk.stamp(self.where(self.source(name)))
        except (OSError, CollectionError):
            return None

    def source(self, name: str) -> Source:
        """Where a picture comes from. Raises UnknownName."""
        rows = self.rows(f"SELECT {SOURCE} FROM pictures WHERE name = ?", name)
        if not rows:
            raise UnknownName(name)
        return Source(*rows[0])

    def where(self, source: Source) -> Path:
        """The file that holds a picture's bytes."""
        return Path(source.path) if source.path else self.kept.path(source.sha256)

    def remove(self, name: str) -> None:
        """Let go of a picture, and of its bytes where the collection kept them for it alone. Its
        note stays until `Notes.tidy`: its file may only have moved.

        Raises UnknownName.
        """
        with self.changing() as database:
            source = self.source(name)
            database.execute("DELETE FROM pictures WHERE name = ?", (name,))
            database.execute(GROW)
            if source.path is None:
                self.kept.leave(source.sha256)

    def tidy(self) -> None:
        """Take away what a crash left among the kept bytes, and what cannot be undone any more."""
        with self.changing():
            self.journal.prune()
        self.kept.tidy()


def _size(path: Path) -> int:
    """Bytes of a file; none where there is no file."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
