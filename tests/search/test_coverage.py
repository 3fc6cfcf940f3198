"""Coverage: keypoints near what was found are explained, and all others are not."""

import numpy as np
import pytest

from search.coverage import exact, explained
from search.features import Floats
from search.options import CELLS, EDGE, EXACT_INLIERS, SAME_EVIDENCE, SURE_EVIDENCE
from search.verdict import Match, Outline

SIZE = 800, 600
LEFT: Outline = ((0.0, 0.0), (400.0, 0.0), (400.0, 600.0), (0.0, 600.0))


def grid(left: float, right: float) -> Floats:
    """A point in every cell between two columns of pixels, well inside of it."""
    x, y = (np.arange(CELLS) + 0.5) * SIZE[0] / CELLS, (np.arange(CELLS) + 0.5) * SIZE[1] / CELLS
    every = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2).astype(np.float32)
    return every[(every[:, 0] >= left) & (every[:, 0] < right)]


def found(evidence: float, outline: Outline = (), inliers: int = 40) -> Match:
    """Something in the left half of the photo."""
    return Match("a", None, 0.0, inliers, outline=outline, evidence=evidence, photo_xy=grid(0, 400))


def test_what_lies_among_the_points_of_a_picture_is_explained() -> None:
    """Half of a collage is not the whole of it."""
    xy = grid(0, 800) + np.float32(3)
    assert (explained(xy, SIZE, [found(SURE_EVIDENCE)]) == (xy[:, 0] < 400)).all()


@pytest.mark.parametrize(
    ("evidence", "share"),
    [
        ([SURE_EVIDENCE - 0.1], 0),
        ([], 0),
        ([SURE_EVIDENCE, SAME_EVIDENCE], 0.5),
        ([SURE_EVIDENCE, SAME_EVIDENCE - 0.1], 0.5),
    ],
)
def test_nothing_is_explained_until_a_picture_is_there_beyond_doubt(
    evidence: list[float], share: float
) -> None:
    """Then all that is sure explains."""
    matches = [found(each) for each in evidence]
    assert explained(grid(0, 800), SIZE, matches).mean() == share


def test_what_is_less_than_sure_explains_nothing() -> None:
    """Beside one beyond doubt, either."""
    right = Match("b", None, 0.0, evidence=SAME_EVIDENCE - 0.1, photo_xy=grid(400, 800))
    xy = grid(0, 800)
    assert explained(xy, SIZE, [found(SURE_EVIDENCE), right]).mean() == 0.5


@pytest.mark.parametrize(("off", "wanted"), [(0.5, True), (1.5, False)])
@pytest.mark.parametrize("along", [0.0, 0.5, 1.0])
def test_the_edge_of_a_picture_is_explained_with_it(
    along: float, off: float, *, wanted: bool
) -> None:
    """On a plain ground it makes keypoints along its sides; what is farther off is left."""
    beside = np.array([[400 + off * EDGE * max(SIZE), along * 600]], np.float32)
    assert explained(beside, SIZE, [found(SURE_EVIDENCE, LEFT)]).tolist() == [wanted]


@pytest.mark.parametrize(
    ("matches", "wanted"),
    [
        ([], True),
        ([found(SAME_EVIDENCE, LEFT, EXACT_INLIERS)], True),
        ([found(SAME_EVIDENCE, LEFT, EXACT_INLIERS - 1)], False),
        ([found(SAME_EVIDENCE - 0.1, LEFT, 4)], True),
    ],
)
def test_outlines_are_exact_by_enough_points_of_each_sure_picture(
    matches: list[Match], *, wanted: bool
) -> None:
    """What is not sure does not count."""
    assert exact(matches) == wanted
