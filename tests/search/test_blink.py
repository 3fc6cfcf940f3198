"""Photo and picture in turn, laid over each other."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image, ImageSequence

from search import Engine
from search.verdict import Match
from tests.conftest import SAMPLES
from tests.search.edits import encoded

PICTURE = (SAMPLES / "pictures/photographs/barn.jpg").read_bytes()


def frames(gif: bytes) -> list[np.ndarray]:
    """Gray, as float."""
    with Image.open(io.BytesIO(gif)) as image:
        return [np.array(each.convert("L"), float) for each in ImageSequence.Iterator(image)]


def test_a_patch_shows_where_it_is(engine: Engine) -> None:
    """Photo and picture agree everywhere else, and the last frame is bright there alone."""
    with Image.open(io.BytesIO(PICTURE)) as image:
        pixels = np.array(image.convert("RGB"))
    rows, columns = pixels.shape[:2]
    turned = np.rot90(pixels, -1).copy()
    turned[: rows // 6, columns // 6 : columns // 3] = (255, 0, 255)
    photo = encoded(turned)
    gif = engine.blink(photo, engine.find(photo).matches[0])
    assert gif
    *pairs, apart = frames(gif)
    assert len(pairs) == 6
    (down, across), bright = apart.shape, apart > 100
    assert 0.002 < bright.mean() < 0.2
    assert bright[down // 2 :].sum() + bright[:, : across // 2].sum() > 0
    calm = ~cv2.dilate(bright.astype(np.uint8), np.ones((25, 25))).astype(bool)
    calm[:9] = calm[-9:] = calm[:, :9] = calm[:, -9:] = False
    assert np.abs(pairs[0] - pairs[1])[calm].mean() < 8


@pytest.mark.parametrize("name", ["cropped", "mirrored", "at-an-angle", "captioned"])
def test_what_is_found_can_be_laid_over_its_picture(engine: Engine, name: str) -> None:
    """However it was taken: both frames look alike."""
    photo = (SAMPLES / f"photos/{name}.jpg").read_bytes()
    gif = engine.blink(photo, engine.find(photo).matches[0])
    assert gif
    seen, known, *_ = frames(gif)
    there = seen < 250
    assert np.corrcoef(seen[there], known[there])[0, 1] > 0.9
    assert max(seen.shape) <= 640


def test_what_has_no_geometry_cannot(engine: Engine) -> None:
    """There is nothing to lay over."""
    assert engine.blink(PICTURE, Match("photographs/barn.jpg", None, 0.5)) is None
