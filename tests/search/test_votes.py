"""Votes against a slow loop."""

import math
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.features import Features, Floats
from search.index import Index, Owners
from search.options import CANDIDATES
from search.votes import candidates, tally
from tests.search.edits import random_features


def slow(distances: Floats, owners: Owners) -> dict[int, float]:
    """Each keypoint, each of its neighbours, once a picture."""
    votes: dict[int, float] = defaultdict(float)
    for row, whose in zip(distances.tolist(), owners.tolist(), strict=True):
        farthest = max((d for d in row if not math.isinf(d)), default=0.0)
        voted = set()
        for distance, owner in zip(row, whose, strict=True):
            if owner >= 0 and owner not in voted:
                votes[owner] += farthest - distance
                voted.add(owner)
    return votes


@given(st.integers(1, 60), st.integers(1, 12), st.integers(0, 8), st.integers(0, 2**32 - 1))
def test_tally_equals_the_slow_loop(
    keypoints: int, neighbours: int, missing: int, seed: int
) -> None:
    """One vote a keypoint and picture, weighed by how much nearer it is than the farthest."""
    draw = np.random.default_rng(seed)
    distances = np.sort(draw.random((keypoints, neighbours)), axis=1).astype(np.float32)
    owners = draw.integers(0, 9, (keypoints, neighbours)).astype(np.int32)
    if missing and neighbours > missing:
        distances[:, -missing:], owners[:, -missing:] = np.inf, -1
    votes = tally(distances, owners)
    wanted = slow(distances, owners)
    assert len(votes) == owners.max() + 1
    np.testing.assert_allclose(votes, [wanted[owner] for owner in range(len(votes))], atol=1e-4)


def test_where_nobody_owns_a_row_there_are_no_votes() -> None:
    """An index of nothing."""
    assert not tally(np.full((3, 5), np.inf, np.float32), np.full((3, 5), -1, np.int32)).any()


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_right_picture_among_strangers_has_most_votes(*, mirrored: bool) -> None:
    """As it is or mirrored, and it is said which."""
    pictures = [random_features(60, seed) for seed in range(40)]
    index = _index(pictures)
    photo = pictures[17].mirrored() if mirrored else pictures[17]
    found = candidates(photo, photo.mirrored(), index)
    assert (found[0].picture, found[0].mirrored) == (17, mirrored)
    assert found[0].votes > 2 * found[1].votes
    assert len(found) == CANDIDATES
    assert [each.votes for each in found] == sorted((c.votes for c in found), reverse=True)


def test_an_empty_index_proposes_nothing() -> None:
    """The collection has no pictures yet."""
    photo = random_features(20)
    assert candidates(photo, photo.mirrored(), _index([])) == []


def test_a_picture_alone_in_the_collection_is_proposed() -> None:
    """Though nothing is there to compare its rows with."""
    photo = random_features(20)
    found = candidates(photo, photo.mirrored(), _index([photo]))
    assert [each.picture for each in found if not each.mirrored] == [0]


def _index(pictures: list[Features]) -> Index:
    rows = np.concatenate(
        [np.zeros((0, 64), np.float32), *(picture.descriptors for picture in pictures)]
    )
    owners = np.repeat(np.arange(len(pictures)), [len(each) for each in pictures])
    return Index.build(rows, owners.astype(np.int32))
