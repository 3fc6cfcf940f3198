"""Full, read-only, locked, damaged, old: a clear sentence, lookups go on, never a wrong answer."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from search import Engine, database
from search.__main__ import main
from search.errors import DamagedCollection, KazamiError, Unavailable
from search.verdict import Scale
from tests.search import disks
from tests.search.edits import encoded, files, last, speckled

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A folder of two pictures."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    for seed in (1, 2):
        (folder / f"{seed}.png").write_bytes(image(seed))
    return folder


@pytest.fixture
def held(tmp_path: Path, pictures: Path) -> Path:
    """A collection of them, closed."""
    with Engine.open(tmp_path / "collection", create=True) as engine:
        last(engine.index([pictures]))
    return tmp_path / "collection"


def image(seed: int) -> bytes:
    """A small picture, another for each seed."""
    return encoded(speckled(seed))


def finds(engine: Engine, *seeds: int) -> list[str | None]:
    """The names of what these pictures are found to be."""
    answers = [engine.find(image(seed)) for seed in seeds]
    return [each.matches[0].name if each.verdict == "same" else None for each in answers]


def test_a_full_disk(tmp_path: Path, pictures: Path, held: Path) -> None:
    """What was there is found; when there is room again the rest is done."""
    for seed in range(3, 9):
        (pictures / f"{seed}.png").write_bytes(image(seed))
    with disks.small(tmp_path / "disk", 2) as disk:
        shutil.copytree(held, disk / "collection")
        with Engine.open(disk / "collection") as engine:
            filler = disks.fill(disk)
            with pytest.raises(Unavailable, match="the disk is full"):
                last(engine.index([pictures]))
            with pytest.raises(Unavailable, match="the disk is full"):
                engine.add("by hand", image(9))
            assert finds(engine, 1, 2, 9) == ["1.png", "2.png", None]
            assert engine.check() == []
            filler.unlink()
            assert last(engine.index([pictures])).pictures == 8
            assert finds(engine, 1, 8) == ["1.png", "8.png"]
            assert engine.check() == []


def test_a_disk_that_is_full_at_the_start(tmp_path: Path, held: Path) -> None:
    """Opening takes a little room too; it says so, and leaves everything as it is."""
    with disks.small(tmp_path / "disk", 2) as disk:
        shutil.copytree(held, disk / "collection")
        filler = disks.fill(disk)
        for folder in (disk / "collection", disk / "new"):
            with pytest.raises(Unavailable, match="the disk is full"):
                Engine.open(folder, create=True)
        filler.unlink()
        with Engine.open(disk / "collection") as engine:
            assert finds(engine, 1, 2) == ["1.png", "2.png"]
            assert engine.check() == []
        with Engine.open(disk / "new", create=True) as engine:
            engine.add("new", image(3))
            assert finds(engine, 3) == ["new"]


def test_a_disk_that_fills_up_once_the_pictures_are_in(
    held: Path, tmp_path: Path, pictures: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The index finds no room: lookups go on from memory, and it is made anew at the next start."""
    (pictures / "3.png").write_bytes(image(3))
    with disks.small(tmp_path / "disk", 4) as disk:
        shutil.copytree(held, disk / "collection")
        with Engine.open(disk / "collection") as engine:
            steps = engine.index([pictures])
            for step in steps:
                if step.done == step.total:
                    filler = disks.fill(disk)
            assert finds(engine, 1, 3) == ["1.png", "3.png"]
            assert "The index could not be saved" in caplog.text
            filler.unlink()
        with Engine.open(disk / "collection") as engine:
            assert finds(engine, 1, 3) == ["1.png", "3.png"]
            assert engine.check() == []


def test_a_folder_that_may_only_be_read(held: Path, pictures: Path, capsys: Captured) -> None:
    """Lookups need no more; what changes it says why it cannot."""
    before = dict(files(held))
    with disks.read_only(held):
        with Engine.open(held) as engine:
            assert finds(engine, 1, 2, 3) == ["1.png", "2.png", None]
            assert engine.check() == []
            with pytest.raises(Unavailable, match="it may only be read"):
                engine.add("by hand", image(3))
            with pytest.raises(Unavailable, match="it may only be read"):
                engine.remove("1.png")
            assert finds(engine, 1) == ["1.png"]
        assert main(["index", str(pictures), "--collection", str(held)]) == 2
        assert "it may only be read" in capsys.readouterr().err
    assert dict(files(held)) == before


