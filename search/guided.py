"""A view -> the pairs that it finds itself, more than agreed on it, and a better view of these."""

from dataclasses import dataclass

import numpy as np

from search import nearby
from search.features import Doubles, Features, Floats, Indices
from search.homography import LEAST, Homography, exact, fitted, local, possible
from search.options import EVEN, LIKENESS, REPROJECTION, TURN, ZOOM

_BLUR = 0.25  # of a keypoint's size, the error of its place
_FINEST = 0.2  # log size above the photo's smallest keypoint at which all keypoints show


@dataclass(frozen=True)
class Guided:
    """Pairs (n,) that a view finds, each keypoint of the picture once: where these lie in it, and
    where all that the view expects do, (n, 2) and (m, 2) working pixels.
    """

    photo_at: Indices
    picture_at: Indices
    picture_xy: Floats
    expected_xy: Floats

    @property
    def expected(self) -> int:
        """How many."""
        return len(self.expected_xy)

    @property
    def share(self) -> float:
        """0..1. Another picture with the same frame or logo agrees as surely as a copy does, but
        in few places; and a line of text agrees with any other, but on that line only.
        """
        return self.found * min(1.0, _spread(self.picture_xy, self.expected_xy) / EVEN)

    @property
    def found(self) -> float:
        """0..1, wherever it is."""
        return len(self.picture_at) / self.expected if self.expected else 0.0


def refined(
    homography: Homography, photo: Features, picture: Features, likeness: float = LIKENESS
) -> tuple[Homography, Guided]:
    """The view once more, of all the pairs that it finds itself, as long as that finds more."""
    seen = guided(homography, photo, picture, likeness)
    for fit in (fitted, exact, exact):
        if len(seen.photo_at) < LEAST:
            break
        better = fit(photo.xy[seen.photo_at], picture.xy[seen.picture_at])
        if better is None or not possible(better, picture, photo):
            break
        again = guided(better, photo, picture, likeness)
        if len(again.photo_at) < len(seen.photo_at):
            break
        homography, seen = better, again
    return homography, seen


def guided(
    homography: Homography, photo: Features, picture: Features, likeness: float = LIKENESS
) -> Guided:
    """For each keypoint of the picture that must show in the photo (it falls into it, in a size
    that it can show) the most alike that is in place and has its size, angle and look: descriptors
    with a cosine above `likeness`.
    """
    at, zoom, turn = local(homography, picture.xy.astype(np.float64))
    size = np.log(picture.size) + zoom
    shown = (at >= 0).all(axis=1) & (at < (photo.width, photo.height)).all(axis=1)
    shown &= (size > np.log(photo.size.min()) + _FINEST) & (size <= np.log(photo.size.max()))
    which = np.flatnonzero(shown)
    one, two = _near(at[which].astype(np.float32), photo)
    one = which[one]
    own = np.radians(photo.angle[two] - picture.angle[one])
    there = np.abs(np.log(photo.size[two]) - size[one]) < ZOOM
    there &= np.abs(wrapped(own - turn[one])) < TURN
    one, two = one[there], two[there]
    alike = np.einsum("nd,nd->n", picture.descriptors[one], photo.descriptors[two])
    one, two, alike = (each[alike > likeness] for each in (one, two, alike))
    best = np.argsort(-alike, kind="stable")
    picture_at, first = np.unique(one[best], return_index=True)
    return Guided(two[best][first], picture_at, picture.xy[picture_at], picture.xy[which])


def _spread(some: Floats, every: Floats) -> float:
    """How widely points (n, 2) lie, as a share of how widely others do, in the direction in which
    that is least: 0 on one spot or on one line.
    """
    if len(some) < LEAST:
        return 0.0
    ratios = np.linalg.eigvals(np.linalg.solve(np.cov(every.T) + np.eye(2), np.cov(some.T)))
    return float(np.sqrt(ratios.real.min().clip(0, 1)))


def _near(xy: Floats, photo: Features) -> tuple[Indices, Indices]:
    """Which points (n, 2), and which keypoints of the photo each has in its place: in pairs."""
    reach = tolerance(photo)
    one, two = nearby.around(xy, photo.xy, reach.max(initial=0))
    x, y = (xy[one, axis] - photo.xy[two, axis] for axis in (0, 1))
    near = x * x + y * y < reach[two] ** 2
    return one[near], two[near]


def tolerance(photo: Features) -> Floats:
    """Largest error of an inlier, px, for each keypoint: a large blob has no exact place."""
    return (_BLUR * photo.size).clip(REPROJECTION, 4 * REPROJECTION)


def wrapped(angle: Doubles) -> Doubles:
    """Radians, from -pi to pi."""
    return (angle + np.pi) % (2 * np.pi) - np.pi
