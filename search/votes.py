"""The nearest descriptors -> candidates."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray

from search.features import Features, Floats
from search.index import Index, Numbers
from search.options import CANDIDATES, CHANCE, CLEAR, FEW, NEIGHBOURS, RISE, UNTOLD

_TURNS = 12  # bins of 30 degrees; a vote counts in two of them
_ROWS = 1 << 16  # more than a picture can have
_ZOOMS = 10  # bins of an octave, from 1/32; likewise


@dataclass(frozen=True)
class Candidate:
    """A picture that the index proposes."""

    picture: int
    votes: float


@dataclass(frozen=True)
class Ballot:
    """Who votes for whom: one entry for each keypoint and picture among its nearest rows.

    `keypoint`, `picture`, `row` (n,) int64: which of the picture's features it is; `weight` (n,),
    `turn` (n,) radians and `zoom` (n,) log, by which the photo's keypoint differs from that.
    """

    keypoint: Numbers
    picture: Numbers
    row: Numbers
    weight: Floats
    turn: Floats
    zoom: Floats

    @classmethod
    def of(cls, photo: Features, index: Index) -> Self:
        """A keypoint votes once for a picture, by its nearest row there.

        A vote weighs what that row is nearer than the keypoint's farthest neighbour, so that a
        descriptor common to many pictures says little (Jegou, Douze, Schmid 2011, "Product
        quantization", 5.1 has the like), and less where a whole burst of keypoints hits that row
        (Jegou, Douze, Schmid 2009, "Burstiness of visual elements", 3.1).
        """
        near = index.search(photo.descriptors, NEIGHBOURS)
        there = near.picture >= 0
        farthest = np.where(there, near.distance, -np.inf).max(axis=1, initial=-np.inf)
        keypoint, neighbour = np.nonzero(there)
        pictures, who = np.unique(near.picture[there], return_inverse=True)
        _, nearest = np.unique(keypoint * len(pictures) + who, return_index=True)
        keypoint, at = keypoint[nearest], (keypoint[nearest], neighbour[nearest])
        hit = who[nearest] * _ROWS + near.row[at]
        _, which, burst = np.unique(hit, return_inverse=True, return_counts=True)
        gain = farthest[keypoint] - near.distance[at]
        return cls(
            keypoint,
            near.picture[at],
            near.row[at],
            (gain / np.sqrt(burst[which])).astype(np.float32),
            np.radians(photo.angle[keypoint]) - near.turn[at],
            np.log(photo.size[keypoint]) - near.size[at],
        )

    def without(self, keypoints: NDArray[np.intp]) -> Self:
        """The votes of all but these keypoints."""
        return self._where(~np.isin(self.keypoint, keypoints))

    def of_others(self, pictures: Numbers) -> Self:
        """The votes for all but these pictures."""
        return self._where(~np.isin(self.picture, pictures))

    def _where(self, kept: NDArray[np.bool_]) -> Self:
        return type(self)(*(getattr(self, each.name)[kept] for each in fields(self)))

    def pairs(self, picture: int) -> tuple[Numbers, Numbers]:
        """The keypoints that vote for a picture, and the features of it for which they do."""
        here = self.picture == picture
        return self.keypoint[here], self.row[here]

    def tally(self) -> tuple[Numbers, Floats]:
        """Pictures that have votes, and how many: only those that agree in turn and zoom count
        together (Jegou, Douze, Schmid 2008, "Hamming embedding and weak geometric consistency").
        """
        pictures, who = np.unique(self.picture, return_inverse=True)
        votes = _together(self._cells(who), self.weight, len(pictures))
        return pictures, votes.max(axis=1, initial=0).astype(np.float32)

    def coherent(self) -> Self:
        """Of each picture's votes those that agree in turn and zoom, where most do."""
        pictures, who = np.unique(self.picture, return_inverse=True)
        cell = self._cells(who)
        most = _together(cell, np.ones(len(cell)), len(pictures)).argmax(axis=1)
        turn, zoom = divmod(cell % (_TURNS * _ZOOMS), _ZOOMS)
        from_turn, from_zoom = divmod(most[who], _ZOOMS)
        ahead = (turn - from_turn) % _TURNS, zoom - from_zoom
        return self._where((ahead[0] <= 1) & (ahead[1] >= 0) & (ahead[1] <= 1))

    def _cells(self, who: NDArray[np.intp]) -> NDArray[np.intp]:
        """The cell of each vote: its picture's number, its turn and its zoom, in one."""
        turn = np.floor(self.turn / (2 * np.pi) * _TURNS).astype(int) % _TURNS
        zoom = np.floor(self.zoom / np.log(2) + _ZOOMS / 2).astype(int).clip(0, _ZOOMS - 1)
        return np.asarray((who * _TURNS + turn) * _ZOOMS + zoom)


def _together(
    cell: NDArray[np.intp], weight: NDArray[np.floating], pictures: int
) -> NDArray[np.float64]:
    """Votes (pictures, cells): in each cell with the next turn and the next zoom."""
    votes = np.bincount(cell, weight, pictures * _TURNS * _ZOOMS)
    votes = votes.reshape(pictures, _TURNS, _ZOOMS)
    votes += np.roll(votes, -1, axis=1)
    votes[:, :, :-1] += votes[:, :, 1:].copy()
    return np.asarray(votes.reshape(pictures, _TURNS * _ZOOMS), np.float64)


def outstanding(ballot: Ballot, without: AbstractSet[int]) -> list[Candidate]:
    """Those of the candidates that hardly anything but their being there explains; the best few
    where the collection is too small to tell.
    """
    found = _ranked(ballot, without)
    if len(found) <= CHANCE or len(np.unique(ballot.picture)) < FEW:
        return found[:UNTOLD]
    return [each for each in found[:CANDIDATES] if each.votes >= CLEAR * found[CHANCE].votes]


def candidates(ballot: Ballot, without: AbstractSet[int] = frozenset()) -> list[Candidate]:
    """At most CANDIDATES pictures, most votes first, but for some, and for those that have hardly
    more votes than chance brings: what one far behind them has.
    """
    found = _ranked(ballot, without)
    least = RISE * found[CHANCE].votes if len(found) > CHANCE else 0.0
    return [each for each in found[:CANDIDATES] if each.votes >= least]


def _ranked(ballot: Ballot, without: AbstractSet[int]) -> list[Candidate]:
    pictures, votes = ballot.tally()
    best = np.argsort(-votes, kind="stable")[: CHANCE + 1 + len(without)]
    found = [Candidate(int(pictures[i]), float(votes[i])) for i in best if votes[i] > 0]
    return [each for each in found if each.picture not in without]
