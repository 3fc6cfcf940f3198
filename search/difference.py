"""What a reindex would do, without doing it: files are read, and none is looked at."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from search.collection import Collection
from search.cores import on_all_cores
from search.refused import Refusal
from search.survey import Seen, Survey


@dataclass(frozen=True)
class Difference:
    """Names of pictures: `added` and `gone` as far as can be told before files are looked at, some
    of which may turn out to be broken; `changed` are those whose features are made anew.

    `broken` are files that became no pictures before, and are looked at again, and those that
    cannot be read now.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    broken: tuple[Refusal, ...] = ()
    unchanged: int = 0


@dataclass(frozen=True)
class Progress:
    """How far it is: `done` of `total` files; the last one has the report, those before none."""

    done: int
    total: int
    report: Difference = Difference()


@dataclass
class Comparison:
    """One comparison of folders with a collection. Iterate over `run`; nothing is changed.

    Raises NoFolder.
    """

    collection: Collection
    folders: tuple[Path, ...]
    _names: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list), init=False)
    _broken: list[Refusal] = field(default_factory=list, init=False)

    def run(self) -> Iterator[Progress]:
        """Compare; yields after every file, and at least once."""
        survey = Survey.of(self.collection, self.folders)
        refused = {(each.folder, each.name): each for each in self.collection.refused.all()}
        total = len(survey.files)
        for done, seen in enumerate(on_all_cores(survey.see, survey.files)):
            yield Progress(done, total)
            self._settle(seen, survey, refused)
        self._names["changed"] += [file.name for file in survey.stale()]
        yield Progress(total, total, self._report(survey))

    def _settle(self, seen: Seen, survey: Survey, refused: dict[tuple[str, str], Refusal]) -> None:
        """What became of a file, as `Reindex` would find."""
        file, there = seen.file, seen.file.name in survey.before
        if seen.error:
            self._broken.append(Refusal(file.name, file.folder, plain=False, reason=seen.error))
            if there and not seen.stays:
                self._names["gone"].append(file.name)
        elif seen.data is None:
            self._names["unchanged"].append(file.name)
        elif not there and (file.folder, file.name) in refused:
            self._broken.append(refused[file.folder, file.name])
        else:
            self._names["changed" if there else "added"].append(file.name)

    def _report(self, survey: Survey) -> Difference:
        """A name that moved to another folder is not gone."""
        stay = {*self._names["changed"], *self._names["unchanged"]}
        gone = {*self._names["gone"], *survey.gone()} - stay
        return Difference(
            tuple(sorted(self._names["added"])),
            tuple(sorted(self._names["changed"])),
            tuple(sorted(gone)),
            tuple(self._broken),
            len(self._names["unchanged"]),
        )
