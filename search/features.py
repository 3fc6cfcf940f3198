"""Gray -> Features: KAZE keypoints and their descriptors, the best spread ones first."""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from search.errors import MissingDetector
from search.image import Gray
from search.options import (
    CELLS,
    DESCRIPTOR,
    ENLARGE,
    ENLARGED_SIDE,
    OCTAVES,
    PHOTO_FEATURES,
    PHOTO_SIDE,
    PICTURE_FEATURES,
    PICTURE_SIDE,
    SMALLEST_SIDE,
    SUBLEVELS,
    THINNEST,
    THRESHOLD,
)

Floats = NDArray[np.float32]
Rows = NDArray[np.void]  # of ROW

VERSION = f"kaze-2 {PICTURE_SIDE} px, threshold {THRESHOLD}, {PICTURE_FEATURES} spread over {CELLS}"
ROW = np.dtype([("xy", "<u2", 2), ("size", "<f2"), ("angle", "<f2"), ("descriptor", "i1", 64)])
_COLUMNS = 5 + DESCRIPTOR  # of a level's table
_XY_UNIT = 1 / 32  # px of the working image: 16 bits reach 2048 px
_DESCRIPTOR_UNIT = 1 / 160  # a unit vector's numbers stay within 0.8 (measured: 0.67)


@dataclass(frozen=True)
class Detail:
    """How closely to look: long side of the working image in px, and how many features to keep of
    that; each half as large level adds half as many.
    """

    side: int
    features: int


PHOTO = Detail(PHOTO_SIDE, PHOTO_FEATURES)
PICTURE = Detail(PICTURE_SIDE, PICTURE_FEATURES)


@dataclass(frozen=True)
class Features:
    """KAZE features of one image in its working size, best first.

    `xy` (n, 2) px, origin at the centre of the top left pixel; `size` (n,) px, diameter; `angle`
    (n,) degrees; `descriptors` (n, 64), unit length; all float32. `width` and `height` are those
    of the working image, `scale` the working pixels in one pixel of the image as given; `flipped`:
    these are the features of its mirror image.
    """

    xy: Floats
    size: Floats
    angle: Floats
    descriptors: Floats
    width: int
    height: int
    scale: float
    flipped: bool = False

    def __len__(self) -> int:
        return len(self.xy)

    def mirrored(self) -> Self:
        """The features of the mirrored image, without a second extraction.

        An M-SURF descriptor (Alcantarilla, Bartoli, Davison 2012, 4.3) is a 4 x 4 grid of
        (sum dx, sum dy, sum |dx|, sum |dy|), rows along the keypoint's own x axis: the mirror
        swaps the grid's second axis and the sign of what lies across.
        """
        grid = self.descriptors.reshape(-1, 4, 4, 4)[:, :, ::-1].copy()
        grid[..., 0] *= -1
        return type(self)(
            np.column_stack([self.width - 1 - self.xy[:, 0], self.xy[:, 1]]).astype(np.float32),
            self.size,
            (180 - self.angle) % 360,
            grid.reshape(-1, DESCRIPTOR),
            self.width,
            self.height,
            self.scale,
            not self.flipped,
        )

    def as_given(self, xy: Floats) -> Floats:
        """Working pixels (n, 2) -> pixels of the image as given, origin at its top left corner."""
        across = self.width - 1 - xy[:, 0] if self.flipped else xy[:, 0]
        at = np.column_stack([across, xy[:, 1]]) + 0.5
        return (at / self.scale).astype(np.float32)

    def pack(self) -> bytes:
        """72 bytes a row, for the disk: positions to 1/32 px, descriptors to 1/160."""
        rows = np.zeros(len(self), ROW)
        rows["xy"] = np.round(self.xy / _XY_UNIT).clip(0, 65535)
        rows["size"], rows["angle"] = self.size, self.angle
        rows["descriptor"] = np.round(self.descriptors / _DESCRIPTOR_UNIT).clip(-127, 127)
        return rows.tobytes()

    @classmethod
    def unpack(cls, data: bytes | memoryview, width: int, height: int, scale: float) -> Self:
        """The reverse of `pack`, with the three numbers that are kept beside the rows."""
        rows = np.frombuffer(data, ROW)
        xy = rows["xy"].astype(np.float32) * np.float32(_XY_UNIT)
        size, angle = rows["size"].astype(np.float32), rows["angle"].astype(np.float32)
        return cls(xy, size, angle, descriptors(rows), width, height, scale)


