"""A folder -> the files in it that may become pictures, and the bytes of each."""

import errno
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from search import disk
from search.errors import NoFolder
from search.gate import SUFFIXES
from search.options import MAX_BYTES

_OUT = "a link that leads out of the folder"
_WITHIN = "a link to a folder that is indexed itself"


@dataclass(frozen=True)
class File:
    """A file of a folder, or a folder in it that is not looked into: `unlisted` where its pictures
    may well be there.
    """

    name: str
    folder: str
    path: Path
    refused: str | None = None
    unlisted: bool = False

    def read(self) -> bytes:
        """Its bytes, where it lies in its folder, whatever became of it since it was listed.

        Raises OSError.
        """
        if not Path(os.path.realpath(self.path)).is_relative_to(self.folder):
            raise disk.Refused(errno.EPERM, _OUT)
        return disk.read(self.path, MAX_BYTES)


def roots(folders: Iterable[Path]) -> list[Path]:
    """The folders, resolved, each once. Raises NoFolder."""
    found = list(dict.fromkeys(folder.resolve() for folder in folders))
    for root in found:
        if not root.is_dir():
            raise NoFolder(root)
    return found


def walk(root: Path) -> Iterator[File]:
    """Every image file below `root`, by name; hidden ones and other kinds are passed over.

    Folders that are links are not followed: they may lead anywhere, and in a circle.
    """
    unlisted: list[OSError] = []
    for folder, subfolders, names in os.walk(root, onerror=unlisted.append):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in subfolders:
            path = Path(folder, name)
            if path.is_symlink():
                within = Path(os.path.realpath(path)).is_relative_to(root)
                yield replace(_file(root, path), refused=_WITHIN if within else _OUT)
        for name in sorted(names):
            path = Path(folder, name)
            if path.suffix.lower() in SUFFIXES and not name.startswith("."):
                yield _file(root, path)
    for error in unlisted:
        file = _file(root, Path(error.filename))
        yield replace(file, refused=f"it cannot be read: {error.strerror}", unlisted=True)


def _file(root: Path, path: Path) -> File:
    name = path.relative_to(root).as_posix()
    safe = name.encode("utf-8", "replace").decode()
    if safe != name:
        return File(safe, str(root), path, "its name is not valid text (UTF-8)")
    return File(name, str(root), path)
