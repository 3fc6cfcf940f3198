"""The snapshot is a cache: true, or made anew. And `check`, which says what is wrong."""

import hashlib
import json
import os
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

from search import manifest
from search.check import faults
from search.codebook import Codebook
from search.collection import Collection
from search.current import Current
from search.growth import built
from search.matrix import Matrix, pictures
from search.options import INDEX_FEATURES
from search.saved import LOCK, MANIFEST, Store
from search.source import Source
from tests.search.edits import files, random_features
from tests.search.snapshots import EXACT, put, same, small


@pytest.fixture
def listed(collection: Collection, monkeypatch: pytest.MonkeyPatch) -> Collection:
    """The same with more pictures, so that there are lists and a codebook."""
    small(monkeypatch)
    for seed in range(100, 130):
        put(collection, seed)
    assert collection.features_held(INDEX_FEATURES) > EXACT
    return collection


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


def test_it_holds_the_features_of_the_collection(collection: Collection) -> None:
    """In the order they came; of each picture the index has the first INDEX_FEATURES."""
    whole = built(collection)
    assert [entry.name for entry in whole.entries] == ["0.jpg", "1.jpg", "added"]
    for picture in collection.pictures():
        features = whole.features(picture.id)
        np.testing.assert_array_equal(features.xy, picture.features.xy)
        assert features.scale == picture.features.scale
    assert whole.rows == 30 + INDEX_FEATURES + 30
    assert whole.entries[2].path is None


def test_load_equals_build(collection: Collection) -> None:
    """What was saved comes back."""
    whole = built(collection)
    Store(collection.folder).save(whole)
    loaded = Store(collection.folder).load(collection)
    assert loaded is not None
    same(loaded, whole)
    assert list(Store(collection.folder).faults(collection)) == []


def test_an_empty_collection_has_an_empty_snapshot(tmp_path: Path) -> None:
    """Saved and loaded like any other."""
    collection = Collection(tmp_path, create=True)
    whole = built(collection)
    Store(tmp_path).save(whole)
    loaded = Store(collection.folder).load(collection)
    collection.close()
    assert loaded is not None
    same(loaded, whole)
    assert len(loaded.entries) == 0


def test_one_of_another_time_is_not_loaded(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a forgotten generation, another extraction, another format, or not there at all."""
    assert Store(collection.folder).load(collection) is None
    Store(collection.folder).save(built(collection))
    for name, other in (("VERSION", "kaze-1"), ("_FORMAT", 1)):
        with monkeypatch.context() as patch:
            patch.setattr(manifest, name, other)
            assert Store(collection.folder).load(collection) is None
            assert list(Store(collection.folder).faults(collection)) == []
    collection.remove("0.jpg")
    earlier = Store(collection.folder).load(collection)
    assert earlier is not None
    assert earlier.generation < collection.generation
    collection.lineage.forget(collection.generation)
    assert Store(collection.folder).load(collection) is None
    assert list(Store(collection.folder).faults(collection)) == []


def test_saving_leaves_only_what_the_manifest_names(collection: Collection) -> None:
    """Old files go once the new ones are on disk; a reader of the old one goes on reading."""
    Store(collection.folder).save(built(collection))
    old = Store(collection.folder).load(collection)
    collection.remove("0.jpg")
    Store(collection.folder).save(built(collection))
    names = {name for name, _ in files(collection.folder) if not name.startswith("collection")}
    said = json.loads((collection.folder / MANIFEST).read_bytes().partition(b"\n")[2])
    (part,) = said["parts"]
    assert [name.partition("-")[0] for name in part["files"]] == ["features", "index"]
    assert names == {
        *(MANIFEST, LOCK, *part["files"]),
        f"added/{collection.source('added').sha256.hex()}",
    }
    assert old is not None
    assert len(old.features(old.ids[0])) == 30


def damaged(path: Path) -> None:
    """One bit is another."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def piped(path: Path) -> None:
    """Nobody will ever write to it."""
    path.unlink()
    os.mkfifo(path)


def foldered(path: Path) -> None:
    """With something in it."""
    path.unlink()
    path.mkdir()
    (path / "of others").touch()


SPOIL: dict[str, Callable[[Path], object]] = {
    "a bit flipped": damaged,
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-7]),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"x"),
    "gone": Path.unlink,
    "a pipe": piped,
    "a folder": foldered,
}


@pytest.mark.parametrize("spoil", SPOIL.values(), ids=SPOIL)
@pytest.mark.parametrize("kind", [MANIFEST, "features-*", "index-*", "codebook-*"])
def test_a_damaged_file_is_noticed_and_not_loaded(
    listed: Collection, kind: str, spoil: Callable[[Path], object]
) -> None:
    """Whichever file, whatever happened to it; FAISS never sees it."""
    folder = listed.folder
    Store(folder).save(built(listed))
    (path,) = folder.glob(kind)
    spoil(path)
    assert Store(listed.folder).load(listed) is None
    if path.exists() or kind != MANIFEST:  # without a manifest there is no snapshot
        (fault,) = (each for each in faults(listed) if each.startswith("index: "))
        assert fault.startswith("index: ")
        assert "made anew at the next start" in fault
    with closing(Current(listed)):
        assert Store(listed.folder).load(listed)


FILES = [MANIFEST, "features-*", "index-*", "codebook-*"]


@pytest.mark.parametrize("kind", FILES)
def test_any_mutant_is_noticed(listed: Collection, kind: str) -> None:
    """Wherever it was changed, and however: FAISS trusts what it reads, so it never gets it."""
    folder, chance = listed.folder, random.Random(3)  # noqa: S311  no secret
    Store(folder).save(built(listed))
    (path,) = folder.glob(kind)
    whole = path.read_bytes()
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 1, 5))):
            at = chance.randrange(len(data))
            data[at : at + chance.choice((0, 1, 8))] = chance.randbytes(chance.choice((0, 1, 8)))
        path.write_bytes(data)
        loaded = Store(listed.folder).load(listed)
        assert (loaded is None) == (bytes(data) != whole)


