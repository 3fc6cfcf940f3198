"""Descriptors -> the nearest descriptors of the collection, and whose they are (FAISS)."""

import os
from dataclasses import dataclass, replace
from typing import Any, Self

import faiss
import numpy as np
from numpy.typing import NDArray

from search.features import Floats, Rows, descriptors
from search.options import DESCRIPTOR, EXACT_ROWS

Owners = NDArray[np.int32]
Positions = NDArray[np.int64]

_LISTS_PER_ROOT = 2  # inverted lists = 2 sqrt(rows): half of FAISS's advice trains 4 x faster
_TRAINING = 64  # rows a list for k-means
_LEAST_TRAINING = 39  # with less FAISS writes warnings
_PROBES = 1 / 128  # share of the lists that a lookup reads
_LEAST_PROBES, _MOST_PROBES = 8, 16


@dataclass(frozen=True)
class Index:
    """The feature matrix: `rows` holds descriptors, `owners` (rows,) the picture each belongs to,
    `turn` (rows,) radians and `size` (rows,) log px, float32, those of its keypoint.

    Brute force up to EXACT_ROWS rows; beyond, inverted lists of 8-bit rows (benchmarks/README.md).
    """

    rows: Any  # faiss.Index
    owners: Owners
    turn: Floats
    size: Floats
    _only: Any = None  # faiss.SearchParameters

    @classmethod
    def build(cls, packed: Rows, owners: Owners) -> Self:
        """Index packed rows (rows,) of the pictures `owners` (rows,)."""
        count, numbers = len(packed), descriptors(packed)
        if count <= EXACT_ROWS:
            rows: Any = faiss.IndexFlatL2(DESCRIPTOR)
        else:
            lists = min(int(_LISTS_PER_ROOT * count**0.5), count // _LEAST_TRAINING)
            rows = faiss.index_factory(DESCRIPTOR, f"IVF{lists},SQ8")
            faiss.omp_set_num_threads(os.cpu_count() or 1)  # of this thread, for what takes seconds
            sample = np.random.default_rng(0).permutation(count)[: lists * _TRAINING]
            rows.train(numbers[sample])
            rows.nprobe = min(max(_LEAST_PROBES, int(lists * _PROBES)), _MOST_PROBES)
        if count:
            rows.add(numbers)
        faiss.omp_set_num_threads(1)
        return cls(rows, owners, *_views(packed))

    def among(self, some: NDArray[np.bool_]) -> Self:
        """The same, in which only some rows (rows,) are found: a lookup passes over the others,
        which take no place of its neighbours.
        """
        of: Any = faiss  # its types are those of C++
        bits = of.IDSelectorBitmap(np.packbits(some, bitorder="little"))
        if isinstance(self.rows, faiss.IndexIVF):
            return replace(self, _only=of.SearchParametersIVF(sel=bits, nprobe=self.rows.nprobe))
        return replace(self, _only=of.SearchParameters(sel=bits))

    def search(self, descriptors: Floats, neighbours: int) -> tuple[Floats, Positions]:
        """The nearest rows of each descriptor: squared distances and numbers of rows, both
        (n, neighbours), nearest first. Where there are fewer rows: infinity and -1.
        """
        distances, rows = self.rows.search(descriptors, neighbours, params=self._only)
        return np.where(rows >= 0, distances, np.inf).astype(np.float32), rows

    def dump(self) -> bytes:
        """The rows as bytes; the rest follows from the pictures."""
        data: bytes = faiss.serialize_index(self.rows).tobytes()
        return data

    @classmethod
    def load(cls, data: bytes, packed: Rows, owners: Owners) -> Self:
        """The reverse of `dump`. The caller has verified the bytes: FAISS trusts what it reads."""
        return cls(faiss.deserialize_index(np.frombuffer(data, np.uint8)), owners, *_views(packed))


def _views(packed: Rows) -> tuple[Floats, Floats]:
    turn, size = (packed[name].astype(np.float32) for name in ("angle", "size"))
    return np.radians(turn), np.log(size.clip(1e-3))
