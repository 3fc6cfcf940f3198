"""Similarities: who agrees with what a single pair of keypoints fixes."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.options import AGREEING, LOOSE, REPROJECTION, TURN, ZOOM
from search.similarity import Pairs, agree, agreeing, support, supports
from tests.search.edits import View, chosen, random_features, shift, together
from tests.search.test_geometry import VIEWS, seen


def mixed_pairs(count: int, right: int, seed: int) -> Pairs:
    """`right` that have moved together, among strangers."""
    picture, photo = random_features(count, seed), random_features(count, seed + 1)
    planted = seen(chosen(picture, np.arange(right)), shift(30, -10), 0)
    every = np.arange(count)
    return Pairs.of(together(planted, chosen(photo, every[right:])), every, picture, every)


@given(st.integers(1, 12), st.integers(0, 1000))
def test_agreement_is_what_the_similarity_of_a_pair_says(count: int, seed: int) -> None:
    """Against complex numbers: a similarity is a product and a sum."""
    pairs = mixed_pairs(count, count // 2, seed)
    near = agree(pairs[:, None], pairs[None])
    photo, picture = pairs.x + 1j * pairs.y, pairs.u + 1j * pairs.v
    own = np.exp(pairs.zoom) * (pairs.cos + 1j * pairs.sin)
    for i in range(count):
        moved = own[i] * (picture - picture[i])
        off = np.abs(photo[i] + moved - photo)
        for j in range(count):
            turn = abs(np.angle(own[i] / own[j]))
            zoom = abs(float(pairs.zoom[i] - pairs.zoom[j]))
            within = REPROJECTION + LOOSE * abs(moved[j])
            margins = (off[j] - within, turn - TURN, zoom - ZOOM)
            if all(abs(margin) > 1e-3 for margin in margins):
                assert near[i, j] == all(margin < 0 for margin in margins)


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9)), min_size=1, max_size=6))
def test_the_support_of_many_pictures_is_that_of_each(parts: list[tuple[int, int]]) -> None:
    """Those of one never count for another."""
    several = [mixed_pairs(count, min(count, right), count) for count, right in parts]
    found = supports(Pairs.joined(several), np.array([len(each) for each in several]))
    wanted = [int(agree(each[:, None], each[None]).sum(axis=1).max()) for each in several]
    assert found.tolist() == wanted


@pytest.mark.parametrize("strength", [0.02, 0.05, 0.2])
@pytest.mark.parametrize("view", list(VIEWS.values())[:5], ids=list(VIEWS)[:5])
def test_a_similarity_is_found_among_strangers(view: View, strength: float) -> None:
    """Of 500 pairs only 10 are right: they are found, and hardly any other with them."""
    right = round(500 * strength)
    picture, photo = random_features(500, 3), random_features(500, 4)
    planted = seen(chosen(picture, np.arange(right)), view, 0)
    photo = together(planted, chosen(photo, np.arange(right, 500)))
    every = np.arange(500)
    mixed = np.random.default_rng(0).permutation(500)
    agree = mixed[agreeing(Pairs.of(photo, every[mixed], picture, every[mixed]))]
    assert np.isin(np.arange(right), agree).mean() >= 0.9
    assert (agree >= right).sum() <= 0.02 * 500


@pytest.mark.parametrize("right", [0, 1, 3, 8])
def test_support_counts_the_places_in_which_few_votes_agree(right: int) -> None:
    """Among those of strangers, of which two or three agree by chance."""
    picture, photo = random_features(20, 3), random_features(20, 4)
    planted = seen(chosen(picture, np.arange(right)), shift(50, 50), 0, 0.1)
    photo = together(planted, chosen(photo, np.arange(right, 20)))
    every = np.arange(20)
    votes = Pairs.of(photo, every, picture, every)
    assert right <= support(votes) <= max(3, right)
    assert support(votes[:0]) == 0


def test_a_crowd_in_one_spot_does_not_outvote_many_places() -> None:
    """Of the similarities with most support, that with most places is taken."""
    picture = random_features(60, 5)
    crowd = chosen(picture, np.zeros(AGREEING - 2, np.intp))
    moved = seen(crowd, shift(50, 50), 0, 0.1)
    few = chosen(picture, np.arange(1, AGREEING - 2))
    every = np.arange(len(crowd) + len(few))
    photo = together(moved, seen(few, np.eye(3), 0, 0.1))
    agree = agreeing(Pairs.of(photo, every, together(crowd, few), every))
    assert agree.tolist() == every[len(crowd) :].tolist()


@pytest.mark.parametrize(("zoom", "turn"), [(2 * ZOOM, 0.0), (-2 * ZOOM, 0.0), (0.0, 2 * TURN)])
def test_pairs_in_place_agree_only_if_their_sizes_and_angles_do(zoom: float, turn: float) -> None:
    """Ten that have moved with the others but say that they are larger, smaller or turned."""
    picture = random_features(60, 5)
    off = np.arange(60) < 10
    photo = replace(
        picture,
        size=(picture.size * np.exp(np.where(off, zoom, 0))).astype(np.float32),
        angle=((picture.angle + np.where(off, np.degrees(turn), 0)) % 360).astype(np.float32),
    )
    every = np.arange(60)
    assert agreeing(Pairs.of(photo, every, picture, every)).tolist() == every[~off].tolist()
