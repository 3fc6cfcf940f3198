"""How far values can be believed: what they promised beside how often they were right."""

from dataclasses import dataclass

import numpy as np

from search.features import Doubles, Mask

BINS = 10  # of equal width, as wide as what people make of a value


@dataclass(frozen=True)
class Bin:
    """Answers of like value: their mean `value`, the share that was `right`, and how many."""

    value: float
    right: float
    count: int


def bins(values: Doubles, right: Mask) -> tuple[Bin, ...]:
    """By value; those without answers are left out."""
    which = (values * BINS).astype(int).clip(0, BINS - 1)
    return tuple(
        Bin(float(values[own].mean()), float(right[own].mean()), int(own.sum()))
        for own in (which == number for number in range(BINS))
        if own.any()
    )


def brier(values: Doubles, right: Mask) -> float:
    """Mean squared error (Brier 1950): 0 is perfect, 0.25 is to say one half always."""
    return float(np.mean((values - right) ** 2))


def error(found: tuple[Bin, ...]) -> float:
    """Expected calibration error (Naeini et al. 2015): by how much a value is off, on average."""
    off = sum(each.count * abs(each.value - each.right) for each in found)
    return off / max(1, sum(each.count for each in found))
