"""The collection on disk: what is put in comes out, and nothing else."""

import hashlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.collection import Collection, Refusal, Source, check_name
from search.errors import BadName, NoCollection, UnknownName
from search.features import VERSION
from search.options import LONGEST_NAME
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
    empty.refuse(Refusal("b", "/folder", plain=True, reason=""))
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
        empty.refuse(each)
    assert empty.refusals() == [broken, plain]
    empty.forget_refusals("/one")
    assert empty.refusals() == [broken]


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
    ["", " ", " a", "a ", "a\n", "a\nb", "a\0", "\x1b[31m", "a\u202eb", "\ud800", "x" * 129],
)
def test_names_that_cannot_be_shown_are_refused(name: str) -> None:
    """They stand in lists and captions."""
    with pytest.raises(BadName, match="A picture cannot have this name") as error:
        check_name(name)
    assert error.value.name == name


@given(st.text(max_size=140))
def test_names_are_short_and_printable_or_refused(name: str) -> None:
    """Nothing else happens."""
    try:
        check_name(name)
    except BadName:
        return
    assert name.isprintable()
    assert name == name.strip()
    assert 0 < len(name) <= LONGEST_NAME
    name.encode()


def made_by_version_1(folder: Path) -> None:
    """A collection as it was before evidence had a scale."""
    folder.mkdir()
    features = random_features(9)
    packed = features.pack()
    with sqlite3.connect(folder / "collection.sqlite") as database:
        database.executescript(f"BEGIN; {VERSION_1} PRAGMA user_version = 1; COMMIT;")
        database.execute("INSERT INTO refused VALUES ('b.jpg', '/folder', 1, 'plain')")
        database.execute(
            "INSERT INTO pictures (name, folder, path, sha256, bytes, width, height, scale,"
            " features, checksum, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *("a.jpg", "/folder", "/folder/a.jpg", hashlib.sha256(b"a").digest(), 1),
                *(features.width, features.height, 0.5),
                *(packed, hashlib.sha256(packed).digest(), "kaze-1"),
            ),
        )
        database.execute("INSERT INTO vectors VALUES (1, 'kaze', x'01', x'02')")
        database.execute("UPDATE generation SET number = 7")
    database.close()


VERSION_1 = """
CREATE TABLE pictures (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, folder TEXT, path TEXT,
    sha256 BLOB NOT NULL, bytes INTEGER NOT NULL,
    width INTEGER NOT NULL, height INTEGER NOT NULL, scale REAL NOT NULL,
    features BLOB NOT NULL, checksum BLOB NOT NULL, version TEXT NOT NULL
);
CREATE INDEX pictures_by_folder ON pictures (folder);
CREATE TABLE refused (
    name TEXT NOT NULL, folder TEXT NOT NULL, plain INTEGER NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (folder, name)
);
CREATE TABLE vectors (
    picture INTEGER NOT NULL REFERENCES pictures ON DELETE CASCADE,
    detector TEXT NOT NULL, vector BLOB NOT NULL, checksum BLOB NOT NULL,
    PRIMARY KEY (picture, detector)
);
CREATE TABLE generation (number INTEGER NOT NULL);
INSERT INTO generation VALUES (0);
"""


def test_a_collection_of_version_1_is_taken_over_whole(tmp_path: Path, empty: Collection) -> None:
    """Pictures, refusals, vectors and the generation stay; the features' version says that they
    are to be made anew; opened twice, it is the same.
    """
    made_by_version_1(tmp_path / "old")
    for _ in range(2):
        old = Collection(tmp_path / "old", create=False)
        source = Source.of("a.jpg", b"a", "/folder", "/folder/a.jpg")
        assert list(old.sources()) == [(source, "kaze-1")]
        (picture,) = old.pictures()
        assert (picture.id, len(picture.features), picture.features.scale) == (1, 9, 0.5)
        assert old.refusals() == [Refusal("b.jpg", "/folder", plain=True, reason="plain")]
        assert old.rows("SELECT * FROM vectors") == [(1, "kaze", b"\1", b"\2")]
        assert old.generation == 7
        assert old.scale() == Scale()
        assert old.rows("PRAGMA user_version") == empty.rows("PRAGMA user_version")
        old.close()


def test_a_collection_of_version_1_equals_a_new_one(tmp_path: Path, empty: Collection) -> None:
    """Table by table, column by column."""
    made_by_version_1(tmp_path / "old")
    old = Collection(tmp_path / "old", create=False)
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    assert old.rows(tables) == empty.rows(tables)
    for (name,) in empty.rows(tables):
        columns = f"PRAGMA table_info({name})"
        assert old.rows(columns) == empty.rows(columns)
    old.close()


def test_the_scale_of_the_match_value_is_remembered(empty: Collection) -> None:
    """The last one, also when opened again; what can be found does not change by it."""
    assert empty.scale() == Scale()
    before = empty.generation
    for scale in (Scale(0.5, -1.0), Scale(0.7, 0.1)):
        empty.calibrate(scale)
        assert empty.scale() == scale
    assert empty.generation == before
    again = Collection(empty.folder, create=False)
    assert again.scale() == Scale(0.7, 0.1)
    again.close()
