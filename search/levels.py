"""Gray -> Features: KAZE on an image and on its halves, each only when it is asked for."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Self

import cv2
import numpy as np

from search.errors import MissingDetector
from search.features import Features, Floats, Indices, Mask
from search.image import Gray, Pixels
from search.level import COLUMNS, Level
from search.options import (
    ENLARGE,
    ENLARGED_SIDE,
    GLANCES,
    LOOKS,
    OCTAVES,
    PICTURE_FEATURES,
    PICTURE_SIDE,
    SLENDER,
    SMALLEST_SIDE,
    SUBLEVELS,
    THINNEST,
    THRESHOLD,
)

Size = tuple[int, int]  # width, height


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


GLANCE = tuple(Detail(*glance) for glance in GLANCES)  # at a photo, before all looks
PHOTO = tuple(Detail(*look) for look in LOOKS)  # looks at a photo, each closer than the last
PICTURE = Detail(PICTURE_SIDE, PICTURE_FEATURES)


@dataclass(frozen=True)
class Points:
    """Keypoints of an image that may still have to be described: `xy` (n, 2) float32, pixels of
    the image as given, origin at its top left corner; `level` and `at` (n,) say which they are.
    """

    xy: Floats
    level: Indices
    at: Indices

    def __len__(self) -> int:
        return len(self.at)

    def where(self, kept: Mask) -> Self:
        """Some of them, (n,) bool."""
        return type(self)(self.xy[kept], self.level[kept], self.at[kept])


@dataclass
class Levels:
    """One image in its working size for `side`, its half, its quarter, ...

    KAZE finds one octave of blobs in each: the same keypoints as all octaves at full size, and
    more, for little more time (benchmarks/README.md). A coarse look costs a quarter of one twice
    as fine, and what it found is kept for that. `gray` may be half as fine as that, where `finer`
    gives the image as it has to be for the closest look. All sides are `long` times as long.
    """

    gray: Gray
    side: int
    finer: Callable[[], Gray] | None = None
    long: float = 1.0
    _sizes: list[Size] = field(init=False)
    _images: dict[int, Pixels] = field(default_factory=dict, init=False)
    _found: dict[int, Level] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._sizes = list(_halves(working(self.gray, round(self.side * self.long))))

    @property
    def size(self) -> Size:
        """Of the image as given."""
        return self.gray.width, self.gray.height

    @property
    def pixels(self) -> Pixels:
        """The working image."""
        return self._image(0)

    def finest(self, detail: Detail) -> int:
        """The number of the finest level at which to look; the coarsest is always looked at."""
        sides = [max(size) for size in self._sizes]
        most = round(detail.side * self.long)
        return next((n for n, side in enumerate(sides) if side <= most), len(sides) - 1)

    def features(self, detail: Detail) -> Features:
        """At most `2 * detail.features` features, the best mixture first; none in a plain image."""
        return self.describe(self.points(detail))

    def points(self, detail: Detail) -> Points:
        """The same, not described yet."""
        first = self.finest(detail)
        most = {n: -(-detail.features >> (n - first)) for n in range(first, len(self._sizes))}
        best = {n: self._level(n).order[: most[n]] for n in most}
        place = np.concatenate([np.arange(len(best[n])) / most[n] for n in most])
        order = np.argsort(place, kind="stable")
        return Points(
            self._as_given(np.concatenate([self._found[n].xy[best[n]] for n in most])[order]),
            np.repeat(list(most), [len(best[n]) for n in most])[order],
            np.concatenate(list(best.values()))[order],
        )

    def describe(self, points: Points) -> Features:
        """What some keypoints are known by, in their order."""
        table = np.empty((len(points), COLUMNS), np.float32)
        for number in np.unique(points.level):
            here = points.level == number
            table[here] = self._found[number].described(points.at[here])
        x, y, size, angle = table[:, :4].T
        xy = np.stack([x, y], 1)
        return Features(xy, size, angle, table[:, 4:], *self._sizes[0], self.scale)

    @property
    def scale(self) -> float:
        """Working pixels in one pixel of the image as given."""
        return self._sizes[0][0] / self.gray.width

    def _as_given(self, xy: Floats) -> Floats:
        return ((xy + 0.5) / self.scale).astype(np.float32)

    def _level(self, number: int) -> Level:
        if number not in self._found:
            zoom = np.divide(self._sizes[0], self._sizes[number])  # odd sizes have no exact half
            self._found[number] = Level.of(self._image(number), zoom)
        return self._found[number]

    def _image(self, number: int) -> Pixels:
        if number not in self._images:
            self._images[number] = self._made(number)
        return self._images[number]

    def _made(self, number: int) -> Pixels:
        whole = self.gray.pixels.shape == (self.gray.height, self.gray.width)
        if number == 0:
            gray = self.gray if whole or self.finer is None else self.finer()
            return _resized(gray.pixels, self._sizes[0])
        if number == 1 and self.finer is not None:
            return _resized(self.gray.pixels, self._sizes[1])
        return _resized(self._image(number - 1), self._sizes[number])


def extract(gray: Gray, detail: Detail) -> Features:
    """The features of an image that is looked at once."""
    return Levels(gray, detail.side).features(detail)


def long(width: int, height: int) -> float:
    """How many times as long a side an image is to be looked at with: what is longer than SLENDER
    has as many pixels as that then, else a long screenshot would be a narrow strip.
    """
    return math.sqrt(max(1.0, max(width, height) / max(1, min(width, height)) / SLENDER))


def working(gray: Gray, side: int) -> Size:
    """Width and height in working size: of a large image shrunk to a long side of `side` px, of a
    small one enlarged towards ENLARGED_SIDE, at most ENLARGE times.
    """
    longest = max(gray.width, gray.height)
    if longest < ENLARGED_SIDE:
        scale = min(ENLARGED_SIDE / longest, ENLARGE)
    else:
        scale = min(side / longest, 1.0)
    return max(1, round(gray.width * scale)), max(1, round(gray.height * scale))


def _halves(size: Size) -> Iterator[Size]:
    """Itself, half of it, ... as long as there is anything to see."""
    yield size
    while max(size) >= 2 * SMALLEST_SIDE and min(size) >= 2 * THINNEST:
        size = max(1, size[0] // 2), max(1, size[1] // 2)
        yield size


def _resized(pixels: Pixels, size: Size) -> Pixels:
    if pixels.shape[::-1] == size:
        return pixels
    how = cv2.INTER_AREA if size[0] < pixels.shape[1] else cv2.INTER_CUBIC
    return cv2.resize(pixels, size, interpolation=how).astype(np.uint8)


def kaze() -> cv2.KAZE:
    """OpenCV's detector with the numbers of ours. Raises MissingDetector: OpenCV 5 has none."""
    try:
        return cv2.KAZE.create(threshold=THRESHOLD, nOctaves=OCTAVES, nOctaveLayers=SUBLEVELS)
    except AttributeError as error:
        raise MissingDetector("KAZE") from error
