"""Matches -> the answer."""

import numpy as np
import pytest

from search.geometry import Geometry, corners
from search.options import EVEN_INLIERS, MAYBE_INLIERS, SAME_INLIERS
from search.verdict import Answer, Match, judge, match, value
from tests.search.edits import random_features


def matches(*inliers: int) -> list[Match]:
    """Matches named by their inliers."""
    return [Match(str(each), None, value(each), each) for each in inliers]


@pytest.mark.parametrize(
    ("inliers", "word", "shown"),
    [
        ([], "none", []),
        ([0], "none", [0]),
        ([MAYBE_INLIERS - 1, 0], "none", [MAYBE_INLIERS - 1, 0]),
        ([3, MAYBE_INLIERS], "maybe", [MAYBE_INLIERS, 3]),
        ([SAME_INLIERS - 1, 5], "maybe", [SAME_INLIERS - 1, 5]),
        ([5, SAME_INLIERS, MAYBE_INLIERS], "same", [SAME_INLIERS, MAYBE_INLIERS]),
        ([500, 20, 30], "same", [500, 30, 20]),
    ],
)
def test_the_most_inliers_decide(inliers: list[int], word: str, shown: list[int]) -> None:
    """Best first; beside a picture that is the same no misses are shown."""
    verdict, best = judge(matches(*inliers), 5)
    assert (verdict, [each.inliers for each in best]) == (word, shown)


def test_no_more_are_shown_than_asked_for() -> None:
    """`--top`."""
    assert [each.inliers for each in judge(matches(1, 90, 80, 70), 2)[1]] == [90, 80]


def test_the_value_grows_with_the_inliers_from_0_to_1() -> None:
    """One half at EVEN_INLIERS."""
    values = [value(inliers) for inliers in range(1000)]
    assert values == sorted(values)
    assert 0 <= values[0] < 0.01
    assert 0.99 < values[-1] <= 1
    assert value(EVEN_INLIERS) == 0.5


def test_a_match_without_geometry_is_worth_nothing() -> None:
    """It keeps its name."""
    some = random_features(5)
    found = match("a", "/a", some.mirrored(), some, None)
    assert found == Match("a", "/a", 0.0, 0, mirrored=True)


def test_a_match_is_told_in_pixels_as_given() -> None:
    """The outline is the picture's corners in the photo, the points lie on what they show."""
    some = random_features(30)
    same = Geometry(np.eye(3), some.xy, some.xy)
    found = match("a", None, some, some, same)
    assert found.outline == ((0, 0), (480, 0), (480, 360), (0, 360))
    assert found.photo_xy == pytest.approx(some.xy + 0.5)
    assert corners(480, 360).tolist()[0] == [-0.5, -0.5]


@pytest.mark.parametrize(
    ("word", "found"),
    [("same", True), ("maybe", True), ("none", False), ("plain", False), ("unreadable", False)],
)
def test_only_same_and_maybe_are_found(word: str, *, found: bool) -> None:
    """The exit code follows."""
    assert Answer("kaze", word).found == found  # type: ignore[arg-type]
