"""A doubtful match -> the same, judged on the photo as it looks in the picture's own frame.

There every keypoint that shows has the place, size and angle that the picture knows, however small,
turned or slanted it is in the photo. So a picture on a wall has three times as much of its detail
confirmed, and another one with the same frame or logo no more than before (benchmarks/README.md).
"""

import math
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from search import verdict
from search.features import Features, Floats
from search.geometry import Geometry
from search.guided import guided, refined
from search.homography import Homography, bend, corners, possible, project, slanted, turned
from search.image import Gray, Pixels
from search.levels import Detail, Levels, extract
from search.options import (
    BENDABLE,
    DOUBTFUL_EVIDENCE,
    ELSEWHERE,
    LIKENESS_STRAIGHT,
    PICTURE_SIDE,
    RECURRING,
    SAME_EVIDENCE,
    STRAIGHT_EVIDENCE,
    STRAIGHT_FEATURES,
    SURPRISING,
    UNLIKELY,
)
from search.similarity import distinct
from search.verdict import Match

_BENT = 1.15  # times as large as another: sides of one picture
# px, 16 wrong places to look in: across as the real part, down as the imaginary
_ASIDE = np.outer(ELSEWHERE, np.exp(1j * np.arange(8) * np.pi / 4)).ravel()


def doubtful(match: Match) -> bool:
    """Whether it is worth another look; also where much seems to be there, but of little detail, as
    of a word in a logo, or from far aside: chance does that.
    """
    if not match.outline or match.evidence < STRAIGHT_EVIDENCE:
        return False
    strange = match.surprise < SURPRISING or slanted(np.array(match.outline))
    return strange or match.evidence < DOUBTFUL_EVIDENCE


def straight(photo: Levels, picture: Features, known: Match) -> Match:
    """The match as a look straight on shows it, or as it is `known` where there is none.

    Few points, or those of a mug, make a view that is bent. Where that may be chance, less speaks
    for it; else it is looked at once more, as if the picture were only turned and of another size,
    and more is asked of what that shows.
    """
    found = _looked(photo, picture, known, _view(photo, picture, known))
    bent = bend(np.array(found.outline), picture) if found.outline else math.inf
    if known.surprise < BENDABLE and found.outline:
        return replace(found, evidence=found.evidence - UNLIKELY * math.log(bent))
    if known.surprise < BENDABLE or found.sure or bent <= _BENT:
        return found
    at = _working(known.photo_xy, photo, known)
    view = turned(at, known.picture_xy * picture.scale - 0.5)
    again = known if view is None else _looked(photo, picture, known, view)
    return found if again is known or again.evidence < DOUBTFUL_EVIDENCE else again


def _looked(photo: Levels, picture: Features, known: Match, view: Homography) -> Match:
    there = picture.where(_within(project(view, picture.xy), photo.pixels))
    seen = _seen(photo, view, there, known) if len(there) else there
    if not len(seen):
        return known
    better, pairs = refined(np.eye(3), seen, there, LIKENESS_STRAIGHT)
    homography, at = view @ better, (pairs.picture_at, pairs.photo_at)
    inliers = distinct(seen.xy[pairs.photo_at], there.xy[pairs.picture_at])
    found = Geometry(homography, *at, inliers, known.surprise, pairs.share, straight=True)
    if found.evidence >= SAME_EVIDENCE:
        recurring = max(0.0, _elsewhere(better, seen, there) - RECURRING)
        found = replace(found, confirmed=max(0.0, found.confirmed - recurring))
    shown = _in_photo(seen, view, photo, known)
    around = project(homography, corners(picture.width, picture.height))
    likely = possible(homography, picture, shown) and not slanted(around)
    return verdict.match(known.name, known.path, shown, there, found if likely else None)


def _elsewhere(view: Homography, photo: Features, picture: Features) -> float:
    """The largest share of the picture's detail that is confirmed in a wrong place, too: much of a
    pattern is, and of a line of text where there is another.
    """
    moved = np.tile(np.eye(3), (len(_ASIDE), 1, 1))
    moved[:, :2, 2] = np.column_stack([_ASIDE.real, _ASIDE.imag])
    seen = (guided(view @ each, photo, picture, LIKENESS_STRAIGHT) for each in moved)
    return max(each.found for each in seen)


def _within(xy: Floats, pixels: Pixels) -> NDArray[np.bool_]:
    """Which points (n, 2) lie in an image."""
    return np.asarray(((xy >= 0) & (xy < pixels.shape[::-1])).all(axis=1), np.bool_)


def _in_photo(seen: Features, view: Homography, photo: Levels, known: Match) -> Features:
    """What was seen in the picture's frame, where it lies in the photo."""
    height, width = photo.pixels.shape
    at = {"xy": project(view, seen.xy), "width": width, "height": height, "scale": photo.scale}
    return replace(seen, **at, flipped=known.mirrored)


def _view(photo: Levels, picture: Features, known: Match) -> Homography:
    """From the picture's working pixels to those of the photo, mirrored where it is."""
    at = _working(np.array(known.outline), photo, known)
    around = corners(picture.width, picture.height)
    return np.asarray(cv2.getPerspectiveTransform(around, at), np.float64)


def _working(xy: Floats, photo: Levels, known: Match) -> Floats:
    """Pixels of the photo as given (n, 2) -> of its working image, mirrored where it is."""
    at = xy * photo.scale - 0.5
    if known.mirrored:
        at[:, 0] = photo.pixels.shape[1] - 1 - at[:, 0]
    return np.asarray(at, np.float32)


def _seen(photo: Levels, view: Homography, picture: Features, known: Match) -> Features:
    """What there is of the photo in the picture's working image, in its pixels."""
    pixels = cv2.flip(photo.pixels, 1) if known.mirrored else photo.pixels
    size = picture.width, picture.height
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    flat = cv2.warpPerspective(pixels, view, size, flags=how, borderMode=cv2.BORDER_REPLICATE)
    found = extract(Gray(flat.astype(np.uint8), *size), Detail(PICTURE_SIDE, STRAIGHT_FEATURES))
    found = found.negated() if known.negative else found
    return replace(found, xy=found.as_given(found.xy) - 0.5, size=found.size / found.scale)
