"""Pictures of a snapshot -> their links: each is looked up like a photo, by its stored features."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from search import geometry, verdict
from search.duplicates.links import Link
from search.features import Features
from search.snapshot import Snapshot
from search.verdict import Match, Scale
from search.votes import Ballot, candidates


class Pairs:
    """Proves pairs of pictures, which go by their numbers in `entries`. Any thread may use it.

    `first` has for every picture the number of the first that is the same file: these stand for
    the others. `scale` makes values of evidence.
    """

    def __init__(self, snapshot: Snapshot, first: Sequence[int], scale: Scale) -> None:
        self._snapshot = snapshot
        self._entries = snapshot.entries
        self._numbers = {entry.id: number for number, entry in enumerate(self._entries)}
        self._first = first
        self._scale = scale

    def look_up(self, photo: int) -> list[Link]:
        """Links of a picture to those that the index proposes for it."""
        features = self._features(photo)
        found = (
            self._prove(photo, picture, view)
            for view in (features, features.mirrored())
            for picture in self._proposed(photo, view)
        )
        return [link for link in found if link]

    def _features(self, number: int) -> Features:
        return self._snapshot.features(self._entries[number].id)

    def _proposed(self, photo: int, view: Features) -> list[int]:
        every = candidates(Ballot.of(view, self._snapshot), {self._entries[photo].id})
        return sorted({self._first[self._numbers[each.picture]] for each in every} - {photo})

    def compare(self, a: int, b: int) -> Iterator[Link]:
        """Links of two pictures, either as the photo, as it is and mirrored."""
        for photo, picture in ((a, b), (b, a)):
            features = self._features(photo)
            for each in (features, features.mirrored()):
                if link := self._prove(photo, picture, each):
                    yield link

    def exact(self, picture: int, copy: int) -> Link:
        """The link of a picture to one that is the same file: nothing is left to be proven."""
        features = self._features(picture)
        match = self._match(copy, features, features)
        return Link.exact(picture, copy, match.inliers)

    def _prove(self, photo: int, picture: int, features: Features) -> Link | None:
        """None where the verdict on the match is less than `same`."""
        known = self._features(picture)
        match = self._match(picture, features, known)
        if not match.sure:
            return None
        return Link.of(match, (photo, features), (picture, known))

    def _match(self, picture: int, photo: Features, known: Features) -> Match:
        entry = self._entries[picture]
        found = geometry.prove(photo, known)
        match = verdict.match(entry.name, entry.path, photo, known, found)
        return replace(match, value=self._scale.value(match.evidence))
