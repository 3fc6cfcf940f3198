"""A backup as one file: put together, and taken apart only where it holds what backups hold."""

import hashlib
import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bot import catalog, inbox, key
from search import collection
from search.errors import KazamiError
from search.sightings import schema as sightings

REQUIRED = (collection.FILE, catalog.FILE, inbox.FILE)
DATABASES = (*REQUIRED, sightings.FILE)  # of which the last is in no backup of an older Kazami
ADDED = "added"  # pictures that have no other file, each by its SHA-256
_LIST = "contents.json"  # every other file and its SHA-256
_EXPECTED = re.compile(
    "|".join([*map(re.escape, [*DATABASES, key.FILE]), f"{ADDED}/[0-9a-f]{{64}}"])
)
_LIST_BYTES = 1 << 28  # at most; a picture takes 140
_BLOCK = 1 << 20  # bytes
_DAMAGE = (zipfile.BadZipFile, EOFError, RuntimeError, ValueError)  # what zipfile raises

Check = Callable[[], None]  # raises Stopped where the work is to end


class Stopped(Exception):
    """Somebody wants the work to end; nothing has changed."""


class BadArchive(KazamiError):
    """A file that is no backup, or a damaged one."""

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(f"{path} cannot be restored: {detail}. Nothing was changed.")
        self.path = path


def present(folder: Path) -> list[str]:
    """The databases that are to be looked at: those that are needed, and those that are there."""
    return [each for each in DATABASES if each in REQUIRED or (folder / each).exists()]


def pack(folder: Path, path: Path, check: Check) -> None:
    """Write all files of `folder` into an archive, on disk when it returns. Raises OSError."""
    contents = {}
    with _private(path) as file, zipfile.ZipFile(file, "w") as archive:
        for each in sorted(each for each in folder.rglob("*") if each.is_file()):
            name = each.relative_to(folder).as_posix()
            info = zipfile.ZipInfo.from_file(each, name)  # not compressed: features are like noise
            with each.open("rb") as source, archive.open(info, "w", force_zip64=True) as target:
                contents[name] = copy(source, target, check)
        archive.writestr(_LIST, json.dumps(contents))


def unpack(path: Path, folder: Path, check: Check, only: Collection[str] = ()) -> None:
    """Write what an archive holds (or `only` those of these) into an empty folder, on disk.

    Raises BadArchive or OSError.
    """
    with _understood(path), zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        contents = _contents(path, archive)
        _check(path, members, contents, shutil.disk_usage(folder).free)
        (folder / ADDED).mkdir(mode=0o700)
        for name in contents if not only else [each for each in only if each in contents]:
            with archive.open(name) as source, _private(folder / name) as target:
                if copy(source, target, check) != contents[name]:
                    raise BadArchive(path, f"its {name} is damaged")


def copy(source: IO[bytes], target: IO[bytes], check: Check) -> str:
    """All bytes, a block at a time; their SHA-256, hexadecimal."""
    digest = hashlib.sha256()
    while block := source.read(_BLOCK):
        check()
        digest.update(block)
        target.write(block)
    return digest.hexdigest()


@contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    """A new file for nobody else's eyes, on disk at the end. Raises OSError."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _understood(path: Path) -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise BadArchive(path, f"it is damaged, or no backup ({error})") from error


def _contents(path: Path, archive: zipfile.ZipFile) -> dict[str, str]:
    """Every file and its SHA-256, as the archive itself has it."""
    try:
        if archive.getinfo(_LIST).file_size > _LIST_BYTES:
            raise BadArchive(path, f"its {_LIST} is too long")
        contents = json.loads(archive.read(_LIST))
    except KeyError:
        raise BadArchive(path, f"it has no {_LIST}") from None
    if not isinstance(contents, dict):
        raise BadArchive(path, f"its {_LIST} is none of ours")
    return contents


def _check(path: Path, members: list[zipfile.ZipInfo], contents: dict[str, str], room: int) -> None:
    """That it holds what backups hold, and fits in so many bytes. Raises BadArchive."""
    names = [each.filename for each in members if each.filename != _LIST]
    for name in names:
        if not _EXPECTED.fullmatch(name):
            raise BadArchive(path, f"it holds {name[:100]!r}, which no backup does")
        if name.startswith(ADDED) and contents.get(name) != name.partition("/")[2]:
            raise BadArchive(path, f"{name} is another picture")
    for name in {*REQUIRED, *contents} - set(names):
        raise BadArchive(path, f"it has no {name[:100]}")
    if len(members) != len(contents) + 1:
        raise BadArchive(path, "it holds a file twice, or one that it does not tell of")
    if any(each.compress_type != zipfile.ZIP_STORED for each in members):
        raise BadArchive(path, "it is compressed, which no backup is")
    if (size := sum(each.file_size for each in members)) > room:
        raise BadArchive(path, f"it takes {size >> 20} MB, and {room >> 20} MB are free")
