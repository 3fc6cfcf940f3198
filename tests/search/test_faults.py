"""A fault at every step that writes: nothing is lost, and the next run does the rest."""

import errno
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path

import pytest

from search import Engine, database, disk
from search.collection import Collection
from search.current import Current
from search.errors import Damaged, KazamiError, Unavailable
from search.features import Features
from search.growth import built
from search.journal import Change
from search.notes import Note
from search.saved import MANIFEST
from search.segment import Entry
from search.snapshot import Snapshot
from tests.search.edits import last, random_features
from tests.search.faults import Faulty, counted

FIRST = {f"{n}.jpg": f"picture {n}" for n in range(4)}  # what was indexed before
THEN = {"1.jpg": "another", "2.jpg": "broken", "4.jpg": "new", "5.jpg": "plain"}  # 0 is deleted
KEPT = {"by hand": b"kept", "to go": b"going", "to come back": b"back", "old": b"named"}
ADDED = {"more": b"more", "passing": b"passing", "new": KEPT["old"]}
AFTER = {"1.jpg", "3.jpg", "4.jpg", "by hand", "more", "to come back", "new"}
NOTE = Note("a caption")


def extract(_: Engine, data: bytes) -> Features:
    """Quick, and as the bytes say."""
    if data.startswith(b"broken"):
        raise Damaged("test")
    return random_features(5 if data.startswith(b"plain") else 20, sum(data))


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No image is looked at, and nothing has to reach the disk before the test ends."""
    monkeypatch.setattr(Engine, "_extract", extract)
    monkeypatch.setattr("search.looks.FEW_LOOKED_AT", 1000)  # else others look, and not so
    monkeypatch.setattr(os, "fsync", lambda _: None)
    with_pragma("synchronous = OFF", monkeypatch)


def with_pragma(pragma: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each connection begins with it."""
    real = database._opened

    def opened(uri: str) -> sqlite3.Connection:
        connection = real(uri)
        connection.execute(f"PRAGMA {pragma}")
        return connection

    monkeypatch.setattr(database, "_opened", opened)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A folder."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    for name, text in FIRST.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def before(tmp_path: Path, pictures: Path) -> Path:
    """A collection of it and of two pictures added by hand; then the folder changes."""
    collection = tmp_path / "before"
    with Engine.open(collection, create=True) as engine:
        last(engine.index([pictures]))
        for name, data in KEPT.items():
            engine.add(name, data)
    for name, text in THEN.items():
        (pictures / name).write_text(text)
    (pictures / "0.jpg").unlink()
    return collection


def change(collection: Path, pictures: Path) -> None:
    """All that changes a collection."""
    with Engine.open(collection, create=True) as engine:
        last(engine.index([pictures]))
        engine.add("more", b"more")
        engine.remove("to go")
        engine.rename("old", "new")
        engine.annotate("by hand", NOTE)
        engine.add("passing", ADDED["passing"])
        engine.undo()
        engine.remove("to come back")
        engine.undo()


def resume(engine: Engine) -> None:
    """What `change` would have done, had it not been interrupted; each step of it once more."""
    newest = engine.changes()[0]
    if newest in (Change("add", "passing"), Change("remove", "to come back")):
        assert engine.undo() == newest
    for step in (
        lambda: engine.add("more", b"more"),
        lambda: engine.remove("to go"),
        lambda: engine.rename("old", "new"),
        lambda: engine.annotate("by hand", NOTE),
    ):
        with suppress(KazamiError):
            step()


def features(text: str | bytes) -> bytes:
    """Of a picture of these bytes, as they are stored."""
    data = text.encode() if isinstance(text, str) else text
    return random_features(20, sum(data)).pack()


def held(collection: Path) -> dict[str, bytes]:
    """Names and features: what is true. Each picture is as it was or as it became."""
    opened = Collection(collection, create=False)
    holds = {picture.source.name: picture.features.pack() for picture in opened.pictures()}
    assert len(holds) == len(opened)
    for name, packed in holds.items():
        texts = [where[name] for where in (FIRST, THEN, KEPT, ADDED) if name in where]
        assert packed in [features(text) for text in texts], name
    opened.close()
    return holds


def sound(collection: Path) -> set[str]:
    """Nothing is wrong with it; what it finds by is what is true; the names of what it holds."""
    with Engine.open(collection) as engine:
        names, kept = set(engine.names()), {name for name in KEPT if name in engine.names()}
        assert {name: engine.read(name) for name in kept} == {name: KEPT[name] for name in kept}
        faults = [each for each in engine.check() if "pictures/" not in each]  # files that changed
        assert faults == []
        assert contents(engine._snapshot) == contents(built(engine._collection))
    assert held(collection).keys() == names
    return names


def contents(snapshot: Snapshot) -> list[tuple[Entry, bytes]]:
    """What it has of each picture."""
    return [(entry, snapshot.features(entry.id).pack()) for entry in snapshot.entries]


