"""Collections of yesterday: each older version, made by the SQL of its day, opens and goes on."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from search import Engine
from search.collection import Collection
from search.errors import NewerCollection
from search.features import VERSION
from search.refused import Refusal
from search.source import Source
from search.verdict import Scale
from tests.search.edits import encoded, last, random_features, speckled

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
VERSION_2 = "CREATE TABLE scale (slope REAL NOT NULL, offset REAL NOT NULL);"
VERSION_3 = """
ALTER TABLE scale ADD COLUMN pictures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE scale ADD COLUMN version TEXT NOT NULL DEFAULT '';
"""
VERSION_4 = """
ALTER TABLE generation ADD COLUMN mark BLOB NOT NULL DEFAULT x'';
UPDATE generation SET mark = randomblob(16);
"""
CALIBRATED = {  # what that version wrote
    2: "INSERT INTO scale VALUES (0.5, -1.0)",
    3: f"INSERT INTO scale VALUES (0.5, -1.0, 20, '{VERSION}')",
    4: f"INSERT INTO scale VALUES (0.5, -1.0, 20, '{VERSION}')",
}
PICTURE = encoded(speckled(1))
ONE = hashlib.sha256(b"\1").digest()


@pytest.fixture(params=[1, 2, 3, 4])
def version(request: pytest.FixtureRequest) -> int:
    """Each that a collection may have been left in."""
    number: int = request.param
    return number


@pytest.fixture
def old(tmp_path: Path, version: int) -> Path:
    """A folder of one picture, and its collection as that version left it, closed in WAL mode."""
    folder, pictures = tmp_path / "old", tmp_path / "pictures"
    folder.mkdir()
    pictures.mkdir()
    (pictures / "a.png").write_bytes(PICTURE)
    features = random_features(9)
    packed = features.pack()
    with closing(sqlite3.connect(folder / "collection.sqlite")) as database, database:
        database.execute("PRAGMA journal_mode = WAL")
        steps = " ".join((VERSION_1, VERSION_2, VERSION_3, VERSION_4)[:version])
        database.executescript(f"BEGIN; {steps} PRAGMA user_version = {version}; COMMIT;")
        database.execute("INSERT INTO refused VALUES ('b.jpg', '/folder', 1, 'plain')")
        database.execute(
            "INSERT INTO pictures (name, folder, path, sha256, bytes, width, height, scale,"
            " features, checksum, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *("a.png", str(pictures), str(pictures / "a.png")),
                *(hashlib.sha256(PICTURE).digest(), len(PICTURE)),
                *(features.width, features.height, 0.5),
                *(packed, hashlib.sha256(packed).digest(), "kaze-1"),
            ),
        )
        database.execute("INSERT INTO vectors VALUES (1, 'kaze', x'01', ?)", (ONE,))
        database.execute("UPDATE generation SET number = 7")
        database.execute(CALIBRATED.get(version, "SELECT 1"))
    return folder


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Collection]:
    """A collection of today."""
    with closing(Collection(tmp_path / "new", create=True)) as new:
        yield new


def test_it_is_taken_over_whole(old: Path, new: Collection, version: int) -> None:
    """Pictures, refusals, vectors and the generation stay; opened twice, it is the same.

    A scale stays where it is known which features it was made with.
    """
    marks = set()
    for _ in range(2):
        with closing(Collection(old, create=False)) as opened:
            ((source, made_with),) = opened.sources()
            assert (source.name, source.length, made_with) == ("a.png", len(PICTURE), "kaze-1")
            features = random_features(9).pack()
            assert opened.rows("SELECT id, features FROM pictures") == [(1, features)]
            assert opened.refused.all() == [Refusal("b.jpg", "/folder", plain=True, reason="plain")]
            assert opened.rows("SELECT * FROM vectors") == [(1, "kaze", b"\1", ONE)]
            assert opened.generation == 7
            assert opened.learned.scale() == (Scale(0.5, -1.0) if version >= 3 else Scale())
            assert opened.rows("PRAGMA user_version") == new.rows("PRAGMA user_version")
            marks.add(opened.mark)
    (mark,) = marks
    assert len(mark) == 16


def test_it_equals_a_new_one(old: Path, new: Collection) -> None:
    """Table by table, column by column."""
    with closing(Collection(old, create=False)) as opened:
        tables = "SELECT name FROM sqlite_master WHERE type IN ('table', 'index') ORDER BY name"
        assert opened.rows(tables) == new.rows(tables)
        for (name,) in new.rows(tables):
            columns = f"PRAGMA table_info({name})"
            assert opened.rows(columns) == new.rows(columns)


def test_features_of_an_earlier_day_find_nothing_until_they_are_made_anew(old: Path) -> None:
    """They are never compared with those of today; the next index run makes them anew."""
    with Engine.open(old) as engine:
        assert engine.find(PICTURE).verdict == "none"
        assert engine.check() == ["a.png: its features are of another version; index again"]
        assert last(engine.index([old.parent / "pictures"])).changed == 1
        assert engine.find(PICTURE).matches[0].name == "a.png"
        assert engine.check() == []


def test_pictures_added_by_hand_are_made_anew_too(old: Path) -> None:
    """Nobody has their files but the collection."""
    with closing(Collection(old, create=False)) as opened:
        source = Source.of("by hand", PICTURE)
        opened.add(source, random_features(9), PICTURE)
        with opened.transaction() as database:
            database.execute("UPDATE pictures SET version = 'kaze-1'")
    with Engine.open(old) as engine:
        report = last(engine.index([old.parent / "pictures"]))
        assert (report.changed, report.added, report.pictures) == (2, 0, 2)
        names = {match.name for match in engine.find(PICTURE).matches}
        assert names == {"a.png", "by hand"}


def test_its_pictures_are_on_the_shelves_where_they_would_be_put_today(old: Path) -> None:
    """Those of folders, and those added by hand; nobody has written or changed anything yet."""
    with closing(sqlite3.connect(old / "collection.sqlite")) as database, database:
        database.execute(
            "INSERT INTO pictures (name, sha256, bytes, width, height, scale, features, checksum,"
            " version) SELECT 'by hand', sha256, bytes, width, height, scale, features, checksum,"
            " version FROM pictures"
        )
    with closing(Collection(old, create=False)) as opened:
        shelves = {source.name: source.shelf for source, _ in opened.sources()}
        assert shelves == {"a.png": "folder", "by hand": "uploads"}
        assert opened.notes.all(shelves) == {}
        assert opened.journal.changes() == []


def test_a_collection_of_tomorrow_is_left_alone(new: Collection) -> None:
    """What it means is not known."""
    with new.transaction() as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(NewerCollection, match="A newer Kazami wrote the collection in") as error:
        Engine.open(new.folder)
    assert error.value.folder == new.folder
