"""Photo and picture laid over each other: the visible part of the picture, twice, same size."""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np

from search.features import Doubles, Floats, Indices, Mask
from search.image import Colour, Pixels
from search.options import ALIGNED_LEAST, ALIGNED_SIDE
from search.report.placement import Placement

_FINER = 2  # times: warped so much larger and then averaged, which blurs less than warping once
_COARSE = 1.5  # pixels per step that may be skipped
_SOFTER = 0.75  # of the coarser one's detail: what lies between its pixels is not compared
_EDGE = 3  # px at the rim of what is visible that are not compared


@dataclass(frozen=True)
class Aligned:
    """The photo as if it had been taken like the picture, and the picture.

    `photo` and `picture` are (rows, columns, 3) float32: luma, red and blue chroma, 0..255;
    `seen` (rows, columns) is where the photo shows the picture.
    """

    photo: Floats
    picture: Floats
    seen: Mask

    @classmethod
    def of(
        cls, photo: Colour, picture: Colour, placement: Placement, side: int = ALIGNED_SIDE
    ) -> Self | None:
        """With a long side of `side` px at most; None where too little is visible to compare."""
        if not placement.share:
            return None
        box = _box(placement.box * _per(picture))
        size = (box[2:] - box[:2]) / _per(picture)
        finest = _finest(photo, picture, placement, side / max(size))
        frame = max(1, round(size[0] * finest)), max(1, round(size[1] * finest))
        if min(frame) < ALIGNED_LEAST:
            return None
        left, top, right, bottom = box
        known = _shrunk(picture.pixels[top:bottom, left:right], frame)
        across, down = size / frame
        whole = np.array(
            [[across, 0, left / _per(picture)], [0, down, top / _per(picture)], [0, 0, 1]]
        )
        view = np.diag([_per(photo), _per(photo), 1]) @ placement.view @ whole
        seen, visible = _warped(photo.pixels, view, frame)
        return cls(_luma(seen), _luma(known), visible)


def _box(ends: Doubles) -> Indices:
    """Left, top, right, bottom of what is visible, in whole pixels."""
    low, high = np.floor(ends[0]), np.ceil(ends[1])
    return np.concatenate([low, np.maximum(high, low + 1)]).astype(np.intp)


def _finest(photo: Colour, picture: Colour, placement: Placement, most: float) -> float:
    """Pixels for one of the picture: no finer than either image, else what is small is blurred."""
    return float(min(_SOFTER * min(_per(picture), _per(photo) * placement.size), most))


def _per(image: Colour) -> float:
    """Pixels there are for one of the whole image."""
    return float(image.pixels.shape[1] / image.width)


def _warped(pixels: Pixels, view: Doubles, frame: tuple[int, int]) -> tuple[Pixels, Mask]:
    """What a frame shows through a view (frame -> pixels), and where it shows anything."""
    step = abs(np.linalg.det(view[:2, :2])) ** 0.5 / _FINER
    if step > _COARSE:
        rows, columns = pixels.shape[:2]
        small = max(1, round(columns / step)), max(1, round(rows / step))
        pixels = _resized(pixels, small)
        view = np.diag([small[0] / columns, small[1] / rows, 1]) @ view
    x, y = _maps(view, frame)
    half = np.float32(0.5)  # OpenCV counts from pixel centres
    seen = cv2.remap(pixels, x - half, y - half, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    x, y = x[::_FINER, ::_FINER], y[::_FINER, ::_FINER]
    shown = (x >= 0) & (y >= 0) & (x <= pixels.shape[1]) & (y <= pixels.shape[0])
    return _resized(np.asarray(seen, np.uint8), frame), _inner(shown.astype(np.uint8))


def _maps(view: Doubles, frame: tuple[int, int]) -> tuple[Floats, Floats]:
    """(rows, columns) each, so much finer: x and y of what is seen there through a view."""
    across, down = (
        (np.arange(side * _FINER, dtype=np.float32) + np.float32(0.5)) / np.float32(_FINER)
        for side in frame
    )
    x, y, depth = (
        row[0] * across + (row[1] * down + row[2])[:, None] for row in view.astype(np.float32)
    )
    return x / depth, y / depth


def _shrunk(pixels: Pixels, frame: tuple[int, int]) -> Pixels:
    """As `_warped` does, straight."""
    if pixels.shape[1] < _COARSE * _FINER * frame[0]:
        fine = cv2.resize(pixels, (frame[0] * _FINER, frame[1] * _FINER))
        return _resized(np.asarray(fine, np.uint8), frame)
    return _resized(pixels, frame)


def _inner(shown: Pixels) -> Mask:
    """Without the rim."""
    framed = cv2.copyMakeBorder(shown, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    inner = cv2.erode(framed, np.ones((2 * _EDGE + 1, 2 * _EDGE + 1), np.uint8))
    return np.asarray(inner[1:-1, 1:-1] > 0)


def _resized(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def _luma(pixels: Pixels) -> Floats:
    return cv2.cvtColor(pixels, cv2.COLOR_RGB2YCrCb).astype(np.float32)
