"""A collection -> what is wrong with it."""

import hashlib
import sqlite3
from collections.abc import Iterator

from search import snapshot
from search.collection import Collection, Source


def faults(collection: Collection) -> Iterator[str]:
    """Verify every checksum; one line a fault.

    The database itself, the stored features and vectors, each picture's file, the saved index.
    """
    try:
        yield from _database_faults(collection)
    except sqlite3.DatabaseError as error:
        yield f"database: {error}"
    yield from snapshot.faults(collection.folder)


def _database_faults(collection: Collection) -> Iterator[str]:
    for (line,) in collection.rows("PRAGMA integrity_check"):
        if line != "ok":
            yield f"database: {line}"
    for name, data, checksum in collection.rows("SELECT name, features, checksum FROM pictures"):
        if hashlib.sha256(data).digest() != checksum:
            yield f"{name}: its stored features are damaged; change or remove it, then index"
    for name, data, checksum in collection.rows(
        "SELECT name, v.vector, v.checksum FROM vectors v JOIN pictures ON id = picture"
    ):
        if hashlib.sha256(data).digest() != checksum:
            yield f"{name}: its stored article vector is damaged"
    for source, _ in collection.sources():
        if fault := _file_fault(collection, source):
            yield f"{source.name}: {fault}"


def _file_fault(collection: Collection, source: Source) -> str | None:
    path = collection.where(source)
    try:
        same = hashlib.sha256(path.read_bytes()).digest() == source.sha256
    except OSError as error:
        return f"its file {path} cannot be read ({error.strerror})"
    return None if same else f"its file {path} has changed since it was indexed"
