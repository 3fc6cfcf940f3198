"""Pairs of places: beside brute force."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import nearby


@given(st.integers(0, 40), st.integers(0, 60), st.sampled_from([0, 1, 3, 1000]), st.integers(0, 99))
def test_all_pairs_within_reach_are_found_once(
    one: int, other: int, reach: float, seed: int
) -> None:
    """And no others; places that are the same, below zero, and none at all, included."""
    draw = np.random.default_rng(seed)
    ones, others = draw.integers(-9, 50, (one, 2)), draw.integers(-9, 50, (other, 2))
    found = nearby.around(ones, others, reach)
    wanted = np.nonzero((np.abs(ones[:, None] - others) <= reach).all(axis=2))
    assert sorted(zip(*found, strict=True)) == sorted(zip(*wanted, strict=True))


@pytest.mark.parametrize("kind", ["f4", "i8"])
def test_places_of_either_kind_are_taken(kind: str) -> None:
    """Points of a view, and pixels."""
    places = np.array([[0, 0], [2, 2], [9, 0]], kind)
    one, other = nearby.around(places, places, 2)
    assert sorted(zip(one.tolist(), other.tolist(), strict=True)) == [
        *((0, 0), (0, 1), (1, 0), (1, 1), (2, 2))
    ]


def test_runs_are_counted_one_after_another() -> None:
    """Empty ones have no numbers."""
    which, number = nearby.runs(np.array([5, 0, 2]), np.array([2, 0, 3]))
    assert which.tolist() == [0, 0, 2, 2, 2]
    assert number.tolist() == [5, 6, 2, 3, 4]
