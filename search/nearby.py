"""Which of some places are near which others, without comparing all with all."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.features import Indices

_STRIPS = np.array([[-1], [0], [1]])  # in which to look: as high as the reach, its own and the next


def around(ones: NDArray[Any], others: NDArray[Any], reach: float) -> tuple[Indices, Indices]:
    """Indices of all pairs at most `reach` apart along either axis: of places `ones` (n, 2) and
    `others` (m, 2).
    """
    x, y = np.asarray(ones, np.float64).T
    other_x, other_y = np.asarray(others, np.float64).T
    height = max(reach, 1.0)
    left = min(x.min(initial=0), other_x.min(initial=0)) - reach
    width = max(x.max(initial=0), other_x.max(initial=0)) - left + 2 * reach  # of a strip, and more
    place = np.floor(other_y / height) * width + other_x - left
    order = np.argsort(place, kind="stable")
    place = place[order]
    start = ((np.floor(y / height) + _STRIPS) * width + x - left).ravel()
    first = np.searchsorted(place, start - reach)
    count = np.searchsorted(place, start + reach, "right") - first
    which, at = runs(first, count)
    one, other = which % max(1, len(x)), order[at]
    near = np.abs(y[one] - other_y[other]) <= reach
    return one[near], other[near]


def runs(first: NDArray[Any], count: NDArray[Any]) -> tuple[Indices, Indices]:
    """The numbers of all runs (n,) of `count` from `first` on, and before each the run it is of."""
    which = np.repeat(np.arange(len(first)), count)
    return which, np.arange(len(which)) + np.repeat(first - np.cumsum(count) + count, count)
