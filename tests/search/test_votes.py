"""Votes against slow loops."""

import math
from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.features import Features
from search.index import Index
from search.options import CANDIDATES, CHANCE, NEIGHBOURS, RISE, UNTOLD
from search.sightings.held import held, packed
from search.snapshot import Snapshot
from search.votes import Ballot, candidates, outstanding
from tests.search.edits import chosen, random_features


def indexed(pictures: list[Features]) -> Snapshot:
    """All rows of some pictures, the first being number 0."""
    return held(packed(number, picture) for number, picture in enumerate(pictures))


def slow(photo: Features, index: Index) -> dict[tuple[int, int], tuple[float, float, float]]:
    """Keypoint and picture -> weight, turn and zoom of the vote, by looking at every row found."""
    near = index.search(photo.descriptors, NEIGHBOURS)
    nearest: dict[tuple[int, int], tuple[float, int, float, float]] = {}
    for keypoint in range(len(photo)):
        apart = near.distance[keypoint].tolist()
        farthest = max((d for d in apart if not math.isinf(d)), default=0.0)
        for at, distance in enumerate(apart):
            place = keypoint, at
            if near.picture[place] >= 0:
                vote = keypoint, int(near.picture[place])
                seen = int(near.row[place]), float(near.turn[place]), float(near.size[place])
                known = nearest.get(vote, (-1.0, -1, 0.0, 0.0))
                nearest[vote] = max(known, (farthest - distance, *seen))
    hits: dict[tuple[int, int], int] = defaultdict(int)
    for (_, picture), (_, row, _, _) in nearest.items():
        hits[picture, row] += 1
    return {
        (keypoint, picture): (
            gain / hits[picture, row] ** 0.5,
            math.radians(photo.angle[keypoint]) - turn,
            math.log(photo.size[keypoint]) - size,
        )
        for (keypoint, picture), (gain, row, turn, size) in nearest.items()
    }


