"""Matches -> the answer: a verdict in one word and a value for each match."""

import math
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from search.clock import Seconds
from search.features import Features, Floats
from search.geometry import Geometry, corners, project
from search.options import EVEN_INLIERS, MAYBE_INLIERS, SAME_INLIERS

Verdict = Literal["same", "maybe", "none", "plain", "unreadable"]
Outline = tuple[tuple[float, float], ...]


def _no_points() -> Floats:
    return np.zeros((0, 2), np.float32)


@dataclass(frozen=True)
class Match:
    """A picture that the geometry has checked (article: that the cosine proposes).

    `outline` is where the picture's four corners (top left, top right, bottom right, bottom left
    of the picture) lie in the photo, `photo_xy` and `picture_xy` (inliers, 2) float32 the points
    that agree: all in pixels of the upright image as given, origin at its top left corner. Empty
    where no geometry holds.
    """

    name: str
    path: str | None
    value: float
    inliers: int = 0
    mirrored: bool = False
    outline: Outline = ()
    photo_xy: Floats = field(default_factory=_no_points, compare=False, repr=False)
    picture_xy: Floats = field(default_factory=_no_points, compare=False, repr=False)


@dataclass(frozen=True)
class Answer:
    """What there is to say about one photo. Matches are best first; for `maybe` and `none` they
    end with the nearest misses. `error` is a sentence for a person where it is unreadable.
    """

    engine: str
    verdict: Verdict
    matches: tuple[Match, ...] = ()
    seconds: Seconds = field(default_factory=Seconds)
    error: str | None = None

    @property
    def found(self) -> bool:
        """Whether the answer names a picture."""
        return self.verdict in ("same", "maybe")


def judge(matches: list[Match], top: int) -> tuple[Verdict, tuple[Match, ...]]:
    """The verdict on matches in any order, and the best `top` of them."""
    ranked = sorted(matches, key=lambda match: -match.inliers)
    best = ranked[0].inliers if ranked else 0
    if best >= SAME_INLIERS:
        proven = [match for match in ranked if match.inliers >= MAYBE_INLIERS]
        return "same", tuple(proven[:top])
    return ("maybe" if best >= MAYBE_INLIERS else "none"), tuple(ranked[:top])


def match(
    name: str, path: str | None, photo: Features, picture: Features, found: Geometry | None
) -> Match:
    """What people see of a geometry: its value, and its points in pixels as given."""
    if found is None:
        return Match(name, path, 0.0, mirrored=photo.flipped)
    around = project(found.homography, corners(picture.width, picture.height))
    return Match(
        name,
        path,
        value(found.inliers),
        found.inliers,
        photo.flipped,
        tuple((round(float(x), 2), round(float(y), 2)) for x, y in photo.as_given(around)),
        photo.as_given(found.photo_xy),
        picture.as_given(found.picture_xy),
    )


def value(inliers: int) -> float:
    """The match value: 0..1, one half at EVEN_INLIERS (a logistic; not yet calibrated)."""
    return 1 / (1 + math.exp((EVEN_INLIERS - inliers) / 1.5))
