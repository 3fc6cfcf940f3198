"""Changes by hand: each can be taken back for a while, and leaves all as it was before."""

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import Engine, check, disk
from search.collection import Collection
from search.errors import (
    BadName,
    CollectionError,
    NamedByFile,
    NameTaken,
    Unavailable,
    UnknownName,
)
from search.hand import Hand
from search.journal import Change
from search.looks import here
from search.notes import NOTHING, Note
from search.options import UNDO_CHANGES, UNDO_SECONDS
from search.reindex import Reindex
from search.source import Source
from tests.search.edits import encoded, files, last, random_features, speckled
from tests.search.faults import Faulty

NOTE, OTHER = Note("a caption", ("tag",), "link"), Note("another")
ALICE, BOB = 1001, 1002


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    """A new collection."""
    with closing(Collection(tmp_path / "collection", create=True)) as collection:
        yield collection


@pytest.fixture
def hand(collection: Collection) -> Hand:
    """What changes it: it holds `a` of a folder, and `b` and `c` added by hand."""
    hand = Hand(collection)
    index(collection, "a")
    add(hand, "b", BOB, NOTE)
    add(hand, "c", BOB)
    return hand


def index(collection: Collection, *names: str) -> None:
    """A folder with these files, indexed to the end."""
    folder = collection.folder.parent / "pictures"
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for name in names:
        (folder / f"{name}.jpg").write_text(name)
    last(Reindex(collection, (folder,), here(lambda data: random_features(20, sum(data)))).run())


def add(hand: Hand, name: str, by: int = 0, note: Note = NOTHING, data: bytes = b"") -> None:
    """By hand."""
    data = data or name.encode()
    hand.add(Source.of(name, data, shelf="mine"), random_features(20, sum(data)), data, note, by)


def state(collection: Collection) -> dict[str, Any]:
    """All that people can tell apart: every picture with its features, its note, its bytes."""
    return {
        each.source.name: (
            each.source,
            each.features.pack(),
            collection.notes.of(each.source.name),
            None if each.source.path else collection.read(each.source.name),
        )
        for each in collection.pictures()
    }


def age(collection: Collection, seconds: float) -> None:
    """Let time pass."""
    with collection.transaction() as database:
        database.execute("UPDATE journal SET at = at - ?", (seconds,))


def kept(collection: Collection) -> set[str]:
    """The files of kept bytes."""
    return {name for name, _ in files(collection.folder / "added")}


def hexadecimal(data: bytes) -> str:
    """The file that keeps them."""
    return Source.of("", data).sha256.hex()


