"""The snapshot is a cache: true, or made anew. And `check`, which says what is wrong."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from search import snapshot
from search.check import faults
from search.collection import Collection, Source
from search.options import INDEX_FEATURES
from search.snapshot import MANIFEST, Snapshot
from tests.search.edits import files, random_features


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    """Three pictures, one with more features than the index takes, two files of a folder."""
    collection = Collection(tmp_path / "collection", create=True)
    for seed, count in enumerate((30, INDEX_FEATURES + 50)):
        path = tmp_path / f"{seed}.jpg"
        path.write_bytes(b"file")
        source = Source.of(path.name, b"file", str(tmp_path), str(path))
        collection.put(source, random_features(count, seed))
    added = Source.of("added", b"bytes")
    collection.keep(added, b"bytes")
    collection.put(added, random_features(30, 7))
    yield collection
    collection.close()


def same(ours: Snapshot, theirs: Snapshot) -> None:
    """Equal in everything that a lookup reads."""
    assert (ours.generation, ours.entries) == (theirs.generation, theirs.entries)
    np.testing.assert_array_equal(ours.rows, theirs.rows)
    photo = random_features(20, 3).descriptors
    for mine, other in zip(ours.index.search(photo, 5), theirs.index.search(photo, 5), strict=True):
        np.testing.assert_array_equal(mine, other)
    for name in ("owners", "turn", "size"):
        np.testing.assert_array_equal(getattr(ours.index, name), getattr(theirs.index, name))


def test_it_holds_the_features_of_the_collection(collection: Collection) -> None:
    """In the order they came; of each picture the index has the first INDEX_FEATURES."""
    built = Snapshot.build(collection)
    assert [entry.name for entry in built.entries] == ["0.jpg", "1.jpg", "added"]
    for number, picture in enumerate(collection.pictures()):
        features = built.features(number)
        np.testing.assert_array_equal(features.xy, picture.features.xy)
        assert features.scale == picture.features.scale
    assert len(built.index.owners) == 30 + INDEX_FEATURES + 30
    assert built.entries[2].path is None


def test_load_equals_build(collection: Collection) -> None:
    """What was saved comes back."""
    built = Snapshot.build(collection)
    built.save(collection.folder)
    loaded = Snapshot.load(collection.folder, collection.generation)
    assert loaded is not None
    same(loaded, built)
    assert snapshot.faults(collection.folder) == []


def test_an_empty_collection_has_an_empty_snapshot(tmp_path: Path) -> None:
    """Saved and loaded like any other."""
    collection = Collection(tmp_path, create=True)
    built = Snapshot.build(collection)
    built.save(tmp_path)
    loaded = Snapshot.load(tmp_path, 0)
    collection.close()
    assert loaded is not None
    same(loaded, built)
    assert len(loaded.entries) == 0


def test_one_of_another_time_is_not_loaded(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of another generation, of another extraction, of another format, or not there at all."""
    folder, generation = collection.folder, collection.generation
    assert Snapshot.load(folder, generation) is None
    Snapshot.build(collection).save(folder)
    assert Snapshot.load(folder, generation + 1) is None
    with monkeypatch.context() as patch:
        patch.setattr(snapshot, "VERSION", "kaze-1")
        assert Snapshot.load(folder, generation) is None
    monkeypatch.setattr(snapshot, "_FORMAT", 2)
    assert Snapshot.load(folder, generation) is None


def test_saving_leaves_only_what_the_manifest_names(collection: Collection) -> None:
    """Old files go once the new ones are on disk; a reader of the old one goes on reading."""
    Snapshot.build(collection).save(collection.folder)
    old = Snapshot.load(collection.folder, collection.generation)
    collection.remove("0.jpg")
    Snapshot.build(collection).save(collection.folder)
    names = {name for name, _ in files(collection.folder) if not name.startswith("collection")}
    generation = collection.generation
    assert names == {
        *(MANIFEST, f"features-{generation}", f"index-{generation}"),
        f"added/{collection.source('added').sha256.hex()}",
    }
    assert old is not None
    assert len(old.features(0)) == 30


