"""The article's vectors at an index server: brought in line with SQLite, and asked."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import count

import numpy as np
from numpy.typing import NDArray

from search import article
from search.address import Address
from search.collection import Collection
from search.errors import Unreachable
from search.features import Floats, Mask
from search.index import Numbers
from search.matrix import Matrix, stored, unit
from search.milvus import Kind, Table
from search.options import DESCRIPTOR, EXACT_PICTURES, KEYPOINTS, SHORTLIST

DETECTOR = "kaze"  # vectors of others are of other lengths, and stay here
_VERSION = hashlib.sha256(article.VERSION.encode()).hexdigest()[:8]
VECTORS = Kind(f"kazami_vectors_{_VERSION}", KEYPOINTS * DESCRIPTOR, ("sum",))
_PAGE = 5_000  # ids that are asked for at once


class Vault:
    """What a server has of one collection, `kazami`. Raises Unreachable."""

    def __init__(self, address: Address, kazami: str) -> None:
        self._table = Table(address, kazami, VECTORS)
        self._held: set[int] | None = None
        self.close = self._table.close

    def load(self, collection: Collection, names: Mapping[int, str]) -> "Far":
        """Once the server has the vectors of these pictures and no others."""
        held, self._held = self._held, None  # until it is known again
        self._table.prepare()
        if held is None or self._table.count() != len(held):
            held = self._listed()
            if not self._ours(collection, held & names.keys()):
                self._table.delete("key >= 0")
                held = set()
        gone = sorted(held - names.keys())
        for at in range(0, len(gone), _PAGE):
            self._table.delete(f"key in {gone[at : at + _PAGE]}")
        new = [number for number in names if number not in held]
        for numbers, sums, vectors in stored(collection, DETECTOR, new):
            self._table.insert(unit(vectors), numbers, sum=_signed(sums))
            held |= set(numbers.tolist())
        held -= set(gone)
        if self._table.count() != len(held):
            raise Unreachable(self._table.address, f"it does not hold {len(held)} vectors sent")
        self._held = held
        self._table.settle()
        ids = [number for number in names if number in held]
        return Far(collection, self._table, np.array(ids, np.int64), tuple(names[n] for n in ids))

    def _ours(self, collection: Collection, both: set[int]) -> bool:
        """Whether it has what we have. Numbers are given once, but an older state that was put back
        gives them again: then the highest one of both is another picture.
        """
        for numbers, sums, _ in stored(collection, DETECTOR, sorted(both)[-1:]):
            there = self._table.query(f"key in {numbers.tolist()}", "sum")
            return [row["sum"] for row in there] == _signed(sums)
        return not both

    def _listed(self) -> set[int]:
        held: set[int] = set()
        for first in count(0, _PAGE):
            if not self._table.count(f"key >= {first}"):
                return held
            page = f"key >= {first} and key < {first + _PAGE}"
            held |= {row["key"] for row in self._table.query(page, "key")}
        return held


def _signed(sums: NDArray[np.uint64]) -> list[int]:
    numbers: list[int] = sums.view(np.int64).tolist()
    return numbers


@dataclass(frozen=True)
class Far:
    """What Matrix is for vectors on this machine: those of the pictures `ids` (n,), `names` theirs;
    only `some` (n,) are found, or all.
    """

    collection: Collection
    table: Table
    ids: Numbers
    names: tuple[str, ...]
    some: Mask | None = None

    def among(self, some: Mask) -> "Far | Matrix":
        """The same, in which only some are found: exactly, where these are few."""
        if some.sum() <= EXACT_PICTURES:
            return self._exactly(self.ids[some])
        return replace(self, some=some)

    def nearest(self, vector: Floats, top: int) -> list[tuple[str, float]]:
        """As Matrix.nearest, of all those that the server proposes. Raises Unreachable."""
        if not len(self.ids) or top < 1:
            return []
        keys = self.table.search(unit(vector)[None], max(SHORTLIST, 2 * top), self._where())[1]
        return self._exactly(keys[0]).nearest(vector, top)

    def _exactly(self, ids: Numbers) -> Matrix:
        shown = np.ones(len(self.ids), np.bool_) if self.some is None else self.some
        at = np.flatnonzero(shown & np.isin(self.ids, ids))  # by name, so that equals are
        return Matrix.load(self.collection, DETECTOR, {int(self.ids[i]): self.names[i] for i in at})

    def _where(self) -> str:
        """In the fewest words which of them may be found."""
        if self.some is None or self.some.all():
            return ""
        few, word = (
            (self.some, "in") if 2 * self.some.sum() < len(self.some) else (~self.some, "not in")
        )
        return f"key {word} {self.ids[few].tolist()}"
