"""Which of some places are near which others, without comparing all with all."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.intp]


def along(ones: NDArray[Any], others: NDArray[Any], reach: float) -> tuple[Indices, Indices]:
    """Indices of all pairs that lie at most `reach` apart along one axis: of places `ones` (n,)
    in their order, and of `others` (m,) on the same axis.
    """
    order = np.argsort(others, kind="stable")
    first = np.searchsorted(others[order], ones - reach)
    count = np.searchsorted(others[order], ones + reach, "right") - first
    one = np.repeat(np.arange(len(ones)), count)
    return one, order[np.arange(len(one)) + np.repeat(first - np.cumsum(count) + count, count)]
