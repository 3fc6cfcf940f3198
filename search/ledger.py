"""What an index server was last seen to hold, on disk beside the collection."""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self

from search import disk

FILE, LOCK = "milvus.json", "milvus.lock"


@dataclass(frozen=True)
class Ledger:
    """`kazami` is the name of this collection's rows at `server`: `rows` of them, but for those of
    the pictures `busy`, which were being sent. They are those of all pictures of `generation` (-1:
    that is not known), which `mark` proves to be the collection's own.
    """

    kazami: str
    server: str = ""
    rows: int = 0
    busy: tuple[int, ...] = ()
    generation: int = -1
    mark: str = ""

    @classmethod
    def read(cls, folder: Path) -> Self:
        """What was written; a new name and nothing else where that cannot be read."""
        try:
            found = cls(**json.loads((folder / FILE).read_text()))
        except (OSError, ValueError, TypeError):
            return cls(secrets.token_hex(16))
        return replace(found, busy=tuple(found.busy))

    def write(self, folder: Path) -> None:
        """All of it or nothing. Raises OSError."""
        disk.write(folder / FILE, json.dumps(asdict(self)).encode())

    def unknown(self, server: str, rows: int) -> Self:
        """Which pictures these rows are of has to be looked up."""
        return type(self)(self.kazami, server, rows)


@contextmanager
def sending(folder: Path) -> Iterator[None]:
    """One thread of one program sends at a time; the kernel drops the lock of one that dies.

    Raises OSError.
    """
    file = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)
