"""Levels: what a closer look sees more than a quick one, and what it need not do again."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from search import levels
from search.image import Gray
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
    found = levels._features

    def noted(pixels: np.ndarray[tuple[int, int], np.dtype[np.uint8]], zoom: float) -> object:
        seen.append(max(pixels.shape))
        return found(pixels, zoom)

    monkeypatch.setattr(levels, "_features", noted)
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
