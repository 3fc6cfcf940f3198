"""Photo and candidate -> their geometry: which keypoints agree on one plane-to-plane view."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search import chance, nearby
from search.features import Features, Floats
from search.homography import Homography, exact, fitted, local, possible
from search.index import Numbers
from search.options import (
    AGREEING,
    LIKENESS,
    LOOSE,
    RATIO,
    REPROJECTION,
    SPOT,
    TURN,
    ZOOM,
)

Indices = NDArray[np.intp]

_LEAST = 4  # point pairs that a homography needs
_BLUR = 0.25  # of a keypoint's size, the error of its place
_FINEST = 0.2  # log size above the photo's smallest keypoint at which all keypoints show
_ROW = 1 << 20  # more spots than a row can have


@dataclass(frozen=True)
class Geometry:
    """How a picture lies in a photo. Working pixels, origin at the centre of the top left one.

    `homography` (3, 3) float64 takes picture points to photo points (of the mirrored photo where
    the candidate was mirrored); `picture_at` and `photo_at` (n,) are the keypoints that
    agree, in pairs; `inliers` counts those in different places, `surprise` says how unlikely so
    much agreement is by chance (search/chance.py), and `confirmed` 0..1 which share of the
    picture's keypoints that must show in the photo does.
    """

    homography: Homography
    picture_at: Indices
    photo_at: Indices
    inliers: int
    surprise: float
    confirmed: float


def prove(photo: Features, picture: Features) -> Geometry | None:
    """The view that most pairs agree on; None where there is none that a view could make.

    A single pair of keypoints fixes a similarity (place, size and angle), so every pair is tried:
    nothing is left to chance, and one pair in fifty may be right (Philbin et al. 2007, 3.1). The
    pairs that agree with the best one fix a homography.
    """
    photo_at, picture_at = pairs(photo.descriptors, picture.descriptors)
    if len(photo_at) < _LEAST:
        return None
    agree = agreeing(photo, photo_at, picture, picture_at)
    if len(agree) < _LEAST:
        return None
    homography = fitted(photo.xy[photo_at[agree]], picture.xy[picture_at[agree]])
    if homography is None or not possible(homography, picture, photo):
        return None
    fit = fits(homography, photo, photo_at, picture, picture_at)
    inliers = distinct(photo.xy[photo_at[fit]], picture.xy[picture_at[fit]])
    trials = distinct(photo.xy[photo_at], picture.xy[picture_at])
    reach = float(np.mean(_tolerance(photo)[photo_at] ** 2)) * np.pi
    surprise = chance.surprise(trials, inliers, reach / (photo.width * photo.height))
    if not surprise:
        return Geometry(homography, picture_at[fit], photo_at[fit], inliers, 0.0, 0.0)
    homography, seen = refined(homography, photo, picture)
    inliers = distinct(photo.xy[seen.photo_at], picture.xy[seen.picture_at])
    return Geometry(homography, seen.picture_at, seen.photo_at, inliers, surprise, seen.share)


def pairs(photo: Floats, picture: Floats) -> tuple[Indices, Indices]:
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


def agreeing(photo: Features, photo_at: Indices, picture: Features, picture_at: Indices) -> Indices:
    """The pairs that agree with the similarity of one pair: of that which most agree with.

    A keypoint's own size and angle are rough, so the tolerance grows with the distance.
    """
    seen, known = photo.xy[photo_at], picture.xy[picture_at]
    zoom, turn = _own_views(photo, photo_at, picture, picture_at)
    zoom, turn = zoom.astype(np.float32), turn.astype(np.float32)
    across, down = (np.exp(zoom) * np.array([np.cos(turn), np.sin(turn)]))[:, :, None]
    x, y = (known[:, axis] - known[:, None, axis] for axis in (0, 1))  # [i, j]: from i to j
    to_x, to_y = across * x - down * y, across * y + down * x
    tolerance = np.sqrt(to_x * to_x + to_y * to_y)
    tolerance *= LOOSE
    tolerance += REPROJECTION
    to_x -= seen[:, 0] - seen[:, None, 0]
    to_y -= seen[:, 1] - seen[:, None, 1]
    near = to_x * to_x + to_y * to_y < tolerance * tolerance
    near &= np.abs(zoom - zoom[:, None]) < ZOOM
    facing = np.column_stack([np.cos(turn), np.sin(turn)])
    near &= facing @ facing.T > np.cos(TURN)
    best = np.argsort(-np.count_nonzero(near, axis=1), kind="stable")[:AGREEING]
    places = np.minimum(*(_places(_spots(xy), near[best]) for xy in (seen, known)))
    return np.flatnonzero(near[best[int(np.argmax(places))]])


def support(photo: Features, photo_at: Numbers, picture: Features, picture_at: Numbers) -> int:
    """In how many places pairs (n,) agree with the similarity of one of them."""
    if not len(photo_at):
        return 0
    agree = agreeing(photo, photo_at, picture, picture_at)
    return distinct(photo.xy[photo_at[agree]], picture.xy[picture_at[agree]])


def fits(
    homography: Homography,
    photo: Features,
    photo_at: Indices,
    picture: Features,
    picture_at: Indices,
) -> NDArray[np.bool_]:
    """Which pairs (n,) a view takes to each other: in place, size and angle."""
    xy = picture.xy[picture_at].astype(np.float64)
    to, zoom, turn = local(homography, xy)
    own_zoom, own_turn = _own_views(photo, photo_at, picture, picture_at)
    error = np.linalg.norm(to - photo.xy[photo_at], axis=1)
    fit = error < _tolerance(photo)[photo_at]
    fit &= np.abs(own_zoom - zoom) < ZOOM
    fit &= np.abs(_wrapped(own_turn - turn)) < TURN
    return np.asarray(fit, np.bool_)


@dataclass(frozen=True)
class Guided:
    """Pairs (n,) that a view finds, each keypoint of the picture once, of how many it expects."""

    photo_at: Indices
    picture_at: Indices
    expected: int

    @property
    def share(self) -> float:
        """0..1. Another picture with the same frame or logo agrees as surely as a copy does, but
        in few places.
        """
        return len(self.picture_at) / self.expected if self.expected else 0.0


def refined(
    homography: Homography, photo: Features, picture: Features
) -> tuple[Homography, Guided]:
    """The view once more, of all the pairs that it finds itself, as long as that finds more."""
    seen = guided(homography, photo, picture)
    for fit in (fitted, exact, exact):
        if len(seen.photo_at) < _LEAST:
            break
        better = fit(photo.xy[seen.photo_at], picture.xy[seen.picture_at])
        if better is None or not possible(better, picture, photo):
            break
        again = guided(better, photo, picture)
        if len(again.photo_at) < len(seen.photo_at):
            break
        homography, seen = better, again
    return homography, seen


def guided(homography: Homography, photo: Features, picture: Features) -> Guided:
    """For each keypoint of the picture that must show in the photo (it falls into it, in a size
    that it can show) the most alike that is in place and has its size, angle and look.
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
    there &= np.abs(_wrapped(own - turn[one])) < TURN
    one, two = one[there], two[there]
    alike = np.einsum("nd,nd->n", picture.descriptors[one], photo.descriptors[two])
    one, two, alike = (each[alike > LIKENESS] for each in (one, two, alike))
    best = np.argsort(-alike, kind="stable")
    picture_at, first = np.unique(one[best], return_index=True)
    return Guided(two[best][first], picture_at, len(which))