def damaged(path: Path) -> None:
    """One bit is another."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


SPOIL: dict[str, Callable[[Path], object]] = {
    "a bit flipped": damaged,
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-7]),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"x"),
    "gone": Path.unlink,
}


@pytest.mark.parametrize("spoil", SPOIL.values(), ids=SPOIL)
@pytest.mark.parametrize("kind", [MANIFEST, "features-*", "index-*"])
def test_a_damaged_file_is_noticed_and_not_loaded(
    collection: Collection, kind: str, spoil: Callable[[Path], object]
) -> None:
    """Whichever file, whatever happened to it; FAISS never sees it."""
    folder = collection.folder
    Snapshot.build(collection).save(folder)
    (path,) = folder.glob(kind)
    spoil(path)
    assert Snapshot.load(folder, collection.generation) is None
    if path.exists() or kind != MANIFEST:  # without a manifest there is no snapshot
        (fault,) = faults(collection)
        assert fault.startswith("index: ")
        assert "made anew at the next start" in fault


def test_nothing_is_wrong_with_a_sound_collection(collection: Collection) -> None:
    """With and without a snapshot."""
    assert list(faults(collection)) == []
    Snapshot.build(collection).save(collection.folder)
    assert list(faults(collection)) == []


@pytest.mark.parametrize(
    ("spoil", "wanted"),
    [
        ("UPDATE pictures SET features = zeroblob(72) WHERE name = '0.jpg'", "stored features"),
        ("UPDATE pictures SET checksum = x'00' WHERE name = '0.jpg'", "stored features"),
        ("UPDATE vectors SET vector = x'01'", "stored article vector"),
    ],
)
def test_damaged_rows_are_named(collection: Collection, spoil: str, wanted: str) -> None:
    """The picture, and what to do."""
    with collection.transaction() as database:
        database.execute(
            "INSERT INTO vectors SELECT id, 'kaze', x'', checksum FROM pictures LIMIT 1"
        )
        empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        database.execute(f"UPDATE vectors SET checksum = x'{empty}'")
    assert list(faults(collection)) == []
    with collection.transaction() as database:
        database.execute(spoil)
    (fault,) = faults(collection)
    assert fault.startswith("0.jpg: ")
    assert wanted in fault


def test_a_picture_with_damaged_features_is_left_out_and_the_others_are_found(
    collection: Collection, caplog: pytest.LogCaptureFixture
) -> None:
    """The log names it."""
    with collection.transaction() as database:
        database.execute("UPDATE pictures SET features = x'00' WHERE name = '0.jpg'")
    assert [e.name for e in Snapshot.build(collection).entries] == ["1.jpg", "added"]
    assert "0.jpg" in caplog.text


def test_files_that_changed_or_went_since_are_named(collection: Collection, tmp_path: Path) -> None:
    """Those of a folder, and those the collection keeps."""
    (tmp_path / "0.jpg").write_bytes(b"other")
    (tmp_path / "1.jpg").unlink()
    damaged(next((collection.folder / "added").iterdir()))
    first, second, third = faults(collection)
    assert first.startswith("0.jpg: its file")
    assert "has changed since" in first
    assert second.startswith("1.jpg: its file")
    assert "No such file" in second
    assert third.startswith("added: its file")


def test_a_damaged_database_is_named(collection: Collection, tmp_path: Path) -> None:
    """SQLite's own check comes first."""
    folder = tmp_path / "copy"
    shutil.copytree(collection.folder, folder)
    path = folder / "collection.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = database.execute("PRAGMA page_size").fetchone()
        (page,) = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_pictures_1'"
        ).fetchone()
    database.close()
    data = bytearray(path.read_bytes())
    at = (page - 1) * size
    data[at + size - 8 : at + size] = bytes(8)  # the last entry of the index by name
    path.write_bytes(data)
    copy = Collection(folder, create=False)
    assert any(fault.startswith("database: ") for fault in faults(copy))
    copy.close()
