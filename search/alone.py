"""One program at a time: a lock that ends with the process, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Whether nobody else holds the file, which is made where it is missing, and is ours from then
    on. Raises OSError.

    The kernel drops the lock when no process holds the file open. Python opens files so that the
    programs it starts do not inherit them: an orphaned decoder never holds the lock.
    """
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield _locked(file)
    finally:
        os.close(file)


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
