"""The snapshot is a cache: true, or made anew. And `check`, which says what is wrong."""

import hashlib
import json
import random
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from search import snapshot
from search.check import faults
from search.collection import Collection
from search.index import Index
from search.matrix import Matrix
from search.options import INDEX_FEATURES
from search.snapshot import LOCK, MANIFEST, Snapshot
from search.source import Source
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
    loaded = Snapshot.load(collection)
    assert loaded is not None
    same(loaded, built)
    assert snapshot.faults(collection) == []


def test_an_empty_collection_has_an_empty_snapshot(tmp_path: Path) -> None:
    """Saved and loaded like any other."""
    collection = Collection(tmp_path, create=True)
    built = Snapshot.build(collection)
    built.save(tmp_path)
    loaded = Snapshot.load(collection)
    collection.close()
    assert loaded is not None
    same(loaded, built)
    assert len(loaded.entries) == 0


def test_one_of_another_time_is_not_loaded(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of another generation, of another extraction, of another format, or not there at all."""
    assert Snapshot.load(collection) is None
    Snapshot.build(collection).save(collection.folder)
    for name, other in (("VERSION", "kaze-1"), ("_FORMAT", 1)):
        with monkeypatch.context() as patch:
            patch.setattr(snapshot, name, other)
            assert Snapshot.load(collection) is None
            assert snapshot.faults(collection) == []
    collection.remove("0.jpg")
    assert Snapshot.load(collection) is None
    assert snapshot.faults(collection) == []


def test_saving_leaves_only_what_the_manifest_names(collection: Collection) -> None:
    """Old files go once the new ones are on disk; a reader of the old one goes on reading."""
    Snapshot.build(collection).save(collection.folder)
    old = Snapshot.load(collection)
    collection.remove("0.jpg")
    Snapshot.build(collection).save(collection.folder)
    names = {name for name, _ in files(collection.folder) if not name.startswith("collection")}
    generation = collection.generation
    assert names == {
        *(MANIFEST, LOCK, f"features-{generation}", f"index-{generation}"),
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
    assert Snapshot.load(collection) is None
    if path.exists() or kind != MANIFEST:  # without a manifest there is no snapshot
        (fault,) = faults(collection)
        assert fault.startswith("index: ")
        assert "made anew at the next start" in fault


FILES = [MANIFEST, "features-*", "index-*"]


@pytest.mark.parametrize("kind", FILES)
def test_any_mutant_is_noticed(collection: Collection, kind: str) -> None:
    """Wherever it was changed, and however: FAISS trusts what it reads, so it never gets it."""
    folder, chance = collection.folder, random.Random(3)  # noqa: S311  no secret
    Snapshot.build(collection).save(folder)
    (path,) = folder.glob(kind)
    whole = path.read_bytes()
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 1, 5))):
            at = chance.randrange(len(data))
            data[at : at + chance.choice((0, 1, 8))] = chance.randbytes(chance.choice((0, 1, 8)))
        path.write_bytes(data)
        loaded = Snapshot.load(collection)
        assert (loaded is None) == (bytes(data) != whole)


@pytest.mark.parametrize("kind", FILES[1:])
def test_a_mutant_with_its_checksums_put_right_is_noticed(
    collection: Collection, kind: str
) -> None:
    """The manifest is signed with what only the database knows."""
    folder = collection.folder
    Snapshot.build(collection).save(folder)
    (path,) = folder.glob(kind)
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    damaged(path)
    after = hashlib.sha256(path.read_bytes()).hexdigest()
    signature, _, text = (folder / MANIFEST).read_bytes().partition(b"\n")
    assert before.encode() in text
    text = text.replace(before.encode(), after.encode())
    for sign in (signature, hashlib.sha256(text).hexdigest().encode(), b""):
        (folder / MANIFEST).write_bytes(sign + b"\n" + text)
        assert Snapshot.load(collection) is None
        assert snapshot.faults(collection) != []


@pytest.mark.parametrize(
    "change",
    [
        lambda manifest: manifest["entries"].pop(),
        lambda manifest: manifest["entries"].append(["x"]),
        lambda manifest: manifest["entries"].append(None),
        lambda manifest: manifest["entries"].insert(0, ["x", None, 9, 9, 1.0, 0, 10**12]),
        lambda manifest: manifest["entries"].insert(0, ["x", None, 9, 9, 1.0, "a", "b"]),
        lambda manifest: manifest.pop("entries"),
        lambda manifest: manifest.pop("files"),
        lambda manifest: manifest["files"].clear(),
        lambda manifest: manifest.update(files=[]),
        lambda manifest: manifest.clear(),
    ],
)
def test_a_manifest_of_another_making_is_not_loaded(
    collection: Collection, change: Callable[[Any], object]
) -> None:
    """Signed as ours, but not what this code writes."""
    folder = collection.folder
    Snapshot.build(collection).save(folder)
    manifest = json.loads((folder / MANIFEST).read_bytes().partition(b"\n")[2])
    change(manifest)
    text = json.dumps(manifest).encode()
    (folder / MANIFEST).write_bytes(snapshot._signature(collection.mark, text) + b"\n" + text)
    assert Snapshot.load(collection) is None


def test_an_index_that_this_faiss_does_not_read_is_made_anew(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written by another version of it, and whole."""
    monkeypatch.setattr(Index, "dump", lambda _: b"IxZZ" + bytes(60))
    Snapshot.build(collection).save(collection.folder)
    assert Snapshot.load(collection) is None


def test_a_snapshot_is_of_one_generation_whatever_is_written_meanwhile(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program takes a picture away and puts one in while it is read."""
    generation = collection.generation
    read = collection.pictures

    def disturbed() -> Iterator[Any]:
        for number, picture in enumerate(read()):
            if not number:
                with closing(Collection(collection.folder, create=False)) as other:
                    other.remove("added")
                    other.put(Source.of("1.jpg", b"other"), random_features(7))
            yield picture

    monkeypatch.setattr(collection, "pictures", disturbed)
    built = Snapshot.build(collection)
    assert built.generation == generation
    assert [entry.name for entry in built.entries] == ["0.jpg", "1.jpg", "added"]
    assert len(built.features(1)) == INDEX_FEATURES + 50
    monkeypatch.undo()
    again = Snapshot.build(collection)
    assert again.generation > generation
    assert [entry.name for entry in again.entries] == ["0.jpg", "1.jpg"]


def test_two_programs_may_save_at_once(collection: Collection) -> None:
    """One after the other; what is there then is whole."""
    built = Snapshot.build(collection)
    threads = [threading.Thread(target=built.save, args=(collection.folder,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    loaded = Snapshot.load(collection)
    assert loaded is not None
    same(loaded, built)
    assert not list(collection.folder.glob("*.part"))


def test_files_of_others_are_left_alone(collection: Collection) -> None:
    """Whatever they are called."""
    names = ("index-1.jpg", "features-of-mine", "index-", "index-1.part.txt")
    for name in names:
        (collection.folder / name).write_text("mine")
    Snapshot.build(collection).save(collection.folder)
    assert all((collection.folder / name).read_text() == "mine" for name in names)


def test_nothing_is_wrong_with_a_sound_collection(collection: Collection) -> None:
    """With and without a snapshot."""
    assert list(faults(collection)) == []
    Snapshot.build(collection).save(collection.folder)
    assert list(faults(collection)) == []


def test_a_damaged_vector_of_the_article_is_left_out(collection: Collection) -> None:
    """It would give its picture some other value; the next index run takes it away."""
    vectors = {name: np.full(4, at, "<f4").tobytes() for at, name in enumerate(("0.jpg", "1.jpg"))}
    with collection.transaction() as database:
        for name, vector in vectors.items():
            database.execute(
                "INSERT INTO vectors SELECT id, 'kaze', ?, ? FROM pictures WHERE name = ?",
                (vector, hashlib.sha256(vector).digest(), name),
            )
    assert Matrix.load(collection, "kaze").names == ("0.jpg", "1.jpg")
    with collection.transaction() as database:
        database.execute("UPDATE vectors SET vector = zeroblob(16)")
    assert Matrix.load(collection, "kaze").names == ("0.jpg",)  # that was zeros all the time
    assert (collection.sound("0.jpg"), collection.sound("1.jpg")) == (True, False)


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
