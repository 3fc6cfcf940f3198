"""A folder -> its collection: what is new, changed or gone, committed as it goes."""

import errno
import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from search import disk
from search.collection import Collection, Refusal, Source
from search.cores import on_all_cores
from search.errors import NoFolder, PhotoError, UnknownName
from search.features import VERSION, Features
from search.gate import SUFFIXES
from search.options import MAX_BYTES, PLAIN_FEATURES

_log = logging.getLogger(__name__)
Extract = Callable[[bytes], Features]
_BY_HAND = "pictures added by hand"
_OUT = "a link that leads out of the folder"
_WITHIN = "a link to a folder that is indexed itself"


@dataclass(frozen=True)
class Report:
    """What a reindex did. Every file is one of added, changed, unchanged, plain, unreadable.

    `plain` and `unreadable` list all that the named folders hold, not only what is new; `removed`
    counts pictures that are gone, or whose file is now plain or unreadable: pictures now =
    pictures before + added - removed. `seconds` is wall time.
    """

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    plain: tuple[str, ...] = ()
    unreadable: tuple[Refusal, ...] = ()
    pictures: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class Progress:
    """How far a reindex is: `done` of `total` files, and the report so far."""

    done: int
    total: int
    report: Report


@dataclass(frozen=True)
class _File:
    """A file of a folder, or a folder in it that is not looked into: `unlisted` where its pictures
    may well be there.
    """

    name: str
    folder: str
    path: Path
    refused: str | None = None
    unlisted: bool = False


@dataclass(frozen=True)
class _Seen:
    """A file as a worker saw it: `features` None where it is as it was, or `error` says why.

    Where the disk is at fault its picture `stays`: nothing is known against it.
    """

    file: _File
    source: Source | None = None
    features: Features | None = None
    error: str | None = None
    stays: bool = False


