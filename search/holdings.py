"""The rows of a collection at an index server: put, dropped, counted, searched."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np

from search import keys
from search.address import Address
from search.features import VERSION, Floats, Rows, descriptors
from search.index import Neighbours
from search.milvus import Kind, Table
from search.options import DESCRIPTOR

_FEATURES = hashlib.sha256(VERSION.encode()).hexdigest()[:8]  # of another version: another table
ROWS = Kind(f"kazami_rows_{_FEATURES}", DESCRIPTOR, ("picture", "shelf", "rows"))
_PAGE = 5_000  # pictures, by id, that are asked for at once


class Held(NamedTuple):
    """What a server holds of a picture: how many rows, of which features (40 bits of their
    checksum), and on which shelf (keys.of_shelf). Its first row tells.
    """

    rows: int
    features: int
    shelf: int

    @classmethod
    def of(cls, rows: int, checksum: bytes, shelf: str) -> Self:
        """What it should hold."""
        return cls(rows, int.from_bytes(checksum[:5], "big"), keys.of_shelf(shelf))

    @property
    def head(self) -> int:
        """`rows` of its first row; that of all others is 0."""
        return self.features << 16 | self.rows


@dataclass(frozen=True)
class Sent:
    """A picture on its way to a server: its packed rows (n,), those that are indexed."""

    id: int
    held: Held
    rows: Rows


class Holdings:
    """Of one Kazami collection. Raises Unreachable, as Table does."""

    def __init__(self, address: Address, kazami: str) -> None:
        self._table = Table(address, kazami, ROWS)
        self.address = address
        self.prepare, self.settle = self._table.prepare, self._table.settle
        self.close = self._table.close

    def search(
        self, asked: Floats, neighbours: int, shelves: frozenset[str] | None = None
    ) -> Neighbours:
        """The nearest rows of descriptors (n, 64), on some shelves (None: all)."""
        where = "" if shelves is None else f"shelf in {sorted(map(keys.of_shelf, shelves))}"
        return keys.neighbours(*self._table.search(asked, neighbours, where))

    def put(self, pictures: Sequence[Sent]) -> None:
        """Write the rows of pictures of which it holds none; the first row of each tells how many
        there are.
        """
        if not pictures:
            return
        counts = [len(each.rows) for each in pictures]
        heads = (0 if at else each.held.head for each in pictures for at in range(len(each.rows)))
        self._table.insert(
            descriptors(np.concatenate([each.rows for each in pictures])),
            np.concatenate([keys.of_rows(each.id, each.rows) for each in pictures]),
            picture=np.repeat([each.id for each in pictures], counts).tolist(),
            shelf=np.repeat([each.held.shelf for each in pictures], counts).tolist(),
            rows=heads,
        )

    def drop(self, pictures: Sequence[int]) -> None:
        """Take away all rows of pictures; nothing happens where it holds none."""
        self._table.delete(_of(pictures))

    def count(self, pictures: Sequence[int] | None = None) -> int:
        """How many rows it holds of some pictures, or of all (None)."""
        if pictures is None:
            return self._table.count()
        return self._table.count(_of(pictures)) if pictures else 0

    def audit(self) -> dict[int, Held]:
        """What it holds of every picture. Where the first rows and all do not add up, a program
        died or a server lost something: all rows thereabouts are dropped. So nobody may be sending
        meanwhile (`ledger.sending`).
        """
        held: dict[int, Held] = {}
        first = 0
        while self._table.count(f"picture >= {first}"):
            page = f"picture >= {first} and picture < {first + _PAGE}"
            found = self._table.query(f"{page} and rows > 0", "picture", "rows", "shelf")
            heads = [(row["picture"], row["rows"], row["shelf"]) for row in found]
            these = {n: Held(head & 0xFFFF, head >> 16, shelf) for n, head, shelf in heads}
            if sum(each.rows for each in these.values()) == self._table.count(page):
                held |= these
            else:
                self._table.delete(page)
            first += _PAGE
        return held


def _of(pictures: Sequence[int]) -> str:
    return f"picture in {list(pictures)}"