def _near(xy: Floats, photo: Features) -> tuple[Indices, Indices]:
    """Which points (n, 2), and which keypoints of the photo each has in its place: in pairs."""
    tolerance = _tolerance(photo)
    one, two = nearby.along(xy[:, 0], photo.xy[:, 0], tolerance.max(initial=0))
    x, y = (xy[one, axis] - photo.xy[two, axis] for axis in (0, 1))
    near = x * x + y * y < tolerance[two] ** 2
    return one[near], two[near]


def distinct(photo_xy: Floats, picture_xy: Floats) -> int:
    """Pairs in different places: a spot that fired at several scales counts once."""
    return min(len(np.unique(_spots(xy))) for xy in (photo_xy, picture_xy))


def _spots(xy: Floats) -> NDArray[np.int64]:
    """Which spot each point (n, 2) is in."""
    return np.asarray((xy // SPOT).astype(np.int64) @ (1, _ROW))


def _places(spots: NDArray[np.int64], chosen: NDArray[np.bool_]) -> NDArray[np.intp]:
    """How many spots (n,) each choice (choices, n) of them has."""
    names, name = np.unique(spots, return_inverse=True)
    had = np.zeros((len(chosen), len(names)), np.bool_)
    choice, at = np.nonzero(chosen)
    had[choice, name[at]] = True
    return np.asarray(np.count_nonzero(had, axis=1))


def _own_views(
    photo: Features, photo_at: Indices, picture: Features, picture_at: Indices
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Zoom (log) and turn (radians) by which each pair's keypoints differ."""
    zoom = np.log(photo.size[photo_at].astype(np.float64) / picture.size[picture_at])
    turn = np.radians(photo.angle[photo_at].astype(np.float64) - picture.angle[picture_at])
    return zoom, turn


def _tolerance(photo: Features) -> Floats:
    """Largest error of an inlier, px, for each keypoint: a large blob has no exact place."""
    return (_BLUR * photo.size).clip(REPROJECTION, 4 * REPROJECTION)


def _wrapped(angle: NDArray[np.float64]) -> NDArray[np.float64]:
    return (angle + np.pi) % (2 * np.pi) - np.pi