@given(st.integers(0, 30), st.integers(0, 6), st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_a_ballot_equals_the_slow_loop(keypoints: int, pictures: int, rows: int, seed: int) -> None:
    """One vote a keypoint and picture, by its nearest row there; it weighs what that is nearer than
    the farthest row found, and less where several keypoints hit it.
    """
    index = indexed([random_features(rows, seed % 1000 + at) for at in range(pictures)])
    photo = random_features(keypoints, seed % 999 + 5000)
    if keypoints > 3:  # a burst: one spot that fires three times
        photo.descriptors[1:3] = photo.descriptors[0]
    ours = Ballot.of(photo, index)
    wanted = slow(photo, index)
    votes = list(zip(ours.keypoint.tolist(), ours.picture.tolist(), strict=True))
    assert len(votes) == len(set(votes))
    assert set(votes) == set(wanted)
    near = index.search(photo.descriptors, NEIGHBOURS)
    for vote, row in zip(votes, ours.row.tolist(), strict=True):
        hit = near.picture[vote[0]] == vote[1]
        assert near.row[vote[0]][hit][0] == row
    told = np.array([wanted[vote] for vote in votes]).reshape(-1, 3).T
    for mine, other in zip((ours.weight, ours.turn, ours.zoom), told, strict=True):
        np.testing.assert_allclose(mine, other, atol=1e-4)


def test_a_burst_says_less_than_as_many_spots() -> None:
    """Sixteen keypoints that hit one row are worth four."""
    picture, other = random_features(40), random_features(40, 1)
    index = indexed([picture, other])
    votes = {}
    for times in (1, 16):
        burst = Ballot.of(chosen(picture, np.zeros(times, np.intp)), index)
        votes[times] = dict(zip(*burst.tally(), strict=True))[0]
    assert votes[16] == pytest.approx(4 * votes[1], rel=1e-3)


def ballot(count: int, seed: int) -> Ballot:
    """Random votes."""
    draw = np.random.default_rng(seed)
    return Ballot(
        draw.integers(0, 20, count),
        draw.integers(0, 5, count) * 3,
        draw.integers(0, 9, count),
        draw.random(count).astype(np.float32),
        draw.uniform(-7, 7, count).astype(np.float32),
        draw.uniform(-5, 5, count).astype(np.float32),
    )


def slow_tally(votes: Ballot) -> dict[int, float]:
    """For each picture, the heaviest window of two bins of turn by two of zoom."""
    cells: dict[int, dict[tuple[int, int], float]] = defaultdict(lambda: defaultdict(float))
    for picture, weight, turn, zoom in zip(
        *(votes.picture, votes.weight, votes.turn, votes.zoom), strict=True
    ):
        column = math.floor(float(turn) / (2 * math.pi) * 12) % 12
        row = min(max(math.floor(float(zoom) / math.log(2) + 5), 0), 9)
        cells[int(picture)][column, row] += float(weight)
    return {
        picture: max(
            sum(cell[(turn + i) % 12, zoom + j] for i in (0, 1) for j in (0, 1))
            for turn in range(12)
            for zoom in range(10)
        )
        for picture, cell in cells.items()
    }


@given(st.integers(0, 200), st.integers(0, 2**32 - 1))
def test_tally_equals_the_slow_loop(count: int, seed: int) -> None:
    """Votes that agree in turn (which goes round) and zoom (which ends) count together."""
    votes = ballot(count, seed)
    pictures, tally = votes.tally()
    wanted = slow_tally(votes)
    assert pictures.tolist() == sorted(wanted)
    np.testing.assert_allclose(tally, [wanted[each] for each in pictures.tolist()], rtol=1e-4)


@given(st.integers(0, 200), st.integers(0, 2**32 - 1), st.sets(st.integers(0, 20)))
def test_without_leaves_out_the_votes_of_some_keypoints(
    count: int, seed: int, taken: set[int]
) -> None:
    """All of theirs, and none of the others'."""
    votes = ballot(count, seed)
    left = votes.without(np.array(sorted(taken), np.intp))
    kept = [at for at, keypoint in enumerate(votes.keypoint.tolist()) if keypoint not in taken]
    for name in vars(votes):
        assert getattr(left, name).tolist() == getattr(votes, name)[kept].tolist()


def test_the_pairs_of_a_picture_are_its_votes() -> None:
    """Of no other."""
    votes = ballot(100, 1)
    keypoints, rows = votes.pairs(6)
    wanted = [
        (keypoint, row)
        for keypoint, picture, row in zip(votes.keypoint, votes.picture, votes.row, strict=True)
        if picture == 6
    ]
    assert list(zip(keypoints, rows, strict=True)) == wanted
    assert len(votes.pairs(7)[0]) == 0


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize(("turn", "zoom"), [(0, 1), (100, 0.4), (-170, 3)])
def test_the_right_picture_among_strangers_has_most_votes(
    turn: float, zoom: float, *, mirrored: bool
) -> None:
    """As it is, or looked up mirrored; however it is turned and zoomed."""
    pictures = [random_features(60, seed) for seed in range(40)]
    index = indexed(pictures)
    seen = pictures[17].mirrored() if mirrored else pictures[17]
    photo = replace(seen, angle=(seen.angle + turn) % 360, size=seen.size * zoom)
    photo = replace(photo, angle=photo.angle.astype(np.float32))
    found = candidates(Ballot.of(photo.mirrored() if mirrored else photo, index))
    assert found[0].picture == 17
    assert found[0].votes > 4 * found[1].votes
    assert [each.votes for each in found] == sorted((c.votes for c in found), reverse=True)


def test_votes_that_disagree_in_turn_and_zoom_do_not_add_up() -> None:
    """The picture's own descriptors at random angles and sizes are worth far less."""
    pictures = [random_features(60, seed) for seed in range(10)]
    index, other = indexed(pictures), random_features(60, 99)
    jumbled = replace(
        pictures[3], angle=other.angle, size=(np.exp(other.angle / 60) / 8).astype(np.float32)
    )
    true, false = (candidates(Ballot.of(each, index))[0] for each in (pictures[3], jumbled))
    assert true.picture == 3
    assert true.votes > 4 * false.votes


@pytest.mark.parametrize("out", [1, 20, 39])
def test_some_pictures_can_be_left_out(monkeypatch: pytest.MonkeyPatch, out: int) -> None:
    """The next best move up, in their order, as far as there are any."""
    pictures = [random_features(60, seed) for seed in range(40)]
    index, photo = indexed(pictures), pictures[17]
    votes = Ballot.of(photo, index)
    with monkeypatch.context() as patch:
        patch.setattr("search.votes.CANDIDATES", 1000)
        patch.setattr("search.votes.CHANCE", 1000)
        every = candidates(votes)
    without = {each.picture for each in every}
    without = {17, *sorted(without)[: out - 1]}
    kept = [each for each in every if each.picture not in without]
    least = RISE * kept[CHANCE].votes if len(kept) > CHANCE else 0.0
    assert candidates(votes, without) == [c for c in kept[:CANDIDATES] if c.votes >= least]


def test_pictures_with_as_many_votes_as_chance_brings_are_not_proposed() -> None:
    """Strangers all have about as many; among few pictures nobody knows what chance brings."""
    pictures = [random_features(60, seed) for seed in range(40)]
    stranger = random_features(60, 99)
    assert len(candidates(Ballot.of(stranger, indexed(pictures)))) < CANDIDATES
    assert len(candidates(Ballot.of(stranger, indexed(pictures[:CANDIDATES])))) == CANDIDATES


def test_an_empty_index_proposes_nothing() -> None:
    """The collection has no pictures yet."""
    photo = random_features(20)
    votes = Ballot.of(photo, indexed([]))
    assert candidates(votes) == []


def test_a_photo_without_features_proposes_nothing() -> None:
    """Nor has it votes."""
    votes = Ballot.of(random_features(0), indexed([random_features(20)]))
    assert candidates(votes) == []


def test_a_picture_alone_in_the_collection_is_proposed() -> None:
    """Though nothing is there to compare its rows with."""
    photo = random_features(20)
    index = indexed([photo])
    assert [each.picture for each in candidates(Ballot.of(photo, index))] == [0]


def test_a_picture_stands_out_among_many_and_a_stranger_names_none() -> None:
    """Four times the votes of chance; where few pictures have votes nobody can tell, and the best
    few are checked.
    """
    pictures = [random_features(60, seed) for seed in range(150)]
    index, nobody = indexed(pictures), frozenset[int]()
    found = outstanding(Ballot.of(pictures[7], index), nobody)
    assert [each.picture for each in found] == [7]
    assert outstanding(Ballot.of(pictures[7], index), frozenset({7})) == []
    assert outstanding(Ballot.of(random_features(60, 999), index), nobody) == []
    found = outstanding(Ballot.of(pictures[7], indexed(pictures[:20])), nobody)
    assert len(found) == UNTOLD
    assert found[0].picture == 7


@given(st.integers(0, 2**32 - 1))
def test_coherent_votes_are_those_of_the_fullest_cell(seed: int) -> None:
    """With the next turn and the next zoom; of each picture as many as can be."""
    draw = np.random.default_rng(seed)
    count = int(draw.integers(1, 60))
    who = np.sort(draw.integers(0, 4, count))
    turn, zoom = draw.uniform(-7, 7, count), draw.uniform(-2, 2, count)
    every = np.arange(count)
    ballot = Ballot(every, who, every, *(each.astype(np.float32) for each in (turn, turn, zoom)))
    kept = ballot.coherent()
    bins = (
        np.floor(ballot.turn / (2 * np.pi) * 12).astype(int) % 12,
        np.floor(ballot.zoom / np.log(2) + 5).astype(int),
    )
    for picture in np.unique(who):
        ours = who == picture
        best = max(
            (((bins[0] - t) % 12 <= 1) & np.isin(bins[1] - z, (0, 1)) & ours).sum()
            for t in range(12)
            for z in range(10)
        )
        assert (kept.picture == picture).sum() == best
    assert np.isin(kept.keypoint, every).all()


def test_votes_of_others_are_left() -> None:
    """The others' stay as they are."""
    every = np.arange(6)
    weight = np.ones(6, np.float32)
    ballot = Ballot(every, every % 3, every, weight, weight, weight)
    assert ballot.of_others(np.array([1, 7])).keypoint.tolist() == [0, 2, 3, 5]