def descriptors(rows: Rows) -> Floats:
    """The descriptors of packed rows: (n, 64) float32, unit length."""
    numbers = rows["descriptor"].astype(np.float32)
    numbers /= np.linalg.norm(numbers, axis=1, keepdims=True).clip(1e-6)
    return numbers


def extract(gray: Gray, detail: Detail) -> Features:
    """Find at most `2 * detail.features` features, the best mixture first; none in a plain image.

    KAZE looks for one octave of blobs in the working image, and in each half as large: the same
    keypoints as all octaves at full size, and more, for little more time (benchmarks/README.md).
    Each level gives half as many as the one above, spread over the image.
    """
    base = working(gray, detail.side)
    height, width = base.shape
    levels: list[Floats] = []
    pixels, most = base, detail.features
    while min(pixels.shape) >= THINNEST and (not levels or max(pixels.shape) >= SMALLEST_SIDE):
        levels.append(_level(pixels, most, width / pixels.shape[1]))
        pixels, most = _half(pixels), -(-most // 2)
    table = np.concatenate([np.zeros((0, _COLUMNS), np.float32), *levels])
    table = table[np.argsort(table[:, 0], kind="stable")]
    _, x, y, size, angle = table[:, :5].T
    return Features(
        np.stack([x, y], 1), size, angle, table[:, 5:], width, height, width / gray.width
    )


def _level(pixels: NDArray[np.uint8], most: int, zoom: float) -> Floats:
    """At most `most` features of one level, best first, (n, _COLUMNS): place in its order 0..1,
    x, y, size in px of the working image, which is `zoom` times as large; angle, descriptor.
    """
    keypoints, computed = kaze().detectAndCompute(pixels, None)
    if not keypoints:
        return np.zeros((0, _COLUMNS), np.float32)
    found = np.array([(*k.pt, k.size, k.angle, k.response) for k in keypoints], np.float32)
    height, width = pixels.shape
    best = spread(found[:, :2], found[:, 4], width, height)[:most]
    xy = (found[best, :2] + 0.5) * zoom - 0.5
    place = np.arange(len(best)) / most
    rest = found[best, 2] * zoom, found[best, 3], computed[best]
    return np.column_stack([place, xy, *rest]).astype(np.float32)


def _half(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    rows, columns = pixels.shape
    size = max(1, columns // 2), max(1, rows // 2)
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).astype(np.uint8)


def working(gray: Gray, side: int) -> NDArray[np.uint8]:
    """The image in working size: a large one shrunk to a long side of `side` px, a small one
    enlarged towards ENLARGED_SIDE, at most ENLARGE times.
    """
    rows, columns = gray.pixels.shape
    longest = max(rows, columns)
    if longest < ENLARGED_SIDE:
        scale = min(ENLARGED_SIDE / longest, ENLARGE)
    else:
        scale = min(side / longest, 1.0)
    if scale == 1:
        return gray.pixels
    size = max(1, round(columns * scale)), max(1, round(rows * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return cv2.resize(gray.pixels, size, interpolation=how).astype(np.uint8)


def spread(xy: Floats, response: Floats, width: int, height: int) -> NDArray[np.intp]:
    """The order in which to keep keypoints: the strongest of every grid cell first, then the
    second strongest of every cell, and so on, so that no busy corner takes them all.
    """
    column = (xy[:, 0] * CELLS / width).astype(int).clip(0, CELLS - 1)
    row = (xy[:, 1] * CELLS / height).astype(int).clip(0, CELLS - 1)
    cell = row * CELLS + column
    order = np.lexsort((-response, cell))
    starts = np.searchsorted(cell[order], np.arange(CELLS * CELLS))
    rank = np.empty(len(xy), int)
    rank[order] = np.arange(len(xy)) - starts[cell[order]]
    return np.lexsort((-response, rank))


def kaze() -> cv2.KAZE:
    """The detector of the default engine. Raises MissingDetector: OpenCV 5 has none."""
    try:
        return cv2.KAZE.create(threshold=THRESHOLD, nOctaves=OCTAVES, nOctaveLayers=SUBLEVELS)
    except AttributeError as error:
        raise MissingDetector("KAZE") from error
