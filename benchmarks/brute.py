"""Exact search over all indexed rows of a snapshot, to compare an index with."""

from collections.abc import Iterator
from dataclasses import dataclass

import faiss
import numpy as np

from search.features import Features, Floats
from search.index import Neighbours
from search.options import INDEX_FEATURES
from search.snapshot import Snapshot

_AT_ONCE = 2000  # pictures in memory


@dataclass(frozen=True)
class Brute:
    """All indexed rows of a snapshot at full precision, read again for each photo."""

    snapshot: Snapshot

    def search(self, descriptors: Floats, neighbours: int) -> Neighbours:
        """The nearest of all."""
        best = Neighbours.none(len(descriptors), neighbours)
        for ids, rows in self._chunks():
            best = Neighbours.merged(
                [best, _nearest(descriptors, ids, rows, neighbours)], neighbours
            )
        return best

    def _chunks(self) -> Iterator[tuple[list[int], list[Features]]]:
        every, book = self.snapshot.ids, self.snapshot.codebook
        most = book.most if book else INDEX_FEATURES
        for at in range(0, len(every), _AT_ONCE):
            ids = every[at : at + _AT_ONCE]
            whole = (self.snapshot.features(id_) for id_ in ids)
            yield ids, [each.where(np.arange(len(each)) < most) for each in whole]


def _nearest(
    descriptors: Floats, ids: list[int], rows: list[Features], neighbours: int
) -> Neighbours:
    counts = [len(each) for each in rows]
    owner = np.repeat(ids, counts)
    row = np.concatenate([np.arange(count) for count in counts])
    every = np.concatenate([each.descriptors for each in rows])
    distance, at = faiss.knn(descriptors, every, neighbours)
    turn = np.radians(np.concatenate([each.angle for each in rows]))
    size = np.log(np.concatenate([each.size for each in rows]).clip(1e-3))
    return Neighbours(distance, owner[at], row[at], turn[at], size[at])
