"""Pictures and their features on disk: the truth, from which every index is derived (SQLite)."""

import hashlib
import logging
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from search.errors import BadName, DamagedCollection, NoCollection, UnknownName
from search.features import VERSION, Features
from search.options import LONGEST_NAME
from search.verdict import Scale

_log = logging.getLogger(__name__)
FILE = "collection.sqlite"
_SCHEMA_VERSION = 3
_SCHEMA = """
CREATE TABLE pictures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used twice: a changed picture gets a new one
    name TEXT NOT NULL UNIQUE,
    folder TEXT,                           -- null: added by hand, its bytes lie in added/
    path TEXT,                             -- null likewise
    sha256 BLOB NOT NULL,                  -- of the file
    bytes INTEGER NOT NULL,
    width INTEGER NOT NULL, height INTEGER NOT NULL, scale REAL NOT NULL,  -- of the working image
    features BLOB NOT NULL,
    checksum BLOB NOT NULL,                -- SHA-256 of features
    version TEXT NOT NULL                  -- of the extraction
);
CREATE INDEX pictures_by_folder ON pictures (folder);
CREATE TABLE refused (                     -- files of a folder that did not become pictures
    name TEXT NOT NULL, folder TEXT NOT NULL, plain INTEGER NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (folder, name)
);
CREATE TABLE vectors (                     -- the article's; empty: nothing in the picture to see
    picture INTEGER NOT NULL REFERENCES pictures ON DELETE CASCADE,
    detector TEXT NOT NULL, vector BLOB NOT NULL, checksum BLOB NOT NULL,
    PRIMARY KEY (picture, detector)
);
CREATE TABLE generation (number INTEGER NOT NULL);
INSERT INTO generation VALUES (0);
"""
_SCALE = "CREATE TABLE scale (slope REAL NOT NULL, offset REAL NOT NULL);"  # since version 2
_SCALED = """  -- since version 3: how many pictures there were, and the version of their features
ALTER TABLE scale ADD COLUMN pictures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE scale ADD COLUMN version TEXT NOT NULL DEFAULT '';
"""

_GROW = "UPDATE generation SET number = number + 1"
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

    Raises NoCollection or DamagedCollection.

    Every change bumps `generation` in its own transaction, so that an index derived from the
    collection knows whether it is still true.
    """

    def __init__(self, folder: Path, *, create: bool) -> None:
        if not create and not (folder / FILE).exists():
            raise NoCollection(folder)
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._added = folder / "added"
        self._lock = threading.RLock()
        self._database = sqlite3.connect(folder / FILE, check_same_thread=False, timeout=30)
        try:
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA foreign_keys = ON")
            self._migrate()
        except sqlite3.DatabaseError as error:
            self._database.close()
            if isinstance(error, sqlite3.OperationalError):  # locked, read-only: not its fault
                raise
            raise DamagedCollection(folder, error) from error

    def close(self) -> None:
        """Close the database; safe to call twice."""
        self._database.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of it or nothing; the lock is held, so keep it short."""
        with self._lock, self._database:
            yield self._database

    @property
    def generation(self) -> int:
        """Grows with every change."""
        return int(self.rows("SELECT number FROM generation")[0][0])

    def __len__(self) -> int:
        return int(self.rows("SELECT count(*) FROM pictures")[0][0])

    def __contains__(self, name: str) -> bool:
        return bool(self.rows("SELECT 1 FROM pictures WHERE name = ?", name))

    def sources(self) -> Iterator[tuple[Source, str]]:
        """Every picture's source and the version of its features, by name."""
        for *source, version in self.rows(f"SELECT {SOURCE}, version FROM pictures ORDER BY name"):
            yield Source(*source), version

    def pictures(self) -> Iterator[Picture]:
        """Every picture, in the order they came; one whose features are damaged is left out."""
        columns = f"id, {SOURCE}, checksum, features, width, height, scale"
        for (number,) in self.rows("SELECT id FROM pictures ORDER BY id"):
            rows = self.rows(f"SELECT {columns} FROM pictures WHERE id = ?", number)
            for row in rows:  # none where it was removed meanwhile
                if hashlib.sha256(row[7]).digest() == row[6]:
                    yield Picture(row[0], Source(*row[1:6]), Features.unpack(*row[7:]))
                else:
                    _log.warning("The stored features of %s are damaged: left out", row[1])

    def put(self, source: Source, features: Features) -> None:
        """Hold a picture; one of the same name makes way for it."""
        packed = features.pack()
        with self.transaction() as database:
            database.execute("DELETE FROM pictures WHERE name = ?", (source.name,))
            database.execute(_GROW)
            database.execute(
                "INSERT INTO pictures (name, folder, path, sha256, bytes, width, height, scale,"
                " features, checksum, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(source.name, source.folder, source.path, source.sha256, source.length),
                    *(features.width, features.height, features.scale),
                    *(packed, hashlib.sha256(packed).digest(), VERSION),
                ),
            )

    def keep(self, source: Source, data: bytes) -> None:
        """Keep the bytes of a picture that has no file of its own, on disk before it counts."""
        self._added.mkdir(exist_ok=True)
        part = self._added / f"{source.sha256.hex()}.part"
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self._kept(source))

    def read(self, name: str) -> bytes:
        """The bytes of a picture's file. Raises UnknownName, or OSError where the file is gone."""
        return self.where(self.source(name)).read_bytes()

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
        source = self.source(name)
        with self.transaction() as database:
            database.execute("DELETE FROM pictures WHERE name = ?", (name,))
            database.execute(_GROW)
        others = "SELECT 1 FROM pictures WHERE path IS NULL AND sha256 = ?"
        if source.path is None and not self.rows(others, source.sha256):
            self._kept(source).unlink(missing_ok=True)

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

    def _kept(self, source: Source) -> Path:
        return self._added / source.sha256.hex()

    def _migrate(self) -> None:
        ((version,),) = self.rows("PRAGMA user_version")
        steps = (_SCHEMA, _SCALE, _SCALED)[version:]
        if steps:
            script = f"BEGIN; {' '.join(steps)} PRAGMA user_version = {_SCHEMA_VERSION}; COMMIT;"
            with self.transaction() as database:
                database.executescript(script)

    def rows(self, query: str, *values: object) -> list[Any]:
        """All rows of a query."""
        with self._lock:
            return self._database.execute(query, values).fetchall()
