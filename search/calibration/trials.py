"""Pictures of a snapshot -> trials: photos made of them, looked up with them in it and without."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from search.calibration.edits import edited, pasted
from search.clock import Clock
from search.collection import Collection
from search.duplicates.links import Link, Links
from search.errors import PhotoError, UnknownName
from search.features import Features
from search.image import Decoders, Gray, Pixels
from search.levels import Levels
from search.matching import Look, matches
from search.options import PHOTO_SIDE
from search.snapshot import Snapshot
from search.verdict import Scale, judge

_PASTED = 1 / 4  # of the photos


@dataclass(frozen=True)
class Trial:
    """The best match of one lookup; of a `stranger`, what the photo shows was left out."""

    evidence: float
    right: bool
    stranger: bool


@dataclass(frozen=True)
class Trials:
    """Makes trials of pictures, which go by their ids. Any thread may use it.

    What is drawn follows from `seed` and the picture alone, in whatever order they come.
    """

    snapshot: Snapshot
    collection: Collection
    decoders: Decoders
    photos: int
    seed: int = 0

    def of(self, picture: int, other: int) -> list[Trial]:
        """Two of each photo; `other` is a picture to paste on. None where its file is no more."""
        pixels = self._pixels(picture)
        if pixels is None:
            return []
        chance = np.random.default_rng((self.seed, picture))
        copies = self.copies(picture)
        trials: list[Trial] = []
        for _ in range(self.photos):
            wanted = chance.random() < _PASTED
            if wanted and (ground := self._pixels(other)) is not None:
                photo = edited(pasted(pixels, ground, chance), chance)
                trials += self._twice(photo, copies | self.copies(other))
            else:
                trials += self._twice(edited(pixels, chance), copies)
        return trials

    def copies(self, picture: int) -> frozenset[int]:
        """A picture and all that show the same: what a photo of it may rightly be called."""
        features, found = self.snapshot.features(picture), {picture}
        while more := self._linked(picture, features, frozenset(found)):
            found |= more
        return frozenset(found)

    def _linked(self, picture: int, features: Features, known: frozenset[int]) -> set[int]:
        """The pictures that count as copies (search/duplicates), of those that are not known."""
        links, sure = Links(), set[int]()
        for match in Look(features, self.snapshot, Clock(), known).matches():
            if match.sure:
                (other,) = self.snapshot.numbers(frozenset({match.name}))
                seen = other, self.snapshot.features(other)
                links.add(Link.of(match, (picture, features), seen))
                sure.add(other)
        return {other for other in sure if links.get(picture, other)}

    def _twice(self, pixels: Pixels, shown: frozenset[int]) -> Iterator[Trial]:
        """With all that the photo shows in the collection, and with that left out."""
        photo = Levels(Gray(pixels, pixels.shape[1], pixels.shape[0]), PHOTO_SIDE)
        names = {self.snapshot.entry(number).name for number in shown}
        for without in (frozenset[int](), shown):
            found = matches(photo, self.snapshot, Clock(), without)
            for best in judge(found or [], 1, Scale())[2]:  # a plain photo gets no value
                yield Trial(best.evidence, best.name in names, bool(without))

    def _pixels(self, picture: int) -> Pixels | None:
        """None where the file is gone or broken."""
        try:
            data = self.collection.read(self.snapshot.entry(picture).name)
            return self.decoders.gray(data, PHOTO_SIDE).pixels
        except (OSError, PhotoError, UnknownName):
            return None
