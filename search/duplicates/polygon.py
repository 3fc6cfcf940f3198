"""Convex polygons, (n, 2) points in order: how large, what lies inside, what two of them share."""

import numpy as np
from numpy.typing import NDArray

from search.features import Floats

_SHORTEST = 0.001  # of the longest edge; 32-bit numbers have an error of 0.0001 of that


def area(polygon: Floats) -> float:
    """In squared units of its points."""
    return abs(_signed(polygon))


def holds(polygon: Floats, xy: Floats) -> NDArray[np.bool_]:
    """Which of the points `xy` (m, 2) lie inside."""
    inside = np.ones(len(xy), bool)
    for start, end in _edges(polygon):
        inside &= _depth(xy, start, end) >= 0
    return inside


def shared(a: Floats, b: Floats) -> Floats:
    """Where two overlap: one more, (0, 2) where they do not.

    Sutherland, Hodgman 1974, "Reentrant polygon clipping". OpenCV's intersectConvexConvex finds
    too little in every fifth pair that is all but the same, as those of copies are.
    """
    for start, end in _edges(b):
        a = _clipped(a, start, end)
    return _simple(a)


def _simple(polygon: Floats) -> Floats:
    """Without the edges that are so short that rounding decides where they point."""
    reach = np.abs(np.roll(polygon, -1, axis=0) - polygon).max(axis=1, initial=0)
    kept: Floats = polygon[reach > _SHORTEST * reach.max(initial=0)]
    return kept


def _signed(polygon: Floats) -> float:
    x, y = polygon.T
    return float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


def _edges(polygon: Floats) -> list[tuple[Floats, Floats]]:
    """Start and end of each, the inside always on the same hand."""
    around = polygon if _signed(polygon) > 0 else polygon[::-1]
    return list(zip(around, np.roll(around, -1, axis=0), strict=True))


def _depth(xy: Floats, start: Floats, end: Floats) -> Floats:
    """How far inside of the line from `start` to `end` points are, in lengths of that."""
    (across, down), away = end - start, xy - start
    depth: Floats = across * away[:, 1] - down * away[:, 0]
    return depth


def _clipped(polygon: Floats, start: Floats, end: Floats) -> Floats:
    """What of a polygon is inside of the line from `start` to `end`."""
    depth = _depth(polygon, start, end)
    after, depth_after = np.roll(polygon, -1, axis=0), np.roll(depth, -1)
    kept: list[Floats] = []
    for here, there, d, e in zip(polygon, after, depth, depth_after, strict=True):
        if d >= 0:
            kept.append(here)
        if (d >= 0) != (e >= 0):
            kept.append(here + (there - here) * d / (d - e))
    return np.array(kept, np.float32).reshape(-1, 2)
