"""A folder -> its collection: what is new, changed or gone, committed as it goes."""

import logging
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from search.collection import Collection
from search.looks import Look, Looked
from search.options import PLAIN_FEATURES
from search.refused import Refusal
from search.survey import BY_HAND, Seen, Survey

_log = logging.getLogger(__name__)


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
    """How far a reindex is: `done` of `total` files, and the report so far. `waiting` is for how
    many seconds it has heard nothing of those that look at the files.
    """

    done: int
    total: int
    report: Report
    waiting: float = 0.0


@dataclass
class Reindex:
    """One reindex of folders. Iterate over `run`; leave early to interrupt: what is done is kept.

    Raises NoFolder before anything is changed. Pictures of folders that are not named stay.
    """

    collection: Collection
    folders: tuple[Path, ...]
    look: Look
    _report: Report = field(default=Report(), init=False)
    _heard: float = field(default=0.0, init=False)

    def run(self) -> Iterator[Progress]:
        """Index; yields after every file, and at least once."""
        started = time.monotonic()
        survey = Survey.of(self.collection, self.folders)
        self.collection.tidy()
        self._begin(survey)
        total = len(survey.files)
        yield self._progress(0, total, started)
        done = 0
        with closing(self.look(survey.see, survey.files)) as looks:
            for looked in looks:
                if looked:
                    with self.collection.transaction():  # nobody takes the name meanwhile
                        self._settle(self._yielding(looked))
                    done += 1
                yield self._progress(done, total, started, waits=looked is None)
        with closing(self.look(survey.see_kept, survey.stale())) as looks:
            for looked in looks:
                if looked:
                    self._renew(looked)
                yield self._progress(total, total, started, waits=looked is None)
        self.collection.notes.tidy()  # not before: a file that moved has kept its name

    def _begin(self, survey: Survey) -> None:
        """Let go of what is gone, before names that moved to another folder are indexed there."""
        for root in survey.roots:
            self.collection.refused.forget(str(root))
        for name in survey.gone():
            self._remove(name)

    def _renew(self, looked: Looked) -> None:
        """Take features made anew, of the bytes that the collection keeps."""
        source, name = looked.seen.source, looked.seen.file.name
        if source is None or looked.features is None:
            reason = looked.seen.error
            _log.warning("The features of %s could not be made anew: %s", name, reason)
            return
        with self.collection.transaction():
            if name in self.collection and self.collection.source(name) == source:  # still
                self.collection.put(source, looked.features)
                self._report = replace(self._report, changed=self._report.changed + 1)

    def _yielding(self, looked: Looked) -> Looked:
        """Refused where a picture of its name was added by hand meanwhile, which was first."""
        by_hand = "SELECT 1 FROM pictures WHERE name = ? AND path IS NULL"
        file = looked.seen.file
        if file.refused or not self.collection.rows(by_hand, file.name):
            return looked
        reason = f"this name is taken by {BY_HAND}"
        return Looked(Seen(replace(file, refused=reason), error=reason, stays=True))

    def _settle(self, looked: Looked) -> None:
        """Write down what became of a file."""
        seen, report, name = looked.seen, self._report, looked.seen.file.name
        if seen.source is None:
            self._refuse(seen, seen.error or "", plain=False)
        elif looked.features is None:
            self._report = replace(report, unchanged=report.unchanged + 1)
        elif len(looked.features) < PLAIN_FEATURES:
            self._refuse(seen, "too little detail to be found again", plain=True)
        else:
            known = name in self.collection
            self.collection.put(seen.source, looked.features)
            if known:
                self._report = replace(report, changed=report.changed + 1)
            else:
                self._report = replace(report, added=report.added + 1)

    def _refuse(self, seen: Seen, reason: str, *, plain: bool) -> None:
        refusal = Refusal(seen.file.name, seen.file.folder, plain, reason)
        self.collection.refused.put(refusal)
        if not seen.stays and refusal.name in self.collection:
            self._remove(refusal.name)
        if plain:
            self._report = replace(self._report, plain=(*self._report.plain, refusal.name))
        else:
            self._report = replace(self._report, unreadable=(*self._report.unreadable, refusal))

    def _remove(self, name: str) -> None:
        self.collection.remove(name)
        self._report = replace(self._report, removed=self._report.removed + 1)

    def _progress(self, done: int, total: int, started: float, *, waits: bool = False) -> Progress:
        now = time.monotonic()
        if not waits:
            self._heard = now
        seconds = round(now - started, 3)
        self._report = replace(self._report, pictures=len(self.collection), seconds=seconds)
        return Progress(done, total, self._report, now - self._heard)
