"""All that a lookup reads, of one whole generation of a collection. It never changes."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from search.codebook import Asked, Codebook
from search.draft import Piece
from search.features import Features, Floats
from search.index import Neighbours, Numbers
from search.segment import Bits, Entry, Segment

_VIEWS = 8  # choices of shelves that are remembered


@dataclass(frozen=True)
class Part:
    """A segment, and which of its pictures (pictures,) bool count: the others have gone since."""

    segment: Segment
    live: NDArray[np.bool_]

    @classmethod
    def whole(cls, segment: Segment) -> Self:
        """All of it."""
        return cls(segment, np.ones(len(segment), np.bool_))

    def __len__(self) -> int:
        return int(self.live.sum())

    def among(self, some: NDArray[np.bool_]) -> Self:
        """Only those that are among some (pictures,)."""
        return self if some[self.live].all() else replace(self, live=self.live & some)

    def without(self, ids: Iterable[int]) -> Self:
        """All but the pictures with these ids."""
        return self.among(~np.isin(self.segment.table["id"], np.fromiter(ids, np.int64)))

    def find(self, id_: int) -> int | None:
        """The number in the segment of a picture that counts."""
        at = self.segment.find(id_)
        return at if at is not None and self.live[at] else None

    def pieces(self) -> Iterator[tuple[Piece, NDArray[np.void]]]:
        """The pictures that count, to be put into another segment, with their codes."""
        for at in np.flatnonzero(self.live):
            first, count = (int(self.segment.table[name][at]) for name in ("first", "indexed"))
            yield self.segment.piece(int(at)), self.segment.codes[first : first + count]

    @cached_property
    def only(self) -> Bits | None:
        """A bit for each indexed row; None where all may be found."""
        return None if self.live.all() else self.segment.bits(self.live)


@dataclass(frozen=True)
class Snapshot:
    """`parts`, oldest and largest first, have each picture once. `mark` is the generation's own;
    `codebook` is that of all segments, None while they are small enough for brute force.
    """

    generation: int
    mark: bytes
    codebook: Codebook | None
    parts: tuple[Part, ...]
    _views: dict[frozenset[str], Self] = field(default_factory=dict, init=False, compare=False)

    def __len__(self) -> int:
        return sum(map(len, self.parts))

    @cached_property
    def entries(self) -> list[Entry]:
        """Of every picture, in the order they came; made when it is asked for, and kept."""
        found = (
            part.segment.entry(int(at)) for part in self.parts for at in np.flatnonzero(part.live)
        )
        return sorted(found, key=lambda entry: entry.id)

    def shelves(self) -> dict[str, int]:
        """How many pictures are on each."""
        found: Counter[str] = Counter()
        for part in self.parts:
            numbers, counts = np.unique(part.segment.table["shelf"][part.live], return_counts=True)
            for number, count in zip(numbers, counts, strict=True):
                found[part.segment.shelves[number]] += int(count)
        return dict(found)

    @property
    def features_held(self) -> int:
        """How many features all pictures have together."""
        return sum(int(part.segment.table["rows"][part.live].sum()) for part in self.parts)

    @property
    def rows(self) -> int:
        """How many of them are indexed, those of pictures that have gone included."""
        return sum(len(part.segment.keys) for part in self.parts)

    @property
    def ids(self) -> list[int]:
        """Of every picture, in the order they came."""
        return sorted(int(i) for part in self.parts for i in part.segment.table["id"][part.live])

    def entry(self, id_: int) -> Entry:
        """Of a picture. Raises KeyError."""
        segment, at = self._where(id_)
        return segment.entry(at)

    def features(self, id_: int, which: Numbers | None = None) -> Features:
        """Of a picture, or `which` of them (n,). Raises KeyError or DamagedIndex."""
        segment, at = self._where(id_)
        return segment.features(at, which)

    def _where(self, id_: int) -> tuple[Segment, int]:
        for part in self.parts:
            if (at := part.find(id_)) is not None:
                return part.segment, at
        raise KeyError(id_)

    def numbers(self, names: frozenset[str]) -> frozenset[int]:
        """The ids of the pictures with these names."""
        found = ((part, at) for part in self.parts for n in names for at in part.segment.named(n))
        return frozenset(int(part.segment.table["id"][at]) for part, at in found if part.live[at])

    def on(self, shelves: frozenset[str] | None) -> Self:
        """The same, in which only pictures of some shelves are found (None: all); nothing is copied
        but a bit for each row, once.
        """
        if shelves is None:
            return self
        view = self._views.get(shelves)
        if view is None:
            parts = tuple(part.among(part.segment.on(shelves)) for part in self.parts)
            same = all(ours is theirs for ours, theirs in zip(self.parts, parts, strict=True))
            view = self if same else replace(self, parts=parts)
            if len(self._views) >= _VIEWS:  # another thread may do so too: nothing is lost
                self._views.clear()
            self._views[shelves] = view
        return view

    def search(self, descriptors: Floats, neighbours: int) -> Neighbours:
        """The nearest rows of each descriptor (n, 64), of all parts."""
        if self.codebook is None:
            nothing = np.zeros((len(descriptors), 0))
            asked = Asked(descriptors, nothing.astype(np.int64), nothing.astype(np.float32))
        else:
            asked = self.codebook.ask(descriptors)
        parts = [part for part in self.parts if part.live.any()]
        if not len(descriptors) or not parts:
            return Neighbours.none(len(descriptors), neighbours)
        found = [part.segment.search(asked, neighbours, part.only) for part in parts]
        return Neighbours.merged(found, neighbours)
