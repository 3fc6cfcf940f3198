"""KAZE: beside OpenCV's, which is the same algorithm."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from scipy.spatial import cKDTree

from search.kaze import Space
from search.levels import kaze
from search.loops import LOOPS
from tests.search.edits import Edited, Pixels, speckled


@pytest.fixture(autouse=True, params=["loops in C", "whole arrays"])
def way(request: pytest.FixtureRequest) -> None:
    """Both ways in which it is done."""
    if request.param == "whole arrays":
        request.getfixturevalue("arrays")
    elif not LOOPS:
        pytest.skip("no compiler was there when this was installed")


@pytest.fixture(scope="module", params=["photographs/coffee.jpg", "photographs/astronaut.jpg"])
def pixels(request: pytest.FixtureRequest, samples: Path) -> Pixels:
    """A sample in gray, with a long side of 480 px."""
    pixels = Edited.of(samples / "pictures" / request.param).pixels[..., 1]
    factor = 480 / max(pixels.shape)
    return cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA).astype(
        np.uint8
    )


def test_it_finds_what_opencv_finds(pixels: Pixels) -> None:
    """All but a few of its keypoints, and hardly any more; as strong, and described alike."""
    theirs, rows = kaze().detectAndCompute(pixels, None)
    known = np.array([(*k.pt, 2 * k.size) for k in theirs])
    space = Space.of(pixels)
    apart, at = cKDTree(np.column_stack([space.xy, 2 * space.size])).query(known)
    same = apart < 0.05
    assert same.mean() > 0.97
    assert len(space.xy) < 1.15 * len(known)
    responses = np.array([k.response for k in theirs])[same]
    np.testing.assert_allclose(space.response[at[same]], responses, rtol=1e-3)
    angles, described = space.describe(at[same])
    turned = np.array([k.angle for k in theirs])[same] - angles
    straight = np.abs((turned + 180) % 360 - 180) < 3
    assert straight.mean() > 0.9  # else another of several directions was a little stronger
    inside = known[same, :2].min(axis=1) > 5 * known[same, 2]  # OpenCV goes astray at the rim
    inside &= (known[same, :2] + 5 * known[same, 2:] < pixels.shape[::-1]).all(axis=1)
    likeness = (np.asarray(rows)[same] * described).sum(axis=1)[straight & inside]
    assert len(likeness) > 100
    assert np.median(likeness) > 0.999
    assert np.quantile(likeness, 0.02) > 0.99


@pytest.mark.parametrize("levels", [24, 48])
def test_a_faint_image_has_the_keypoints_of_a_strong_one(pixels: Pixels, levels: int) -> None:
    """But for what rounding takes."""
    strong, faint = (Space.of((pixels * (n / 255)).astype(np.uint8)) for n in (96, levels))
    apart, _ = cKDTree(strong.xy).query(faint.xy)
    assert (apart < 2).mean() > 0.7
    assert len(faint.xy) > 0.7 * len(strong.xy)


def test_a_keypoint_is_described_alike_whatever_else_is(pixels: Pixels) -> None:
    """Alone, and among others: bit for bit."""
    space = Space.of(pixels)
    angles, described = space.describe(np.arange(len(space.xy)))
    for at in (0, 17, len(space.xy) - 1):
        angle, alone = space.describe(np.array([at]))
        assert angle[0] == angles[at]
        np.testing.assert_array_equal(alone[0], described[at])


def test_descriptors_are_unit_vectors_of_finite_numbers() -> None:
    """At the rim, too."""
    space = Space.of(speckled(3, 64))
    angles, described = space.describe(np.arange(len(space.xy)))
    assert len(angles) > 20
    np.testing.assert_allclose(np.linalg.norm(described, axis=1), 1, rtol=1e-5)
    assert ((angles >= 0) & (angles <= 360)).all()


@pytest.mark.parametrize("shape", [(3, 3), (8, 500), (500, 8), (64, 64)])
def test_nothing_is_found_in_what_is_plain(shape: tuple[int, int]) -> None:
    """Whatever its size."""
    space = Space.of(np.full(shape, 127, np.uint8))
    assert len(space.xy) == 0
    assert space.describe(np.zeros(0, np.intp))[1].shape == (0, 64)
