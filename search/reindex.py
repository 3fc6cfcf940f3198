"""A folder -> its collection: what is new, changed or gone, committed as it goes."""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from search.collection import Collection, Refusal
from search.cores import on_all_cores
from search.errors import PhotoError, UnknownName
from search.features import Features
from search.options import PLAIN_FEATURES
from search.source import Source
from search.survey import BY_HAND, Seen, Survey

_log = logging.getLogger(__name__)
Extract = Callable[[bytes], Features]


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
class _Looked:
    """A file that was looked at: `features` None where it is as it was, or has an error."""

    seen: Seen
    features: Features | None = None


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
        survey = Survey.of(self.collection, self.folders)
        self.collection.tidy()
        self._begin(survey)
        total = len(survey.files)
        yield self._progress(0, total, started)
        look = on_all_cores(lambda file: self._look(survey.see(file)), survey.files)
        for done, looked in enumerate(look, start=1):
            with self.collection.transaction():  # nobody takes the name between look and put
                self._settle(self._yielding(looked), survey.before)
            yield self._progress(done, total, started)
        for source in survey.stale():
            self._renew(source)
            yield self._progress(total, total, started)
        self.collection.notes.tidy()  # not before: a file that moved has kept its name

    def _begin(self, survey: Survey) -> None:
        """Let go of what is gone, before names that moved to another folder are indexed there."""
        for root in survey.roots:
            self.collection.forget_refusals(str(root))
        for name in survey.gone():
            self._remove(name)

    def _look(self, seen: Seen) -> _Looked:
        if seen.data is None:
            return _Looked(seen)
        try:
            features = self.extract(seen.data)
        except PhotoError as error:
            return _Looked(Seen(seen.file, error=str(error)))
        return _Looked(replace(seen, data=None), features)

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

    def _yielding(self, looked: _Looked) -> _Looked:
        """Refused where a picture of its name was added by hand meanwhile, which was first."""
        by_hand = "SELECT 1 FROM pictures WHERE name = ? AND path IS NULL"
        file = looked.seen.file
        if file.refused or not self.collection.rows(by_hand, file.name):
            return looked
        reason = f"this name is taken by {BY_HAND}"
        return _Looked(Seen(replace(file, refused=reason), error=reason, stays=True))

    def _settle(self, looked: _Looked, before: dict[str, tuple[Source, str]]) -> None:
        """Write down what became of a file."""
        seen, report, name = looked.seen, self._report, looked.seen.file.name
        if seen.source is None:
            self._refuse(seen, seen.error or "", plain=False)
        elif looked.features is None:
            self._report = replace(report, unchanged=report.unchanged + 1)
        elif len(looked.features) < PLAIN_FEATURES:
            self._refuse(seen, "too little detail to be found again", plain=True)
        else:
            self.collection.put(seen.source, looked.features)
            if name in before and before[name][0].folder == seen.file.folder:
                self._report = replace(report, changed=report.changed + 1)
            else:
                self._report = replace(report, added=report.added + 1)

    def _refuse(self, seen: Seen, reason: str, *, plain: bool) -> None:
        refusal = Refusal(seen.file.name, seen.file.folder, plain, reason)
        self.collection.refuse(refusal)
        if not seen.stays and refusal.name in self.collection:
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
