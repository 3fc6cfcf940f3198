"""Overlaps of convex polygons, against counting points."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.duplicates.polygon import area, holds, shared
from search.features import Floats

SQUARE = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
GRID = np.stack(np.meshgrid(*[(np.arange(100) + 0.5) / 100] * 2), -1).reshape(-1, 2)
seeds = st.integers(0, 10_000)


def convex(seed: int) -> Floats:
    """A triangle or more on an ellipse about the square, either way round."""
    draw = np.random.default_rng(seed)
    angles = np.sort(draw.uniform(0, 2 * np.pi, draw.integers(3, 8)))[:: draw.choice([-1, 1])]
    around = np.column_stack([np.cos(angles), np.sin(angles)]) * draw.uniform(0.2, 2, 2)
    return (around + draw.uniform(0, 1, 2)).astype(np.float32)


@given(seeds)
def test_the_shared_part_is_where_both_are(seed: int) -> None:
    """As a fine grid of points sees it, in either order."""
    polygon, points = convex(seed), GRID.astype(np.float32)
    counted = holds(polygon, points).mean()
    assert area(shared(polygon, SQUARE)) == pytest.approx(counted, abs=0.02)
    assert area(shared(SQUARE, polygon)) == pytest.approx(counted, abs=0.02)


@given(seeds, st.sampled_from([0, 1e-7, 1e-5, 1e-3]))
def test_polygons_that_are_all_but_the_same_share_all(seed: int, noise: float) -> None:
    """Where OpenCV's intersectConvexConvex often finds nothing."""
    polygon = shared(convex(seed), SQUARE)
    other = polygon + np.random.default_rng(seed).normal(0, noise, polygon.shape)
    both = shared(polygon, shared(other.astype(np.float32), SQUARE))
    assert area(both) == pytest.approx(area(polygon), abs=10 * noise + 0.002)


def test_what_lies_apart_shares_nothing() -> None:
    """Nor does what only touches."""
    assert area(shared(SQUARE, SQUARE + 2)) == 0
    assert area(shared(SQUARE, SQUARE + np.array([1, 0], np.float32))) == 0


@given(seeds, st.sampled_from([1e-7, 1e-6, 1e-5, 1e-4]))
def test_parts_with_edges_next_to_nothing_hold_what_is_in_them(seed: int, noise: float) -> None:
    """An outline that is all but the whole picture, as a copy's is, is cut off by a hair."""
    draw = np.random.default_rng(seed)
    outline, other = (SQUARE + draw.normal(0, noise, (2, 4, 2))).astype(np.float32)
    part = shared(outline, SQUARE)
    assert area(part) == pytest.approx(1, abs=0.002)
    assert area(shared(part, shared(other, SQUARE))) == pytest.approx(1, abs=0.002)
    assert holds(part, GRID.astype(np.float32)).all()
