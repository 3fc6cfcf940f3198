"""Election: whom the votes support in place, and what proves them."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from search.election import prove, supported
from search.features import Features
from search.options import SUPPORT_ALONE
from search.segment import Entry
from search.snapshot import Snapshot
from search.votes import Ballot
from tests.search.edits import chosen, random_features, shift, together
from tests.search.test_geometry import seen

PICTURES = 5


@dataclass(frozen=True)
class Shelf(Snapshot):
    """Pictures by number; nobody asks for neighbours."""

    pictures: tuple[Features, ...] = ()

    def entry(self, id_: int) -> Entry:
        """They are called by their numbers."""
        some = self.pictures[id_]
        return Entry(id_, str(id_), None, "", some.width, some.height, 1.0)

    def features(
        self, id_: int, which: np.ndarray[tuple[int], np.dtype[np.int64]] | None = None
    ) -> Features:
        """All, or some."""
        some = self.pictures[id_]
        return some if which is None or not len(some) else some.where(which)


def shelf(pictures: list[Features]) -> Shelf:
    """A snapshot of them."""
    return Shelf(0, b"", None, (), pictures=tuple(pictures))


def election(right: int) -> tuple[Features, Shelf, Ballot]:
    """A photo of 20 keypoints, each with a vote for each picture; `right` of the last one's votes
    are for what is there.
    """
    pictures = [random_features(40, 50 + n) for n in range(PICTURES)]
    planted = seen(chosen(pictures[-1], np.arange(right)), shift(20, 10), 0, 0.1)
    photo = together(planted, random_features(20 - right, 99))
    keypoint, picture = (each.ravel() for each in np.indices((20, PICTURES)))
    of = [pictures[p] for p in picture]
    turn = [np.radians(photo.angle[k] - o.angle[k]) for k, o in zip(keypoint, of, strict=True)]
    zoom = [np.log(photo.size[k] / o.size[k]) for k, o in zip(keypoint, of, strict=True)]
    own = (np.asarray(each, np.float32) for each in (turn, zoom))
    return (
        photo,
        shelf(pictures),
        Ballot(keypoint, picture, keypoint, np.ones(len(keypoint), np.float32), *own),
    )


@pytest.mark.parametrize(("right", "wanted"), [(0, []), (SUPPORT_ALONE + 3, [PICTURES - 1])])
def test_a_picture_whose_votes_agree_in_place_is_a_candidate(right: int, wanted: list[int]) -> None:
    """However little its votes weigh; those of strangers agree in two or three places."""
    photo, snapshot, ballot = election(right)
    found = supported(photo, snapshot, ballot, frozenset())
    assert [each.picture for each in found] == wanted
    assert all(each.votes >= SUPPORT_ALONE for each in found)
    assert not supported(photo, snapshot, ballot, frozenset(wanted))


def test_what_was_removed_meanwhile_is_passed_over() -> None:
    """A server's rows may name what is gone."""
    photo, snapshot, ballot = election(SUPPORT_ALONE + 3)
    gone = replace(
        snapshot, pictures=tuple(chosen(each, np.arange(0)) for each in snapshot.pictures)
    )
    assert supported(photo, gone, ballot, frozenset()) == []
    assert prove(photo, gone, PICTURES - 1, ballot)[0].inliers == 0


def test_clear_pairs_prove_as_they_do_without_votes() -> None:
    """The votes are asked only where these leave a doubt."""
    picture = random_features(200, 5)
    photo, every = seen(picture, shift(5, 5), 50), np.arange(200)
    ballot = Ballot(every, every * 0, every, *(np.zeros(200, np.float32),) * 3)
    by_votes, _ = prove(photo, shelf([picture]), 0, ballot)
    assert by_votes == prove(photo, shelf([picture]), 0)[0]
    assert by_votes.inliers > 150


def test_where_no_pair_is_clear_the_votes_prove() -> None:
    """Every descriptor is there twice."""
    once = random_features(60, 11)
    picture = together(once, replace(random_features(60, 12), descriptors=once.descriptors))
    photo, every = seen(once, shift(5, 5), 50), np.arange(60)
    ballot = Ballot(every, every * 0, every, *(np.zeros(60, np.float32),) * 3)
    assert prove(photo, shelf([picture]), 0)[0].inliers == 0
    assert prove(photo, shelf([picture]), 0, ballot)[0].inliers > 50
