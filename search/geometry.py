"""Photo and candidate -> their geometry: which keypoints agree on one plane-to-plane view."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from search.features import Features, Floats
from search.options import RANSAC_CONFIDENCE, RANSAC_ROUNDS, RATIO, REPROJECTION

_LEAST = 4  # point pairs that a homography needs
_SPOT = 4.0  # px: inliers nearer to each other than this are one
_SMALLEST = 0.0025  # of the photo's area that a picture must cover (5 % of the side)


@dataclass(frozen=True)
class Geometry:
    """How a picture lies in a photo. Working pixels, origin at the centre of the top left one.

    `homography` (3, 3) float64 takes picture points to photo points (of the mirrored photo where
    the candidate was mirrored); `picture_xy` and `photo_xy` (inliers, 2) are the pairs that agree.
    """

    homography: NDArray[np.float64]
    picture_xy: Floats
    photo_xy: Floats

    @property
    def inliers(self) -> int:
        """Pairs in different places: a spot that fired at several scales counts once."""
        spots = np.column_stack([self.picture_xy, self.photo_xy]) // _SPOT
        return min(len(np.unique(spots[:, :2], axis=0)), len(np.unique(spots[:, 2:], axis=0)))


def prove(photo: Features, picture: Features) -> Geometry | None:
    """The homography that most pairs agree on; None where there is none that a view could make.

    Robust estimation by MAGSAC++ (Barath et al. 2020, OpenCV's USAC_MAGSAC), which is seeded: the
    same input gives the same answer.
    """
    photo_at, picture_at = pairs(photo.descriptors, picture.descriptors)
    if len(photo_at) < _LEAST:
        return None
    photo_xy, picture_xy = photo.xy[photo_at], picture.xy[picture_at]
    found, inlier = cv2.findHomography(
        picture_xy,
        photo_xy,
        cv2.USAC_MAGSAC,
        REPROJECTION,
        maxIters=RANSAC_ROUNDS,
        confidence=RANSAC_CONFIDENCE,
    )
    if found is None:
        return None
    homography = found.astype(np.float64)
    if not possible(homography, picture, photo):
        return None
    agree = inlier.ravel().astype(bool)
    return Geometry(homography, picture_xy[agree], photo_xy[agree])


def pairs(photo: Floats, picture: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Indices of paired descriptors: nearest by RATIO, and each of the picture's at most once."""
    if not len(photo) or len(picture) <= 1:  # no second nearest
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    likeness = photo @ picture.T
    nearest = likeness.argmax(axis=1)
    everyone = np.arange(len(photo))
    first = likeness[everyone, nearest]
    likeness[everyone, nearest] = -1
    second = likeness.max(axis=1)
    clear = np.flatnonzero(1 - first < RATIO**2 * (1 - second))
    best_first = clear[np.argsort(-first[clear], kind="stable")]
    _, once = np.unique(nearest[best_first], return_index=True)
    return best_first[once], nearest[best_first[once]]


def corners(width: int, height: int) -> Floats:
    """(4, 2): top left, top right, bottom right, bottom left corner of an image's area."""
    right, bottom = width - 0.5, height - 0.5
    return np.array([[-0.5, -0.5], [right, -0.5], [right, bottom], [-0.5, bottom]], np.float32)


def project(homography: NDArray[np.float64], xy: Floats) -> Floats:
    """Take (n, 2) points through a homography."""
    points = cv2.perspectiveTransform(xy[:, None].astype(np.float64), homography)
    return points[:, 0].astype(np.float32)


def possible(homography: NDArray[np.float64], picture: Features, photo: Features) -> bool:
    """Whether a picture can be seen so: not folded, not turned over, not shrunk to a line."""
    around = corners(picture.width, picture.height)
    depth = np.column_stack([around, np.ones(4)]) @ homography[2]
    if not np.isfinite(homography).all() or (depth * depth[0] <= 0).any():
        return False
    seen = project(homography, around)
    edges = np.roll(seen, -1, axis=0) - seen
    turns = edges[:, 0] * np.roll(edges[:, 1], -1) - edges[:, 1] * np.roll(edges[:, 0], -1)
    area = cv2.contourArea(seen)
    return bool((turns > 0).all() and area > _SMALLEST * photo.width * photo.height)
