"""A folder -> its collection: what is new, changed or gone, committed as it goes."""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from stat import S_ISREG

from search.collection import Collection, Refusal, Source
from search.cores import on_all_cores
from search.errors import NoFolder, PhotoError
from search.features import VERSION, Features
from search.gate import SUFFIXES
from search.options import MAX_BYTES, PLAIN_FEATURES

Extract = Callable[[bytes], Features]
_BY_HAND = "pictures added by hand"


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
    name: str
    folder: str
    path: Path
    refused: str | None = None


@dataclass(frozen=True)
class _Seen:
    """A file as a worker saw it: `features` None where it is as it was, or `error` says why."""

    file: _File
    source: Source | None = None
    features: Features | None = None
    error: str | None = None


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
        before = {source.name: (source, version) for source, version in self.collection.sources()}
        files = list(self._found(roots, before))
        self._begin(roots, before, files)
        yield self._progress(0, len(files), started)
        look = on_all_cores(lambda file: self._see(file, before.get(file.name)), files)
        for done, seen in enumerate(look, start=1):
            with self.collection.transaction():  # nobody takes the name between look and put
                self._settle(self._yielding(seen), before)
            yield self._progress(done, len(files), started)

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
        for root in roots:
            self.collection.forget_refusals(str(root))
            for name, (source, _) in before.items():
                if source.folder == str(root) and (source.folder, name) not in present:
                    self._remove(name)

    def _see(self, file: _File, known: tuple[Source, str] | None) -> _Seen:
        if file.refused:
            return _Seen(file, error=file.refused)
        try:
            if fault := _fault(file.path.stat()):
                return _Seen(file, error=fault)
            data = file.path.read_bytes()
            source = Source.of(file.name, data, file.folder, str(file.path))
            if known == (source, VERSION):
                return _Seen(file, source)
            return _Seen(file, source, self.extract(data))
        except PhotoError as error:
            return _Seen(file, error=str(error))
        except OSError as error:
            return _Seen(file, error=f"it cannot be read: {error.strerror}")

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
        if not seen.file.refused and refusal.name in self.collection:
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


def _fault(status: os.stat_result) -> str | None:
    """Why it is better not to open a file at all."""
    if not S_ISREG(status.st_mode):  # a pipe would be waited for
        return "it is not a file"
    return f"larger than {MAX_BYTES >> 20} MB" if status.st_size > MAX_BYTES else None


def _roots(folders: Iterable[Path]) -> list[Path]:
    """The folders, resolved, each once. Raises NoFolder."""
    roots = list(dict.fromkeys(folder.resolve() for folder in folders))
    for root in roots:
        if not root.is_dir():
            raise NoFolder(root)
    return roots


def _walk(root: Path) -> Iterator[_File]:
    """Every image file below `root`, by name; hidden ones and other kinds are passed over."""
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            if path.suffix.lower() in SUFFIXES and not name.startswith("."):
                yield _file(root, path)


def _file(root: Path, path: Path) -> _File:
    name = path.relative_to(root).as_posix()
    safe = name.encode("utf-8", "replace").decode()
    if safe != name:
        return _File(safe, str(root), path, "its name is not valid text (UTF-8)")
    if path.is_symlink() and not path.resolve().is_relative_to(root):
        return _File(name, str(root), path, "a link that leads out of the folder")
    return _File(name, str(root), path)
