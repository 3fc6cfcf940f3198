"""Snapshots of tests: collections to make them of, and what they hold."""

from pathlib import Path

import numpy as np
import pytest

from search.collection import Collection
from search.features import Features
from search.segment import Entry
from search.snapshot import Snapshot
from search.source import Source
from tests.search.edits import random_features

ROWS = 30  # features of a picture
EXACT = 900  # rows, beyond which there are lists: FAISS trains on no fewer without a warning


def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists begin with some pictures more than EXACT / ROWS."""
    for module in ("growth", "sightings.held"):
        monkeypatch.setattr(f"search.{module}.EXACT_ROWS", EXACT)


def looks(seed: int) -> Features:
    """Of a picture."""
    return random_features(ROWS, seed)


def put(collection: Collection, seed: int, name: str = "", shelf: str = "folder") -> None:
    """Another picture, or another in the place of one."""
    name = name or f"{seed}.jpg"
    collection.put(Source(name, "f", f"/f/{name}", bytes(32), 4, shelf), looks(seed))


def filled(folder: Path, count: int) -> Collection:
    """A new collection of so many pictures."""
    collection = Collection(folder, create=True)
    with collection.transaction():
        for seed in range(count):
            put(collection, seed)
    return collection


def contents(snapshot: Snapshot) -> list[tuple[Entry, bytes]]:
    """What it has of each picture."""
    return [(entry, snapshot.features(entry.id).pack()) for entry in snapshot.entries]


def same(ours: Snapshot, theirs: Snapshot) -> None:
    """Equal in everything that a lookup reads; lists of one codebook, rows found in any order."""
    assert (ours.generation, ours.mark) == (theirs.generation, theirs.mark)
    assert contents(ours) == contents(theirs)
    assert ours.ids == theirs.ids == [entry.id for entry in ours.entries]
    assert ours.shelves() == theirs.shelves()
    assert ours.features_held == theirs.features_held
    equal(ours, theirs)


def equal(ours: Snapshot, theirs: Snapshot) -> None:
    """The same neighbours; of those equally far one may stand for another."""
    photo = random_features(20, 3).descriptors
    near, other = ours.search(photo, 5), theirs.search(photo, 5)
    np.testing.assert_array_equal(near.distance, other.distance)
    sure = near.distance < near.distance[:, -1:]  # the last may have equals beyond
    tied = np.zeros(sure.shape, np.bool_)
    tied[:, 1:] = near.distance[:, 1:] == near.distance[:, :-1]
    tied[:, :-1] |= tied[:, 1:].copy()
    clear = (sure | ~np.isfinite(near.distance)) & ~tied
    for name in ("picture", "row", "turn", "size"):
        mine, their = getattr(near, name)[clear], getattr(other, name)[clear]
        np.testing.assert_array_equal(mine, their)
