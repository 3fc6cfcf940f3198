"""Folders beside a collection: which files there are, which pictures are gone, what has changed."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from search import disk
from search.collection import Collection
from search.errors import UnknownName
from search.features import VERSION
from search.source import Source
from search.walk import File, roots, walk

BY_HAND = "pictures added by hand"
_MANY = 3  # pictures, and
_SHARE = 0.1  # of all: so much is not let go of without a word


@dataclass(frozen=True)
class Seen:
    """A file as it was found: with `data` where these are new, or `error` says why not.

    Where the disk is at fault, or the name is another's, its picture `stays`: nothing is known
    against it.
    """

    file: File
    source: Source | None = None
    data: bytes | None = None
    error: str | None = None
    stays: bool = False


@dataclass(frozen=True)
class Survey:
    """The folders `roots`, their `files`, and every picture `before` with its features' version."""

    collection: Collection
    roots: tuple[Path, ...]
    before: dict[str, tuple[Source, str]]
    files: tuple[File, ...]
    listed: Mapping[
        str, disk.Identity | None
    ]  # which folder each root was when its files were listed

    @classmethod
    def of(cls, collection: Collection, folders: Iterable[Path]) -> Self:
        """List them; no file is opened yet. Raises NoFolder."""
        found = tuple(roots(folders))
        before = {source.name: (source, version) for source, version in collection.sources()}
        listed = {str(root): disk.identity(root) for root in found}
        return cls(collection, found, before, tuple(_files(found, before)), listed)

    def gone(self) -> list[str]:
        """The pictures of these folders whose files are not there any more, or not for us."""
        present = {(file.folder, file.name) for file in self.files if not file.refused}
        unlisted = tuple(f"{file.path}{os.sep}" for file in self.files if file.unlisted)
        named = {str(root) for root in self.roots}
        return [
            name
            for name, (source, _) in self.before.items()
            if source.folder in named
            and (source.folder, name) not in present
            and not (source.path or "").startswith(unlisted)
        ]

    def see(self, file: File) -> Seen:
        """Read a file, and compare it with its picture."""
        if file.refused:
            return Seen(file, error=file.refused, stays=True)
        try:
            data = file.read()
        except disk.Refused as error:
            return Seen(file, error=error.strerror)
        except OSError as error:
            why = f"it cannot be read: {error.strerror}"
            gone = isinstance(error, FileNotFoundError) and self._there(file.folder)
            return Seen(file, error=why, stays=not gone)
        source = Source.of(file.name, data, file.folder, str(file.path))
        if self.before.get(file.name) == (source, VERSION) and self.collection.sound(file.name):
            return Seen(file, source)
        return Seen(file, source, data)

    def _there(self, root: str) -> bool:
        """Whether it is still the folder that was listed: else a disk was taken out."""
        return disk.identity(Path(root)) == self.listed[root]

    def stale(self) -> Iterator[File]:
        """The kept bytes of pictures added by hand whose features are of another version, or
        damaged.
        """
        kept = self.collection.kept
        for source, version in self.collection.sources():
            if source.path is None and not (
                version == VERSION and self.collection.sound(source.name)
            ):
                yield File(source.name, str(kept.folder), kept.path(source.sha256))

    def see_kept(self, file: File) -> Seen:
        """Read one of them, whatever became of its picture since."""
        try:
            source = self.collection.source(file.name)
            return Seen(file, source, self.collection.read(file.name))
        except (OSError, UnknownName) as error:
            return Seen(file, error=str(error))


def drastic(gone: Sequence[str], pictures: int) -> bool:
    """Whether so many of all pictures would go that somebody has to say so first."""
    return len(gone) >= _MANY and len(gone) > _SHARE * pictures


def _files(folders: Iterable[Path], before: dict[str, tuple[Source, str]]) -> Iterator[File]:
    """Every file of the folders by name; refused where a name is taken by another folder, unless
    that is gone: then this one is perhaps what became of it.
    """
    owners = {source.folder for source, _ in before.values()}
    gone = {folder for folder in owners if folder and not Path(folder).is_dir()}
    free = gone.union(map(str, folders))
    taken = {
        name: source.folder or BY_HAND
        for name, (source, _) in before.items()
        if source.folder not in free
    }
    for root in folders:
        for file in walk(root):
            owner = taken.setdefault(file.name, file.folder)
            if owner != file.folder:
                yield replace(file, refused=f"this name is taken by {owner}")
            else:
                yield file
