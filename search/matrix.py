"""The article's feature matrix: one vector a picture, made at first use and kept."""

import hashlib
from collections.abc import Container
from dataclasses import dataclass
from itertools import islice
from typing import Self

import numpy as np

from search.collection import Collection
from search.features import Floats
from search.source import SOURCE, Source


@dataclass(frozen=True)
class Matrix:
    """`vectors` (pictures, dimensions) float32 of unit length, `names` whose they are."""

    names: tuple[str, ...]
    vectors: Floats

    @classmethod
    def load(cls, collection: Collection, detector: str) -> Self:
        """Preload what `Missing.keep` wrote; plain pictures have no row, nor have damaged ones."""
        stored = collection.rows(
            "SELECT name, vector, v.checksum FROM vectors v JOIN pictures ON id = picture"
            " WHERE detector = ? AND vector != x'' ORDER BY name",
            detector,
        )
        rows = [each[:2] for each in stored if hashlib.sha256(each[1]).digest() == each[2]]
        stacked = b"".join(vector for _, vector in rows)
        vectors = np.frombuffer(stacked, np.float32).reshape(len(rows), -1 if rows else 0)
        return cls(tuple(name for name, _ in rows), unit(vectors))

    def nearest(
        self, vector: Floats, top: int, among: Container[str] | None = None
    ) -> list[tuple[str, float]]:
        """Names and match values (1 - cosine distance) of the `top` nearest, best first, of all
        pictures or among some names.

        Equal to scipy.spatial.distance.cdist(..., "cosine"), as one BLAS product.
        """
        if not self.names:
            return []
        values = (self.vectors @ unit(vector)).clip(-1, 1)  # rounding goes past 1
        found = ((self.names[at], float(values[at])) for at in np.argsort(-values, kind="stable"))
        return list(islice((each for each in found if among is None or each[0] in among), top))


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


def unit(vectors: Floats) -> Floats:
    """Scale the last axis to length 1; zero stays zero."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return (vectors / np.where(length > 0, length, 1)).astype(np.float32)
