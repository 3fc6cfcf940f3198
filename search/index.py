"""What an index answers: the nearest rows of each descriptor, and whose they are."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from search.features import Floats

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Neighbours:
    """For each of n descriptors the k nearest rows, nearest first; every array is (n, k).

    `distance` float32, squared, infinity where there are fewer rows; `picture` int64, the id of the
    row's picture in the collection, -1 likewise; `row` int64, which of the picture's features it
    is; `turn` radians and `size` log px, float32, of that keypoint.
    """

    distance: Floats
    picture: Numbers
    row: Numbers
    turn: Floats
    size: Floats

    @classmethod
    def none(cls, descriptors: int, neighbours: int) -> Self:
        """Nothing is near."""
        shape = descriptors, neighbours
        far, nobody = np.full(shape, np.inf, np.float32), np.full(shape, -1, np.int64)
        zero = np.zeros(shape, np.float32)
        return cls(far, nobody, nobody.copy(), zero, zero.copy())

    @classmethod
    def merged(cls, parts: Sequence[Self], neighbours: int) -> Self:
        """The nearest of what several indexes found, one at least."""
        if len(parts) == 1 and parts[0].distance.shape[1] == neighbours:
            return parts[0]
        every = {
            f.name: np.concatenate([getattr(p, f.name) for p in parts], 1) for f in fields(cls)
        }
        order = np.argsort(every["distance"], axis=1, kind="stable")[:, :neighbours]
        return cls(*(np.take_along_axis(each, order, 1) for each in every.values()))


class Index(Protocol):
    """Rows of pictures, in memory, on disk or elsewhere."""

    def search(self, descriptors: Floats, neighbours: int) -> Neighbours:
        """The nearest rows of each descriptor (n, 64), of unit length. Raises CollectionError."""
        ...
