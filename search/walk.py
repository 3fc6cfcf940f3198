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
_NO_TEXT = "its name is not valid text (UTF-8)"


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
    """The folders, resolved, each once. Raises NoFolder or disk.Refused."""
    return list(dict.fromkeys(map(_root, folders)))


def walk(root: Path) -> Iterator[File]:
    """Every image file below `root`, by name; hidden ones and other kinds are passed over.

    Folders that are links are not followed: they may lead anywhere, and in a circle.
    """
    unlisted: list[OSError] = []
    for folder, subfolders, names in os.walk(root, onerror=unlisted.append):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in subfolders:
            path = Path(folder, name)
            if os.path.islink(path):  # noqa: PTH114  which has no error for a name too long
                within = Path(os.path.realpath(path)).is_relative_to(root)
                yield replace(_file(root, path), refused=_WITHIN if within else _OUT)
        for name in sorted(names):
            path = Path(folder, name)
            if path.suffix.lower() in SUFFIXES and not name.startswith("."):
                yield _file(root, path)
    for error in unlisted:
        file = _file(root, Path(error.filename))
        yield replace(file, refused=f"it cannot be read: {error.strerror}", unlisted=True)


def _root(folder: Path) -> Path:
    try:
        root = folder.resolve()
    except RuntimeError:  # links in a circle
        raise NoFolder(folder) from None
    if not root.is_dir():
        raise NoFolder(root)
    if not _text(str(root)):
        raise disk.Refused(errno.EILSEQ, _NO_TEXT, str(root))
    return root


def _file(root: Path, path: Path) -> File:
    name = path.relative_to(root).as_posix()
    if not _text(name):
        return File(name.encode("utf-8", "replace").decode(), str(root), path, _NO_TEXT)
    return File(name, str(root), path)


def _text(name: str) -> bool:
    return name.encode("utf-8", "replace").decode() == name
