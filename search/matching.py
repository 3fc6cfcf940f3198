"""Features and a snapshot -> matches: propose pictures, prove them, take them away, look again."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from search.clock import Clock
from search.coverage import exact, explained
from search.election import prove, supported
from search.features import Features
from search.levels import GLANCE, PHOTO, Levels
from search.options import (
    CANDIDATES,
    CANDIDATES_AGAIN,
    EXPLAINED,
    GLANCED,
    PLAIN_FEATURES,
    RIVAL,
    ROUNDS,
    SURE_EVIDENCE,
    VOTERS,
    VOTERS_MIRRORED,
)
from search.remembered import Remembered
from search.snapshot import Snapshot
from search.straight import doubtful, straight
from search.verdict import Match
from search.votes import Ballot, Candidate, candidates, outstanding

_NOBODY: frozenset[int] = frozenset()


def matches(
    photo: Levels, snapshot: Snapshot, clock: Clock, without: frozenset[int] = _NOBODY
) -> list[Match] | None:
    """Every picture that was checked, each once, in any order; None where the photo is too plain.

    Some pictures can be left out.
    """
    known = Remembered(snapshot)
    found = _looked(photo, known, clock, without)
    if found is None:
        return None
    doubts = sorted((-each.evidence, number) for number, each in found.items() if doubtful(each))
    for _, number in doubts[:CANDIDATES]:
        found[number] = straight(photo, known.features(number), found[number])
    clock.lap("verify")
    return list(found.values())


def _looked(
    photo: Levels, known: Remembered, clock: Clock, without: frozenset[int]
) -> dict[int, Match] | None:
    """A few glances first, then closer looks at what these leave unexplained."""
    found: dict[int, Match] = {}

    def look(seen: Features, *, last: bool = False) -> Look:
        clock.lap("extract")
        return Look(seen, known, clock, without, found, last)

    share, features = 0.0, 0
    for detail in {photo.finest(each): each for each in GLANCE}.values():  # each level once
        glance = look(photo.features(detail))
        glance.glance()
        share = glance.share
        if share > EXPLAINED and (detail == GLANCE[-1] or exact(found.values())):
            return found
    for detail in PHOTO:
        if detail.least <= share <= detail.most:
            points = photo.points(detail)
            if not exact(found.values()):
                look(photo.describe(points)).again()
            left = points.where(~explained(points.xy, photo.size, found.values()))
            look(photo.describe(left), last=detail == PHOTO[-1]).matches()
            features = len(points)
            share = explained(points.xy, photo.size, found.values()).sum() / max(1, features)
    return found if features >= PLAIN_FEATURES else None


@dataclass
class Look:
    """One look at a photo: at its features as they are, and mirrored where that leaves a doubt.

    One photo may show several pictures (a collage, a poster wall, one pasted on another). So once
    some are sure, the keypoints that they explain vote no more, and the others get their say. The
    last look also checks pictures with few votes that agree in place.
    """

    photo: Features
    snapshot: Snapshot | Remembered
    clock: Clock
    without: frozenset[int] = _NOBODY
    found: dict[int, Match] = field(default_factory=dict)
    last: bool = False
    _taken: list[NDArray[np.intp]] = field(default_factory=list, init=False)

    def glance(self) -> None:
        """Those that stand out when the best features alone are looked up: often all there is."""
        self.again()
        for view in (self.photo, self.photo.mirrored()):
            if self.share > EXPLAINED:
                break
            self._glance_at(view, view.where(~self._explained()))

    def _glance_at(self, view: Features, left: Features) -> None:
        votes = Ballot.of(left.best(GLANCED), self.snapshot)
        proposed = outstanding(votes, self.without | self._settled())
        self.clock.lap("search")
        list(self._prove(view, proposed))
        self.clock.lap("verify")

    def again(self) -> None:
        """Those that an earlier look found, as closely as this one sees: their outlines are more
        exact then.
        """
        for number in self._sure():
            known = self.found[number]
            match, _ = prove(self._seen_as(known), self.snapshot, number)
            if match.evidence >= min(SURE_EVIDENCE, known.evidence):
                self.found[number] = match
        self.clock.lap("verify")

    def matches(self) -> list[Match]:
        """Every picture that was checked, once."""
        for view in (self.photo, self.photo.mirrored()):
            self._rounds(view)
            if self.share > EXPLAINED:
                break
        for further in (self._hear_all, self._glance_at_negative):
            if self.last and not self._sure():
                further()
        return list(self.found.values())

    def _hear_all(self) -> None:
        """What all features vote for, and who comes next: of a picture that takes a twentieth of
        the photo the best half sees too little.
        """
        ballot = Ballot.of(self.photo, self.snapshot)
        seen = self.without | {number for number, each in self.found.items() if each.outline}
        self._proven(self.photo, candidates(ballot, seen)[:CANDIDATES_AGAIN], ballot)

    def _glance_at_negative(self) -> None:
        """Where light is dark the same keypoints say something else (Features.negated)."""
        for view in (self.photo.negated(), self.photo.negated().mirrored()):
            self._glance_at(view, view)

    def _rounds(self, view: Features) -> None:
        """Propose and prove until that brings nothing sure."""
        ballot = Ballot.of(view.best(VOTERS_MIRRORED if view.flipped else VOTERS), self.snapshot)
        known = self._settled() if view.flipped else self._sure()
        for turn in range(ROUNDS):
            most = CANDIDATES_AGAIN if turn else CANDIDATES
            free = ballot.without(np.concatenate([np.zeros(0, np.intp), *self._taken]))
            checked = self.without | (self.found.keys() if turn else known)
            sure = self._proven(view, candidates(free, checked)[:most], free)
            if self.last and not (turn or sure):
                checked = self.without | self.found.keys()
                sure = self._proven(view, supported(view, self.snapshot, free, checked), free)
            self._taken += sure
            if not sure or self.share > EXPLAINED:
                break

    def _proven(
        self, view: Features, proposed: list[Candidate], ballot: Ballot
    ) -> list[NDArray[np.intp]]:
        """The keypoints of each candidate that is surely there."""
        self.clock.lap("search")
        sure = [at for match, at in self._prove(view, proposed, ballot) if match.sure]
        self.clock.lap("verify")
        return sure

    def _prove(
        self, view: Features, proposed: list[Candidate], ballot: Ballot | None = None
    ) -> Iterator[tuple[Match, NDArray[np.intp]]]:
        """The match of each candidate, with the keypoints that agree; once one is beyond doubt,
        those with far fewer votes have no chance. Only the likeliest may be stretched: one that is
        has most votes none the less.
        """
        least = 0.0
        for place, each in enumerate(proposed):
            if each.votes < least:
                break
            match, at = prove(view, self.snapshot, each.picture, ballot, stretched=not place)
            known = self.found.get(each.picture)
            if known is None or match.evidence > known.evidence:
                self.found[each.picture] = match
            if match.evidence >= SURE_EVIDENCE:
                least = max(least, RIVAL * each.votes)
            yield match, at

    def _seen_as(self, known: Match) -> Features:
        """The photo as it was seen when a picture was found in it."""
        view = self.photo.mirrored() if known.mirrored else self.photo
        return view.negated() if known.negative else view

    def _settled(self) -> set[int]:
        """Those that need not be looked for in a mirror: what is nearly the same there may seem to
        be in the photo as it is, too.
        """
        return {each for each in self._sure() if not doubtful(self.found[each])}

    def _sure(self) -> set[int]:
        return {number for number, match in self.found.items() if match.sure}

    @property
    def share(self) -> float:
        """How much of the photo's keypoints is explained, 0..1."""
        return float(self._explained().sum() / max(1, len(self.photo)))

    def _explained(self) -> NDArray[np.bool_]:
        photo = self.photo
        size = round(photo.width / photo.scale), round(photo.height / photo.scale)
        return explained(photo.as_given(photo.xy), size, self.found.values())
