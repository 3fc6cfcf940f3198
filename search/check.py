"""A collection -> what is wrong with it."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from search import disk
from search.collection import Collection
from search.errors import CollectionError
from search.features import VERSION
from search.options import MAX_BYTES
from search.saved import Store
from search.source import Source

_STORED = (  # rows; name, data and its checksum of one; what is said where they differ
    (
        "SELECT id FROM pictures",
        "SELECT name, features, checksum FROM pictures WHERE id = ?",
        "its stored features are damaged; index again",
    ),
    (
        "SELECT rowid FROM vectors",
        (
            "SELECT name, v.vector, v.checksum FROM vectors v JOIN pictures ON id = picture"
            " WHERE v.rowid = ?"
        ),
        "its stored article vector is damaged; index again",
    ),
    (
        "SELECT change FROM removed",
        "SELECT name, features, checksum FROM removed WHERE change = ?",
        "it was removed, and its features, stored to undo that, are damaged",
    ),
)


def faults(collection: Collection) -> Iterator[str]:
    """Verify every checksum; one line a fault.

    The database itself, the stored features and vectors, each picture's file, the saved index.
    """
    try:
        yield from _database_faults(collection)
        yield from Store(collection.folder).faults(collection)
    except CollectionError as error:
        yield f"database: {error}"


def _database_faults(collection: Collection) -> Iterator[str]:
    for (line,) in collection.rows("PRAGMA integrity_check"):
        if line != "ok":
            yield f"database: {line}"
    for every, one, wrong in _STORED:
        for (number,) in collection.rows(every):  # one by one: all would be gigabytes
            for name, data, checksum in collection.rows(one, number):
                if hashlib.sha256(data).digest() != checksum:
                    yield f"{name}: {wrong}"
    for source, version in collection.sources():
        if version != VERSION:
            yield f"{source.name}: its features are of another version; index again"
        if fault := _file_fault(collection, source):
            yield f"{source.name}: {fault}"
    yield from _removed_faults(collection)


def _removed_faults(collection: Collection) -> Iterator[str]:
    """Of bytes that are kept to undo a removal; a backup goes without them, which is no fault."""
    for name, sha256 in collection.rows("SELECT name, sha256 FROM removed WHERE path IS NULL"):
        path = collection.kept.path(sha256)
        with suppress(FileNotFoundError):
            if not _same(path, sha256):
                yield f"{name}: it was removed, and its file {path}, kept to undo that, has changed"


def _file_fault(collection: Collection, source: Source) -> str | None:
    path = collection.where(source)
    try:
        same = _same(path, source.sha256)
    except OSError as error:
        return f"its file {path} cannot be read ({error.strerror})"
    return None if same else f"its file {path} has changed since it was indexed"


def _same(path: Path, sha256: bytes) -> bool:
    """Raises OSError."""
    return hashlib.sha256(disk.read(path, MAX_BYTES)).digest() == sha256
