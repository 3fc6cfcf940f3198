"""Features and a snapshot -> matches: propose pictures, prove them, take them away, look again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from search import geometry, verdict
from search.clock import Clock
from search.features import Features, Floats
from search.levels import PHOTO, Levels
from search.options import (
    CANDIDATES,
    CANDIDATES_AGAIN,
    CELLS,
    EXPLAINED,
    GLANCE,
    PLAIN_FEATURES,
    RIVAL,
    ROUNDS,
    SAME_EVIDENCE,
    SURE_EVIDENCE,
)
from search.snapshot import Snapshot
from search.verdict import Match
from search.votes import Ballot, Candidate, candidates, outstanding

_NOBODY: frozenset[int] = frozenset()


def matches(
    photo: Levels, snapshot: Snapshot, clock: Clock, without: frozenset[int] = _NOBODY
) -> list[Match] | None:
    """Every picture that was checked, each once, in any order; None where the photo is too plain.

    A glance first, then closer looks at what that leaves unexplained. Some pictures can be left
    out.
    """
    best: dict[str, Match] = {}
    features, share = 0, 0.0
    for detail in PHOTO:
        if detail.least <= share <= detail.most:
            seen = photo.features(detail)
            clock.lap("extract")
            if not features:
                glanced = Look(seen, snapshot, clock, without).glance()
                best = {match.name: match for match in glanced}
            left = seen.where(~explained(seen, best.values()))
            if best and len(left) < (1 - EXPLAINED) * len(seen):
                return list(best.values())
            for match in Look(left, snapshot, clock, without).matches():
                if match.name not in best or match.evidence > best[match.name].evidence:
                    best[match.name] = match
            features = len(seen)
            share = explained(seen, best.values()).sum() / max(1, features)
    return list(best.values()) if features >= PLAIN_FEATURES else None


@dataclass
class Look:
    """One look at a photo: at its features as they are, and mirrored where that leaves a doubt.

    One photo may show several pictures (a collage, a poster wall, one pasted on another). So once
    some are sure, the keypoints that they explain vote no more, and the others get their say.
    """

    photo: Features
    snapshot: Snapshot
    clock: Clock
    without: frozenset[int] = _NOBODY
    _found: dict[int, Match] = field(default_factory=dict, init=False)
    _taken: list[NDArray[np.intp]] = field(default_factory=list, init=False)

    def glance(self) -> list[Match]:
        """Those that stand out when the best features alone are looked up: often all there is."""
        few = self.photo.where(np.arange(len(self.photo)) < GLANCE)
        proposed = outstanding(Ballot.of(few, self.snapshot), self.without)
        self.clock.lap("search")
        if proposed:
            list(self._prove(self.photo, proposed))
            self.clock.lap("verify")
        return list(self._found.values())

    def matches(self) -> list[Match]:
        """Every picture that was checked, once."""
        for view in (self.photo, self.photo.mirrored()):
            self._rounds(view)
            if self._enough():
                break
        return list(self._found.values())

    def _rounds(self, view: Features) -> None:
        """Propose and prove until that brings nothing sure."""
        ballot = Ballot.of(view, self.snapshot)
        for turn in range(ROUNDS):
            most = CANDIDATES_AGAIN if turn else CANDIDATES
            free = ballot.without(np.concatenate([np.zeros(0, np.intp), *self._taken]))
            checked = self.without | {n for n in self._found if turn or self._sure(n)}
            proposed = candidates(free, checked)[:most]
            self.clock.lap("search")
            sure = [at for match, at in self._prove(view, proposed) if _same(match)]
            self.clock.lap("verify")
            self._taken += sure
            if not sure or self._enough():
                break

    def _prove(
        self, view: Features, proposed: list[Candidate]
    ) -> Iterator[tuple[Match, NDArray[np.intp]]]:
        """The match of each candidate, with the keypoints that agree; once one is beyond doubt,
        those with far fewer votes have no chance.
        """
        least = 0.0
        for each in proposed:
            if each.votes < least:
                break
            match, at = prove(view, self.snapshot, each.picture)
            known = self._found.get(each.picture)
            if known is None or match.evidence > known.evidence:
                self._found[each.picture] = match
            if match.evidence >= SURE_EVIDENCE:
                least = max(least, RIVAL * each.votes)
            yield match, at

    def _sure(self, picture: int) -> bool:
        return _same(self._found[picture])

    def _enough(self) -> bool:
        shown = explained(self.photo, self._found.values())
        return bool(shown.sum() > EXPLAINED * len(shown))


def prove(view: Features, snapshot: Snapshot, picture: int) -> tuple[Match, NDArray[np.intp]]:
    """The match of one picture, and the keypoints of the photo that agree."""
    entry, features = snapshot.entry(picture), snapshot.features(picture)
    found = geometry.prove(view, features)
    match = verdict.match(entry.name, entry.path, view, features, found)
    return match, found.photo_at if found else np.zeros(0, np.intp)


def explained(photo: Features, found: Iterable[Match]) -> NDArray[np.bool_]:
    """Which keypoints (n,) lie where something is found: in a cell of a grid over the photo that
    has a point in common with a sure picture. None, until one is there beyond doubt.
    """
    sure = [match for match in found if _same(match)]
    if not any(match.evidence >= SURE_EVIDENCE for match in sure):
        return np.zeros(len(photo), np.bool_)
    size = np.array([photo.width, photo.height]) / photo.scale
    shown = np.concatenate([_cells(match.photo_xy, size) for match in sure])
    return np.isin(_cells(photo.as_given(photo.xy), size), shown)


def _cells(xy: Floats, size: NDArray[np.float64]) -> NDArray[np.intp]:
    """Which cell each point (n, 2) of a photo of `size` (width, height) is in."""
    column, row = (xy * CELLS / size).astype(np.intp).clip(0, CELLS - 1).T
    return np.asarray(row * CELLS + column)


def _same(match: Match) -> bool:
    return match.evidence >= SAME_EVIDENCE
