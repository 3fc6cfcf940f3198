"""Pairs of places: beside brute force."""

import numpy as np
import pytest

from search import nearby


@pytest.mark.parametrize("reach", [0, 3, 1000])
def test_all_pairs_within_reach_are_found_once(reach: int) -> None:
    """And no others; places that are the same, and none at all, included."""
    draw = np.random.default_rng(reach)
    ones, others = draw.integers(0, 50, 40), draw.integers(0, 50, 60)
    one, other = nearby.along(ones, others, reach)
    wanted = np.nonzero(np.abs(ones[:, None] - others) <= reach)
    assert sorted(zip(one, other, strict=True)) == sorted(zip(*wanted, strict=True))
    assert (np.diff(one) >= 0).all()
    assert len(nearby.along(ones[:0], others, reach)[0]) == 0
    assert len(nearby.along(ones, others[:0], reach)[0]) == 0