@dataclass
class Reindex:
    """One reindex of folders. Iterate over `run`; leave early to interrupt: what is done is kept.

    Raises NoFolder before anything is changed. Pictures of folders that are not named stay.
    """

    collection: Collection
    folders: tuple[Path, ...]
    extract: Extract
    _report: Report = field(default=Report(), init=False)

    def run(self) -> Iterator[Progress]:
        """Index; yields after every file, and at least once."""
        started = time.monotonic()
        roots = _roots(self.folders)
        self.collection.tidy()
        before = {source.name: (source, version) for source, version in self.collection.sources()}
        files = list(self._found(roots, before))
        self._begin(roots, before, files)
        yield self._progress(0, len(files), started)
        look = on_all_cores(lambda file: self._see(file, before.get(file.name)), files)
        for done, seen in enumerate(look, start=1):
            with self.collection.transaction():  # nobody takes the name between look and put
                self._settle(self._yielding(seen), before)
            yield self._progress(done, len(files), started)
        for source in self._stale():
            self._renew(source)
            yield self._progress(len(files), len(files), started)

    def _found(self, roots: list[Path], before: dict[str, tuple[Source, str]]) -> Iterator[_File]:
        """Every file of the folders by name; refused where a name is taken by another folder."""
        named = {str(root) for root in roots}
        taken = {
            name: source.folder or _BY_HAND
            for name, (source, _) in before.items()
            if source.folder not in named
        }
        for root in roots:
            for file in _walk(root):
                owner = taken.setdefault(file.name, file.folder)
                if owner != file.folder:
                    yield replace(file, refused=f"this name is taken by {owner}")
                else:
                    yield file

    def _begin(
        self, roots: list[Path], before: dict[str, tuple[Source, str]], files: list[_File]
    ) -> None:
        """Let go of what is gone, before names that moved to another folder are indexed there."""
        present = {(file.folder, file.name) for file in files if not file.refused}
        unlisted = tuple(f"{file.path}{os.sep}" for file in files if file.unlisted)
        for root in roots:
            self.collection.forget_refusals(str(root))
            for name, (source, _) in before.items():
                gone = source.folder == str(root) and (source.folder, name) not in present
                if gone and not (source.path or "").startswith(unlisted):
                    self._remove(name)

    def _see(self, file: _File, known: tuple[Source, str] | None) -> _Seen:
        if file.refused:
            return _Seen(file, error=file.refused)
        try:
            data = _read(file)
        except disk.Refused as error:
            return _Seen(file, error=error.strerror)
        except OSError as error:
            why = f"it cannot be read: {error.strerror}"
            return _Seen(file, error=why, stays=not isinstance(error, FileNotFoundError))
        source = Source.of(file.name, data, file.folder, str(file.path))
        if known == (source, VERSION) and self.collection.sound(file.name):
            return _Seen(file, source)
        try:
            return _Seen(file, source, self.extract(data))
        except PhotoError as error:
            return _Seen(file, error=str(error))

    def _stale(self) -> Iterator[Source]:
        """Pictures added by hand whose features are of another version, or damaged."""
        for source, version in self.collection.sources():
            if source.path is None and not (
                version == VERSION and self.collection.sound(source.name)
            ):
                yield source

    def _renew(self, source: Source) -> None:
        """Make a picture's features anew from the bytes that the collection keeps."""
        try:
            features = self.extract(self.collection.read(source.name))
        except (OSError, PhotoError, UnknownName) as error:
            _log.warning("The features of %s could not be made anew: %s", source.name, error)
            return
        with self.collection.transaction():
            if source.name in self.collection:  # nobody removed it meanwhile
                self.collection.put(source, features)
                self._report = replace(self._report, changed=self._report.changed + 1)

    def _yielding(self, seen: _Seen) -> _Seen:
        """Refused where a picture of its name was added by hand meanwhile, which was first."""
        by_hand = "SELECT 1 FROM pictures WHERE name = ? AND path IS NULL"
        if seen.file.refused or not self.collection.rows(by_hand, seen.file.name):
            return seen
        reason = f"this name is taken by {_BY_HAND}"
        return _Seen(replace(seen.file, refused=reason), error=reason)

    def _settle(self, seen: _Seen, before: dict[str, tuple[Source, str]]) -> None:
        """Write down what became of a file."""
        report, name = self._report, seen.file.name
        if seen.source is None:
            self._refuse(seen, seen.error or "", plain=False)
        elif seen.features is None:
            self._report = replace(report, unchanged=report.unchanged + 1)
        elif len(seen.features) < PLAIN_FEATURES:
            self._refuse(seen, "too little detail to be found again", plain=True)
        else:
            self.collection.put(seen.source, seen.features)
            if name in before and before[name][0].folder == seen.file.folder:
                self._report = replace(report, changed=report.changed + 1)
            else:
                self._report = replace(report, added=report.added + 1)

    def _refuse(self, seen: _Seen, reason: str, *, plain: bool) -> None:
        refusal = Refusal(seen.file.name, seen.file.folder, plain, reason)
        self.collection.refuse(refusal)
        if not seen.file.refused and not seen.stays and refusal.name in self.collection:
            self._remove(refusal.name)
        if plain:
            self._report = replace(self._report, plain=(*self._report.plain, refusal.name))
        else:
            self._report = replace(self._report, unreadable=(*self._report.unreadable, refusal))

    def _remove(self, name: str) -> None:
        self.collection.remove(name)
        self._report = replace(self._report, removed=self._report.removed + 1)

    def _progress(self, done: int, total: int, started: float) -> Progress:
        seconds = round(time.monotonic() - started, 3)
        self._report = replace(self._report, pictures=len(self.collection), seconds=seconds)
        return Progress(done, total, self._report)


def _read(file: _File) -> bytes:
    """The bytes of a file that lies in its folder, whatever became of it since it was listed.

    Raises OSError.
    """
    if not Path(os.path.realpath(file.path)).is_relative_to(file.folder):
        raise disk.Refused(errno.EPERM, _OUT)
    return disk.read(file.path, MAX_BYTES)


def _roots(folders: Iterable[Path]) -> list[Path]:
    """The folders, resolved, each once. Raises NoFolder."""
    roots = list(dict.fromkeys(folder.resolve() for folder in folders))
    for root in roots:
        if not root.is_dir():
            raise NoFolder(root)
    return roots


def _walk(root: Path) -> Iterator[_File]:
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


def _file(root: Path, path: Path) -> _File:
    name = path.relative_to(root).as_posix()
    safe = name.encode("utf-8", "replace").decode()
    if safe != name:
        return _File(safe, str(root), path, "its name is not valid text (UTF-8)")
    return _File(name, str(root), path)
