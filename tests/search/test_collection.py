"""The collection on disk: what is put in comes out, and nothing else."""

import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.collection import Collection
from search.errors import BadName, NameTaken, NoCollection, Unavailable, UnknownName
from search.features import VERSION
from search.growth import built
from search.notes import Note, check_note
from search.options import LONGEST_NAME
from search.refused import Refusal
from search.saved import Store
from search.source import Source, check_name
from search.verdict import Scale
from tests.search.edits import files, random_features


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Collection]:
    """A new collection."""
    collection = Collection(tmp_path / "new" / "collection", create=True)
    yield collection
    collection.close()


def test_what_is_put_in_comes_out_in_order(empty: Collection) -> None:
    """Sources exactly, features but for rounding."""
    sources = [Source.of(f"{n}.jpg", b"%d" % n, "/folder", f"/folder/{n}.jpg") for n in (2, 0, 1)]
    for seed, source in enumerate(sources):
        empty.put(source, random_features(20, seed))
    assert len(empty) == 3
    assert [picture.source for picture in empty.pictures()] == sources
    assert list(empty.sources()) == [(s, VERSION) for s in sorted(sources, key=lambda s: s.name)]
    for seed, picture in enumerate(empty.pictures()):
        wanted = random_features(20, seed)
        np.testing.assert_allclose(picture.features.xy, wanted.xy, atol=0.05)
        assert picture.features.width == wanted.width
    assert ("1.jpg" in empty, "3.jpg" in empty) == (True, False)


def test_a_changed_picture_gets_a_new_number(empty: Collection) -> None:
    """So that no vector of the old one can be taken for its own."""
    source = Source.of("a", b"a")
    empty.put(source, random_features(9))
    (first,) = [picture.id for picture in empty.pictures()]
    empty.put(source, random_features(9))
    (second,) = [picture.id for picture in empty.pictures()]
    empty.remove("a")
    empty.put(source, random_features(9))
    (third,) = [picture.id for picture in empty.pictures()]
    assert first < second < third


def test_every_change_grows_the_generation(empty: Collection) -> None:
    """Reading does not; refusals are no change of what can be found."""
    before = empty.generation
    empty.put(Source.of("a", b"a"), random_features(9))
    put = empty.generation
    empty.refused.put(Refusal("b", "/folder", plain=True, reason=""))
    assert before < put == empty.generation
    empty.remove("a")
    assert empty.generation > put


def test_it_is_there_again_when_opened_again(tmp_path: Path) -> None:
    """On disk; opening and reading it changes nothing."""
    first = Collection(tmp_path, create=True)
    first.put(Source.of("a", b"a"), random_features(9))
    first.close()
    second = Collection(tmp_path, create=False)
    assert "a" in second
    assert second.generation == 1
    second.close()
    second.close()


def test_nothing_is_made_where_there_is_no_collection(tmp_path: Path) -> None:
    """A wrong folder is said to be wrong."""
    with pytest.raises(NoCollection, match="python -m search index") as error:
        Collection(tmp_path / "wrong", create=False)
    assert error.value.folder == tmp_path / "wrong"
    assert not (tmp_path / "wrong").exists()


def test_kept_bytes_go_when_the_last_picture_that_has_them_goes(empty: Collection) -> None:
    """Two names may have one image."""
    for name in ("a", "b"):
        source = Source.of(name, b"image")
        empty.keep(source, b"image")
        empty.put(source, random_features(9))
    assert empty.read("a") == empty.read("b") == b"image"
    empty.remove("a")
    assert empty.read("b") == b"image"
    empty.remove("b")
    assert not [name for name, _ in files(empty.folder) if name.startswith("added/")]


def test_a_picture_of_a_folder_is_removed_without_its_file(
    empty: Collection, tmp_path: Path
) -> None:
    """The folder is not ours."""
    file = tmp_path / "a.jpg"
    file.write_bytes(b"image")
    empty.put(Source.of("a.jpg", b"image", str(tmp_path), str(file)), random_features(9))
    assert empty.read("a.jpg") == b"image"
    empty.remove("a.jpg")
    assert file.exists()


