"""Matches -> the answer: a verdict in one word with its reason, and a value for each match."""

import math
from dataclasses import dataclass, field, replace
from typing import Literal, Self

import numpy as np

from search.clock import Seconds
from search.errors import PhotoError
from search.features import Features, Floats
from search.geometry import Geometry
from search.homography import corners, project
from search.notes import NOTHING, Note
from search.options import (
    EVIDENCE,
    MAYBE_EVIDENCE,
    SAME_EVIDENCE,
)

Verdict = Literal["same", "maybe", "none", "plain", "unreadable"]
Outline = tuple[tuple[float, float], ...]
PLAIN = "It has too little detail to judge."
NO_EVIDENCE = EVIDENCE[0]
_LITTLE = 0.2  # of the picture's detail; 95 of 100 right matches have more


def _no_points() -> Floats:
    return np.zeros((0, 2), np.float32)


@dataclass(frozen=True)
class Scale:
    """From evidence to the match value, a probability: a logistic (Platt 1999), calibrated."""

    slope: float = 1.0
    offset: float = 0.0

    def value(self, evidence: float) -> float:
        """0..1: of all answers with value 0.9, nine in ten are right."""
        logit = self.slope * evidence + self.offset
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))


@dataclass(frozen=True)
class Match:
    """A picture that the geometry has checked (article: that the cosine proposes).

    `outline` is where the picture's four corners (top left, top right, bottom right, bottom left
    of the picture) lie in the photo, `photo_xy` and `picture_xy` (inliers, 2) float32 the points
    that agree: all in pixels of the upright image as given, origin at its top left corner. Empty
    where no geometry holds. `report` says in words what was done to the picture; `evidence` is a
    logit, `confirmed` 0..1 the share of the picture's detail that is there, and `surprise` how
    unlikely so much agreement is by chance. `note` is what people wrote of the picture; `negative`:
    the photo shows it with light and dark swapped.
    """

    name: str
    path: str | None
    value: float
    inliers: int = 0
    mirrored: bool = False
    outline: Outline = ()
    report: tuple[str, ...] = ()
    evidence: float = field(default=NO_EVIDENCE, compare=False)
    confirmed: float = field(default=0.0, compare=False)
    surprise: float = field(default=0.0, compare=False)
    photo_xy: Floats = field(default_factory=_no_points, compare=False, repr=False)
    picture_xy: Floats = field(default_factory=_no_points, compare=False, repr=False)
    note: Note = NOTHING
    negative: bool = False

    @property
    def sure(self) -> bool:
        """Whether it is there, whatever else is: what the verdict `same` asks."""
        return self.evidence >= SAME_EVIDENCE


@dataclass(frozen=True)
class Answer:
    """What there is to say about one photo. Matches are best first; for `maybe` and `none` they
    end with the nearest misses. `reason` says in words why; `report` is that of the best match;
    `error` is a sentence for a person where it is unreadable, and `cause` what it was. Of a clip
    all this is about the frame `at` so many seconds; None for stills. An answer is `repeated` where
    it was known from an earlier lookup, whose `seconds` it has.
    """

    engine: str
    verdict: Verdict
    matches: tuple[Match, ...] = ()
    seconds: Seconds = field(default_factory=Seconds)
    error: str | None = None
    reason: str = ""
    cause: PhotoError | None = field(default=None, compare=False)
    at: float | None = None
    repeated: bool = field(default=False, compare=False)

    @classmethod
    def unreadable(cls, engine: str, error: PhotoError, seconds: Seconds | None = None) -> Self:
        """That a photo cannot be looked at."""
        spent = seconds or Seconds()
        return cls(engine, "unreadable", seconds=spent, error=str(error), cause=error)

    @property
    def proven(self) -> tuple[Match, ...]:
        """What a proof shows: all pictures that are in the photo, else the nearest."""
        return self.matches if self.verdict == "same" else self.matches[:1]

    @property
    def report(self) -> tuple[str, ...]:
        """What was done to the best match's picture."""
        return self.matches[0].report if self.matches else ()

    @property
    def found(self) -> bool:
        """Whether the answer names a picture."""
        return self.verdict in ("same", "maybe")


def judge(matches: list[Match], top: int, scale: Scale) -> tuple[Verdict, str, tuple[Match, ...]]:
    """The verdict on matches in any order, its reason, and the best `top` of them with values."""
    ranked = sorted(matches, key=lambda match: (-match.evidence, match.name))
    best = ranked[0].evidence if ranked else NO_EVIDENCE
    word: Verdict = "none" if best < MAYBE_EVIDENCE else "maybe"
    if best >= SAME_EVIDENCE:
        word, ranked = "same", [match for match in ranked if match.evidence >= MAYBE_EVIDENCE]
    shown = tuple(replace(each, value=scale.value(each.evidence)) for each in ranked[:top])
    return word, reason(word, shown), shown


def reason(word: Verdict, matches: tuple[Match, ...]) -> str:
    """Why, in a sentence for a person; for `maybe`, which test it failed."""
    if not matches:
        return "Nothing in the collection resembles it."
    inliers, share = matches[0].inliers, f"{matches[0].confirmed:.0%}"
    if word == "same":
        return f"{inliers} points lie as in the picture, and {share} of its detail is there."
    if word == "none":
        return f"At most {inliers} points lie as in any picture; chance can do that."
    if matches[0].confirmed < _LITTLE:
        return (
            f"{inliers} points lie as in the picture, but only {share} of its detail is there: "
            "it may be another one with a part in common."
        )
    return f"Only {inliers} points lie as in the picture, too few to be sure."


def match(
    name: str, path: str | None, photo: Features, picture: Features, found: Geometry | None
) -> Match:
    """What people see of a geometry: its points in pixels as given. The value comes later."""
    if found is None:
        return Match(name, path, 0.0, mirrored=photo.flipped, negative=photo.negative)
    around = project(found.homography, corners(picture.width, picture.height))
    return Match(
        name,
        path,
        0.0,
        found.inliers,
        photo.flipped,
        tuple((round(float(x), 2), round(float(y), 2)) for x, y in photo.as_given(around)),
        evidence=found.evidence,
        confirmed=found.confirmed,
        surprise=found.surprise,
        photo_xy=photo.as_given(photo.xy[found.photo_at]),
        picture_xy=picture.as_given(picture.xy[found.picture_at]),
        negative=photo.negative,
    )
