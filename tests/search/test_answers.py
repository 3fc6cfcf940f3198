"""Who asks again what was asked lately is told at once, and never what is not true any more."""

import hashlib
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from search import Answer, Engine
from search.answers import Answers, Question
from search.errors import Damaged, NoDecoder, PhotoError, TooLarge
from search.image import Decoder
from search.notes import Note
from search.scope import ALL, Scope
from search.verdict import Scale
from tests.conftest import SAMPLES

CROPPED = (SAMPLES / "photos" / "cropped.jpg").read_bytes()
BARN = "photographs/barn.jpg"
COUNTED = ("gray", "colour")


@pytest.fixture
def some(tmp_path: Path) -> Iterator[Engine]:
    """An engine with three indexed pictures, the barn among them, for any use."""
    for name in ("barn.jpg", "coffee.jpg", "hats.jpg"):
        (tmp_path / "pictures" / "photographs").mkdir(parents=True, exist_ok=True)
        copy = tmp_path / "pictures" / "photographs" / name
        shutil.copy(SAMPLES / "pictures" / "photographs" / name, copy)
    with Engine.open(tmp_path / "data", create=True) as engine:
        reindex(engine)
        yield engine


def pictures(engine: Engine) -> Path:
    """The folder that it indexed."""
    return engine._collection.folder.parent / "pictures"


def reindex(engine: Engine) -> None:
    """Bring it in line with its folder."""
    for _ in engine.index([pictures(engine)]):
        pass


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the decoders were asked for, since the list was last cleared."""
    asked: list[str] = []

    def counting(name: str) -> Callable[..., Any]:
        real = getattr(Decoder, name)

        def decode(self: Decoder, data: bytes, side: int) -> Any:
            asked.append(name)
            return real(self, data, side)

        return decode

    for name in COUNTED:
        monkeypatch.setattr(Decoder, name, counting(name))
    return asked


def fresh(engine: Engine, photo: bytes = CROPPED) -> Answer:
    """What an engine says that has never been asked."""
    with Engine.open(engine._collection.folder) as other:
        return other.find(photo)


def told(answer: Answer) -> Answer:
    """Without its times, which differ."""
    return replace(answer, seconds=Answer("kaze", "none").seconds)


def test_an_exact_repeat_is_told_without_a_look(some: Engine, decoded: list[str]) -> None:
    """No decoder and no detector runs; the answer is the same, and says that it is a repeat."""
    first = some.find(CROPPED)
    assert decoded
    decoded.clear()
    second = some.find(CROPPED)
    assert decoded == []
    assert (first.repeated, second.repeated) == (False, True)
    assert second == first
    assert second.matches[0].report


def test_other_bytes_are_another_photo(some: Engine) -> None:
    """Whatever they show."""
    some.find(CROPPED)
    assert not some.find(CROPPED + b"\0").repeated


@pytest.mark.parametrize(
    "asked",
    [
        {"top": 1},
        {"engine": "article"},
        {"scope": Scope(frozenset({"folder"}))},
        {"scope": Scope(without=frozenset({BARN}))},
    ],
    ids=["top", "engine", "shelves", "left out"],
)
def test_what_is_asked_with_counts(some: Engine, asked: dict[str, Any]) -> None:
    """Another number of pictures, engine, or scope is another question, which repeats too."""
    some.find(CROPPED)
    assert not some.find(CROPPED, **asked).repeated
    assert some.find(CROPPED, **asked).repeated


def test_a_detector_is_asked_with(some: Engine) -> None:
    """The article's engine detects with several."""
    some.find(CROPPED, engine="article")
    assert not some.find(CROPPED, engine="article", detector="akaze").repeated


def drop(engine: Engine) -> None:
    """The barn's file, from its folder; the collection hears of it."""
    (pictures(engine) / BARN).unlink()
    reindex(engine)


