"""What a single pair of keypoints fixes, a place, a size and an angle, and who agrees with it.

Every pair is tried: nothing is left to chance, and one in fifty may be right (Philbin et al.
2007, "Object retrieval with large vocabularies and fast spatial matching", 3.1).
"""

from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np

from search import nearby
from search.features import Doubles, Features, Floats, Indices, Mask
from search.index import Numbers
from search.options import AGREEING, LOOSE, REPROJECTION, SPOT, TURN, ZOOM

_ROW = 1 << 20  # more spots than a row can have
_STRIP = 256  # pairs that are compared with all others at once; up: memory


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

    @property
    def spots(self) -> tuple[Numbers, Numbers]:
        """Which spot each is in, in the photo and in the picture."""
        return _spots(self.x, self.y), _spots(self.u, self.v)


def agree(one: Pairs, other: Pairs) -> Mask:
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
    strips = (pairs[at : at + _STRIP, None] for at in range(0, len(pairs), _STRIP))
    near = np.concatenate([agree(strip, pairs[None]) for strip in strips])
    best = np.argsort(-np.count_nonzero(near, axis=1), kind="stable")[:AGREEING]
    places = np.minimum(*(_places(spots, near[best]) for spots in pairs.spots))
    return np.flatnonzero(near[best[int(np.argmax(places))]])


def support(pairs: Pairs) -> int:
    """In how many places pairs agree with the similarity of one of them."""
    return _fewest(pairs[agreeing(pairs)].spots) if len(pairs) else 0


def supports(pairs: Pairs, counts: Numbers) -> Numbers:
    """Of pairs of several pictures, `counts` (pictures,) of each, one after another: how many of a
    picture's agree with the similarity of one of them, at most; all pictures at once.
    """
    first = np.cumsum(counts) - counts
    one, other = nearby.runs(np.repeat(first, counts), np.repeat(counts, counts))
    near = np.bincount(one[agree(pairs[one], pairs[other])], minlength=len(pairs))
    return np.asarray(np.maximum.reduceat(near, first), np.int64)


def distinct(photo_xy: Floats, picture_xy: Floats) -> int:
    """Pairs in different places: a spot that fired at several scales counts once."""
    return _fewest((_spots(*photo_xy.T), _spots(*picture_xy.T)))


def own_views(
    photo: Features, photo_at: Numbers, picture: Features, picture_at: Numbers
) -> tuple[Doubles, Doubles]:
    """Zoom (log) and turn (radians) by which each pair's keypoints differ."""
    zoom = np.log(photo.size[photo_at].astype(np.float64) / picture.size[picture_at])
    turn = np.radians(photo.angle[photo_at].astype(np.float64) - picture.angle[picture_at])
    return zoom, turn


def _spots(x: Floats, y: Floats) -> Numbers:
    """Which spot each point is in."""
    return np.asarray((x // SPOT).astype(np.int64) + _ROW * (y // SPOT).astype(np.int64))


def _fewest(spots: tuple[Numbers, Numbers]) -> int:
    """How many there are, where there are fewer."""
    return min(len(np.unique(each)) for each in spots)


def _places(spots: Numbers, chosen: Mask) -> Indices:
    """How many spots (n,) each choice (choices, n) of them has."""
    names, name = np.unique(spots, return_inverse=True)
    had = np.zeros((len(chosen), len(names)), np.bool_)
    choice, at = np.nonzero(chosen)
    had[choice, name[at]] = True
    return np.asarray(np.count_nonzero(had, axis=1))
