"""Matches -> the answer."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.geometry import Geometry
from search.homography import corners
from search.options import (
    EVIDENCE,
    EVIDENCE_STRAIGHT,
    MAYBE_EVIDENCE,
    SAME_EVIDENCE,
)
from search.verdict import NO_EVIDENCE, Answer, Match, Scale, judge, match
from tests.search.edits import random_features

HAIR = 1e-6
SURE, PERHAPS, HARDLY = SAME_EVIDENCE, MAYBE_EVIDENCE, MAYBE_EVIDENCE - HAIR


def matches(*found: float) -> list[Match]:
    """Matches named by their evidence."""
    return [Match(str(each), None, 0.0, evidence=each) for each in found]


@pytest.mark.parametrize(
    ("found", "word", "shown"),
    [
        ([], "none", []),
        ([NO_EVIDENCE], "none", [NO_EVIDENCE]),
        ([-4, HARDLY], "none", [HARDLY, -4]),
        ([-4, PERHAPS], "maybe", [PERHAPS, -4]),
        ([SURE - HAIR, HARDLY], "maybe", [SURE - HAIR, HARDLY]),
        ([HARDLY, SURE, PERHAPS], "same", [SURE, PERHAPS]),
        ([9, 2, 3], "same", [9, 3, 2]),
    ],
)
def test_the_most_evidence_decides(found: list[float], word: str, shown: list[float]) -> None:
    """Best first; beside a picture that is the same no misses are shown."""
    verdict, _, best = judge(matches(*found), 5, Scale())
    assert (verdict, [each.evidence for each in best]) == (word, shown)


def test_no_more_are_shown_than_asked_for() -> None:
    """`--top`."""
    assert [each.evidence for each in judge(matches(1, 9, 8, 7), 2, Scale())[2]] == [9, 8]


def test_of_equals_the_first_by_name_comes_first() -> None:
    """So that the same photo gets the same answer."""
    ours = [Match(name, None, 0.0, evidence=5.0) for name in "bca"]
    assert [each.name for each in judge(ours, 5, Scale())[2]] == ["a", "b", "c"]


@pytest.mark.parametrize("scale", [Scale(), Scale(0.5, -1.0)])
def test_values_are_those_of_the_scale(scale: Scale) -> None:
    """The verdict is not: what is sure does not depend on how it is told."""
    word, _, best = judge(matches(2, 5), 5, scale)
    assert word == "same"
    wanted = [1 / (1 + math.exp(-(scale.slope * each + scale.offset))) for each in (5, 2)]
    assert [each.value for each in best] == pytest.approx(wanted)


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9), st.floats(0, 1e6), st.floats(-1e6, 1e6))
def test_the_value_grows_with_the_evidence_from_0_to_1(
    a: float, b: float, slope: float, offset: float
) -> None:
    """Whatever the numbers."""
    scale = Scale(slope, offset)
    low, high = scale.value(min(a, b)), scale.value(max(a, b))
    assert 0 <= low <= high <= 1


def judged(share: float, inliers: int, found: float) -> str:
    """The reason for the verdict on one match."""
    some = Match("a", None, 0.0, inliers, evidence=found, confirmed=share)
    return judge([some, *matches(-4.5)], 5, Scale())[1]


@pytest.mark.parametrize(
    ("share", "found", "wanted"),
    [
        (0.834, 4.0, "40 points lie as in the picture, and 83% of its detail is there."),
        (
            0.12,
            0.0,
            (
                "40 points lie as in the picture, but only 12% of its detail is there: "
                "it may be another one with a part in common."
            ),
        ),
        (0.3, 0.0, "Only 40 points lie as in the picture, too few to be sure."),
        (0.0, -3.0, "At most 40 points lie as in any picture; chance can do that."),
    ],
)
def test_the_reason_names_the_test_that_decided(share: float, found: float, wanted: str) -> None:
    """With its figures, for the best match."""
    assert judged(share, 40, found) == wanted


def test_where_nothing_was_proposed_nothing_resembles_it() -> None:
    """An empty collection."""
    assert judge([], 5, Scale()) == ("none", "Nothing in the collection resembles it.", ())


def geometry(surprise: float, confirmed: float, *, straight: bool = False) -> Geometry:
    """The identity, of no points."""
    none = np.zeros(0, np.intp)
    return Geometry(np.eye(3), none, none, 0, surprise, confirmed, straight)


@pytest.mark.parametrize("straight", [False, True])
def test_evidence_grows_with_surprise_and_with_what_is_confirmed(*, straight: bool) -> None:
    """By the numbers of either look; surprise below 1 is none."""
    least, tenfold, all_of_it = EVIDENCE_STRAIGHT if straight else EVIDENCE

    def of(surprise: float, confirmed: float) -> float:
        return geometry(surprise, confirmed, straight=straight).evidence

    assert of(0, 0) == of(1, 0) == least
    assert of(100, 0) == pytest.approx(least + 2 * tenfold)
    assert of(1, 0.5) == pytest.approx(least + all_of_it / 2)


def test_a_match_without_geometry_is_worth_nothing() -> None:
    """It keeps its name."""
    some = random_features(5)
    found = match("a", "/a", some.mirrored(), some, None)
    assert found == Match("a", "/a", 0.0, 0, mirrored=True)
    assert (found.evidence, found.confirmed) == (NO_EVIDENCE, 0)


def test_a_match_is_told_in_pixels_as_given() -> None:
    """The outline is the picture's corners in the photo, the points lie on what they show."""
    some = random_features(30)
    at = np.arange(0, 30, 2)
    found = match("a", None, some, some, Geometry(np.eye(3), at, at, 15, 60.0, 0.9))
    assert found.outline == ((0, 0), (480, 0), (480, 360), (0, 360))
    assert found.photo_xy == pytest.approx(some.xy[at] + 0.5)
    assert found.picture_xy == pytest.approx(some.xy[at] + 0.5)
    assert (found.inliers, found.confirmed, found.evidence > SURE) == (15, 0.9, True)
    assert corners(480, 360).tolist()[0] == [-0.5, -0.5]


@pytest.mark.parametrize(
    ("word", "found"),
    [("same", True), ("maybe", True), ("none", False), ("plain", False), ("unreadable", False)],
)
def test_only_same_and_maybe_are_found(word: str, *, found: bool) -> None:
    """The exit code follows."""
    assert Answer("kaze", word).found == found  # type: ignore[arg-type]


def test_an_answers_report_is_that_of_its_best_match() -> None:
    """Or nothing."""
    told = [Match(name, None, 1.0, report=(name,)) for name in "ab"]
    assert Answer("kaze", "same", tuple(told)).report == ("a",)
    assert Answer("kaze", "none").report == ()
