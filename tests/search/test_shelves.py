"""Shelves: a lookup sees those it is given, and nothing of what else the collection holds."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from search import Engine
from search.engine import EngineName
from search.errors import BadShelf, NameTaken
from search.options import NEIGHBOURS
from search.scope import Scope
from search.verdict import Match
from tests.search.edits import encoded, last, speckled

CHAT = "chat -1001234"
HELD = {"folder": (1, 2), "uploads": (3,), CHAT: (4, 5)}  # seeds of the pictures on each
SOME = [frozenset(some) for n in range(4) for some in combinations(HELD, n)]


def image(seed: int) -> bytes:
    """A small picture, another for each seed."""
    return encoded(speckled(seed))


def made(folder: Path, shelves: frozenset[str]) -> Engine:
    """A collection of these shelves only."""
    pictures = folder / "pictures"
    pictures.mkdir(parents=True)
    engine = Engine.open(folder / "collection", create=True)
    for seed in HELD["folder"] if "folder" in shelves else ():
        (pictures / f"{seed}").with_suffix(".png").write_bytes(image(seed))
    last(engine.index([pictures]))
    for shelf in sorted(shelves - {"folder"}):
        for seed in HELD[shelf]:
            engine.add(f"{seed}.png", image(seed), shelf)
    return engine


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A collection of all shelves; nobody changes it."""
    with made(tmp_path_factory.mktemp("whole"), frozenset(HELD)) as engine:
        yield engine


def told(matches: tuple[Match, ...]) -> list[tuple[str, int, float]]:
    """What tells two answers apart."""
    return [(each.name, each.inliers, round(each.value, 4)) for each in matches]


@pytest.mark.parametrize("engine", ["kaze", "article"])
@pytest.mark.parametrize("shelves", SOME, ids=lambda some: "+".join(sorted(some)) or "none")
def test_it_is_as_if_there_were_no_other_shelves(
    whole: Engine, tmp_path: Path, shelves: frozenset[str], engine: EngineName
) -> None:
    """The same answers as of a collection that has these alone, misses and all."""
    with made(tmp_path, shelves) as alone:
        for seed in range(1, 7):
            here = whole.find(image(seed), 5, engine, scope=Scope(shelves))
            there = alone.find(image(seed), 5, engine)
            assert (here.verdict, told(here.matches)) == (there.verdict, told(there.matches))
            assert {whole.shelf(match.name) for match in here.matches} <= shelves


def test_all_of_them_are_looked_through_unless_some_are_named(whole: Engine) -> None:
    """None, and every one by name: the same, and the index as it is."""
    every = frozenset({*HELD, "nobody's"})
    for seed in range(1, 7):
        answer, named = whole.find(image(seed)), whole.find(image(seed), scope=Scope(every))
        assert told(answer.matches) == told(named.matches)
    assert whole._snapshot.on(None) is whole._snapshot.on(every) is whole._snapshot
    assert whole.names() == [f"{seed}.png" for seed in (1, 2, 4, 5, 3)]
    assert whole.names(frozenset({CHAT})) == ["4.png", "5.png"]


def test_however_many_copies_other_shelves_have_ours_is_found(tmp_path: Path) -> None:
    """More than a descriptor has neighbours: they take neither its places nor the candidates'."""
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for number in range(NEIGHBOURS + 5):
        (pictures / f"{number:02}.png").write_bytes(image(1))
    with Engine.open(tmp_path / "collection", create=True) as engine:
        last(engine.index([pictures]))
        engine.add("ours", image(1), CHAT)
        answer = engine.find(image(1), scope=Scope(frozenset({CHAT})))
        assert [match.name for match in answer.matches] == ["ours"]
        assert answer.verdict == "same"
        assert engine.find(image(1), scope=Scope(frozenset({"uploads"}))).verdict == "none"


def test_a_name_is_one_pictures_alone_whatever_the_shelf(whole: Engine) -> None:
    """What is shown and removed by a name is never another's."""
    with pytest.raises(NameTaken):
        whole.add("1.png", image(6), CHAT)


@pytest.mark.parametrize("shelf", ["", " a", "a\n", "\x1b", "x" * 129, "folder"])
def test_a_shelf_is_named_like_a_picture_and_is_no_folder(whole: Engine, shelf: str) -> None:
    """The pictures of folders are where their files are."""
    with pytest.raises(BadShelf, match="Name another") as error:
        whole.add("new", image(6), shelf)
    assert error.value.shelf == shelf
    assert "new" not in whole.names()


def test_a_picture_keeps_its_shelf(tmp_path: Path) -> None:
    """Over a reindex that makes its features anew, a new name, and its removal undone."""
    with made(tmp_path, frozenset(HELD)) as engine:
        with engine._collection.transaction() as database:
            database.execute("UPDATE pictures SET version = 'kaze-1'")
        last(engine.index([tmp_path / "pictures"]))
        engine.rename("4.png", "four")
        engine.remove("5.png")
        engine.undo()
        assert engine.stats().shelves == {CHAT: 2, "folder": 2, "uploads": 1}
        found = engine.find(image(5), scope=Scope(frozenset({CHAT})))
        assert found.matches[0].name == "5.png"
        assert engine.shelf("four") == CHAT


def test_a_shelf_gets_another_name(tmp_path: Path) -> None:
    """Lookups see it at once and after a start, also where undo puts a picture; twice is once."""
    with made(tmp_path, frozenset(HELD)) as engine:
        engine.remove("5.png")
        engine.move_shelf(CHAT, "ours")
        before = engine._collection.generation
        engine.move_shelf(CHAT, "ours")
        assert engine._collection.generation == before
        engine.undo()
        assert engine.shelves() == {"ours": 2, "folder": 2, "uploads": 1}
        assert engine.find(image(4), scope=Scope(frozenset({CHAT}))).verdict == "none"
        with pytest.raises(BadShelf):
            engine.move_shelf("ours", "folder")
    with Engine.open(tmp_path / "collection") as engine:
        assert engine.find(image(5), scope=Scope(frozenset({"ours"}))).verdict == "same"


def test_an_index_that_knows_of_no_shelves_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that yesterday's version has saved."""
    monkeypatch.setattr("search.manifest._FORMAT", 2)
    made(tmp_path, frozenset(HELD)).close()
    saved = (tmp_path / "collection" / "snapshot.json").read_bytes()
    monkeypatch.undo()
    with Engine.open(tmp_path / "collection") as engine:
        assert engine.find(image(4), scope=Scope(frozenset({CHAT}))).verdict == "same"
    assert (tmp_path / "collection" / "snapshot.json").read_bytes() != saved


def test_shelves_are_counted(whole: Engine) -> None:
    """As their pictures are."""
    counted = whole.shelves()
    assert counted == whole.stats().shelves
    assert counted == {name: len(whole.names(frozenset([name]))) for name in counted}
