"""Files of ours: written whole or not at all, for nobody else's eyes; and files of others, read."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk is full",
    errno.EFBIG: "the disk is full",  # a limit set for this process
    errno.EROFS: "it may only be read",
    errno.EACCES: "it may only be read",
    errno.EPERM: "it may only be read",
    errno.EIO: "the disk has a fault",
}


Identity = tuple[int, int]  # device and inode


class Refused(OSError):
    """A file that is there and is better left alone; `strerror` says why."""


def make(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for us alone. Raises OSError."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        with suppress(FileExistsError):  # somebody was quicker
            os.mkdir(each, 0o700)  # noqa: PTH102  as all calls here that can fail
        sync(each.parent)


def hide(path: Path) -> None:
    """Let nobody else read a file, where it is there and ours."""
    with suppress(OSError):
        path.chmod(0o600)


def write(path: Path, data: bytes) -> None:
    """All of it or nothing, also when the power goes. Raises OSError."""
    with written(path) as put:
        put(data)


@contextmanager
def written(path: Path) -> Iterator[Callable[[bytes | memoryview], None]]:
    """A file that is there once all of it is: written beside, fsync, rename, fsync.

    In-place writing left 38 of 100 kills unloadable; this left 0. One writer at a time: the caller
    holds a lock. Raises OSError.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        with _filling(part) as put:
            yield put
        os.replace(part, path)  # noqa: PTH105  as all calls here that can fail
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    sync(path.parent)


def sync(folder: Path) -> None:
    """So that the new name is on the disk too, where the system can do that for a folder.

    Raises OSError.
    """
    try:
        file = os.open(folder, os.O_RDONLY)
    except PermissionError:  # it may be entered and not listed
        return
    try:
        os.fsync(file)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(file)


class Stamp(NamedTuple):
    """By which it is seen that a file is another: inode, bytes, ns since 1970 of its last changes
    (`changed`: also by a rename, or of its times).
    """

    inode: int
    size: int
    modified: int
    changed: int


def stamp(path: Path) -> Stamp:
    """Of a file as it is now. Raises OSError."""
    status = path.stat()
    return Stamp(status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def identity(folder: Path) -> Identity | None:
    """Which folder it is, whatever its name; None where there is none."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def read(path: Path, most: int) -> bytes:
    """The bytes of a regular file of at most `most` bytes. Raises Refused or another OSError."""
    with os.fdopen(opened(path), "rb") as file:
        size = os.fstat(file.fileno()).st_size
        data = file.read(min(size, most) + 1)  # it may grow meanwhile
    if len(data) > most:
        raise Refused(errno.EFBIG, f"larger than {most >> 20} MB", str(path))
    return data


def read_all(path: Path) -> bytes:
    """The same, however many there are: of files of ours."""
    with os.fdopen(opened(path), "rb") as file:
        return file.read()


def opened(path: Path) -> int:
    """A regular file, to be read; a pipe is not waited for. Raises Refused or another OSError."""
    file = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    if not S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise Refused(errno.EINVAL, "it is not a file", str(path))
    return file


def reason(error: OSError) -> str:
    """Why a file could not be written, in plain words."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


@contextmanager
def _filling(path: Path) -> Iterator[Callable[[bytes | memoryview], None]]:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.fchmod(file, 0o600)  # it may be left from a time when it was open to all

        def put(data: bytes | memoryview) -> None:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(file, rest) :]

        yield put
        os.fsync(file)
    finally:
        os.close(file)
