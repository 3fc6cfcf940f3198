"""Pictures and their features on disk: the truth, from which every index is derived (SQLite)."""

import errno
import hashlib
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from search import disk
from search.database import Database
from search.errors import (
    BadName,
    CollectionError,
    NameTaken,
    NoCollection,
    Unavailable,
    UnknownName,
)
from search.features import VERSION, Features
from search.options import LONGEST_NAME, MAX_BYTES
from search.schema import GROW, VERSIONS
from search.verdict import Scale

_log = logging.getLogger(__name__)
FILE = "collection.sqlite"
SOURCE = "name, folder, path, sha256, bytes"


@dataclass(frozen=True)
class Source:
    """Where a picture's bytes are: `path` is None where the collection keeps them itself.

    `folder` is the indexed folder that `name` is relative to; `sha256` (32 bytes) and `length` in
    bytes are those of the file.
    """

    name: str
    folder: str | None
    path: str | None
    sha256: bytes
    length: int

    @classmethod
    def of(cls, name: str, data: bytes, folder: str | None = None, path: str | None = None) -> Self:
        """The source of `data`."""
        return cls(name, folder, path, hashlib.sha256(data).digest(), len(data))


@dataclass(frozen=True)
class Picture:
    """A picture as the collection holds it."""

    id: int
    source: Source
    features: Features


@dataclass(frozen=True)
class Refusal:
    """A file that did not become a picture: too plain, or unreadable for a reason."""

    name: str
    folder: str
    plain: bool
    reason: str


def check_name(name: str) -> None:
    """Names are shown in lists and captions, so they are short and printable. Raises BadName."""
    if not name or name != name.strip() or not name.isprintable():
        raise BadName(name, "it is empty or has characters that cannot be shown")
    if len(name) > LONGEST_NAME:
        raise BadName(name, f"it is longer than {LONGEST_NAME} characters")


