"""A backup takes the place of what a data folder holds: all of it or nothing, whatever happens."""

import shutil
from contextlib import suppress
from pathlib import Path

from bot import archive, key, soundness
from bot.archive import ADDED, DATABASES, BadArchive
from search import disk

# Each is a folder in the data folder, and says how far a restore is.
_CHECKED = "restore"  # what is to come; without another of these nothing has happened yet
_BEGUN = "restore.begun"  # likewise, and from now on it will come: the old state makes way
_MOVED = "restore.moved"  # likewise, and the old state has made way
_OLD = "restore.old"  # the old state, until the new one is there

_STATE = [
    *(f"{name}{suffix}" for name in DATABASES for suffix in ("", "-wal", "-shm")),
    *(key.FILE, ADDED),
]


def restore(path: Path, folder: Path) -> None:
    """Put a backup in place of what a data folder holds, of which the caller has the lock.

    Raises BadArchive or OSError: then nothing has changed.
    """
    finish(folder)
    new = folder / _CHECKED
    disk.make(new)
    try:
        archive.unpack(path, new, _go_on)
        _check(path, new)
        disk.sync(new / ADDED)
        disk.sync(new)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    _rename(new, folder / _BEGUN)
    finish(folder)


def finish(folder: Path) -> None:
    """Go on where a restore was interrupted, if one was. Raises OSError."""
    shutil.rmtree(folder / _CHECKED, ignore_errors=True)  # it was not believed yet
    if (folder / _BEGUN).exists():
        disk.make(folder / _OLD)
        _move(_STATE, folder, folder / _OLD)
        _rename(folder / _BEGUN, folder / _MOVED)
    if (folder / _MOVED).exists():
        _move(_STATE, folder / _MOVED, folder)
        (folder / _MOVED).rmdir()
    shutil.rmtree(folder / _OLD, ignore_errors=True)


def _check(path: Path, new: Path) -> None:
    for name in archive.present(new):
        if fault := soundness.fault(new / name, _go_on):
            raise BadArchive(path, f"its {name} {fault}")


def _go_on() -> None:
    """A restore is not stopped."""


def _move(names: list[str], source: Path, target: Path) -> None:
    """Those that are there; what was moved before stays."""
    for name in names:
        with suppress(FileNotFoundError):
            (source / name).rename(target / name)
    disk.sync(source)
    disk.sync(target)


def _rename(path: Path, new: Path) -> None:
    path.rename(new)
    disk.sync(new.parent)
