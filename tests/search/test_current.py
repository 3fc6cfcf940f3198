"""The snapshot in step with its collection: at once, and saved when it is due, whatever fails."""

import errno
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from search import Engine, growth
from search.codebook import Codebook
from search.collection import Collection
from search.current import Current
from search.errors import DamagedIndex
from search.growth import Pieces
from search.saved import MANIFEST, Store
from search.segment import Segment
from search.snapshot import Part, Snapshot
from tests.search.edits import files, random_features
from tests.search.snapshots import contents, filled, put, small

FEW = 4


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few pictures are many."""
    small(monkeypatch)
    for module in ("growth", "current"):
        monkeypatch.setattr(f"search.{module}.FEW_PICTURES", FEW)


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    """Forty pictures: there are lists."""
    collection = filled(tmp_path / "collection", 40)
    yield collection
    collection.close()


def settled(current: Current) -> None:
    """What is done in the background is done."""
    if settling := current._settling:
        settling.join(30)
        assert not settling.is_alive()


def true(current: Current, collection: Collection) -> None:
    """It has what the collection has."""
    assert contents(current.snapshot) == contents(growth.built(collection))
    assert current.snapshot.generation == collection.generation


def test_what_changed_is_there_at_once_and_again_at_the_next_start(collection: Collection) -> None:
    """A few changes are not saved: the next start reads them from the collection."""
    current = Current(collection)
    saved = (collection.folder / MANIFEST).read_bytes()
    put(collection, 100)
    collection.remove("3.jpg")
    current.refresh()
    true(current, collection)
    assert (collection.folder / MANIFEST).read_bytes() == saved
    true(Current(collection), collection)


def test_many_changes_are_saved(collection: Collection) -> None:
    """More than an eighth; then nothing of them has to be read again."""
    current = Current(collection)
    for seed in range(100, 110):
        put(collection, seed)
        current.refresh()
    settled(current)
    true(current, collection)
    loaded = Store(collection.folder).load(collection)
    assert loaded is not None
    assert len(loaded) >= 45
    assert all(part.segment.files for part in loaded.parts)


def test_parts_are_merged_in_the_background_while_lookups_and_changes_go_on(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A merge that waits holds up neither; what came meanwhile is not lost."""
    current = Current(collection)
    begun, go_on = threading.Event(), threading.Event()
    make = Store.make

    def slow(self: Store, pieces: Pieces, codebook: Codebook | None) -> Segment:
        begun.set()
        assert go_on.wait(30)
        return make(self, pieces, codebook)

    monkeypatch.setattr(Store, "make", slow)
    for seed in range(100, 116):
        put(collection, seed)
        current.refresh()
    assert begun.wait(30)
    put(collection, 200)
    collection.remove("100.jpg")
    current.refresh()
    true(current, collection)
    assert current.snapshot.search(random_features(5).descriptors, 10).picture.min() >= 0
    go_on.set()
    settled(current)
    true(current, collection)
    assert len(current.snapshot.parts) <= 4


