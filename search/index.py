"""Descriptors -> the nearest descriptors of the collection, and whose they are (FAISS)."""

from dataclasses import dataclass
from typing import Any, Self

import faiss
import numpy as np
from numpy.typing import NDArray

from search.features import Floats
from search.options import DESCRIPTOR, EXACT_ROWS

Owners = NDArray[np.int32]

_LISTS_PER_ROOT = 2  # inverted lists = 2 sqrt(rows): half of FAISS's advice trains 4 x faster
_TRAINING = 64  # rows a list for k-means
_PROBES = 1 / 32  # share of the lists that a lookup reads


@dataclass(frozen=True)
class Index:
    """The feature matrix: `rows` holds descriptors, `owners` (rows,) the picture each belongs to.

    Brute force up to EXACT_ROWS rows; beyond, inverted lists of 8-bit rows (benchmarks/README.md).
    """

    rows: Any  # faiss.Index
    owners: Owners

    @classmethod
    def build(cls, descriptors: Floats, owners: Owners) -> Self:
        """Index (rows, 64) float32 descriptors of the pictures `owners` (rows,)."""
        count = len(descriptors)
        if count <= EXACT_ROWS:
            rows: Any = faiss.IndexFlatL2(DESCRIPTOR)
        else:
            lists = int(_LISTS_PER_ROOT * count**0.5)
            rows = faiss.index_factory(DESCRIPTOR, f"IVF{lists},SQ8")
            sample = np.random.default_rng(0).permutation(count)[: lists * _TRAINING]
            rows.train(descriptors[sample])
            rows.nprobe = max(8, int(lists * _PROBES))
        if count:
            rows.add(descriptors)
        return cls(rows, owners)

    def search(self, descriptors: Floats, neighbours: int) -> tuple[Floats, Owners]:
        """The nearest rows of each descriptor: squared distances and owners, both (n, neighbours),
        nearest first. Where there are fewer rows: infinity and -1.
        """
        distances, rows = self.rows.search(descriptors, neighbours)
        found = rows >= 0
        owners = np.where(found, self.owners[rows] if len(self.owners) else -1, -1)
        return np.where(found, distances, np.inf).astype(np.float32), owners.astype(np.int32)

    def dump(self) -> bytes:
        """The rows as bytes; the owners follow from the pictures."""
        data: bytes = faiss.serialize_index(self.rows).tobytes()
        return data

    @classmethod
    def load(cls, data: bytes, owners: Owners) -> Self:
        """The reverse of `dump`. The caller has verified the bytes: FAISS trusts what it reads."""
        return cls(faiss.deserialize_index(np.frombuffer(data, np.uint8)), owners)
