"""What a single pair of keypoints fixes, a place, a size and an angle, and who agrees with it.

Every pair is tried: nothing is left to chance, and one in fifty may be right (Philbin et al.
2007, "Object retrieval with large vocabularies and fast spatial matching", 3.1).
"""

from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from search.features import Features, Floats
from search.index import Numbers
from search.options import AGREEING, LOOSE, REPROJECTION, SPOT, TURN, ZOOM

Indices = NDArray[np.intp]

_ROW = 1 << 20  # more spots than a row can have


@dataclass(frozen=True)
class Pairs:
    """Keypoints of a photo, each with one of a picture: (n,) float32 arrays, or parts of such.

    `x`, `y` px in the photo, `u`, `v` px in the picture; `zoom` (log), `cos` and `sin` of the turn
    from the picture's to the photo's.
    """

    x: Floats
    y: Floats
    u: Floats
    v: Floats
    zoom: Floats
    cos: Floats
    sin: Floats

    @classmethod
    def of(cls, photo: Features, photo_at: Numbers, picture: Features, picture_at: Numbers) -> Self:
        """Of keypoints by their numbers."""
        zoom, turn = own_views(photo, photo_at, picture, picture_at)
        seen, known = photo.xy[photo_at].T, picture.xy[picture_at].T
        own = (zoom, np.cos(turn), np.sin(turn))
        return cls(*seen, *known, *(each.astype(np.float32) for each in own))

    @classmethod
    def joined(cls, several: "list[Self]") -> Self:
        """One after another, of one at least."""
        every = ([getattr(pairs, each.name) for pairs in several] for each in fields(cls))
        return cls(*(np.concatenate(each) for each in every))

    def __getitem__(self, at: Any) -> Self:
        return type(self)(*(getattr(self, each.name)[at] for each in fields(self)))

    def __len__(self) -> int:
        return len(self.x)


def agree(one: Pairs, other: Pairs) -> NDArray[np.bool_]:
    """Which pairs the similarity that one fixes takes to each other; both of shapes that NumPy
    brings together.

    A keypoint's own size and angle are rough, so the tolerance grows with the distance.
    """
    across, down = np.exp(one.zoom) * one.cos, np.exp(one.zoom) * one.sin
    x, y = other.u - one.u, other.v - one.v
    to_x, to_y = across * x - down * y, across * y + down * x
    tolerance = np.sqrt(to_x * to_x + to_y * to_y)
    tolerance *= LOOSE
    tolerance += REPROJECTION
    to_x -= other.x - one.x
    to_y -= other.y - one.y
    near = to_x * to_x + to_y * to_y < tolerance * tolerance
    near &= np.abs(other.zoom - one.zoom) < ZOOM
    near &= one.cos * other.cos + one.sin * other.sin > np.cos(TURN)
    return np.asarray(near, np.bool_)


def agreeing(pairs: Pairs) -> Indices:
    """Those that agree with the similarity of one: of that which most agree with, in places."""
    near = agree(pairs[:, None], pairs[None])
    best = np.argsort(-np.count_nonzero(near, axis=1), kind="stable")[:AGREEING]
    spots = ((pairs.x, pairs.y), (pairs.u, pairs.v))
    places = np.minimum(*(_places(_spots(*at), near[best]) for at in spots))
    return np.flatnonzero(near[best[int(np.argmax(places))]])


def support(pairs: Pairs) -> int:
    """In how many places pairs agree with the similarity of one of them."""
    if not len(pairs):
        return 0
    those = pairs[agreeing(pairs)]
    return min(len(np.unique(_spots(*at))) for at in ((those.x, those.y), (those.u, those.v)))


def supports(pairs: Pairs, counts: Numbers) -> Numbers:
    """Of pairs of several pictures, `counts` (pictures,) of each, one after another: how many of a
    picture's agree with the similarity of one of them, at most; all pictures at once.
    """
    ends = np.cumsum(counts)
    each = np.repeat(counts, counts)  # of each pair's picture
    one = np.repeat(np.arange(len(pairs)), each)
    first = np.repeat(ends - counts, counts)
    other = np.arange(len(one)) + np.repeat(first - np.cumsum(each) + each, each)
    near = np.bincount(one[agree(pairs[one], pairs[other])], minlength=len(pairs))
    return np.asarray(np.maximum.reduceat(near, ends - counts), np.int64)


def distinct(photo_xy: Floats, picture_xy: Floats) -> int:
    """Pairs in different places: a spot that fired at several scales counts once."""
    return min(len(np.unique(_spots(*xy.T))) for xy in (photo_xy, picture_xy))


def own_views(
    photo: Features, photo_at: Numbers, picture: Features, picture_at: Numbers
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Zoom (log) and turn (radians) by which each pair's keypoints differ."""
    zoom = np.log(photo.size[photo_at].astype(np.float64) / picture.size[picture_at])
    turn = np.radians(photo.angle[photo_at].astype(np.float64) - picture.angle[picture_at])
    return zoom, turn


def _spots(x: Floats, y: Floats) -> Numbers:
    """Which spot each point is in."""
    return np.asarray((x // SPOT).astype(np.int64) + _ROW * (y // SPOT).astype(np.int64))


def _places(spots: Numbers, chosen: NDArray[np.bool_]) -> Indices:
    """How many spots (n,) each choice (choices, n) of them has."""
    names, name = np.unique(spots, return_inverse=True)
    had = np.zeros((len(chosen), len(names)), np.bool_)
    choice, at = np.nonzero(chosen)
    had[choice, name[at]] = True
    return np.asarray(np.count_nonzero(had, axis=1))
