"""Vectors, compressed: which few of very many are probably the nearest (FAISS)."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import faiss
import numpy as np
from numpy.typing import NDArray

from search.features import Floats, Mask
from search.index import Numbers
from search.matrix import unit

Sums = NDArray[np.uint64]

_FORMAT = 1
_SUM = 65  # bytes: a checksum in hexadecimal, and a line end
_AXES = 512  # principal axes of the vectors (PCA), of which 2 numbers become 4 bits
_LISTS_PER_ROOT = 1  # inverted lists = sqrt(vectors)
_TRAINING = 40  # vectors a list for k-means; with fewer FAISS writes warnings
_LEAST = 1000  # vectors to train with: 16 centres want 39 each
_PROBES = 1 / 16  # share of the lists that a lookup reads
_ROUNDS = 10  # of k-means


@dataclass
class Codes:
    """128 bytes each: the first 512 principal components in inverted lists of 4-bit product codes,
    which FAISS scans in registers (Andre et al., Quicker ADC, 2019).

    `numbers` (rows,) say which picture's each row is, `sums` (rows,) are the first bytes of its
    vector's checksum, `planned` for how many it was trained.
    """

    rows: Any  # faiss.IndexPreTransform
    numbers: Numbers
    sums: Sums
    planned: int

    @staticmethod
    def sample(count: int) -> int:
        """How many vectors to train with, for `count`."""
        return max(_LEAST, _lists(count) * _TRAINING)

    @classmethod
    def train(cls, sample: Floats, count: int) -> Self:
        """Made to hold `count` vectors of unit length like those of a sample (n, dimensions)."""
        axes = min(_AXES, sample.shape[1] // 2 * 2)
        lists = min(_lists(count), max(1, len(sample) // _TRAINING))
        inverted: Any = faiss.index_factory(axes, f"IVF{lists},PQ{axes // 2}x4fs")
        rows = faiss.IndexPreTransform(_principal(sample, axes), inverted)
        inverted.cp.niter, inverted.nprobe = _ROUNDS, max(1, round(lists * _PROBES))
        rows.train(sample)  # on one thread: on two busy cores, two took 30 times as long
        return cls(rows, np.zeros(0, np.int64), np.zeros(0, np.uint64), count)

    def add(self, numbers: Numbers, sums: Sums, vectors: Floats) -> None:
        """Hold vectors (n, dimensions) too; nobody may search meanwhile."""
        self.rows.add(unit(vectors))
        self.numbers = np.append(self.numbers, numbers)
        self.sums = np.append(self.sums, sums)

    def nearest(self, vector: Floats, count: int, params: Any = None) -> Numbers:
        """The rows that are probably the nearest `count` or fewer; `params` are `only`'s."""
        rows: Numbers = self.rows.search(vector[None], count, params=params)[1][0]
        return rows[rows >= 0]

    def only(self, some: Mask) -> Any:
        """What a search is given that is to find only some rows (rows,)."""
        of: Any = faiss  # its types are those of C++
        bits = of.IDSelectorBitmap(np.packbits(some, bitorder="little"))
        lists: Any = faiss.extract_index_ivf(self.rows)
        inverted = of.SearchParametersIVF(sel=bits, nprobe=lists.nprobe)
        return of.SearchParametersPreTransform(index_params=inverted)

    def dump(self) -> bytes:
        """All of it, and its checksum."""
        head = json.dumps([_FORMAT, len(self.numbers), self.planned]).encode()
        arrays = self.numbers.tobytes(), self.sums.tobytes()
        body = b"".join([head, b"\n", *arrays, faiss.serialize_index(self.rows).data])
        return b"\n".join([_checksum(body), body])

    @classmethod
    def load(cls, path: Path) -> Self | None:
        """The reverse; None where it is not there, damaged, or of another version."""
        try:
            data = path.read_bytes()
            body, end = memoryview(data)[_SUM:], data.index(b"\n", _SUM)
            form, count, planned = json.loads(data[_SUM:end])
            if form != _FORMAT or data[: _SUM - 1] != _checksum(body):
                return None
            arrays = np.frombuffer(data, np.uint8, offset=end + 1)
            numbers, sums, rows = np.split(arrays, [8 * count, 16 * count])
            held = faiss.deserialize_index(rows)
        except (OSError, ValueError, TypeError, RuntimeError):
            return None
        return cls(held, numbers.view(np.int64), sums.view(np.uint64), planned)


def _checksum(body: bytes | memoryview) -> bytes:
    return hashlib.sha256(body).hexdigest().encode()


def _principal(sample: Floats, axes: int) -> Any:
    """The transform to the first principal axes; FAISS's own PCA takes 20 times as long."""
    turns = np.linalg.eigh(np.cov(sample.T, dtype=np.float32))[1].T[::-1][:axes]
    transform = faiss.LinearTransform(sample.shape[1], axes, True)  # noqa: FBT003  FAISS names none
    faiss.copy_array_to_vector(turns.ravel(), transform.A)
    faiss.copy_array_to_vector(-turns @ sample.mean(axis=0), transform.b)
    transform.is_trained = True
    return transform


def _lists(count: int) -> int:
    return max(1, int(_LISTS_PER_ROOT * count**0.5))
