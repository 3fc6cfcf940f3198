"""What people do to pictures, as hard as chance has it.

An edit takes pixels, (rows, columns) uint8, and draws from `chance` how far it goes: from what is
always found to what is hopeless, for a value is learnt where answers are in doubt.
"""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from search.image import Pixels

Edit = Callable[[Pixels, np.random.Generator], Pixels]

_EDITS = 2, 4  # of one photo, from to
_LEAST = 32  # px, the shorter side of what an edit leaves
_GROUND = 128  # gray level beside what was turned


def edited(pixels: Pixels, chance: np.random.Generator) -> Pixels:
    """Several edits, in the order in which they happen to a photo."""
    count = chance.integers(*_EDITS, endpoint=True)
    for which in sorted(chance.choice(len(EDITS), count, replace=False)):
        pixels = EDITS[which](pixels, chance)
    return pixels


def pasted(pixels: Pixels, ground: Pixels, chance: np.random.Generator) -> Pixels:
    """On another picture: 15 to 60 % of its width or height, anywhere."""
    rows, columns = ground.shape
    share = chance.uniform(0.15, 0.6)
    small = _resized(pixels, share * min(columns / pixels.shape[1], rows / pixels.shape[0]))
    height, width = min(rows, small.shape[0]), min(columns, small.shape[1])
    top, left = chance.integers(rows - height + 1), chance.integers(columns - width + 1)
    done = ground.copy()
    done[top : top + height, left : left + width] = small[:height, :width]
    return done


def cropped(pixels: Pixels, chance: np.random.Generator) -> Pixels:
    """A piece of 4 to 50 % of the area, anywhere."""
    rows, columns = pixels.shape
    side = chance.uniform(0.04, 0.5) ** 0.5
    height, width = _side(rows * side, rows), _side(columns * side, columns)
    top, left = chance.integers(rows - height + 1), chance.integers(columns - width + 1)
    return pixels[top : top + height, left : left + width].copy()


def mirrored(pixels: Pixels, _: np.random.Generator) -> Pixels:
    """Left is right."""
    return pixels[:, ::-1].copy()


def turned(pixels: Pixels, chance: np.random.Generator) -> Pixels:
    """By any angle, on a canvas that holds all of it."""
    rows, columns = pixels.shape
    view = cv2.getRotationMatrix2D((columns / 2, rows / 2), chance.uniform(-180, 180), 1)
    cos, sin = np.abs(view[0, :2])
    size = round(columns * cos + rows * sin), round(columns * sin + rows * cos)
    view[:, 2] += (size[0] - columns) / 2, (size[1] - rows) / 2
    return _u8(cv2.warpAffine(pixels, view, size, flags=cv2.INTER_AREA, borderValue=[_GROUND]))


def tilted(pixels: Pixels, chance: np.random.Generator) -> Pixels:
    """A page seen at an angle: each corner moves inwards by up to a third of the sides."""
    rows, columns = pixels.shape
    corners = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], np.float32)
    middle = np.array([columns, rows]) / 2
    inwards = chance.uniform(0, 2 / 3, (4, 2)) * (middle - corners)
    view = cv2.getPerspectiveTransform(corners, (corners + inwards).astype(np.float32))
    flags = cv2.INTER_AREA
    return _u8(
        cv2.warpPerspective(pixels, view, (columns, rows), flags=flags, borderValue=[_GROUND])
    )


def shrunk(pixels: Pixels, chance: np.random.Generator) -> Pixels:
    """To a half or less, down to a tenth."""
    return _resized(pixels, chance.uniform(0.1, 0.5))


def blurred(pixels: Pixels, chance: np.random.Generator) -> Pixels:
    """Out of focus, by up to 2 % of the long side (sigma)."""
    return _u8(cv2.GaussianBlur(pixels, (0, 0), chance.uniform(0.002, 0.02) * max(pixels.shape)))


def faded(pixels: Pixels, chance: np.random.Generator) -> Pixels:
    """Little contrast, darker or brighter."""
    return _u8((pixels - 128.0) * chance.uniform(0.15, 0.7) + 128 + chance.uniform(-60, 60))


def noisy(pixels: Pixels, chance: np.random.Generator) -> Pixels:
    """Grain of up to 60 gray levels (sigma)."""
    return _u8(pixels + chance.normal(0, chance.uniform(10, 60), pixels.shape))


def compressed(pixels: Pixels, chance: np.random.Generator) -> Pixels:
    """A JPEG of quality 2 to 20. OpenCV decodes here, but nothing that a stranger made."""
    quality = int(chance.integers(2, 20, endpoint=True))
    data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return _u8(np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)))


EDITS: tuple[Edit, ...] = (
    *(cropped, mirrored, turned, tilted),  # of the picture
    *(shrunk, blurred, faded, noisy, compressed),  # of the photo
)


def _resized(pixels: Pixels, factor: float) -> Pixels:
    size = [_side(side * factor, side) for side in pixels.shape[::-1]]
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return _u8(cv2.resize(pixels, size, interpolation=how))


def _side(wanted: float, most: int) -> int:
    """Whole pixels, not too few."""
    return min(most, max(_LEAST, round(wanted)))


def _u8(pixels: NDArray[np.generic]) -> Pixels:
    return np.asarray(pixels).clip(0, 255).astype(np.uint8)
