"""The article's feature matrix: one vector a picture, made at first use and kept."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Self

import numpy as np
from numpy.typing import NDArray

from search.collection import Collection
from search.features import Floats, Mask
from search.index import Numbers
from search.source import SOURCE, Source

_BATCH = 1000  # vectors that are read at once, 8 MB


@dataclass(frozen=True)
class Matrix:
    """`vectors` (pictures, dimensions) float32 of unit length, `names` whose they are; only `some`
    (pictures,) are found, or all.
    """

    names: tuple[str, ...]
    vectors: Floats
    some: Mask | None = None

    @classmethod
    def load(cls, collection: Collection, detector: str, names: Mapping[int, str]) -> Self:
        """Preload what `Missing.keep` wrote, of pictures by number; there is no row of plain and
        of damaged ones.
        """
        kept: list[str] = []
        vectors = np.zeros((0, 0), np.float32)
        for numbers, _, rows in stored(collection, detector, names):
            if not kept:
                vectors = np.empty((len(names), rows.shape[1]), np.float32)
            vectors[len(kept) : len(kept) + len(rows)] = unit(rows)
            kept += [names[number] for number in numbers.tolist()]
        return cls(tuple(kept), vectors[: len(kept)])

    def among(self, some: Mask) -> Self:
        """The same, in which only some are found."""
        return replace(self, some=some)

    def nearest(self, vector: Floats, top: int) -> list[tuple[str, float]]:
        """Names and match values (1 - cosine distance) of the `top` nearest, best first; of equals
        the first by name.

        Equal to scipy.spatial.distance.cdist(..., "cosine"), as one BLAS product.
        """
        if not self.names or top < 1:
            return []
        values = (self.vectors @ unit(vector)).clip(-1, 1)  # rounding goes past 1
        rows = np.arange(len(values)) if self.some is None else np.flatnonzero(self.some)
        if len(rows) > top:
            least = -np.partition(-values[rows], top - 1)[top - 1]
            rows = rows[values[rows] >= least]
        best = rows[np.argsort(-values[rows], kind="stable")[:top]]
        return [(self.names[at], float(values[at])) for at in best]


@dataclass(frozen=True)
class Missing:
    """A picture whose vector is yet to be made."""

    picture: int
    source: Source

    @classmethod
    def of(cls, collection: Collection, detector: str) -> list[Self]:
        """Those of a collection, by name."""
        rows = collection.rows(
            f"SELECT id, {SOURCE} FROM pictures WHERE id NOT IN"
            " (SELECT picture FROM vectors WHERE detector = ?) ORDER BY name",
            detector,
        )
        return [cls(number, Source(*source)) for number, *source in rows]

    def keep(self, collection: Collection, detector: str, vector: Floats | None) -> None:
        """Store its vector (None: plain); nothing happens where the picture is gone meanwhile."""
        data = b"" if vector is None else vector.astype("<f4").tobytes()
        with collection.transaction() as database:
            database.execute(
                "INSERT OR REPLACE INTO vectors SELECT id, ?, ?, ? FROM pictures WHERE id = ?",
                (detector, data, hashlib.sha256(data).digest(), self.picture),
            )


def pictures(collection: Collection, detector: str) -> dict[int, str]:
    """The numbers and names of those whose vectors were made, by name."""
    rows = collection.rows(  # the + makes SQLite read the index of names, not whole pictures
        "SELECT id, name FROM pictures WHERE +id IN"
        " (SELECT picture FROM vectors WHERE detector = ?) ORDER BY name",
        detector,
    )
    return dict(rows)


def stored(
    collection: Collection, detector: str, numbers: Iterable[int]
) -> Iterator[tuple[Numbers, NDArray[np.uint64], Floats]]:
    """Vectors of pictures by number, in that order, a thousand at a time: the numbers (n,), the
    first 8 bytes of their checksums (n,), and (n, dimensions). Plain and damaged ones, and those
    that are gone meanwhile, are left out.
    """
    ahead = iter(numbers)
    while some := list(islice(ahead, _BATCH)):
        rows = collection.rows(
            "SELECT picture, checksum, vector FROM json_each(?) JOIN vectors"
            " ON picture = value AND detector = ? WHERE vector != x''",
            json.dumps(some),
            detector,
        )
        found = {row[0]: row[1:] for row in rows if hashlib.sha256(row[2]).digest() == row[1]}
        if there := [number for number in some if number in found]:
            sums = np.array([int.from_bytes(found[n][0][:8], "little") for n in there], np.uint64)
            vectors = np.frombuffer(b"".join(found[n][1] for n in there), "<f4")
            yield np.array(there, np.int64), sums, vectors.reshape(len(there), -1)


def unit(vectors: Floats) -> Floats:
    """Scale the last axis to length 1; zero stays zero."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return (vectors / np.where(length > 0, length, 1)).astype(np.float32)
