"""Features and a snapshot -> matches: propose pictures, prove them, take them away, look again."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from search import geometry, verdict
from search.clock import Clock
from search.features import Features
from search.options import CANDIDATES, CANDIDATES_AGAIN, ROUNDS, SAME_EVIDENCE
from search.snapshot import Snapshot
from search.verdict import Match
from search.votes import Ballot, Candidate, candidates

_Proof = tuple[Match, NDArray[np.intp]]  # with the keypoints of the photo that agree


def matches(
    photo: Features, snapshot: Snapshot, clock: Clock, without: frozenset[int] = frozenset()
) -> list[Match]:
    """Every picture that was checked, in any order; some pictures can be left out.

    One photo may show several pictures (a collage, a poster wall, one pasted on another). So once
    some are sure, the keypoints that they explain vote no more, and the others get their say.
    """
    found: dict[int, _Proof] = {}
    photo_votes = Ballot.of(photo, snapshot.index)
    mirror_votes = Ballot.of(photo.mirrored(), snapshot.index)
    for turn in range(ROUNDS):
        most = CANDIDATES_AGAIN if turn else CANDIDATES
        proposed = candidates(photo_votes, mirror_votes, without | found.keys())[:most]
        clock.lap("search")
        proven = _best(prove(photo, snapshot, proposed))
        found |= proven
        clock.lap("verify")
        sure = [at for match, at in proven.values() if match.evidence >= SAME_EVIDENCE]
        if not sure:
            break
        taken = np.concatenate(sure)
        photo_votes, mirror_votes = photo_votes.without(taken), mirror_votes.without(taken)
    return [match for match, _ in found.values()]


def prove(
    photo: Features, snapshot: Snapshot, proposed: list[Candidate]
) -> Iterator[tuple[int, _Proof]]:
    """The match of each candidate."""
    seen = {False: photo, True: photo.mirrored()}
    for each in proposed:
        entry, picture = snapshot.entries[each.picture], snapshot.features(each.picture)
        found = geometry.prove(seen[each.mirrored], picture)
        match = verdict.match(entry.name, entry.path, seen[each.mirrored], picture, found)
        yield each.picture, (match, found.photo_at if found else np.zeros(0, np.intp))


def _best(proofs: Iterator[tuple[int, _Proof]]) -> dict[int, _Proof]:
    """The better of a picture as it is and mirrored."""
    best: dict[int, _Proof] = {}
    for picture, proof in proofs:
        if picture not in best or proof[0].evidence > best[picture][0].evidence:
            best[picture] = proof
    return best
