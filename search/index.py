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
    def joined(cls, parts: Sequence[Self], axis: int = 0) -> Self:
        """Of the descriptors of all, one after another; or (axis 1) all rows of the same ones."""
        every = ([getattr(part, each.name) for part in parts] for each in fields(cls))
        return cls(*(np.concatenate(each, axis) for each in every))

    @classmethod
    def merged(cls, parts: Sequence[Self], neighbours: int) -> Self:
        """The nearest of what several indexes found, one at least."""
        if len(parts) == 1 and parts[0].distance.shape[1] == neighbours:
            return parts[0]
        every = cls.joined(parts, 1)
        order = np.argsort(every.distance, axis=1, kind="stable")[:, :neighbours]
        found = (getattr(every, each.name) for each in fields(cls))
        return cls(*(np.take_along_axis(each, order, 1) for each in found))

    def of(self, which: Sequence[int] | slice) -> Self:
        """Of some of the descriptors, in that order."""
        return type(self)(*(getattr(self, each.name)[which] for each in fields(self)))


class Index(Protocol):
    """Rows of pictures, in memory, on disk or elsewhere."""

    def search(self, descriptors: Floats, neighbours: int) -> Neighbours:
        """The nearest rows of each descriptor (n, 64), of unit length. Raises CollectionError."""
        ...
