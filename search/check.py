"""A collection -> what is wrong with it."""

import hashlib
from collections.abc import Iterator

from search import disk, snapshot
from search.collection import Collection, Source
from search.errors import CollectionError
from search.features import VERSION
from search.options import MAX_BYTES


def faults(collection: Collection) -> Iterator[str]:
    """Verify every checksum; one line a fault.

    The database itself, the stored features and vectors, each picture's file, the saved index.
    """
    try:
        yield from _database_faults(collection)
        yield from snapshot.faults(collection)
    except CollectionError as error:
        yield f"database: {error}"


def _database_faults(collection: Collection) -> Iterator[str]:
    for (line,) in collection.rows("PRAGMA integrity_check"):
        if line != "ok":
            yield f"database: {line}"
    for name, data, checksum in collection.rows("SELECT name, features, checksum FROM pictures"):
        if hashlib.sha256(data).digest() != checksum:
            yield f"{name}: its stored features are damaged; index again"
    for name, data, checksum in collection.rows(
        "SELECT name, v.vector, v.checksum FROM vectors v JOIN pictures ON id = picture"
    ):
        if hashlib.sha256(data).digest() != checksum:
            yield f"{name}: its stored article vector is damaged; index again"
    for source, version in collection.sources():
        if version != VERSION:
            yield f"{source.name}: its features are of another version; index again"
        if fault := _file_fault(collection, source):
            yield f"{source.name}: {fault}"


def _file_fault(collection: Collection, source: Source) -> str | None:
    path = collection.where(source)
    try:
        same = hashlib.sha256(disk.read(path, MAX_BYTES)).digest() == source.sha256
    except OSError as error:
        return f"its file {path} cannot be read ({error.strerror})"
    return None if same else f"its file {path} has changed since it was indexed"