def survives(collection: Path, pictures: Path) -> None:
    """After a fault no picture is lost, and doing it all once more makes it what it is to be."""
    names = sound(collection) if collection.exists() else set()
    assert {"1.jpg", "3.jpg", "by hand"} <= names
    with Engine.open(collection, create=True) as engine:
        last(engine.index([pictures]))
        resume(engine)
    assert sound(collection) == AFTER
    with Engine.open(collection) as engine:
        assert engine.check() == []
        assert engine.note("by hand") == NOTE
        assert Change("remove", "to go") in engine.changes()  # so its bytes are kept
    kept = {sha256(data).hexdigest() for data in (*KEPT.values(), b"more")}
    assert {path.name for path in (collection / "added").iterdir()} == kept
    assert not list(collection.rglob("*.part"))
    with Engine.open(collection) as engine:  # the next save takes away what the fault left
        assert isinstance(engine._current, Current)
        engine._current._kept(engine._snapshot)
    named = re.findall(r"\w+-[0-9a-f]{16}", (collection / MANIFEST).read_text())
    files = (path.name for path in collection.iterdir())
    assert {name for name in files if re.fullmatch(r"\w+-[0-9a-f]{16}", name)} == set(named)


def copies(folder: Path, of: Path) -> Iterator[Path]:
    """Fresh copies, one after the other."""
    number = 0
    while True:
        copy = folder / f"copy-{number}"
        shutil.copytree(of, copy)
        yield copy
        shutil.rmtree(copy)
        number += 1


@pytest.mark.slow
@pytest.mark.parametrize("number", [errno.ENOSPC, pytest.param(errno.EIO, marks=pytest.mark.slow)])
def test_a_fault_at_any_step_of_writing_a_file_loses_nothing(
    before: Path, pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Each in turn: of the snapshot's files, of the manifest, of a kept picture."""
    copy = copies(tmp_path, before)
    steps = counted(lambda: change(next(copy), pictures), monkeypatch)
    assert len(steps) > 50
    for at in range(len(steps)):
        collection = next(copy)
        with monkeypatch.context() as patch, suppress(Unavailable):
            patch.setattr(disk, "os", Faulty(at, number))
            change(collection, pictures)
        survives(collection, pictures)


def test_a_beginning_that_fails_can_be_made_again(
    pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At any step of it, folders too."""
    steps = counted(lambda: last_of(tmp_path / "first" / "one", pictures), monkeypatch)
    assert steps[:2] == ["mkdir", "fsync"]
    for at in range(len(steps)):
        collection = tmp_path / f"{at}" / "one"
        with monkeypatch.context() as patch, suppress(Unavailable):
            patch.setattr(disk, "os", Faulty(at, errno.ENOSPC))
            last_of(collection, pictures)
        last_of(collection, pictures)
        assert sound(collection) == set(FIRST)


def last_of(collection: Path, pictures: Path) -> None:
    """Index, to the end."""
    with Engine.open(collection, create=True) as engine:
        last(engine.index([pictures]))


def test_a_database_that_can_grow_no_more_loses_nothing(
    before: Path, pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Full at each of its pages in turn."""
    for number in range(40):  # larger, so that pages are needed
        (pictures / f"more-{number:02}.jpg").write_text(f"many {number}")
    copy, full = copies(tmp_path, before), 0
    with closing(Collection(before, create=False)) as collection_before:
        ((pages,),) = collection_before.rows("PRAGMA page_count")
    for most in range(pages, pages + 60, 2):
        collection = next(copy)
        try:
            with monkeypatch.context() as patch:
                with_pragma(f"max_page_count = {most}", patch)
                change(collection, pictures)
        except Unavailable:
            full += 1
        else:
            break
        assert {"1.jpg", "3.jpg", "by hand"} <= sound_of_many(collection)
        last_of(collection, pictures)
        with Engine.open(collection) as engine:
            resume(engine)
        assert sound_of_many(collection) == AFTER | {f"more-{n:02}.jpg" for n in range(40)}
    assert full > 5


def sound_of_many(collection: Path) -> set[str]:
    """Nothing is wrong, and what it finds by is what is true; the names."""
    with Engine.open(collection) as engine:
        assert [each for each in engine.check() if "pictures/" not in each] == []
        assert contents(engine._snapshot) == contents(built(engine._collection))
        return set(engine.names())


def test_lookups_go_on_after_a_fault(
    before: Path, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the same process: by what was there before, or is there now, and never by half of it."""
    with Engine.open(before) as engine:
        with monkeypatch.context() as patch:
            patch.setattr(disk, "os", Faulty(0, errno.ENOSPC))
            with pytest.raises(Unavailable, match="the disk is full"):
                engine.add("more", b"more")
        assert set(engine.names()) == {*FIRST, *KEPT}
        assert "more" not in engine._collection
        engine.add("more", b"more")
        assert set(engine.names()) == {*FIRST, *KEPT, "more"}
        last(engine.index([pictures]))
        assert set(engine.names()) == AFTER - {"new"} | {"to go", "old"}
