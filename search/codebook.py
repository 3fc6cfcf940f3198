"""What the inverted lists of all segments share: their centroids and the code of a row (FAISS)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import faiss
import numpy as np
from numpy.typing import NDArray

from search.features import Floats
from search.options import (
    BRANCHES,
    DESCRIPTOR,
    LEAST_PROBES,
    LIST_ROWS,
    LISTS_PER_ROOT,
    MOST_PROBES,
    MOST_ROWS,
    PROBES,
    TRAINING,
)

CODE_BYTES = 16  # PQ32x4: 32 pairs of numbers, half a byte each
CODE = np.dtype([("list", "<u4"), ("code", "u1", CODE_BYTES)])
Codes = NDArray[np.void]  # of CODE
_LEAST_TRAINING = 39  # rows a list; with less FAISS writes warnings
_ROUNDS = 10  # of k-means


@dataclass(frozen=True)
class Asked:
    """Descriptors (n, 64) that are looked up, and for each the nearest lists, nearest first:
    `lists` (n, probes) int64, `apart` (n, probes) float32, squared distances of their centroids.
    """

    descriptors: Floats
    lists: NDArray[np.int64]
    apart: Floats


@dataclass(frozen=True)
class Codebook:
    """Trained once, on rows of a collection: it serves until that is several times as large.

    A row's code does not depend on its list (`by_residual` is off), so that a lookup prepares each
    descriptor once, not once a list; what that costs is measured in benchmarks/README.md.
    """

    book: Any  # faiss.IndexIVFPQFastScan without rows
    rows: int  # that it was made for
    most: int  # rows of a picture that are indexed, its best
    files: Mapping[str, str] = field(default_factory=dict)  # where it is kept, as of a segment

    @classmethod
    def train(cls, sample: Floats, rows: int, most: int) -> Self:
        """For so many rows, from a sample of them (n, 64); `wanted` says how many."""
        lists = min(lists_for(rows), max(1, len(sample) // _LEAST_TRAINING))
        tree = _tree(sample, lists)
        book: Any = faiss.IndexIVFPQFastScan(tree, DESCRIPTOR, lists, 2 * CODE_BYTES, 4)
        book.by_residual = False
        book.train(np.ascontiguousarray(sample))  # on one thread: two wait for each other
        return cls(_owned(book, tree), rows, most)

    @property
    def lists(self) -> int:
        """How many there are."""
        return int(self.book.nlist)

    def encode(self, descriptors: Floats) -> Codes:
        """The list and the code of rows (n, 64)."""
        codes = np.zeros(len(descriptors), CODE)
        if len(descriptors):
            codes["list"] = self.book.quantizer.search(descriptors, 1)[1][:, 0]
            codes["code"] = self.book.pq.compute_codes(descriptors)
        return codes

    def ask(self, descriptors: Floats) -> Asked:
        """The lists in which to look for the nearest rows of descriptors (n, 64)."""
        apart, lists = self.book.quantizer.search(descriptors, probes_for(self.rows, self.lists))
        return Asked(descriptors, lists, apart)

    def dump(self) -> bytes:
        """As bytes."""
        data: bytes = faiss.serialize_index(self.book).tobytes()
        return data

    @classmethod
    def load(cls, data: NDArray[np.uint8], rows: int, most: int) -> Self:
        """The reverse of `dump`. The caller has verified the bytes: FAISS trusts what it reads."""
        return cls(faiss.deserialize_index(data), rows, most)


def _tree(sample: Floats, lists: int) -> Any:
    """What finds the nearest of so many centroids: among those below the nearest few of about the
    square root as many, which were found by k-means of all rows, as those below each were of its
    own (Nister, Stewenius 2006, "Scalable recognition with a vocabulary tree").
    """
    roots = _kmeans(sample, round(math.sqrt(lists)))
    below = _exactly(roots).search(sample, 1)[1][:, 0]
    ends = np.cumsum(np.bincount(below, minlength=len(roots))) * lists / len(sample)
    shares = np.diff(np.round(ends).astype(int), prepend=0)
    few = [_kmeans(sample[below == n], share) for n, share in enumerate(shares) if share]
    top = _exactly(roots[shares > 0])
    tree: Any = faiss.IndexIVFFlat(top, DESCRIPTOR, top.ntotal)
    tree.is_trained, tree.nprobe = True, min(BRANCHES, top.ntotal)
    leaves, root = np.concatenate(few), np.repeat(np.arange(top.ntotal), shares[shares > 0])
    tree.add_core(lists, faiss.swig_ptr(leaves), None, faiss.swig_ptr(root))
    return _owned(tree, top)


def _exactly(rows: Floats) -> Any:
    index = faiss.IndexFlatL2(DESCRIPTOR)
    index.add(rows)
    return index


def _owned(index: Any, quantizer: Any) -> Any:
    """An index that frees its quantizer, which Python would free too."""
    quantizer.this.disown()
    index.own_fields = True
    return index


def _kmeans(rows: Floats, count: int) -> Floats:
    found: Any = faiss.Kmeans(DESCRIPTOR, count, niter=_ROUNDS, min_points_per_centroid=1)
    found.train(np.ascontiguousarray(rows))
    return np.asarray(found.centroids, np.float32)


def lists_for(rows: int) -> int:
    """Inverted lists for so many rows."""
    return max(1, round(min(LISTS_PER_ROOT * math.sqrt(rows), rows / LIST_ROWS)))


def probes_for(rows: int, lists: int) -> int:
    """How many of so many lists of so many rows a lookup reads for each descriptor."""
    most = min(MOST_PROBES, round(MOST_ROWS * lists / rows))
    return min(max(LEAST_PROBES, min(most, round(lists * PROBES))), lists)


def wanted(rows: int) -> int:
    """How many rows to train on, where a collection has so many."""
    return min(rows, lists_for(rows) * TRAINING)