def test_a_read_only_folder_whose_index_is_damaged(held: Path) -> None:
    """It is made anew, in memory."""
    (held / "snapshot.json").write_text("{}")
    with disks.read_only(held), Engine.open(held) as engine:
        assert finds(engine, 1, 2) == ["1.png", "2.png"]


def test_a_read_only_folder_that_was_left_in_the_middle(held: Path, tmp_path: Path) -> None:
    """What SQLite has not yet written into its file cannot be read without writing: it says so,
    rather than leave it out.
    """
    with Engine.open(held) as engine:
        engine.add("new", image(3))
        passing = shutil.ignore_patterns("*-shm")
        shutil.copytree(held, tmp_path / "killed", ignore=passing)
    with (
        disks.read_only(tmp_path / "killed"),
        pytest.raises(Unavailable, match="its database cannot be opened"),
    ):
        Engine.open(tmp_path / "killed")
    with Engine.open(tmp_path / "killed") as engine:
        assert finds(engine, 1, 3) == ["1.png", "new"]


def test_no_collection_can_begin_where_nothing_can_be_written(tmp_path: Path) -> None:
    """Said in one sentence."""
    (tmp_path / "disk").mkdir()
    with (
        disks.read_only(tmp_path / "disk"),
        pytest.raises(Unavailable, match="it may only be read"),
    ):
        Engine.open(tmp_path / "disk" / "new", create=True)


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    """Likewise."""
    (tmp_path / "file").write_text("a file")
    with pytest.raises(Unavailable, match="Not a directory"):
        Engine.open(tmp_path / "file", create=True)


