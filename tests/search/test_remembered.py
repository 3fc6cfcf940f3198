"""What one photo asks again is not looked up again."""

import numpy as np
import pytest

from search.features import Features
from search.index import Neighbours
from search.options import NEIGHBOURS
from search.remembered import Remembered
from search.sightings.held import held, packed
from search.snapshot import Snapshot
from tests.search.edits import random_features


@pytest.fixture
def snapshot() -> Snapshot:
    """Of three pictures."""
    return held(packed(number, random_features(30, number)) for number in range(3))


def equal(ours: Neighbours, theirs: Neighbours) -> bool:
    """Whether they say the same."""
    return all(np.array_equal(getattr(ours, name), getattr(theirs, name)) for name in vars(ours))


def test_it_answers_as_the_snapshot_does(snapshot: Snapshot) -> None:
    """In any order, with what was asked before, twice at once, or nothing."""
    known, photo = Remembered(snapshot), random_features(40, 9).descriptors
    draw = np.random.default_rng(0)
    for few in (0, 10, 25, 0, 60, 60):
        asked = photo[draw.integers(0, len(photo), few)]
        wanted = snapshot.search(asked, NEIGHBOURS)
        assert equal(known.search(asked, NEIGHBOURS), wanted)


def test_features_and_entries_are_the_snapshots(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Features are read once."""
    known, read = Remembered(snapshot), list[int]()
    features = Snapshot.features

    def noted(self: Snapshot, id_: int) -> Features:
        read.append(id_)
        return features(self, id_)

    monkeypatch.setattr(Snapshot, "features", noted)
    assert known.entry(2) == snapshot.entry(2)
    assert len({id(known.features(1)) for _ in range(3)}) == 1
    assert read == [1]
