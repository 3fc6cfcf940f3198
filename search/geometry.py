"""Photo and candidate -> their geometry: which keypoints agree on one plane-to-plane view."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search import chance
from search.features import Features, Floats
from search.guided import refined, tolerance, wrapped
from search.homography import LEAST, Homography, fitted, local, possible
from search.index import Numbers
from search.options import (
    AGREEING,
    LOOSE,
    RATIO,
    REPROJECTION,
    SPOT,
    TURN,
    ZOOM,
)

Indices = NDArray[np.intp]

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
    if len(photo_at) < LEAST:
        return None
    agree = agreeing(photo, photo_at, picture, picture_at)
    if len(agree) < LEAST:
        return None
    homography = fitted(photo.xy[photo_at[agree]], picture.xy[picture_at[agree]])
    if homography is None or not possible(homography, picture, photo):
        return None
    fit = fits(homography, photo, photo_at, picture, picture_at)
    inliers = distinct(photo.xy[photo_at[fit]], picture.xy[picture_at[fit]])
    trials = distinct(photo.xy[photo_at], picture.xy[picture_at])
    reach = float(np.mean(tolerance(photo)[photo_at] ** 2)) * np.pi
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
    fit = error < tolerance(photo)[photo_at]
    fit &= np.abs(own_zoom - zoom) < ZOOM
    fit &= np.abs(wrapped(own_turn - turn)) < TURN
    return np.asarray(fit, np.bool_)


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
