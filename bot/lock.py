"""One bot a data folder: a lock that ends with the process, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.errors import KazamiError

FILE = "lock"


class InUse(KazamiError):
    """Another bot works in this folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"Another Kazami is at work in {folder}. Stop it, or use another DATA_DIR."
        )
        self.folder = folder


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder, which is made where it is missing. Raises InUse or OSError.

    The kernel drops the lock when no process holds the file open. Python opens files so that the
    programs it starts do not inherit them: an orphaned decoder never holds the lock.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(file, folder)
        yield
    finally:
        os.close(file)


def _lock(file: int, folder: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise InUse(folder) from None
