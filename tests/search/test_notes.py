"""Notes: what people wrote of a picture is shown with it, and goes only when the picture goes."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import Engine
from search.characters import all_show
from search.collection import Collection
from search.errors import BadNote, Damaged, Unavailable, UnknownName
from search.features import Features
from search.looks import here
from search.notes import NOTHING, Note, check_note
from search.options import LONGEST_CAPTION, LONGEST_LINK, LONGEST_TAG, MOST_TAGS
from search.reindex import Reindex
from tests.search.edits import encoded, last, random_features, speckled

NOTE = Note("The barn,\nfrom the east", ("barn", "red"), "https://t.me/c/1234/56")


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Collection]:
    """A new collection."""
    with closing(Collection(tmp_path / "collection", create=True)) as collection:
        yield collection


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of one picture."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "a.jpg").write_text("one")
    return folder


def extract(data: bytes) -> Features:
    """Quick, and as the bytes say."""
    if data.startswith(b"broken"):
        raise Damaged("test")
    return random_features(5 if data.startswith(b"plain") else 20, sum(data))


def indexed(collection: Collection, *folders: Path) -> None:
    """A reindex, to its end."""
    last(Reindex(collection, folders, here(extract)).run())


@pytest.mark.parametrize("become", ["one", "another", "plain", "broken"])
def test_a_note_outlives_a_reindex(empty: Collection, folder: Path, become: str) -> None:
    """Whatever the file was meanwhile, as long as it was there."""
    indexed(empty, folder)
    empty.notes.put("a.jpg", NOTE)
    (folder / "a.jpg").write_text(become)
    indexed(empty, folder)
    (folder / "a.jpg").write_text("one again")
    indexed(empty, folder)
    assert empty.notes.of("a.jpg") == NOTE


def test_a_note_goes_with_its_file_to_another_folder(
    empty: Collection, folder: Path, tmp_path: Path
) -> None:
    """The name is the same; in the other order of folders, too."""
    other = tmp_path / "other"
    other.mkdir()
    indexed(empty, folder, other)
    empty.notes.put("a.jpg", NOTE)
    for one, there in ((folder, other), (other, folder)):
        (one / "a.jpg").rename(there / "a.jpg")
        indexed(empty, folder, other)
        assert empty.source("a.jpg").folder == str(there)
        assert empty.notes.of("a.jpg") == NOTE


def test_a_note_goes_when_the_file_has_gone(empty: Collection, folder: Path) -> None:
    """Another picture that comes by this name has none."""
    indexed(empty, folder)
    empty.notes.put("a.jpg", NOTE)
    (folder / "a.jpg").unlink()
    indexed(empty, folder)
    assert empty.rows("SELECT * FROM notes") == []
    (folder / "a.jpg").write_text("another")
    indexed(empty, folder)
    assert empty.notes.of("a.jpg") == NOTHING


def test_notes_of_many_pictures_are_found_at_once(empty: Collection) -> None:
    """More than one query takes."""
    names = [f"{number}.jpg" for number in range(1200)]
    with empty.transaction():
        for name in names[::2]:
            empty.notes.put(name, Note(name))
    assert empty.notes.all(names) == {name: Note(name) for name in names[::2]}


@given(
    st.builds(
        Note,
        st.text(max_size=60),
        st.lists(st.text(max_size=8), max_size=4).map(tuple),
        st.text(max_size=30),
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_may_be_written_comes_out_as_it_was(empty: Collection, note: Note) -> None:
    """Everything else is refused, and would be shown as something else."""
    try:
        check_note(note)
    except BadNote:
        shown = [*note.caption.split("\n"), *note.tags, note.link]
        odd = not all(map(all_show, shown))
        assert odd or "" in note.tags or any(" " in part for part in (*note.tags, note.link))
        return
    empty.notes.put("a", note)
    assert empty.notes.of("a") == note
    assert bool(empty.rows("SELECT 1 FROM notes")) == bool(note) == (note != Note())


@pytest.mark.parametrize(
    ("note", "why"),
    [
        (Note("x" * (LONGEST_CAPTION + 1)), "caption is longer"),
        (Note("a\0b"), "caption has characters"),
        (Note("\ud800"), "caption has characters"),
        (Note(tags=("a b",)), "a tag is a word"),
        (Note(tags=("",)), "a tag is a word"),
        (Note(tags=("x" * (LONGEST_TAG + 1),)), f"may have {MOST_TAGS} tags"),
        (Note(tags=("x",) * (MOST_TAGS + 1)), f"may have {MOST_TAGS} tags"),
        (Note(link="x" * (LONGEST_LINK + 1)), "link is none, or longer"),
        (Note(link="https://a b"), "link is none"),
    ],
)
def test_what_cannot_be_shown_is_refused(note: Note, why: str) -> None:
    """In a sentence that says what is wrong."""
    with pytest.raises(BadNote, match=f"A picture cannot have this note: .*{why}"):
        check_note(note)


# --- With answers ---------------------------------------------------------------------------------


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Of two small pictures, one with a note."""
    with Engine.open(tmp_path / "engine", create=True) as engine:
        engine.add("noted", encoded(speckled(1)), note=NOTE)
        engine.add("bare", encoded(speckled(2)))
        yield engine


def test_an_answer_brings_the_notes_of_its_pictures(engine: Engine) -> None:
    """By either engine; the last word counts, and the index stays as it is."""
    photo = encoded(speckled(1))
    assert engine.note("noted") == NOTE
    assert (engine.note("bare"), engine.find(encoded(speckled(2))).matches[0].note) == (Note(),) * 2
    generation, snapshot = engine.generation, engine._snapshot
    for note in (NOTE, Note("another"), NOTHING):
        engine.annotate("noted", note)
        for match in (engine.find(photo).matches[0], engine.find(photo, 1, "article").matches[0]):
            assert (match.name, match.note) == ("noted", note)
    assert engine.generation == generation
    assert engine._snapshot is snapshot


def test_a_note_goes_with_its_picture(engine: Engine) -> None:
    """To its new name; and away, but for `undo`."""
    engine.rename("noted", "new")
    assert (engine.note("new"), engine.find(encoded(speckled(1))).matches[0].note) == (NOTE,) * 2
    engine.remove("new")
    assert engine._collection.rows("SELECT * FROM notes") == []
    engine.add("new", encoded(speckled(3)))
    assert engine.note("new") == NOTHING


def test_what_cannot_be_noted_changes_nothing(engine: Engine) -> None:
    """Each refusal has its name."""
    with pytest.raises(UnknownName):
        engine.annotate("nobody", NOTE)
    with pytest.raises(UnknownName):
        engine.note("nobody")
    with pytest.raises(BadNote):
        engine.annotate("noted", Note("\0"))
    with pytest.raises(BadNote):
        engine.add("third", encoded(speckled(3)), note=Note("\0"))
    assert engine.note("noted") == NOTE
    assert sorted(engine.names()) == ["bare", "noted"]


def test_lookups_go_on_where_notes_cannot_be_read(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The answer goes without, and the log says why."""

    def fault(*_: object) -> None:
        raise Unavailable("there", "the disk has a fault")

    monkeypatch.setattr("search.notes.Notes.all", fault)
    match = engine.find(encoded(speckled(1))).matches[0]
    assert (match.name, match.note) == ("noted", NOTHING)
    assert "the disk has a fault" in caplog.text