def test_what_comes_as_the_background_ends_is_settled_too(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The thread has looked for the last time, and is not over yet."""
    current = Current(collection)
    settle_all, late = current._settle_all, list(range(200, 210))

    def settle() -> None:
        settle_all()
        while late:
            put(collection, late.pop())
            current.refresh()

    monkeypatch.setattr(current, "_settle_all", settle)
    for seed in range(100, 110):
        put(collection, seed)
    current.refresh()
    settled(current)
    assert not late
    assert not current._due(current.snapshot)
    true(current, collection)


def test_two_who_ask_at_once_share_one_thread(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closing waits for it, and for nobody else."""
    current = Current(collection)
    both, go_on = threading.Barrier(2), threading.Event()
    begun: list[threading.Thread] = []

    def due(_: Snapshot) -> int:
        both.wait(30)  # neither has begun when the other looks
        return FEW + 1

    def settle() -> None:
        begun.append(threading.current_thread())
        assert go_on.wait(30)

    monkeypatch.setattr(current, "_due", due)
    monkeypatch.setattr(current, "_settle_all", settle)
    asking = [threading.Thread(target=current._settle, kwargs={"whole": False}) for _ in "ab"]
    for each in asking:
        each.start()
    for each in asking:
        each.join(30)
    go_on.set()
    settled(current)
    assert len(set(begun)) == 1


def test_closing_waits_for_no_merge(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends soon, and what was saved before is as it was."""
    current = Current(collection)
    begun = threading.Event()
    pieces = growth._merged

    def slow(parts: Sequence[Part]) -> Pieces:
        for each in pieces(parts):
            begun.set()
            time.sleep(0.05)
            yield each

    monkeypatch.setattr(growth, "_merged", slow)
    for seed in range(100, 130):
        put(collection, seed)
    current.refresh()
    assert begun.wait(30)
    settling = current._settling
    current.close()
    assert settling is not None
    assert not settling.is_alive()
    monkeypatch.undo()
    true(Current(collection), collection)


@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace"])
def test_a_full_disk_stops_no_lookup(
    collection: Collection, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """It goes on from memory, and is saved once there is room."""
    real: Callable[..., object] = getattr(os, call)

    def full(*given: Any, **named: Any) -> object:
        if call == "open" and not given[1] & os.O_WRONLY:
            return real(*given, **named)
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, full)
        current = Current(collection)
        true(current, collection)
        put(collection, 100)
        current.refresh()
        settled(current)
        true(current, collection)
        assert not (collection.folder / MANIFEST).exists()
    current.refresh(whole=True)
    true(current, collection)
    assert (collection.folder / MANIFEST).exists()


def test_what_a_crash_left_is_taken_away(collection: Collection) -> None:
    """Files that no manifest names, whole and half; those of others stay."""
    left = ["features-00aa", "index-00aa.part", "codebook-00aa", "snapshot.json.part"]
    for name in (*left, "features-of-mine"):
        (collection.folder / name).write_bytes(b"x")
    Current(collection)
    names = {name for name, _ in files(collection.folder)}
    assert not names & set(left)
    assert "features-of-mine" in names


def test_features_that_are_damaged_are_noticed_as_they_are_read(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a large file, which is not read as a whole at the start: who reads the picture is told."""
    Current(collection)
    (path,) = collection.folder.glob("features-*")
    data = bytearray(path.read_bytes())
    data[100] ^= 1  # of the first picture
    path.write_bytes(data)
    assert Store(collection.folder).load(collection) is None
    monkeypatch.setattr("search.saved._WHOLE", 10)
    loaded = Store(collection.folder).load(collection)
    assert loaded is not None
    first, *rest = loaded.ids
    assert all(len(loaded.features(each)) for each in rest)
    with pytest.raises(DamagedIndex, match=r"0\.jpg"):
        loaded.features(first)
    current = Current(collection)
    current.renew(current.snapshot)
    settled(current)
    true(current, collection)
    assert list(Store(collection.folder).faults(collection)) == []


def test_a_lookup_that_meets_a_damaged_index_makes_another(
    samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And answers; the next start finds nothing wrong."""
    monkeypatch.undo()
    folder, photo = tmp_path / "collection", samples / "photos" / "captioned.jpg"
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for name in ("lighthouse.jpg", "barn.jpg"):
        (pictures / name).write_bytes((samples / "pictures" / "photographs" / name).read_bytes())
    with closing(Engine.open(folder, create=True)) as engine:
        for _ in engine.index([pictures]):
            pass
    (path,) = folder.glob("features-*")
    data = np.frombuffer(path.read_bytes(), np.uint8) ^ np.uint8(1)
    path.write_bytes(data.tobytes())
    monkeypatch.setattr("search.saved._WHOLE", 10)
    with closing(Engine.open(folder)) as engine:
        answer = engine.find(photo.read_bytes())
        assert (answer.verdict, answer.matches[0].name) == ("same", "lighthouse.jpg")
        assert engine.check() == []