CHANGES: dict[str, tuple[Callable[[Hand], object], Change]] = {
    "add": (lambda hand: add(hand, "d", ALICE, NOTE), Change("add", "d", ALICE)),
    "remove": (lambda hand: hand.remove("b", ALICE), Change("remove", "b", ALICE, before=NOTE)),
    "remove of a folder's": (
        lambda hand: hand.remove("a.jpg", ALICE),
        Change("remove", "a.jpg", ALICE),
    ),
    "rename": (lambda hand: hand.rename("b", "z", ALICE), Change("rename", "z", ALICE, "b")),
    "note": (
        lambda hand: hand.annotate("b", OTHER, ALICE),
        Change("note", "b", ALICE, before=NOTE),
    ),
    "first note": (
        lambda hand: hand.annotate("a.jpg", OTHER, ALICE),
        Change("note", "a.jpg", ALICE),
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_each_change_can_be_taken_back_once(hand: Hand, what: str) -> None:
    """It says what it was; all is as before, and sound, also when it is opened again."""
    do, change = CHANGES[what]
    before, (first, *_) = state(hand.collection), hand.collection.journal.changes()
    do(hand)
    assert state(hand.collection) != before
    undone = hand.undo(ALICE)
    assert undone == change
    assert abs(undone.at - time.time()) < 60
    assert state(hand.collection) == before
    assert hand.undoable(ALICE) is hand.undo(ALICE) is None
    assert list(check.faults(hand.collection)) == []
    assert hand.collection.journal.changes()[0] == first
    assert kept(hand.collection) == {hexadecimal(b"b"), hexadecimal(b"c")}
    with closing(Collection(hand.collection.folder, create=False)) as again:
        assert state(again) == before


def test_the_newest_is_taken_back_first_whoever_did_it(hand: Hand) -> None:
    """Of all, or of one person's."""
    hand.annotate("c", NOTE, ALICE)
    hand.rename("b", "z", BOB)
    hand.remove("a.jpg", ALICE)
    assert hand.undo(BOB) == Change("rename", "z", BOB, "b")
    assert hand.undo() == Change("remove", "a.jpg", ALICE)
    assert hand.undo() == Change("note", "c", ALICE)
    assert hand.undo() == Change("add", "c", BOB)
    assert hand.undo() == Change("add", "b", BOB)
    assert hand.undo() is None
    assert state(hand.collection).keys() == {"a.jpg"}


def test_a_second_try_takes_back_nothing_else(hand: Hand) -> None:
    """Of the change that is named; nor where another has come between."""
    hand.rename("c", "d", ALICE)
    hand.annotate("a.jpg", NOTE, ALICE)
    change = hand.undoable(ALICE)
    assert change == Change("note", "a.jpg", ALICE)
    assert hand.undo(ALICE, change.id) == change
    assert hand.undo(ALICE, change.id) is None
    assert "d" in hand.collection
    change = hand.undoable(ALICE)
    assert change == Change("rename", "d", ALICE, "c")
    hand.annotate("a.jpg", OTHER, ALICE)
    assert hand.undo(ALICE, change.id) is None
    assert hand.collection.notes.of("a.jpg") == OTHER


def test_what_somebody_changed_since_is_not_taken_back(hand: Hand) -> None:
    """Nor what they did before that; another's other pictures do not matter."""
    add(hand, "d", ALICE)
    add(hand, "e", ALICE)
    hand.annotate("e", NOTE, BOB)
    assert hand.undo(ALICE) == Change("add", "d", ALICE)
    assert hand.undo(ALICE) is None
    assert "e" in hand.collection
    assert hand.undo(BOB) == Change("note", "e", BOB)
    assert hand.undo(ALICE) == Change("add", "e", ALICE)


def test_a_picture_that_came_back_by_itself_is_not_put_back(hand: Hand) -> None:
    """The file was still in its folder."""
    hand.remove("a.jpg", ALICE)
    index(hand.collection, "a")
    assert hand.undo(ALICE) is None
    assert "a.jpg" in hand.collection


def test_a_name_that_a_folder_took_meanwhile_stays_with_it(hand: Hand) -> None:
    """Of a removed picture, and of one renamed."""
    add(hand, "f.jpg", ALICE)
    add(hand, "g.jpg", ALICE)
    hand.remove("f.jpg", ALICE)
    hand.rename("g.jpg", "g", ALICE)
    index(hand.collection, "a", "f", "g")
    assert hand.undo(ALICE) is None
    assert hand.collection.source("f.jpg").path is not None
    assert {"g", "g.jpg"} <= state(hand.collection).keys()


def test_a_removal_whose_bytes_are_lost_is_not_taken_back(hand: Hand) -> None:
    """A backup does not hold them: no picture comes back without its image."""
    hand.remove("b", ALICE)
    hand.collection.kept.path(Source.of("", b"b").sha256).unlink()
    assert list(check.faults(hand.collection)) == []
    assert hand.undo(ALICE) is None
    assert "b" not in hand.collection


def test_removed_pictures_that_were_spoiled_are_told_of(hand: Hand) -> None:
    """Their features, and their bytes."""
    hand.remove("b", ALICE)
    hand.collection.kept.path(Source.of("", b"b").sha256).write_bytes(b"B")
    with hand.collection.transaction() as database:
        database.execute("UPDATE removed SET features = x'00'")
    features, data = check.faults(hand.collection)
    assert features == "b: it was removed, and its features, stored to undo that, are damaged"
    assert data.startswith("b: it was removed, and its file ")


@pytest.mark.parametrize("then", ["change", "reindex"])
def test_what_is_too_old_goes_with_all_that_was_kept_for_it(hand: Hand, then: str) -> None:
    """After seven days; with the next change, or the next reindex."""

    def go_on() -> None:
        if then == "change":
            hand.annotate("a.jpg", OTHER, BOB)
        else:
            index(hand.collection, "a")

    hand.remove("b", ALICE)
    for seconds, stays in ((UNDO_SECONDS - 60, True), (120, False)):
        age(hand.collection, seconds)
        go_on()
        assert (hexadecimal(b"b") in kept(hand.collection)) == stays
    assert hand.collection.rows("SELECT * FROM removed") == []
    assert hand.collection.rows("SELECT * FROM leaving") == []
    assert hand.undo(ALICE) is None


def test_only_the_last_changes_are_remembered(hand: Hand) -> None:
    """So many, with what they removed."""
    hand.remove("b", ALICE)
    for number in range(UNDO_CHANGES):
        assert len(hand.collection.journal.changes()) <= UNDO_CHANGES
        hand.annotate("a.jpg", Note(f"{number}"), BOB)
    assert len(hand.collection.journal.changes()) == UNDO_CHANGES
    assert hand.undo(ALICE) is None
    assert kept(hand.collection) == {hexadecimal(b"c")}
    undone = 0
    while hand.undo():
        undone += 1
    assert undone == UNDO_CHANGES


def test_an_older_clock_does_not_hide_a_newer_change(hand: Hand) -> None:
    """What is dropped is all before it: else an older change would be taken for the newest."""
    hand.rename("c", "d", ALICE)
    hand.rename("d", "e", ALICE)
    with hand.collection.transaction() as database:
        database.execute("UPDATE journal SET at = 0 WHERE name = 'e'")
    assert hand.undo() is None
    assert hand.collection.journal.changes() == []
    assert "e" in hand.collection


def test_bytes_stay_as_long_as_anybody_needs_them(hand: Hand) -> None:
    """Another picture, or a removal that can be taken back."""
    add(hand, "twin", ALICE, data=b"b")
    hand.remove("b", ALICE)
    assert hand.collection.read("twin") == b"b"
    hand.undo()
    hand.undo()
    assert "twin" not in hand.collection
    assert hand.collection.read("b") == b"b"


def test_nobody_can_tell_any_more_whose_changes_they_were(hand: Hand) -> None:
    """Of one person; they can be taken back by whoever may take back all."""
    hand.remove("b", ALICE)
    hand.collection.journal.forget(ALICE)
    assert [change.by for change in hand.collection.journal.changes()] == [0, BOB, BOB]
    assert hand.undo(ALICE) is None
    assert hand.undo() == Change("remove", "b", 0, before=NOTE)


def test_not_even_the_files_tell_who_it_was(hand: Hand) -> None:
    """Of changes that are remembered, were taken back, or are too old; others' are still there."""
    person, other = 0x1122334455667788, 0x1223344556677889

    def told(who: int) -> bool:
        folder = hand.collection.folder
        return any(who.to_bytes(8, "big") in data for _, data in files(folder))

    for number in range(UNDO_CHANGES + 50):
        hand.annotate("b", Note(f"{number}"), person)
    for _ in range(10):
        hand.undo(person)
    hand.annotate("b", Note("mine"), other)
    assert told(person)
    hand.collection.journal.forget(person)
    assert not told(person)
    assert told(other)
    assert "b" in hand.collection


def test_who_it_was_is_not_forgotten_by_halves(hand: Hand) -> None:
    """Where somebody reads the files meanwhile it is said, and done when they have gone."""
    hand.annotate("b", OTHER, ALICE)
    with closing(sqlite3.connect(hand.collection.folder / "collection.sqlite")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM journal").fetchall()
        hand.collection._database._writer.execute("PRAGMA busy_timeout = 100")
        with pytest.raises(Unavailable, match="it is read by another program"):
            hand.collection.journal.forget(ALICE)
    hand.collection.journal.forget(ALICE)


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("nobody", "x", UnknownName),
        ("a.jpg", "x", NamedByFile),
        ("b", "c", NameTaken),
        ("b", "b", NameTaken),
        ("b", "a.jpg", NameTaken),
        ("b", "", BadName),
        ("b", "x\n", BadName),
    ],
)
def test_what_cannot_be_renamed_stays_as_it_is(
    hand: Hand, old: str, new: str, error: type[CollectionError]
) -> None:
    """Each refusal has its name; a folder's picture is told what to do."""
    before, changes = state(hand.collection), hand.collection.journal.changes()
    generation = hand.collection.generation
    with pytest.raises(error) as raised:
        hand.rename(old, new, ALICE)
    if error is NamedByFile:
        assert "Rename the file, then index again" in str(raised.value)
    assert state(hand.collection) == before
    assert hand.collection.journal.changes() == changes
    assert hand.collection.generation == generation


def test_a_renamed_picture_keeps_its_number_and_so_its_vectors(hand: Hand) -> None:
    """It is the same picture."""
    query = "SELECT id FROM pictures WHERE name = ?"
    before = hand.collection.rows(query, "b")
    hand.rename("b", "z", ALICE)
    assert hand.collection.rows(query, "z") == before


def test_lookups_see_each_change_and_its_undoing(tmp_path: Path) -> None:
    """At once, by either engine; a note is no change of what is found."""
    photo = encoded(speckled(1))

    def found() -> set[str]:
        answers = engine.find(photo), engine.find(photo, engine="article")
        names = [{match.name for match in answer.matches[:1]} for answer in answers]
        assert names[0] == names[1]
        return names[0]

    with Engine.open(tmp_path / "collection", create=True) as engine:
        engine.add("one", photo, by=ALICE)
        engine.rename("one", "two", by=ALICE)
        assert found() == {"two"}
        assert engine.remove("two", by=BOB) is False
        assert found() == set()
        assert engine.changes()[0] == Change("remove", "two", BOB)
        engine.forget(BOB)
        assert engine.undo(BOB) is None
        assert engine.undo() == Change("remove", "two")
        assert found() == {"two"}
        assert engine.undo() == Change("rename", "two", ALICE, "one")
        assert found() == {"one"}
        assert engine.undo() == Change("add", "one", ALICE)
        assert found() == set()
        assert engine.undo() is None
        assert not list((tmp_path / "collection" / "added").iterdir())


# --- Killed ---------------------------------------------------------------------------------------


def killed(hand: Hand, do: Callable[[Hand], object], folder: Path) -> list[Path]:
    """Copies of the collection as a kill before each statement and each step of writing a file
    would leave it while something is done, and at its end.
    """
    folder.mkdir()
    left: list[Path] = []

    def keep(_: str) -> None:
        left.append(shutil.copytree(hand.collection.folder, folder / f"{len(left)}"))

    writer = hand.collection._database._writer
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disk, "os", Faulty(before=keep))
        writer.set_trace_callback(keep)
        do(hand)
        writer.set_trace_callback(None)
    keep("the end")
    return left


