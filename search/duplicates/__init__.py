"""A collection -> groups of pictures that are the same, the best of each suggested.

A group is gathered around its best picture, and each of the others is linked to that one directly:
two pictures that only a third has in common, such as the parts of a collage, are not the same.
"""

import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass

from search.collection import Collection
from search.cores import on_all_cores
from search.duplicates.copies import Group, Held, group
from search.duplicates.links import Link, Links
from search.duplicates.pairs import Pairs
from search.snapshot import Snapshot


@dataclass(frozen=True)
class Report:
    """The groups, by name of the best, among how many pictures, and the wall time it took."""

    groups: tuple[Group, ...] = ()
    pictures: int = 0
    seconds: float = 0.0


class Duplicates:
    """One search. Iterate over `run` to its end, then `report` has what was found.

    Of pictures that are the same file (SHA-256) the first is looked up, and stands for the others.
    """

    def __init__(self, snapshot: Snapshot, collection: Collection) -> None:
        self.report = Report()
        self._collection = collection
        self._held = Held.all(snapshot, collection)
        files: dict[bytes | str, list[int]] = {}
        for held in sorted(self._held, key=_rank):
            files.setdefault(held.file, []).append(held.number)
        self._same = {first: others for first, *others in files.values()}
        first = [files[held.file][0] for held in self._held]
        self._pairs = Pairs(snapshot, first, collection.learned.scale())
        self._links = Links()

    def run(self) -> Generator[tuple[int, int], None, None]:
        """Look every file up; yields how many of how many are done. Changes nothing."""
        started = time.monotonic()
        looked_up = on_all_cores(self._pairs.look_up, self._same)
        for done, found in enumerate(looked_up, start=1):
            for link in found:
                self._links.add(link)
            yield done, len(self._same)
        groups = tuple(sorted(self._groups(), key=lambda each: each.best))
        self.report = Report(groups, len(self._held), round(time.monotonic() - started, 3))

    def _groups(self) -> Iterator[Group]:
        """Every group of more than one picture."""
        for joined in self._links.components(len(self._held)):
            files = [self._held[number] for number in joined if number in self._same]
            yield from self._around_the_best(sorted(files, key=_rank))

    def _around_the_best(self, files: list[Held]) -> Iterator[Group]:
        """The best takes all that are its copies, then the best of the rest, until none is left."""
        while files:
            best, *others = files
            links = {other.number: self._link(best.number, other.number) for other in others}
            linked = list(self._linked(best, links))
            if linked:
                yield group(best, linked, self._collection)
            files = [other for other in others if links[other.number] is None]

    def _link(self, best: int, other: int) -> Link | None:
        """Proven here where the index did not propose it, which names only a few of many copies."""
        if self._links.get(best, other) is None:
            for link in self._pairs.compare(best, other):
                self._links.add(link)
        return None if self._links.collage(best, other) else self._links.get(best, other)

    def _linked(self, best: Held, links: dict[int, Link | None]) -> Iterator[tuple[Held, Link]]:
        """All copies of the best with their links to it; the same file has the same link."""
        for copy in self._same[best.number]:
            yield self._held[copy], self._pairs.exact(best.number, copy)
        for first, link in links.items():
            for copy in [first, *self._same[first]]:
                if link:
                    yield self._held[copy], link


def _rank(held: Held) -> tuple[int, int, str]:
    return held.rank
