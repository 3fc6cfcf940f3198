"""A plane-to-plane view: a homography, what it does to points, and whether a view can be so."""

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from search.features import Doubles, Features, Floats
from search.options import AFFINE_ROUNDS, RANSAC_CONFIDENCE, RANSAC_ROUNDS, REPROJECTION

Homography = NDArray[np.float64]  # (3, 3), takes picture points to photo points

LEAST = 4  # point pairs that fix one

_ROUGH = 1.5  # of an inlier's largest error, where a view is not refined yet
_NEAREST = 1e-9  # depth of a point at the horizon, which is nowhere
_USUAL = 2.5  # times the median error
_ENOUGH = 20  # pairs, for least squares to be better
_SHARPEST = math.cos(math.radians(35))  # of a corner; as of one seen at 72 degrees
_SMALLEST = 0.0025  # of the photo's area that a picture must cover (5 % of the side)


def fitted(photo_xy: Floats, picture_xy: Floats) -> Homography | None:
    """The view of most point pairs (n, 2), n at least 4, by MAGSAC++ (Barath et al. 2020)."""
    found, _ = cv2.findHomography(
        *(picture_xy, photo_xy, cv2.USAC_MAGSAC, REPROJECTION),
        maxIters=RANSAC_ROUNDS,
        confidence=RANSAC_CONFIDENCE,
    )
    return None if found is None else found.astype(np.float64)


def exact(photo_xy: Floats, picture_xy: Floats) -> Homography | None:
    """The view of least squares of point pairs (n, 2), but for those far off: MAGSAC++ leaves the
    outline of a turned picture a third less exact.
    """
    rough = fitted(photo_xy, picture_xy)
    if rough is None:
        return None
    off = np.linalg.norm(project(rough, picture_xy) - photo_xy, axis=1)
    near = off <= _USUAL * np.median(off)
    if near.sum() < _ENOUGH:
        return rough
    found, _ = cv2.findHomography(picture_xy[near], photo_xy[near], 0)
    return rough if found is None else found.astype(np.float64)


def affine(photo_xy: Floats, picture_xy: Floats) -> Homography | None:
    """The view of most point pairs (n, 2), n at least 3, that keeps parallels: one in eight may be
    right, where MAGSAC++, which takes four of them at once, wants one in five.
    """
    found, _ = cv2.estimateAffine2D(
        *(picture_xy, photo_xy, None, cv2.RANSAC, _ROUGH * REPROJECTION),
        maxIters=AFFINE_ROUNDS,
        confidence=RANSAC_CONFIDENCE,
    )
    return _whole(found)


def turned(photo_xy: Floats, picture_xy: Floats) -> Homography | None:
    """The view of most point pairs (n, 2) that only turns and zooms; None where there are few."""
    if len(photo_xy) < LEAST:
        return None
    found, _ = cv2.estimateAffinePartial2D(
        picture_xy, photo_xy, method=cv2.RANSAC, ransacReprojThreshold=2 * REPROJECTION
    )
    return _whole(found)


def _whole(rows: NDArray[Any] | None) -> Homography | None:
    """The view of its first two rows (2, 3), which keeps parallels; None where there is none."""
    return None if rows is None else np.vstack([rows, (0, 0, 1)]).astype(np.float64)


def local(homography: Homography, xy: Doubles) -> tuple[Doubles, Doubles, Doubles]:
    """Where a view takes points (n, 2), and about each its zoom (log) and turn (radians).

    The turn is that of the similarity nearest to its Jacobian.
    """
    to = np.column_stack([xy, np.ones(len(xy))]) @ homography.T
    depth = np.where(np.abs(to[:, 2:]) < _NEAREST, _NEAREST, to[:, 2:])
    at = to[:, :2] / depth
    jacobian = (homography[:2, :2] - at[:, :, None] * homography[2, :2]) / depth[:, :, None]
    (a, b), (c, d) = jacobian.transpose(1, 2, 0)
    zoom = np.log(np.abs(a * d - b * c).clip(1e-12)) / 2
    return at, zoom, np.arctan2(c - b, a + d)


def corners(width: int, height: int) -> Floats:
    """(4, 2): top left, top right, bottom right, bottom left corner of an image's area."""
    right, bottom = width - 0.5, height - 0.5
    return np.array([[-0.5, -0.5], [right, -0.5], [right, bottom], [-0.5, bottom]], np.float32)


def project(homography: Homography, xy: Floats) -> Floats:
    """Take (n, 2) points through a homography."""
    points = cv2.perspectiveTransform(xy[:, None].astype(np.float64), homography)
    return points[:, 0].astype(np.float32)


def possible(homography: Homography, picture: Features, photo: Features) -> bool:
    """Whether a picture can be seen so: not folded, not turned over, not shrunk to a line."""
    around = corners(picture.width, picture.height)
    depth = np.column_stack([around, np.ones(4)]) @ homography[2]
    if not np.isfinite(homography).all() or (depth * depth[0] <= 0).any():
        return False
    seen = project(homography, around)
    return convex(seen) and cv2.contourArea(seen) > _SMALLEST * photo.width * photo.height


def convex(outline: Floats | Doubles) -> bool:
    """Whether corners (4, 2) go round clockwise, with no fold and no dent."""
    edges = np.roll(outline, -1, axis=0) - outline
    turns = edges[:, 0] * np.roll(edges[:, 1], -1) - edges[:, 1] * np.roll(edges[:, 0], -1)
    return bool((turns > 0).all())


def bend(outline: Floats, picture: Features) -> float:
    """How many times as large as another a side of a picture is seen, by its corners (4, 2)."""
    seen = np.linalg.norm(np.roll(outline, -1, axis=0) - outline, axis=1)
    sizes = seen / (picture.width, picture.height, picture.width, picture.height)
    return float(sizes.max() / max(sizes.min(), _NEAREST))


def slanted(outline: Floats) -> bool:
    """Whether corners (4, 2) are seen from so far aside that nobody could tell what is there. Such
    views are chance, but a rough one of a right picture can be so too, until it is refined.
    """
    edges = np.roll(outline, -1, axis=0) - outline
    ahead = edges / np.linalg.norm(edges, axis=1, keepdims=True).clip(1e-9)
    return bool((np.abs((ahead * np.roll(ahead, -1, axis=0)).sum(axis=1)) > _SHARPEST).any())