class Collection:
    """One folder with `collection.sqlite` and `added/`. Any thread may use it.

    Raises NoCollection, DamagedCollection, NewerCollection or Unavailable, the last three from
    every method.

    Every change bumps `generation` in its own transaction, so that an index derived from the
    collection knows whether it is still true.
    """

    def __init__(self, folder: Path, *, create: bool) -> None:
        self.folder = folder
        self._added = folder / "added"
        with self._on_disk():
            if not create and not (folder / FILE).exists():
                raise NoCollection(folder)
            disk.make(folder)
            self._database = Database(folder / FILE, VERSIONS)

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

    def pictures(self) -> Iterator[Picture]:
        """Every picture, in the order they came; left out are those whose features are damaged or
        of another version, until they are indexed again.
        """
        columns = f"id, {SOURCE}, checksum, features, width, height, scale"
        numbers = "SELECT id FROM pictures WHERE version = ? ORDER BY id"
        for (number,) in self.rows(numbers, VERSION):
            rows = self.rows(f"SELECT {columns} FROM pictures WHERE id = ?", number)
            for row in rows:  # none where it was removed meanwhile
                if hashlib.sha256(row[7]).digest() == row[6]:
                    yield Picture(row[0], Source(*row[1:6]), Features.unpack(*row[7:]))
                else:
                    _log.warning("The stored features of %s are damaged: left out", row[1])

    def sound(self, name: str) -> bool:
        """Whether the stored features and vectors of a picture are what was stored."""
        stored = self.rows(
            "SELECT features, checksum FROM pictures WHERE name = ?1 UNION ALL SELECT vector,"
            " v.checksum FROM vectors v JOIN pictures ON id = picture WHERE name = ?1",
            name,
        )
        return all(hashlib.sha256(data).digest() == checksum for data, checksum in stored)

    def put(self, source: Source, features: Features) -> None:
        """Hold a picture; one of the same name makes way for it."""
        packed = features.pack()
        with self.transaction() as database:
            database.execute("DELETE FROM pictures WHERE name = ?", (source.name,))
            database.execute(GROW)
            database.execute(
                "INSERT INTO pictures (name, folder, path, sha256, bytes, width, height, scale,"
                " features, checksum, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(source.name, source.folder, source.path, source.sha256, source.length),
                    *(features.width, features.height, features.scale),
                    *(packed, hashlib.sha256(packed).digest(), VERSION),
                ),
            )

    def add(self, source: Source, features: Features, data: bytes) -> None:
        """Hold a picture whose bytes have no file of their own.

        Raises NameTaken.
        """
        try:
            with self.transaction():  # nobody takes the name between look and put
                if source.name in self:
                    raise NameTaken(source.name)
                self.keep(source, data)
                self.put(source, features)
        except CollectionError:
            self._let_go(source)
            raise

    def keep(self, source: Source, data: bytes) -> None:
        """Keep the bytes of a picture that has no file of its own, on disk before it counts."""
        with self._on_disk():
            disk.make(self._added)
            disk.write(self._kept(source), data)

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

    def source(self, name: str) -> Source:
        """Where a picture comes from. Raises UnknownName."""
        rows = self.rows(f"SELECT {SOURCE} FROM pictures WHERE name = ?", name)
        if not rows:
            raise UnknownName(name)
        return Source(*rows[0])

    def where(self, source: Source) -> Path:
        """The file that holds a picture's bytes."""
        return Path(source.path) if source.path else self._kept(source)

    def remove(self, name: str) -> None:
        """Let go of a picture, and of its bytes where the collection kept them.

        Raises UnknownName.
        """
        with self.transaction() as database:
            source = self.source(name)
            database.execute("DELETE FROM pictures WHERE name = ?", (name,))
            database.execute(GROW)
        self._let_go(source)

    def refuse(self, refusal: Refusal) -> None:
        """Remember why a file is not a picture, until `forget_refusals`."""
        with self.transaction() as database:
            database.execute(
                "INSERT OR REPLACE INTO refused VALUES (?, ?, ?, ?)",
                (refusal.name, refusal.folder, refusal.plain, refusal.reason),
            )

    def forget_refusals(self, folder: str) -> None:
        """Before a folder is looked through anew."""
        with self.transaction() as database:
            database.execute("DELETE FROM refused WHERE folder = ?", (folder,))

    def refusals(self) -> list[Refusal]:
        """Every file that did not become a picture, by name."""
        rows = self.rows("SELECT name, folder, plain, reason FROM refused ORDER BY name, folder")
        return [Refusal(name, folder, bool(plain), reason) for name, folder, plain, reason in rows]

    def scale(self) -> Scale:
        """How evidence becomes the match value: as it was calibrated, or as it comes."""
        rows = self.rows("SELECT slope, offset FROM scale WHERE version = ?", VERSION)
        return Scale(*rows[0]) if rows else Scale()

    def calibrated(self) -> int:
        """How many pictures there were when it was; 0 where it was not, or with other features."""
        rows = self.rows("SELECT pictures FROM scale WHERE version = ?", VERSION)
        return int(rows[0][0]) if rows else 0

    def calibrate(self, scale: Scale) -> None:
        """Remember how evidence becomes the match value."""
        with self.transaction() as database:
            database.execute("DELETE FROM scale")
            database.execute(
                "INSERT INTO scale (slope, offset, pictures, version)"
                " SELECT ?, ?, count(*), ? FROM pictures",
                (scale.slope, scale.offset, VERSION),
            )

    def judge(self, evidence: float, *, right: bool) -> int:
        """Remember what somebody said of an answer; the id under which that can be forgotten."""
        with self.transaction() as database:
            statement = "INSERT INTO judgments (evidence, right, version) VALUES (?, ?, ?)"
            return int(database.execute(statement, (evidence, right, VERSION)).lastrowid or 0)

    def forget_judgment(self, judgment: int) -> None:
        """It was taken back."""
        with self.transaction() as database:
            database.execute("DELETE FROM judgments WHERE id = ?", (judgment,))

    def judgments(self) -> list[tuple[float, bool]]:
        """Evidence and whether it was right, of all that people said."""
        query = "SELECT evidence, right FROM judgments WHERE version = ? ORDER BY id"
        return [(evidence, bool(right)) for evidence, right in self.rows(query, VERSION)]

    def tidy(self) -> None:
        """Take away what a crash left half written among the kept bytes."""
        with self.transaction(), self._on_disk():
            for part in self._added.glob("*.part"):
                part.unlink(missing_ok=True)

    def _let_go(self, source: Source) -> None:
        """Of kept bytes that no picture has any more."""
        others = "SELECT 1 FROM pictures WHERE path IS NULL AND sha256 = ?"
        with self.transaction(), suppress(OSError):  # then they are in nobody's way
            if source.path is None and not self.rows(others, source.sha256):
                self._kept(source).unlink(missing_ok=True)

    def _kept(self, source: Source) -> Path:
        return self._added / source.sha256.hex()

    @contextmanager
    def _on_disk(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise Unavailable(self.folder, disk.reason(error)) from error