@pytest.mark.parametrize("do", [Collection.remove, Collection.source, Collection.read])
def test_an_unknown_name_is_named(empty: Collection, do: object) -> None:
    """Whatever is asked about it."""
    with pytest.raises(UnknownName, match="There is no picture named nobody"):
        do(empty, "nobody")  # type: ignore[operator]


def test_refusals_are_remembered_until_the_folder_is_looked_at_again(empty: Collection) -> None:
    """Each once, by name."""
    plain = Refusal("b", "/one", plain=True, reason="too little detail")
    broken = Refusal("a", "/two", plain=False, reason="damaged")
    for each in (plain, broken, plain):
        empty.refused.put(each)
    assert empty.refused.all() == [broken, plain]
    empty.refused.forget("/one")
    assert empty.refused.all() == [broken]


def test_half_a_change_is_no_change(empty: Collection) -> None:
    """A transaction that fails leaves nothing."""

    def fail() -> None:
        with empty.transaction() as database:
            database.execute("DELETE FROM pictures")
            raise RuntimeError

    empty.put(Source.of("a", b"a"), random_features(9))
    with pytest.raises(RuntimeError):
        fail()
    assert "a" in empty


def test_many_threads_may_use_it(empty: Collection) -> None:
    """One connection behind one lock."""

    def work(thread: int) -> None:
        for number in range(10):
            empty.put(Source.of(f"{thread}-{number}", b""), random_features(3))
            list(empty.pictures())
            empty.remove(f"{thread}-{number}")
        empty.put(Source.of(f"{thread}", b""), random_features(3))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(source.name for source, _ in empty.sources()) == ["0", "1", "2", "3"]
    assert empty.generation == 4 * 21


def test_two_programs_may_use_it(empty: Collection) -> None:
    """WAL: one reads while the other writes."""
    other = Collection(empty.folder, create=False)
    empty.put(Source.of("a", b"a"), random_features(9))
    assert "a" in other
    other.remove("a")
    assert "a" not in empty
    other.close()
    with sqlite3.connect(empty.folder / "collection.sqlite") as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    database.close()


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        " a",
        "a ",
        "a\n",
        "a\nb",
        "a\0",
        "\x1b[31m",
        "a\u202eb",
        "\ud800",
        "x" * 129,
        "\u200d",
        "a\u200eb",
    ],
)
def test_names_that_cannot_be_shown_are_refused(name: str) -> None:
    """They stand in lists and captions."""
    with pytest.raises(BadName, match="A picture cannot have this name") as error:
        check_name(name)
    assert error.value.name == name


@pytest.mark.parametrize("name", ["👨\u200d👩\u200d👧 family", "نمی\u200cشود", "क\u094d\u200dष"])
def test_names_have_the_joiners_of_their_script(name: str) -> None:
    """Without them it would be another word, or three emoji."""
    check_name(name)
    check_note(Note(name, tuple(name.split()), name.replace(" ", "")))


@given(st.text(max_size=140))
def test_names_are_short_and_printable_or_refused(name: str) -> None:
    """Nothing else happens."""
    try:
        check_name(name)
    except BadName:
        return
    assert name.replace("\u200c", "").replace("\u200d", "").isprintable()
    assert name == name.strip()
    assert 0 < len(name) <= LONGEST_NAME
    name.encode()


def test_the_scale_of_the_match_value_is_remembered(empty: Collection) -> None:
    """The last one, also when opened again; what can be found does not change by it."""
    assert empty.learned.scale() == Scale()
    before = empty.generation
    for scale in (Scale(0.5, -1.0), Scale(0.7, 0.1)):
        empty.learned.calibrate(scale)
        assert empty.learned.scale() == scale
    assert empty.generation == before
    again = Collection(empty.folder, create=False)
    assert again.learned.scale() == Scale(0.7, 0.1)
    again.close()


