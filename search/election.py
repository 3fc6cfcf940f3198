"""Votes and candidates -> matches: whom the votes support in place, and what geometry proves."""

from collections.abc import Set as AbstractSet

import numpy as np
from numpy.typing import NDArray

from search import geometry, verdict
from search.features import Features
from search.geometry import Geometry
from search.index import Numbers
from search.options import CANDIDATES, CONTENDERS, DOUBTFUL_EVIDENCE, SUPPORT, SUPPORT_ALONE
from search.remembered import Remembered
from search.similarity import Pairs, support, supports
from search.snapshot import Snapshot
from search.verdict import NO_EVIDENCE, Match
from search.votes import Ballot, Candidate


def supported(
    view: Features, snapshot: Snapshot | Remembered, ballot: Ballot, without: AbstractSet[int]
) -> list[Candidate]:
    """At most CANDIDATES pictures with few votes, most of which agree in place: in a picture with
    little detail, or below another, keypoints have many neighbours that are nearer.
    """
    votes = ballot.of_others(np.fromiter(without, np.int64)).coherent()
    pictures, counts = np.unique(votes.picture, return_counts=True)
    best = np.argsort(-counts, kind="stable")[:CONTENDERS]
    found: dict[int, Pairs] = {}
    for picture in pictures[best[counts[best] >= SUPPORT_ALONE]].tolist():
        keypoint, row = votes.pairs(picture)
        there = snapshot.features(picture, row)  # no more than these are unpacked
        if len(there):  # not removed meanwhile
            found[picture] = Pairs.of(view, keypoint, there, np.arange(len(row)))
    if not found:
        return []
    most = supports(Pairs.joined(list(found.values())), np.array(list(map(len, found.values()))))
    likely = zip(found.items(), most.tolist(), strict=True)
    each = (Candidate(p, support(pairs)) for (p, pairs), n in likely if n >= SUPPORT_ALONE)
    ranked = sorted(each, key=lambda candidate: -candidate.votes)
    return [candidate for candidate in ranked[:CANDIDATES] if candidate.votes >= SUPPORT_ALONE]


def prove(
    view: Features,
    snapshot: Snapshot | Remembered,
    picture: int,
    ballot: Ballot | None = None,
    *,
    stretched: bool = False,
) -> tuple[Match, NDArray[np.intp]]:
    """The match of one picture, `stretched` perhaps, and the keypoints of the photo that agree.
    With a ballot only where some of the votes for it agree, which is much sooner seen.
    """
    entry, features = snapshot.entry(picture), snapshot.features(picture)
    if ballot is None:
        found = geometry.prove(view, features, stretched=stretched)
    else:
        found = _elected(view, features, ballot.pairs(picture), stretched=stretched)
    match = verdict.match(entry.name, entry.path, view, features, found)
    return match, found.photo_at if found else np.zeros(0, np.intp)


def _elected(
    view: Features, picture: Features, voted: tuple[Numbers, Numbers], *, stretched: bool
) -> Geometry | None:
    """By the pairs that are clear, or by the votes: where a detail recurs in the picture no pair of
    it is clear, but each of its keypoints has a vote.
    """
    keypoint, row = voted
    if row.max(initial=0) >= len(picture):  # removed meanwhile
        return None
    if support(Pairs.of(view, keypoint, picture, row)) < SUPPORT:
        return None
    found = geometry.prove(view, picture, stretched=stretched)
    if _worth(found) >= DOUBTFUL_EVIDENCE:
        return found
    other = geometry.prove(view, picture, voted, stretched=stretched)
    return max(found, other, key=_worth)


def _worth(found: Geometry | None) -> float:
    return found.evidence if found else NO_EVIDENCE
