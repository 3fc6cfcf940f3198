"""Gray -> Features: KAZE on an image and on its halves, each only when it is asked for."""

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from search.errors import MissingDetector
from search.features import Features, Floats
from search.image import Gray
from search.kaze import Space
from search.options import (
    CELLS,
    DESCRIPTOR,
    ENLARGE,
    ENLARGED_SIDE,
    LOOKS,
    OCTAVES,
    PICTURE_FEATURES,
    PICTURE_SIDE,
    SMALLEST_SIDE,
    SUBLEVELS,
    THINNEST,
    THRESHOLD,
)

_COLUMNS = 5 + DESCRIPTOR  # of a level's table


@dataclass(frozen=True)
class Detail:
    """How closely to look: long side in px past which no level is looked at, and how many features
    to keep of the finest; each half as large level adds half as many. A photo is looked at so when
    the share of it that is explained so far lies between `least` and `most`.
    """

    side: int
    features: int
    least: float = 0.0
    most: float = 1.0


PHOTO = tuple(Detail(*look) for look in LOOKS)  # looks at a photo, each closer than the last
PICTURE = Detail(PICTURE_SIDE, PICTURE_FEATURES)


@dataclass
class Levels:
    """One image in its working size for `side`, its half, its quarter, ...

    KAZE finds one octave of blobs in each: the same keypoints as all octaves at full size, and
    more, for little more time (benchmarks/README.md). A coarse look costs a quarter of one twice
    as fine, and what it found is kept for that.
    """

    gray: Gray
    side: int
    _pixels: list[NDArray[np.uint8]] = field(init=False)
    _found: dict[int, "_Level"] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        pixels = working(self.gray, self.side)
        self._pixels = [pixels]
        while max(pixels.shape) >= 2 * SMALLEST_SIDE and min(pixels.shape) >= 2 * THINNEST:
            pixels = _half(pixels)
            self._pixels.append(pixels)

    def features(self, detail: Detail) -> Features:
        """At most `2 * detail.features` features, the best mixture first; none in a plain image."""
        height, width = self._pixels[0].shape
        levels = range(len(self._pixels))
        first = next((n for n in levels if max(self._pixels[n].shape) <= detail.side), levels[-1])
        tables = [self._level(n, -(-detail.features >> (n - first))) for n in levels[first:]]
        table = np.concatenate([np.zeros((0, _COLUMNS), np.float32), *tables])
        table = table[np.argsort(table[:, 0], kind="stable")]
        _, x, y, size, angle = table[:, :5].T
        scale = width / self.gray.width
        return Features(np.stack([x, y], 1), size, angle, table[:, 5:], width, height, scale)

    def _level(self, number: int, most: int) -> Floats:
        """At most `most` features of one level, best first, (n, _COLUMNS): place in its order 0..1,
        x, y, size in px of the working image; angle, descriptor.
        """
        if number not in self._found:
            zoom = self._pixels[0].shape[1] / self._pixels[number].shape[1]
            self._found[number] = _features(self._pixels[number], zoom)
        best = self._found[number].best(most)
        best[:, 0] = np.arange(len(best)) / most
        return best


@dataclass
class _Level:
    """The keypoints of one level that is `zoom` times smaller than the working image, in the order
    in which to keep them. They are described when they are asked for.
    """

    space: Space
    order: NDArray[np.intp]
    zoom: float
    _described: Floats = field(default_factory=lambda: np.zeros((0, _COLUMNS), np.float32))

    def best(self, most: int) -> Floats:
        """At most `most` of them: see Levels._level."""
        which = self.order[len(self._described) : most]
        if len(which):
            angle, descriptors = self.space.describe(which)
            xy = (self.space.xy[which] + 0.5) * self.zoom - 0.5
            size = self.space.size[which] * self.zoom
            more = np.column_stack([np.zeros(len(which)), xy, size, angle, descriptors])
            self._described = np.concatenate([self._described, more.astype(np.float32)])
        return self._described[:most].copy()


def extract(gray: Gray, detail: Detail) -> Features:
    """The features of an image that is looked at once."""
    return Levels(gray, detail.side).features(detail)


def _features(pixels: NDArray[np.uint8], zoom: float) -> _Level:
    """What there is in one level that is `zoom` times smaller than the working image."""
    space = Space.of(pixels) if min(pixels.shape) >= THINNEST else Space.empty()
    return _Level(space, spread(space.xy, space.response, *pixels.shape[::-1]), zoom)


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
    """OpenCV's detector with the numbers of ours. Raises MissingDetector: OpenCV 5 has none."""
    try:
        return cv2.KAZE.create(threshold=THRESHOLD, nOctaves=OCTAVES, nOctaveLayers=SUBLEVELS)
    except AttributeError as error:
        raise MissingDetector("KAZE") from error