def test_a_picture_is_added_by_hand_whole_or_not_at_all(
    empty: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where its row cannot be written its bytes go too, unless another picture has them."""
    same, other = Source.of("a", b"image"), Source.of("b", b"other")
    empty.add(same, random_features(9), b"image")
    with pytest.raises(NameTaken):
        empty.add(same, random_features(9), b"image")

    def full(*_: object) -> None:
        raise Unavailable(empty.folder, "the disk is full")

    monkeypatch.setattr(empty, "put", full)
    for source, data in ((replace(same, name="c"), b"image"), (other, b"other")):
        with pytest.raises(Unavailable, match="Nothing in it was lost; try again"):
            empty.add(source, random_features(9), data)
    assert [name for name, _ in files(empty.folder / "added")] == [same.sha256.hex()]
    assert empty.read("a") == b"image"


def test_what_a_crash_left_half_written_is_taken_away(empty: Collection) -> None:
    """And no more."""
    empty.add(Source.of("a", b"image"), random_features(9), b"image")
    (empty.folder / "added" / "0123.part").write_bytes(b"hal")
    empty.tidy()
    assert [name for name, _ in files(empty.folder / "added")] == [empty.source("a").sha256.hex()]


def test_bytes_that_were_spoiled_are_not_read(empty: Collection) -> None:
    """They are not what was added."""
    source = Source.of("a", b"image")
    empty.add(source, random_features(9), b"image")
    empty.where(source).write_bytes(b"imagE")
    with pytest.raises(OSError, match="it has changed since it was indexed"):
        empty.read("a")


def test_the_mark_changes_with_the_generation(empty: Collection, tmp_path: Path) -> None:
    """No two states have the same, not even of two collections that were begun alike."""
    marks = [empty.mark]
    for name in ("a", "b"):
        empty.put(Source.of(name, b""), random_features(9))
        marks.append(empty.mark)
    with closing(Collection(tmp_path / "another", create=True)) as other:
        marks.append(other.mark)
    assert {len(mark) for mark in marks} == {16}
    assert len(set(marks)) == 4


def modes(folder: Path) -> dict[str, int]:
    """Who may do what with everything in a folder, and with itself."""
    return {
        str(path.relative_to(folder)): path.stat().st_mode & 0o777
        for path in (folder, *folder.rglob("*"))
    }


@pytest.fixture
def _umask() -> Iterator[None]:
    """The usual one: others may read what we make."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.usefixtures("_umask")
def test_nobody_else_can_read_a_collection(tmp_path: Path) -> None:
    """Neither the database with its -wal and -shm, nor the index, nor kept bytes; nor list them."""
    folder = tmp_path / "data" / "collection"
    with closing(Collection(folder, create=True)) as collection:
        collection.add(Source.of("a", b"image"), random_features(9), b"image")
        Store(folder).save(built(collection))
        found = modes(tmp_path / "data")
        assert {"collection/collection.sqlite-wal", "collection/collection.sqlite-shm"} < set(found)
    folders = {".", "collection", "collection/added"}
    assert {name: mode for name, mode in found.items() if name in folders} == dict.fromkeys(
        folders, 0o700
    )
    assert {mode for name, mode in found.items() if name not in folders} == {0o600}


@pytest.mark.usefixtures("_umask")
def test_a_database_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    """One of an earlier version, with what it has not yet written into its file."""
    with closing(Collection(tmp_path / "old", create=True)) as old:
        old.put(Source.of("a", b""), random_features(9))
        shutil.copytree(tmp_path / "old", tmp_path / "left")
    for path in (tmp_path / "left").iterdir():
        path.chmod(0o644)
    with closing(Collection(tmp_path / "left", create=False)) as left:
        assert "a" in left
        ours = {name: mode for name, mode in modes(tmp_path / "left").items() if name != "."}
        assert set(ours.values()) == {0o600}
