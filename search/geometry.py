"""Photo and candidate -> their geometry: which keypoints agree on one plane-to-plane view."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from search import chance
from search.features import Features, Floats, Indices, Mask
from search.guided import refined, tolerance, wrapped
from search.homography import LEAST, Homography, affine, fitted, local, possible
from search.options import DOUBTFUL_EVIDENCE, EVIDENCE, EVIDENCE_STRAIGHT, RATIO, TURN, ZOOM
from search.similarity import Pairs, agreeing, distinct, own_views


@dataclass(frozen=True)
class Geometry:
    """How a picture lies in a photo. Working pixels, origin at the centre of the top left one.

    `homography` (3, 3) float64 takes picture points to photo points (of the mirrored photo where
    the candidate was mirrored); `picture_at` and `photo_at` (n,) are the keypoints that
    agree, in pairs; `inliers` counts those in different places, `surprise` says how unlikely so
    much agreement is by chance (search/chance.py), and `confirmed` 0..1 which share of the
    picture's keypoints that must show in the photo does, and is spread over it, and nowhere else.
    """

    homography: Homography
    picture_at: Indices
    photo_at: Indices
    inliers: int
    surprise: float
    confirmed: float
    straight: bool = False  # seen in the picture's own frame (search/straight.py)

    @property
    def evidence(self) -> float:
        """How much speaks for the picture, as a logit. Nothing, where chance would do the same."""
        least, surprise, confirmed = EVIDENCE_STRAIGHT if self.straight else EVIDENCE
        return least + surprise * math.log10(max(1.0, self.surprise)) + confirmed * self.confirmed


def prove(
    photo: Features,
    picture: Features,
    paired: tuple[Indices, Indices] | None = None,
    *,
    stretched: bool = False,
) -> Geometry | None:
    """The view that most pairs agree on; None where there is none that a view could make.

    Those that agree with the similarity of one pair fix a homography. In a picture that is
    `stretched`, or seen from far aside, few do, and those of one corner: where that view is
    doubtful an affine one is made of all pairs, and the better is taken. `paired` are the pairs, as
    indices of either's keypoints, where others are wanted than those that `pairs` finds.
    """
    both = paired or pairs(photo.descriptors, picture.descriptors)
    best: Geometry | None = None
    for homography in _views(photo, picture, both, stretched=stretched):
        if possible(homography, picture, photo):
            found = _judged(homography, photo, picture, both)
            best = max(best or found, found, key=lambda each: each.evidence)
            if best.evidence >= DOUBTFUL_EVIDENCE:
                break
    return best


def _views(
    photo: Features, picture: Features, both: tuple[Indices, Indices], *, stretched: bool
) -> Iterator[Homography]:
    """Those that pairs may agree on, the likelier first."""
    photo_at, picture_at = both
    if len(photo_at) < LEAST:
        return
    photo_xy, picture_xy = photo.xy[photo_at], picture.xy[picture_at]
    agree = agreeing(Pairs.of(photo, photo_at, picture, picture_at))
    if len(agree) >= LEAST and (view := fitted(photo_xy[agree], picture_xy[agree])) is not None:
        yield view
    if stretched and (view := affine(photo_xy, picture_xy)) is not None:
        yield view


def _judged(
    homography: Homography, photo: Features, picture: Features, both: tuple[Indices, Indices]
) -> Geometry:
    """How surprising it is that so many pairs agree on a view, and what it shows."""
    photo_at, picture_at = both
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


def fits(
    homography: Homography,
    photo: Features,
    photo_at: Indices,
    picture: Features,
    picture_at: Indices,
) -> Mask:
    """Which pairs (n,) a view takes to each other: in place, size and angle."""
    xy = picture.xy[picture_at].astype(np.float64)
    to, zoom, turn = local(homography, xy)
    own_zoom, own_turn = own_views(photo, photo_at, picture, picture_at)
    error = np.linalg.norm(to - photo.xy[photo_at], axis=1)
    fit = error < tolerance(photo)[photo_at]
    fit &= np.abs(own_zoom - zoom) < ZOOM
    fit &= np.abs(wrapped(own_turn - turn)) < TURN
    return np.asarray(fit, np.bool_)