@pytest.mark.parametrize("kind", FILES[1:])
def test_a_mutant_with_its_checksums_put_right_is_noticed(listed: Collection, kind: str) -> None:
    """The manifest is signed with what only the database knows."""
    folder = listed.folder
    Store(folder).save(built(listed))
    (path,) = folder.glob(kind)
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    damaged(path)
    after = hashlib.sha256(path.read_bytes()).hexdigest()
    signature, _, text = (folder / MANIFEST).read_bytes().partition(b"\n")
    assert before.encode() in text
    text = text.replace(before.encode(), after.encode())
    for sign in (signature, hashlib.sha256(text).hexdigest().encode(), b""):
        (folder / MANIFEST).write_bytes(sign + b"\n" + text)
        assert Store(listed.folder).load(listed) is None
        assert list(Store(listed.folder).faults(listed)) != []


@pytest.mark.parametrize(
    "change",
    [
        lambda manifest: manifest["parts"].append(["x"]),
        lambda manifest: manifest["parts"].append(None),
        lambda manifest: manifest["parts"].append({"files": {"a": "b", "c": "d"}, "gone": []}),
        lambda manifest: manifest["parts"][0].pop("gone"),
        lambda manifest: manifest["parts"][0].update(gone=["a"]),
        lambda manifest: manifest["parts"][0].update(gone=7),
        lambda manifest: manifest["parts"][0].pop("files"),
        lambda manifest: manifest["parts"][0]["files"].popitem(),
        lambda manifest: manifest["parts"][0]["files"].clear(),
        lambda manifest: manifest["parts"][0].update(files=[]),
        lambda manifest: manifest.update(parts=7),
        lambda manifest: manifest.update(codebook={"files": {}, "rows": 1, "most": 1}),
        lambda manifest: manifest.update(codebook=[]),
        lambda manifest: manifest.update(generation="x"),
        lambda manifest: manifest.pop("parts"),
        lambda manifest: manifest.pop("codebook"),
        lambda manifest: manifest.pop("generation"),
        lambda manifest: manifest.clear(),
    ],
)
def test_a_manifest_of_another_making_is_not_loaded(
    collection: Collection, change: Callable[[Any], object]
) -> None:
    """Signed as ours, but not what this code writes."""
    folder = collection.folder
    Store(folder).save(built(collection))
    said = json.loads((folder / MANIFEST).read_bytes().partition(b"\n")[2])
    change(said)
    text = json.dumps(said).encode()
    (folder / MANIFEST).write_bytes(manifest.signature(collection.mark, text) + b"\n" + text)
    assert Store(collection.folder).load(collection) is None


def test_an_index_that_this_faiss_does_not_read_is_made_anew(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written by another version of it, and whole."""
    small(monkeypatch)
    for seed in range(40):
        put(collection, seed)
    monkeypatch.setattr(Codebook, "dump", lambda _: b"IxZZ" + bytes(60))
    Store(collection.folder).save(built(collection))
    assert Store(collection.folder).load(collection) is None


def test_a_snapshot_is_of_one_generation_whatever_is_written_meanwhile(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program takes a picture away and puts one in while it is read."""
    generation = collection.generation
    read = collection.pictures

    def disturbed(ids: list[int] | None = None) -> Iterator[Any]:
        for number, picture in enumerate(read(ids)):
            if not number:
                with closing(Collection(collection.folder, create=False)) as other:
                    other.remove("added")
                    other.put(Source.of("1.jpg", b"other"), random_features(7))
            yield picture

    monkeypatch.setattr(collection, "pictures", disturbed)
    whole = built(collection)
    assert whole.generation == generation
    assert [entry.name for entry in whole.entries] == ["0.jpg", "1.jpg", "added"]
    assert len(whole.features(whole.ids[1])) == INDEX_FEATURES + 50
    monkeypatch.undo()
    again = built(collection)
    assert again.generation > generation
    assert [entry.name for entry in again.entries] == ["0.jpg", "1.jpg"]


def test_two_programs_may_save_at_once(collection: Collection) -> None:
    """One after the other; what is there then is whole."""
    whole = built(collection)
    threads = [
        threading.Thread(target=Store(collection.folder).save, args=(whole,)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    loaded = Store(collection.folder).load(collection)
    assert loaded is not None
    same(loaded, whole)
    assert not list(collection.folder.glob("*.part"))


def test_files_of_others_are_left_alone(collection: Collection) -> None:
    """Whatever they are called."""
    names = ("index-1.jpg", "features-of-mine", "index-", "index-1.part.txt")
    for name in names:
        (collection.folder / name).write_text("mine")
    Store(collection.folder).save(built(collection))
    assert all((collection.folder / name).read_text() == "mine" for name in names)


def test_nothing_is_wrong_with_a_sound_collection(collection: Collection) -> None:
    """With and without a snapshot."""
    assert list(faults(collection)) == []
    Store(collection.folder).save(built(collection))
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
    names = pictures(collection, "kaze")
    assert Matrix.load(collection, "kaze", names).names == ("0.jpg", "1.jpg")
    with collection.transaction() as database:
        database.execute("UPDATE vectors SET vector = zeroblob(16)")
    assert Matrix.load(collection, "kaze", names).names == ("0.jpg",)  # that was zeros all the time
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
    assert [e.name for e in built(collection).entries] == ["1.jpg", "added"]
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