def test_a_database_that_another_program_has_locked(
    held: Path, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lookups go on; changes wait a while, say so, and can be made once it is free."""
    monkeypatch.setattr(database, "_PATIENCE", 0.2)
    (pictures / "3.png").write_bytes(image(3))
    with Engine.open(held) as engine, closing(sqlite3.connect(held / "collection.sqlite")) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Unavailable, match="another program has locked it"):
            engine.add("by hand", image(4))
        with pytest.raises(Unavailable, match="another program has locked it"):
            last(engine.index([pictures]))
        assert finds(engine, 1, 3, 4) == ["1.png", None, None]
        assert not list((held / "added").glob("*"))
        other.rollback()
        assert last(engine.index([pictures])).added == 1
        engine.add("by hand", image(4))
        assert finds(engine, 1, 3, 4) == ["1.png", "3.png", "by hand"]


def test_a_database_damaged_while_it_is_open(held: Path) -> None:
    """Lookups go on from memory; a change says what is wrong."""
    with Engine.open(held) as engine:
        path = held / "collection.sqlite"
        path.write_bytes(b"\xff" * path.stat().st_size)
        assert finds(engine, 1, 2, 3) == ["1.png", "2.png", None]
        with pytest.raises(KazamiError):
            engine.add("new", image(3))
        assert finds(engine, 1, 3) == ["1.png", None]


def test_lookups_do_not_need_the_database(held: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be read from it any more: they are answered from memory, by the last scale."""
    with Engine.open(held) as engine:
        engine._collection.learned.calibrate(Scale(0.5, 0.0))
        before = engine.find(image(1))

        def gone(*_: object) -> None:
            raise DamagedCollection(held, "test")

        monkeypatch.setattr(engine._collection, "rows", gone)
        answer = engine.find(image(1))
        assert answer.matches[0].value == before.matches[0].value
        assert (answer.verdict, answer.matches[0].name) == ("same", "1.png")
        assert finds(engine, 2, 3) == ["2.png", None]
        assert engine.check() == [f"database: {DamagedCollection(held, 'test')}"]


def test_a_database_damaged_inside_is_named_and_closed(held: Path) -> None:
    """Where the index has to be made anew from it: nothing is left open."""
    (held / "snapshot.json").unlink()
    path = held / "collection.sqlite"
    data = bytearray(path.read_bytes())
    data[3 * 4096 :] = b"\xff" * (len(data) - 3 * 4096)
    path.write_bytes(data)
    with pytest.raises(DamagedCollection, match=r"from a copy, or delete it and .* by hand"):
        Engine.open(held)
    assert not list(held.glob("*-wal"))


@pytest.mark.parametrize("content", [b"no database at all" * 999, b"SQLite format 3\0" * 999])
def test_a_damaged_database_is_named_at_the_start(
    held: Path, content: bytes, capsys: Captured
) -> None:
    """With what to do; the index beside it is not believed, and nothing is touched."""
    (held / "collection.sqlite").write_bytes(content)
    before = dict(files(held))
    with pytest.raises(DamagedCollection, match="from a copy, or delete it"):
        Engine.open(held)
    assert main(["check", "--collection", str(held)]) == 1
    assert "is damaged" in capsys.readouterr().out
    assert dict(files(held)) == before


def older_snapshot(held: Path, saved: Path) -> None:
    """The index of an earlier day comes back, as from a copy of a part of the folder."""
    for path in [*held.glob("features-*"), *held.glob("index-*")]:
        path.unlink()
    for path in [*saved.glob("snapshot*"), *saved.glob("features-*"), *saved.glob("index-*")]:
        shutil.copy(path, held / path.name)


def older_database(held: Path, saved: Path) -> None:
    """The database of an earlier day comes back, and the newer index stays."""
    shutil.copy(saved / "collection.sqlite", held / "collection.sqlite")


def names_swapped(held: Path, _: Path) -> None:
    """An index that was made up, with all its plain checksums right."""
    path = held / "snapshot.json"
    path.write_bytes(path.read_bytes().replace(b"1.png", b"9.png"))


@pytest.mark.parametrize("spoil", [older_snapshot, older_database, names_swapped])
def test_an_index_of_other_pictures_is_never_believed(
    held: Path, tmp_path: Path, pictures: Path, spoil: Callable[[Path, Path], None]
) -> None:
    """What the database holds is what is found, also where the numbers of generations agree."""
    saved = tmp_path / "saved"
    shutil.copytree(held, saved)
    (pictures / "1.png").write_bytes(image(7))
    with Engine.open(held) as engine:
        last(engine.index([pictures]))
        generation = engine._collection.generation
    spoil(held, saved)
    with closing(sqlite3.connect(held / "collection.sqlite")) as other, other:
        other.execute("UPDATE generation SET number = ?", (generation,))
    with Engine.open(held) as engine:
        old = spoil is older_database
        assert finds(engine, 1, 7, 2) == (["1.png", None] if old else [None, "1.png"]) + ["2.png"]
        assert engine.check() == [] or old
    assert main(["find", str(pictures / "2.png"), "--collection", str(held)]) == 0


@pytest.fixture
def kept(held: Path) -> Path:
    """A collection with a picture added by hand."""
    with Engine.open(held) as engine:
        engine.add("by hand", image(3))
    return held


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE pictures SET features = zeroblob(length(features))",
        "UPDATE pictures SET checksum = x'00'",
        "UPDATE pictures SET version = 'kaze-1'",
    ],
)
def test_features_that_are_damaged_or_of_another_version_are_made_anew(
    kept: Path, pictures: Path, spoil: str
) -> None:
    """By the next index run, also of pictures added by hand; until then they find nothing."""
    with closing(sqlite3.connect(kept / "collection.sqlite")) as other, other:
        other.execute(spoil)
        other.execute("UPDATE generation SET number = number + 1")
    with Engine.open(kept) as engine:
        assert finds(engine, 1, 2, 3) == [None] * 3
        assert len(engine.check()) == 3
        report = last(engine.index([pictures]))
        assert (report.changed, report.pictures) == (3, 3)
        assert finds(engine, 1, 2, 3) == ["1.png", "2.png", "by hand"]
        assert engine.check() == []
        assert last(engine.index([pictures])).unchanged == 2


def test_a_picture_that_changed_since_is_not_shown_as_what_it_was(
    held: Path, pictures: Path
) -> None:
    """Its features know the old one; the new one is another picture."""
    (pictures / "1.png").write_bytes(image(5))
    with Engine.open(held) as engine:
        assert finds(engine, 1) == ["1.png"]
        with pytest.raises(OSError, match="it has changed since it was indexed"):
            engine.read("1.png")
        last(engine.index([pictures]))
        assert engine.read("1.png") == image(5)