@pytest.mark.parametrize("what", CHANGES)
def test_a_kill_at_any_step_leaves_it_as_before_or_as_after(
    hand: Hand, tmp_path: Path, what: str
) -> None:
    """Of a change and of its undoing: sound, with the journal that belongs to it; the next reindex
    takes away what nobody needs, and no more.
    """
    do, change = CHANGES[what]
    before = state(hand.collection)
    copies = killed(hand, do, tmp_path / "doing")
    after = state(hand.collection)
    copies += killed(hand, lambda hand: hand.undo(), tmp_path / "undoing")
    assert len(copies) > 15
    seen = set()
    for copy in copies:
        with closing(Collection(copy, create=False)) as left:
            assert list(check.faults(left)) == []
            left.tidy()
            assert kept(left) == needed(left)
            seen.add(state(left) == before)
            if state(left) == before:
                assert left.journal.changes()[0] == Change("add", "c", BOB)
                do(Hand(left))
            assert state(left) == after
            assert Hand(left).undo() == change
            assert state(left) == before
            assert list(check.faults(left)) == []
            assert kept(left) == needed(left) == {hexadecimal(b"b"), hexadecimal(b"c")}
    assert seen == {True, False}


def needed(collection: Collection) -> set[str]:
    """The kept bytes of pictures, and of those that can be put back."""
    query = "SELECT sha256 FROM {} WHERE path IS NULL"
    rows = [*collection.rows(query.format("pictures")), *collection.rows(query.format("removed"))]
    return {sha256.hex() for (sha256,) in rows}