CHANGES: dict[str, Callable[[Engine], object]] = {
    "add": lambda engine: engine.add("copy", engine.read(BARN) + b"\0"),
    "remove": lambda engine: engine.remove(BARN),
    "reindex": drop,
    "calibration": lambda engine: engine._collection.learned.calibrate(Scale(0.1, 0.0)),
    "note": lambda engine: engine.annotate(BARN, Note("Red")),
    "judgment": lambda engine: engine.judge(CROPPED, BARN, right=False),
    "lost file": lambda engine: (pictures(engine) / BARN).rename(pictures(engine) / "barn"),
    "changed file": lambda engine: (pictures(engine) / BARN).write_bytes(b"another"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_no_answer_outlives_what_it_rests_on(some: Engine, change: str) -> None:
    """After a change the answer is that of an engine that was never asked before."""
    before = some.find(CROPPED)
    CHANGES[change](some)
    after = some.find(CROPPED)
    assert told(after) == told(fresh(some))
    assert change == "judgment" or told(after) != told(before)


def test_a_rename_and_its_undo_are_seen(some: Engine) -> None:
    """By the next who asks."""
    some.add("old", some.read(BARN))
    some.remove(BARN)
    assert some.find(CROPPED).matches[0].name == "old"
    some.rename("old", "new")
    assert some.find(CROPPED).matches[0].name == "new"
    some.undo()
    assert some.find(CROPPED).matches[0].name == "old"


def test_a_file_that_comes_back_is_told_of_again(some: Engine) -> None:
    """While it was gone nothing could be said of it, and that is not kept for good."""
    file = pictures(some) / BARN
    file.rename(file.with_suffix(".away"))
    assert some.find(CROPPED).report == ()
    assert some.find(CROPPED).repeated
    file.with_suffix(".away").rename(file)
    assert some.find(CROPPED).report


def test_a_restored_collection_has_its_own_answers(some: Engine, tmp_path: Path) -> None:
    """An engine remembers nothing of another, not even of the same folder."""
    some.find(CROPPED)
    with Engine.open(tmp_path / "data") as again:
        assert not again.find(CROPPED).repeated


def test_what_another_program_changed_is_seen(some: Engine) -> None:
    """The article's engine reads the collection itself, and all read what people wrote."""
    some.find(CROPPED, engine="article")
    some.find(CROPPED)
    with Engine.open(some._collection.folder) as other:
        other.annotate(BARN, Note("Red"))
        other.remove("photographs/hats.jpg")
    assert not some.find(CROPPED, engine="article").repeated
    known = some.find(CROPPED)
    assert known.repeated
    assert known.matches[0].note == Note("Red")


def test_a_change_during_the_lookup_keeps_its_answer_from_being_kept(
    some: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be of before."""
    find = some._find

    def change(*arguments: Any) -> Answer:
        answer = find(*arguments)
        some.remove("photographs/hats.jpg")
        return answer

    monkeypatch.setattr(some, "_find", change)
    some.find(CROPPED)
    monkeypatch.undo()
    assert not some.find(CROPPED).repeated


def test_a_file_changed_during_the_lookup_is_not_trusted(
    some: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was told of it may be of before, or of after."""
    find = some._find

    def touch(*arguments: Any) -> Answer:
        answer = find(*arguments)
        os.utime(pictures(some) / BARN)
        return answer

    monkeypatch.setattr(some, "_find", touch)
    some.find(CROPPED)
    monkeypatch.undo()
    assert not some.find(CROPPED).repeated


@pytest.mark.parametrize("broken", [b"nothing", CROPPED[:400]], ids=["no image", "damaged"])
def test_what_cannot_be_read_is_known_too(some: Engine, decoded: list[str], broken: bytes) -> None:
    """Its answer holds on to nothing of the photo."""
    first = some.find(broken)
    decoded.clear()
    second = some.find(broken)
    assert decoded == []
    assert second == first
    assert second.repeated
    assert second.cause
    assert second.cause.__traceback__ is None


@pytest.mark.parametrize(
    ("error", "lasting"),
    [(Damaged("the decoder refused it"), 1), (TooLarge("9", "1 MB in memory"), 0)],
    ids=["damaged", "out of memory"],
)
def test_what_memory_was_short_for_is_tried_again(
    some: Engine, monkeypatch: pytest.MonkeyPatch, error: PhotoError, lasting: int
) -> None:
    """There may be more of it by then."""

    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(Decoder, "gray", refuse)
    assert some.find(CROPPED).verdict == "unreadable"
    monkeypatch.undo()
    assert some.find(CROPPED).repeated == bool(lasting)


def test_no_answer_is_kept_where_there_was_none(
    some: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no decoder starts nothing is known of the photo, and who waited tries for itself."""

    def refuse(*_: object) -> None:
        raise NoDecoder("no processes left")

    monkeypatch.setattr(Decoder, "gray", refuse)
    with pytest.raises(NoDecoder):
        some.find(CROPPED)
    monkeypatch.undo()
    assert some.find(CROPPED).verdict == "same"


def test_who_asks_the_same_meanwhile_waits_for_the_first(
    some: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One lookup answers all."""
    began, go, looks = threading.Event(), threading.Event(), list[bytes]()
    find = some._find

    def slow(photo: bytes, *arguments: Any) -> Answer:
        looks.append(photo)
        began.set()
        assert go.wait(20)
        return find(photo, *arguments)

    monkeypatch.setattr(some, "_find", slow)
    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(some.find, CROPPED)
        assert began.wait(20)
        others = [pool.submit(some.find, CROPPED) for _ in range(3)]
        go.set()
        answers = [each.result(30) for each in (first, *others)]
    assert len(looks) == 1
    assert [each.repeated for each in answers] == [False, True, True, True]


def test_by_its_checksum_a_photo_is_known_without_its_bytes(some: Engine) -> None:
    """If it was looked up with the same question, and nothing changed."""
    sha256 = hashlib.sha256(CROPPED).digest()
    assert some.known(sha256) is None
    first = some.find(CROPPED)
    assert some.known(sha256) == first
    assert some.known(sha256, top=1) is None
    some.remove(BARN)
    assert some.known(sha256) is None


def test_forgetting_somebody_forgets_all_photos(some: Engine) -> None:
    """Whose they were is not known."""
    some.find(CROPPED)
    some.forget(1)
    assert not some.find(CROPPED).repeated


def test_the_articles_answers_are_repeated(some: Engine) -> None:
    """With every match and value."""
    first = some.find(CROPPED, engine="article")
    second = some.find(CROPPED, engine="article")
    assert second == first
    assert second.repeated


def question(number: int, scope: Scope = ALL) -> Question:
    """One of many."""
    return Question(number.to_bytes(32, "big"), 5, "kaze", "kaze", scope)


def test_few_answers_are_kept(some: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last that somebody asked for, within bounds of number and memory."""
    answers = Answers(some._collection, lambda _: ())
    monkeypatch.setattr("search.answers.ANSWERS_KEPT", 3)

    def ask(number: int, scope: Scope = ALL) -> bool:
        return answers.of(question(number, scope), lambda: Answer("kaze", "none")).repeated

    assert [ask(1), ask(2), ask(3)] == [False] * 3
    assert ask(1)  # so that the second is the oldest
    assert not ask(4)
    assert ask(1)
    assert not ask(2)
    monkeypatch.setattr("search.answers.ANSWERS_BYTES", 9_000)
    assert not ask(5, Scope(without=frozenset({"a" * 8_000})))
    assert len(answers) == 0
    assert not ask(6)
    assert ask(6)
