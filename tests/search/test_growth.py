"""A snapshot that follows its collection is what one made from nothing would be."""

import math
import random
import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from search.collection import Collection
from search.growth import advanced, built, compacted, outgrown
from search.segment import Segment
from search.snapshot import Part, Snapshot
from tests.search.edits import random_features
from tests.search.snapshots import EXACT, ROWS, contents, equal, filled, looks, put, same, small

LARGE = EXACT // ROWS + 10  # pictures


def rebuilt(collection: Collection, like: Snapshot) -> Snapshot:
    """From nothing, and in one part, with the codebook of another."""
    with collection.view():
        whole = built(collection)
    pieces = [(piece, None) for part in whole.parts for piece, _ in part.pieces()]
    parts = (Part.whole(Segment.made(pieces, like.codebook)),) if pieces else ()
    return replace(whole, codebook=like.codebook, parts=parts)


def step(collection: Collection, draw: random.Random, seed: int) -> set[str]:
    """One change of a kind that is drawn; the names that have gone by it."""
    names = [source.name for source, _ in collection.sources()]
    kind = draw.choice(["put", "put", "put", "again", "remove", "rename", "move"])
    if kind == "put" or not names:
        put(collection, seed)
        return set()
    name = draw.choice(names)
    if kind == "again":
        put(collection, seed, name)
    elif kind == "remove":
        collection.remove(name)
        return {name}
    else:
        column, value = ("name", f"{seed}.new") if kind == "rename" else ("shelf", f"s{seed % 3}")
        with collection.transaction() as database:
            database.execute(f"UPDATE pictures SET {column} = ? WHERE name = ?", (value, name))
            database.execute("UPDATE generation SET number = number + 1, mark = randomblob(16)")
        return {name} if kind == "rename" else set()
    return set()


@pytest.mark.parametrize("count", [0, LARGE], ids=["exact", "lists"])
@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_done_it_equals_one_made_from_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, count: int
) -> None:
    """After each of many changes, merged or not; what is gone is never found."""
    small(monkeypatch)
    draw = random.Random(seed)  # noqa: S311  no secret
    with closing(filled(tmp_path, count)) as collection:
        snapshot: Snapshot | None = built(collection)
        for at in range(40):
            gone = step(collection, draw, 1000 + at)
            assert snapshot is not None
            snapshot = advanced(snapshot, collection)
            assert snapshot is not None
            same(snapshot, rebuilt(collection, snapshot))
            if draw.random() < 0.7:
                snapshot = compacted(snapshot)
                same(snapshot, rebuilt(collection, snapshot))
                assert len(snapshot.parts) <= math.log2(max(1, len(snapshot))) + 1
            assert not gone & {entry.name for entry in snapshot.entries}
            near = snapshot.search(random_features(5, at).descriptors, 10)
            assert set(near.picture.ravel().tolist()) <= {-1, *snapshot.ids}
        assert snapshot is not None
        assert (snapshot.codebook is not None) == (count > 0)


def test_a_removed_picture_is_never_found(tmp_path: Path) -> None:
    """Though its rows are still there."""
    with closing(filled(tmp_path, 8)) as collection:
        before = built(collection)
        (id_,) = before.numbers(frozenset({"3.jpg"}))
        collection.remove("3.jpg")
        after = advanced(before, collection)
        assert after is not None
        assert after.rows >= before.rows
        asked = looks(3).descriptors
        assert id_ in before.search(asked, 10).picture
        assert id_ not in after.search(asked, 10).picture
        assert not after.numbers(frozenset({"3.jpg"}))
        with pytest.raises(KeyError):
            after.features(id_)


def test_an_older_database_is_noticed(tmp_path: Path) -> None:
    """Also once its generation has the same number again."""
    with closing(filled(tmp_path / "now", 3)) as collection:
        collection.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copytree(tmp_path / "now", tmp_path / "then")
        put(collection, 7)
        snapshot = built(collection)
    with closing(Collection(tmp_path / "then", create=False)) as restored:
        assert advanced(snapshot, restored) is None
        put(restored, 8)
        assert restored.generation == snapshot.generation
        assert advanced(snapshot, restored) is None
        put(restored, 9)
        assert advanced(snapshot, restored) is None


def test_changes_that_are_forgotten_are_not_followed(tmp_path: Path) -> None:
    """Rather than lost; from what is not forgotten on it goes on."""
    with closing(filled(tmp_path, 3)) as collection:
        old = built(collection)
        put(collection, 7)
        new = built(collection)
        collection.lineage.forget(new.generation)
        put(collection, 8)
        assert advanced(old, collection) is None
        followed = advanced(new, collection)
        assert followed is not None
        same(followed, rebuilt(collection, followed))


def test_two_programs_may_change_it(tmp_path: Path) -> None:
    """Each follows what the other did."""
    with closing(filled(tmp_path, 3)) as one, closing(Collection(tmp_path, create=False)) as other:
        mine, theirs = built(one), built(other)
        for seed in range(10, 22):
            put((one, other)[seed % 2], seed)
            if seed % 3 == 0:
                (other, one)[seed % 2].remove(f"{seed}.jpg")
            left, right = advanced(mine, one), advanced(theirs, other)
            assert left is not None
            assert right is not None
            same(left, right)
            mine, theirs = compacted(left), right
        assert contents(mine) == contents(built(other))
        equal(mine, theirs)


def test_lists_begin_and_are_made_anew_as_it_grows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Past EXACT_ROWS, and past OUTGROWN times the rows a codebook was made for."""
    small(monkeypatch)
    with closing(filled(tmp_path, EXACT // ROWS)) as collection:
        snapshot = built(collection)
        assert (snapshot.codebook, outgrown(snapshot)) == (None, False)
        put(collection, 500)
        grown = advanced(snapshot, collection)
        assert grown is not None
        assert outgrown(grown)
        again = built(collection)
        assert again.codebook is not None
        assert not outgrown(again)
        monkeypatch.setattr("search.growth.OUTGROWN", 0.5)
        assert outgrown(again)
