"""What a lookup reads where a server has the rows: a snapshot all the same."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np

from search.collection import Collection
from search.features import VERSION, Features, Floats
from search.index import Neighbours, Numbers
from search.segment import Entry
from search.snapshot import Snapshot

Ask = Callable[[Floats, int, frozenset[str] | None], Neighbours]
_ENTRY = "id, name, path, shelf, width, height, scale"
_NOTHING = Features.unpack(b"", 1, 1, 1.0)


@dataclass(frozen=True, kw_only=True)
class View(Snapshot):
    """All pictures of a collection: `parts` are those that the server lacks, all others are asked
    of it. Names and features come from SQLite.

    `ask` gives the server's rows, on some shelves (None: all); it raises Unreachable or Incomplete.
    What it says of the pictures `touched`, which changed since it had them all, of those that came
    after `newest`, and of those that nobody knows, is passed over. A picture that is removed
    meanwhile has no features any more.
    """

    collection: Collection
    touched: frozenset[int]
    newest: int
    ask: Ask | None  # None: parts are all there is
    among: frozenset[str] | None = None
    _seen: dict[int, Entry] = field(default_factory=dict, init=False, compare=False)

    def __len__(self) -> int:
        return len(self.collection)

    @property
    def entries(self) -> list[Entry]:
        """Of every picture, in the order they came."""
        return list(self._read("id <= ?", self.newest).values())

    @property
    def ids(self) -> list[int]:
        """Likewise."""
        return [number for number in self.collection.ids() if number <= self.newest]

    def shelves(self) -> dict[str, int]:
        """How many pictures are on each."""
        return dict(Counter(entry.shelf for entry in self.entries))

    @property
    def features_held(self) -> int:
        """How many features all pictures have together."""
        return self.collection.features_held(1 << 16)

    def entry(self, id_: int) -> Entry:
        """Of a picture that was found here, or is there still. Raises KeyError."""
        if id_ not in self._seen:
            self._known([id_])
        return self._seen[id_]

    def features(self, id_: int, which: Numbers | None = None) -> Features:
        """Of a picture, or `which` of them (n,); none where it is gone, or they are damaged."""
        found = next(self.collection.pictures([id_]), None)
        if found is None:
            return _NOTHING
        features = found.features
        if which is None:
            return features
        return features.where(which) if which.max(initial=0) < len(features) else _NOTHING

    def numbers(self, names: frozenset[str]) -> frozenset[int]:
        """The ids of the pictures with these names."""
        return frozenset(self._read("name IN (SELECT value FROM json_each(?))", _json(names)))

    def on(self, shelves: frozenset[str] | None) -> Self:
        """The same, in which only pictures of some shelves are found (None: all)."""
        if shelves is None:
            return self
        return replace(self, parts=super().on(shelves).parts, among=shelves)

    def search(self, descriptors: Floats, neighbours: int) -> Neighbours:
        """The nearest rows of each descriptor (n, 64), here and there.

        Raises Unreachable or Incomplete.
        """
        near = super().search(descriptors, neighbours)
        if self.ask is None or not len(descriptors):
            return near
        far = self.ask(descriptors, neighbours, self.among)
        ours = np.isin(far.picture, self._known(np.unique(far.picture).tolist()))
        distance = np.where(ours, far.distance, np.inf).astype(np.float32)
        far = replace(far, distance=distance, picture=np.where(ours, far.picture, -1))
        return Neighbours.merged([near, far], neighbours)

    def _known(self, ids: Sequence[int]) -> list[int]:
        """Which of the pictures that a server names it may name."""
        found = self._read("id IN (SELECT value FROM json_each(?))", _json(ids))
        self._seen.update(found)
        return [
            each.id
            for each in found.values()
            if each.id <= self.newest
            and each.id not in self.touched
            and (self.among is None or each.shelf in self.among)
        ]

    def _read(self, where: str, value: object) -> dict[int, Entry]:
        """Pictures whose features are of this version, by id, in the order they came."""
        query = f"SELECT {_ENTRY} FROM pictures WHERE version = ? AND {where} ORDER BY id"
        entries = (Entry(*row) for row in self.collection.rows(query, VERSION, value))
        return {entry.id: entry for entry in entries}


def _json(values: Iterable[object]) -> str:
    return json.dumps(list(values))