# --- Against a model ------------------------------------------------------------------------------

NAMES = st.sampled_from(["a.jpg", "b.jpg", "x", "y"])
PEOPLE = st.sampled_from([ALICE, BOB])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), NAMES, PEOPLE, st.sampled_from([NOTHING, NOTE])),
        st.tuples(st.just("remove"), NAMES, PEOPLE),
        st.tuples(st.just("rename"), NAMES, NAMES, PEOPLE),
        st.tuples(st.just("annotate"), NAMES, st.sampled_from([NOTHING, NOTE, OTHER]), PEOPLE),
    ),
    max_size=12,
)


def done(hand: Hand, what: str, *arguments: Any) -> bool:
    """Whether it could be."""
    with suppress(NameTaken, UnknownName, NamedByFile):
        if what == "add":
            name, by, note = arguments
            add(hand, name, by, note, b"data")
        else:
            getattr(hand, what)(*arguments)
        return True
    return False


@given(STEPS)
@settings(max_examples=60, deadline=None)
def test_whatever_was_done_is_undone_step_by_step(steps: list[tuple[Any, ...]]) -> None:
    """Back through every state there was; no bytes are left or lost on the way."""
    with TemporaryDirectory() as folder, closing(_fresh(Path(folder))) as collection:
        hand, states = Hand(collection), [state(collection)]
        states += [state(collection) for step in steps if done(hand, *step)]
        for before in reversed(states[:-1]):
            assert hand.undo() is not None
            assert state(collection) == before
            assert list(check.faults(collection)) == []
        assert hand.undo() is None
        assert kept(collection) == set()
        assert collection.rows("SELECT * FROM leaving") == []


@given(STEPS)
@settings(max_examples=60, deadline=None)
def test_undoing_ones_own_never_touches_what_another_did_last(
    steps: list[tuple[Any, ...]],
) -> None:
    """Pictures whose last change is Bob's are as he left them, whatever Alice takes back."""
    with TemporaryDirectory() as folder, closing(_fresh(Path(folder))) as collection:
        hand, whose = Hand(collection), dict[str, int]()
        for step in steps:
            if done(hand, *step):
                change = collection.journal.changes()[0]
                whose |= dict.fromkeys(change.names, change.by)
        bobs = {name for name, by in whose.items() if by == BOB}
        before = {name: each for name, each in state(collection).items() if name in bobs}
        while hand.undo(ALICE):
            pass
        after = {name: each for name, each in state(collection).items() if name in bobs}
        assert after == before
        assert list(check.faults(collection)) == []


def _fresh(folder: Path) -> Collection:
    collection = Collection(folder / "collection", create=True)
    index(collection, "a")
    return collection
