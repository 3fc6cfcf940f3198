"""Levels: what a closer look sees more than a quick one, and what it need not do again."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from search.image import Gray, Pixels
from search.kaze import Space
from search.levels import Detail, Levels, extract
from tests.search.edits import Edited

SIDES = [640, 320, 160, 80, 40]


@pytest.fixture
def coffee(samples: Path) -> Gray:
    """A sample in gray, with a long side of 640 px."""
    pixels = Edited.of(samples / "pictures" / "photographs" / "coffee.jpg").pixels
    gray = cv2.resize(pixels[..., 1], (640, 426), interpolation=cv2.INTER_CUBIC)
    return Gray(gray.astype(np.uint8), 640, 426)


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The long sides that KAZE has seen, in order."""
    seen: list[int] = []
    found = Space.of

    def noted(pixels: Pixels) -> Space:
        seen.append(max(pixels.shape))
        return found(pixels)

    monkeypatch.setattr(Space, "of", noted)
    return seen


@pytest.mark.parametrize(("side", "first"), [(1000, 0), (640, 0), (639, 1), (320, 1), (7, 4)])
def test_a_look_leaves_out_the_finer_levels(
    coffee: Gray, looked_at: list[int], side: int, first: int
) -> None:
    """None is larger than its side; the coarsest is always looked at."""
    Levels(coffee, 640).features(Detail(side, 100))
    assert looked_at == SIDES[first:]


def test_a_closer_look_finds_only_what_is_new(coffee: Gray, looked_at: list[int]) -> None:
    """No level is seen twice, and the features are those of a close look alone."""
    photo = Levels(coffee, 640)
    photo.features(Detail(320, 50))
    close = photo.features(Detail(640, 200))
    assert sorted(looked_at, reverse=True) == SIDES
    alone = extract(coffee, Detail(640, 200))
    for name in ("xy", "size", "angle", "descriptors"):
        np.testing.assert_array_equal(getattr(close, name), getattr(alone, name))


def test_all_looks_speak_of_the_same_working_image(coffee: Gray) -> None:
    """A coarse look's features lie where a close look's do."""
    photo = Levels(coffee, 640)
    coarse, close = photo.features(Detail(160, 50)), photo.features(Detail(640, 50))
    assert (coarse.width, coarse.height, coarse.scale) == (close.width, close.height, close.scale)
    assert coarse.xy.max() > 400
    assert coarse.size.min() > close.size.min()


def test_points_are_the_keypoints_of_the_features(coffee: Gray) -> None:
    """In their order and place, before anything is described; some of them can be described."""
    photo, detail = Levels(coffee, 640), Detail(320, 80)
    points, features = photo.points(detail), photo.features(detail)
    np.testing.assert_allclose(points.xy, features.as_given(features.xy), atol=1e-3)
    some = np.arange(len(points)) % 3 == 1
    few = photo.describe(points.where(some))
    np.testing.assert_array_equal(few.descriptors, features.descriptors[some])
    np.testing.assert_array_equal(few.xy, features.xy[some])


def test_the_finest_level_is_decoded_only_for_a_look_at_it(coffee: Gray) -> None:
    """From an image half as fine the other levels are the same, but for what shrinking does."""
    asked = []

    def finer() -> Gray:
        asked.append(1)
        return coffee

    half = cv2.resize(coffee.pixels, (320, 213), interpolation=cv2.INTER_AREA).astype(np.uint8)
    photo = Levels(Gray(half, coffee.width, coffee.height), 640, finer)
    coarse, whole = photo.features(Detail(320, 80)), Levels(coffee, 640).features(Detail(320, 80))
    assert not asked
    assert (coarse.width, coarse.scale) == (whole.width, whole.scale)
    np.testing.assert_array_equal(coarse.xy, whole.xy)
    photo.features(Detail(640, 80))
    photo.features(Detail(640, 90))
    assert asked == [1]


def test_a_small_image_is_never_decoded_again() -> None:
    """It is whole already, and only enlarged."""
    pixels = np.random.default_rng(0).integers(0, 256, (150, 200), np.uint8)
    photo = Levels(Gray(pixels, 200, 150), 960, lambda: pytest.fail("it is whole"))
    assert photo.features(Detail(960, 50)).width == 480


def test_what_lies_at_the_bottom_of_an_odd_image_is_not_higher_up_in_a_coarse_level() -> None:
    """Of 427 rows a quarter has 106, which is no quarter: 3 px less."""
    pixels = np.full((427, 640), 128, np.uint8)
    cv2.circle(pixels, (320, 400), 12, 255, -1)
    photo = Levels(Gray(pixels, 640, 427), 640)
    features = photo.features(Detail(160, 20))
    blob = features.xy[np.linalg.norm(features.xy - (320, 400), axis=1).argmin()]
    np.testing.assert_allclose(blob, (320, 400), atol=0.8)
