"""ORB and SIFT as one would build them: brute force, ratio test, homography by RANSAC.

Each picture is compared apart, so the ratio test is within a picture. None of it looks for mirrored
photos.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import cv2
import faiss
import numpy as np
from numpy.typing import NDArray

from benchmarks.methods import Found, Pictures, decoded
from benchmarks.studio import Pixels

SIDE = 640  # px: keypoints are looked for in gray images with this long side
ORB_FEATURES = 500
SIFT_FEATURES = 1000
ORB_RATIO = 0.8  # nearest to second nearest distance
SIFT_RATIO = 0.8  # Lowe 2004, 7.1
CHECKED = 30  # pictures whose geometry is checked: those with most matches
REPROJECTION = 5.0  # px, an inlier's largest error
LEAST = 4  # matches that fix a homography

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Spots:
    """Keypoints of one image: where, (n, 2), and what, (n, width)."""

    xy: Floats
    rows: NDArray[Any]


class Detector(Protocol):
    """What ORB and SIFT differ in."""

    ratio: float
    width: int  # bytes of one descriptor as it would be stored

    def detect(self, gray: Pixels) -> tuple[Any, NDArray[Any] | None]:
        """OpenCV's keypoints, and their descriptors."""

    def two_nearest(
        self, photo: NDArray[Any], picture: NDArray[Any]
    ) -> tuple[Floats, NDArray[Any]]:
        """Of each row of the photo: distances of the nearest two, (n, 2), and the nearest, (n,)."""


class Orb:
    """Rublee 2011; OpenCV's defaults."""

    ratio, width = ORB_RATIO, 32

    def detect(self, gray: Pixels) -> tuple[Any, NDArray[Any] | None]:
        """A detector each time: they cannot be shared by threads."""
        return cv2.ORB.create(ORB_FEATURES).detectAndCompute(gray, None)

    def two_nearest(
        self, photo: NDArray[Any], picture: NDArray[Any]
    ) -> tuple[Floats, NDArray[Any]]:
        """FAISS's brute force: 5 times as fast as OpenCV's BFMatcher, and the same."""
        distances, rows = faiss.knn_hamming(photo, picture, 2)
        return distances.astype(np.float32), rows[:, 0]


class Sift:
    """Lowe 2004; compared as RootSIFT (Arandjelovic 2012), as a rule better."""

    ratio, width = SIFT_RATIO, 128

    def detect(self, gray: Pixels) -> tuple[Any, NDArray[Any] | None]:
        """RootSIFT: rows of length 1."""
        points, rows = cv2.SIFT.create(SIFT_FEATURES).detectAndCompute(gray, None)
        if rows is None:
            return points, None
        return points, np.sqrt(rows / np.maximum(rows.sum(axis=1, keepdims=True), 1e-9))

    def two_nearest(
        self, photo: NDArray[Any], picture: NDArray[Any]
    ) -> tuple[Floats, NDArray[Any]]:
        """One product of matrices: 8 times as fast as BFMatcher, and the same."""
        cosines = photo @ picture.T
        every, rows = np.arange(len(photo)), cosines.argmax(axis=1)
        nearest = cosines[every, rows]
        cosines[every, rows] = -1
        pair = np.column_stack([nearest, cosines.max(axis=1)])
        return np.sqrt(np.maximum(2 - 2 * pair, 0)), rows


def both(pictures: Pictures) -> Iterator["Keypoints"]:
    """ORB, then SIFT."""
    yield Keypoints("ORB + RANSAC", Orb(), pictures)
    yield Keypoints("SIFT + RANSAC", Sift(), pictures)


class Keypoints:
    """Every picture's keypoints, compared one picture at a time; most inliers first."""

    def __init__(self, title: str, detector: Detector, pictures: Pictures) -> None:
        self.title = title
        self._detector = detector
        self._pictures = {name: self._spots(pixels) for name, pixels in pictures.items()}

    def find(self, photo: bytes) -> Found:
        """The value is how many inliers."""
        seen = self._spots(decoded(photo))
        pairs = {name: self._pairs(seen, each) for name, each in self._pictures.items()}
        most = sorted(pairs, key=lambda name: -len(pairs[name][0]))[:CHECKED]
        agree = {name: _inliers(*pairs[name]) for name in most}
        best = max(most, key=agree.__getitem__)
        return Found(best, agree[best])

    def size(self) -> float:
        """A descriptor and two coordinates of 2 bytes for each keypoint."""
        count = sum(len(each.xy) for each in self._pictures.values())
        return count * (self._detector.width + 4) / len(self._pictures)

    def _spots(self, pixels: Pixels) -> Spots:
        points, rows = self._detector.detect(_gray(pixels))
        if rows is None:
            return Spots(np.zeros((0, 2), np.float32), np.zeros((0, 0), np.uint8))
        return Spots(np.array([point.pt for point in points], np.float32), rows)

    def _pairs(self, photo: Spots, picture: Spots) -> tuple[Floats, Floats]:
        """Points of the photo and of the picture that match, both (matches, 2)."""
        if not len(photo.xy) or len(picture.xy) < 2:  # noqa: PLR2004  a ratio takes two
            return photo.xy[:0], picture.xy[:0]
        distances, rows = self._detector.two_nearest(photo.rows, picture.rows)
        clear = distances[:, 0] < self._detector.ratio * distances[:, 1]
        return photo.xy[clear], picture.xy[rows[clear]]


def _inliers(photo_xy: Floats, picture_xy: Floats) -> int:
    if len(photo_xy) < LEAST:
        return 0
    _, mask = cv2.findHomography(picture_xy, photo_xy, cv2.RANSAC, REPROJECTION)
    return 0 if mask is None else int(mask.sum())


def _gray(pixels: Pixels) -> Pixels:
    """With SIDE as long side: small photos are enlarged, as Kazami does."""
    gray = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    factor = SIDE / max(gray.shape)
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return cv2.resize(gray, None, fx=factor, fy=factor, interpolation=how)  # type: ignore[return-value]
