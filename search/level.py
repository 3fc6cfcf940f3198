"""The keypoints of an image at one size, spread over it, and described when they are asked for."""

from typing import Self

import numpy as np
from numpy.typing import NDArray

from search.features import Floats, Indices
from search.image import Pixels
from search.kaze import Space
from search.options import CELLS, DESCRIPTOR, THINNEST

COLUMNS = 4 + DESCRIPTOR  # of a level's table


class Level:
    """The keypoints of one level that is `zoom` (2,) times smaller than the working image: `xy`
    (n, 2) px of that, and the `order` (n,) in which to keep them; described when asked for.
    """

    def __init__(self, space: Space, order: Indices, zoom: NDArray[np.float64]) -> None:
        self.xy = ((space.xy + 0.5) * zoom - 0.5).astype(np.float32)
        self.order = order
        self._space, self._zoom = space, zoom
        self._known = np.zeros(len(order), np.bool_)
        self._table = np.empty((len(order), COLUMNS), np.float32)

    @classmethod
    def of(cls, pixels: Pixels, zoom: NDArray[np.float64]) -> Self:
        """Find them."""
        space = Space.of(pixels) if min(pixels.shape) >= THINNEST else Space.empty()
        return cls(space, spread(space.xy, space.response, *pixels.shape[::-1]), zoom)

    def described(self, which: Indices) -> Floats:
        """(n, COLUMNS): x, y, size in px of the working image; angle, descriptor."""
        new = which[~self._known[which]]
        if len(new):
            angle, descriptors = self._space.describe(new)
            size = self._space.size[new] * np.sqrt(self._zoom.prod())
            self._table[new] = np.column_stack([self.xy[new], size, angle, descriptors])
            self._known[new] = True
        return self._table[which]


def spread(xy: Floats, response: Floats, width: int, height: int) -> Indices:
    """The order in which to keep keypoints: the strongest of every grid cell first, then the
    second strongest of every cell, and so on, so that no busy corner takes them all.
    """
    column = (xy[:, 0] * CELLS / width).astype(int).clip(0, CELLS - 1)
    row = (xy[:, 1] * CELLS / height).astype(int).clip(0, CELLS - 1)
    cell = row * CELLS + column
    order = np.lexsort((-response, cell))
    starts = np.searchsorted(cell[order], np.arange(CELLS * CELLS))
    rank = np.empty(len(xy), int)
    rank[order] = np.arange(len(xy)) - starts[cell[order]]
    return np.lexsort((-response, rank))
