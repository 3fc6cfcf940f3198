"""Chance: what it does is no surprise, what it does not is."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import comb

from search.chance import surprise
from search.options import TURN, ZOOM

ALIKE = TURN / math.pi * ZOOM / math.log(8)  # of chance pairs, those with a like turn and zoom
SHARES = st.floats(1e-5, 0.05)


@given(st.integers(5, 60), st.integers(5, 60), SHARES)
def test_it_is_the_number_of_false_alarms(pairs: int, inliers: int, share: float) -> None:
    """(pairs - 4) C(pairs, inliers) C(inliers, 4) p^(inliers - 4), in exact integers."""
    inliers = min(inliers, pairs)
    tests = max(1, pairs - 4) * comb(pairs, inliers, exact=True) * comb(inliers, 4, exact=True)
    alarms = math.log10(tests) + (inliers - 4) * math.log10(share * ALIKE)
    assert surprise(pairs, inliers, share) == pytest.approx(max(0.0, -alarms), abs=1e-6)


@pytest.mark.parametrize("inliers", range(5))
@pytest.mark.parametrize("pairs", [4, 10, 500])
def test_what_fixes_a_view_is_no_surprise(pairs: int, inliers: int) -> None:
    """Any four pairs fit the view that they fix."""
    assert surprise(pairs, inliers, 1e-4) == 0


@given(st.integers(5, 400), SHARES)
def test_more_that_agree_surprise_more(pairs: int, share: float) -> None:
    """From where chance ends."""
    told = [surprise(pairs, inliers, share) for inliers in range(pairs + 1)]
    first = next((at for at, each in enumerate(told) if each), pairs)
    assert not any(told[:first])
    assert all(a < b for a, b in pairwise(told[first:]))


@given(st.integers(5, 60), SHARES)
def test_the_same_among_more_pairs_surprises_less(inliers: int, share: float) -> None:
    """Among many some agree."""
    told = [surprise(pairs, inliers, share) for pairs in range(inliers, 600, 20)]
    assert all(a >= b for a, b in pairwise(told))


@pytest.mark.slow
@pytest.mark.parametrize(("side", "pairs"), [(100, 40), (60, 80), (40, 30)])
def test_pairs_at_random_seldom_surprise(side: int, pairs: int) -> None:
    """Of 300 sets of random pairs, that fit a view as well as the best of 200 tries does, fewer
    have surprise above 0 than the one false alarm a comparison that it stands for; above 1, fewer
    than one in ten: the expected number of alarms is what it says.
    """
    draw = np.random.default_rng(side)
    told = np.array([surprise(pairs, _best(draw, side, pairs), _share(side)) for _ in range(300)])
    assert np.mean(told > 0) < 0.5
    assert np.mean(told > 1) < 0.1
    assert told.max() < math.log10(300) + 1


_REACH = 4.0


def _share(side: int) -> float:
    return math.pi * _REACH**2 / side**2


def _best(draw: np.random.Generator, side: int, pairs: int) -> int:
    """Most pairs that fit one of 200 affine views, each through three of them."""
    photo, picture = draw.uniform(0, side, (2, pairs, 2))
    turn, zoom = draw.uniform(-math.pi, math.pi, pairs), draw.uniform(-1, 1, pairs) * math.log(8)
    flat = np.column_stack([picture, np.ones(pairs)])
    most = 3
    for _ in range(200):
        some = draw.choice(pairs, 3, replace=False)
        if abs(np.linalg.det(flat[some])) < 1:
            continue
        view = np.linalg.solve(flat[some], photo[some])
        fit = np.linalg.norm(flat @ view - photo, axis=1) < _REACH
        fit &= np.abs((turn - turn[some[0]] + math.pi) % (2 * math.pi) - math.pi) < TURN
        fit &= np.abs(zoom - zoom[some[0]]) < ZOOM
        most = max(most, int(fit.sum()))
    return most
