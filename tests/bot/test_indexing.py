"""What a reindex would do is told beforehand, and asked about where much would go."""

import asyncio
import shutil
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import notices
from bot.label import units
from bot.sandbox import Message
from bot.tongue import ENGLISH
from search.difference import Difference
from search.refused import Refusal
from tests.conftest import SAMPLES

from .conftest import Room, photo, running


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A folder of 16 pictures."""
    return shutil.copytree(SAMPLES / "pictures" / "photographs", tmp_path / "pictures")


@pytest.fixture
async def room(tmp_path: Path, pictures: Path) -> AsyncIterator[Room]:
    """They are indexed."""
    async with running(tmp_path / "data", images_dir=pictures) as room:
        for _ in room.engine.index([pictures]):
            pass
        yield room


async def ask(room: Room, text: str, wanted: str) -> Message:
    """Alice asks, and is told at last."""
    asked = await room.alice.send_text(text)
    return await room.reply(asked, lambda m: wanted in m.text)


async def test_a_check_tells_and_does_nothing_until_start(room: Room, pictures: Path) -> None:
    """Counts and names of what is new, changed, gone and broken; then a button does it."""
    (pictures / "barn.jpg").unlink()
    shutil.copy(pictures / "hats.jpg", pictures / "macaws.jpg")
    shutil.copy(SAMPLES / "photos" / "stranger.jpg", pictures / "new & old.jpg")
    (pictures / "broken.jpg").symlink_to(pictures / "nowhere")
    told = await ask(room, "/reindex check", "What a reindex would do")
    lines = told.text.split("\n")
    assert lines[1:4] == [
        "1 to add: new & old.jpg",
        "1 to look at anew: macaws.jpg",
        "1 to take out: barn.jpg",
    ]
    assert lines[-1] == "14 unchanged"
    assert "barn.jpg" in room.engine.names()
    await room.stop()
    await room.start()
    await room.alice.press(told, ENGLISH("button-start"))
    done = await room.reply(told, lambda m: "Done" in m.text)
    assert "1 added\n1 changed\n1 removed" in done.text
    now = room.sandbox.world.chats[told.chat_id].messages[told.id]
    assert not now.buttons


async def test_start_pressed_twice_starts_once(
    room: Room, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the first reindex is under way the second press says nothing."""
    (pictures / "barn.jpg").unlink()
    begun, held = hold(room, monkeypatch)
    told = await ask(room, "/reindex check", "What a reindex would do")
    old = Message(dict(told.json))
    await room.alice.press(told, ENGLISH("button-start"))
    shown = await room.reply(told)
    assert await asyncio.to_thread(begun.wait, 60)
    query = room.sandbox.world.press(old, room.alice.user, old.buttons[0]["callback_data"])
    answers = room.sandbox.world.answers
    async with asyncio.timeout(10):
        while query not in [each.query_id for each in answers]:  # noqa: ASYNC110  nobody tells
            await asyncio.sleep(0.01)
    await room.reply(await room.alice.send_text("/help"))
    await asyncio.sleep(0.3)
    held.set()
    done = await room.reply(told, lambda m: "1 removed" in m.text)
    assert done.id == shown.id
    texts = [m.text for m in room.sandbox.messages(room.alice)]
    assert ENGLISH("reindex-running") not in texts


def hold(room: Room, monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """Let a reindex wait at its first step: the first event is that it does, the second ends it."""
    whole, begun, held = room.engine.index, threading.Event(), threading.Event()

    def index(folders: list[Path]):  # type: ignore[no-untyped-def]  # noqa: ANN202
        for step in whole(folders):
            begun.set()
            held.wait(60)
            yield step

    monkeypatch.setattr(room.engine, "index", index)
    return begun, held


async def test_a_picture_that_a_reindex_lets_go_of_is_answered_without_it(
    room: Room, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until the reindex ends lookups find what they did, but its file is nobody's any more."""
    data = (pictures / "barn.jpg").read_bytes()
    begun, held = hold(room, monkeypatch)
    (pictures / "barn.jpg").unlink()
    asked = await room.alice.send_text("/reindex")
    assert await asyncio.to_thread(begun.wait, 60)
    answer = await room.verdict(await room.bob.send_photo(data))
    held.set()
    await room.reply(asked, lambda m: "1 removed" in m.text)
    now = room.sandbox.world.chats[answer.chat_id].messages[answer.id]
    assert now.text == answer.text
    assert now.text.startswith("Found it")


async def test_nothing_to_do_needs_no_button(room: Room) -> None:
    """It says so."""
    told = await ask(room, "/reindex check", "nothing")
    assert told.text == "A reindex would change nothing.\n16 unchanged"
    assert not told.buttons


async def test_a_word_that_is_no_check_is_no_reindex(room: Room, pictures: Path) -> None:
    """What it takes is said instead."""
    (pictures / "barn.jpg").unlink()
    told = await ask(room, "/reindex chekc", "")
    assert told.text == ENGLISH("reindex-what")
    assert "barn.jpg" in room.engine.names()
    await ask(room, "/reindex CHECK", "1 to take out")


async def test_a_check_of_no_folder_says_so(room: Room, pictures: Path) -> None:
    """As a reindex does."""
    shutil.rmtree(pictures)
    for command in ("/reindex check", "/reindex"):
        assert not (await ask(room, command, "There is no folder")).buttons


@pytest.mark.parametrize(("gone", "asks"), [(2, False), (3, True), (16, True)])
async def test_much_is_not_let_go_of_unasked(
    room: Room,
    pictures: Path,
    gone: int,
    asks: bool,  # noqa: FBT001
) -> None:
    """More than a tenth, and three at least."""
    for name in room.engine.names()[:gone]:
        (pictures / name).unlink()
    if not asks:
        await ask(room, "/reindex", f"{gone} removed")
        return
    told = await ask(room, "/reindex", f"of {gone} of 16 pictures are gone")
    assert len(room.engine) == 16
    refused = await room.bob.press(told, ENGLISH("button-start"))
    assert refused
    assert refused.text == ENGLISH("not-yours")
    await room.alice.press(told, ENGLISH("button-start"))
    await room.reply(told, lambda m: f"{gone} removed" in m.text)
    assert len(room.engine) == 16 - gone


async def test_unreadable_says_why(room: Room, pictures: Path) -> None:
    """Plain ones, too."""
    assert (await ask(room, "/unreadable", "Every")).text == ENGLISH("unreadable-none")
    (pictures / "broken<1>.jpg").write_bytes(b"\xff\xd8\xff\xe0 no more")
    (pictures / "plain.png").write_bytes(photo("plain.png"))
    await ask(room, "/reindex", "Done")
    assert (await ask(room, "/unreadable", "could")).text.split("\n") == [
        "2 files could not be indexed:",
        "✗ broken<1>.jpg: This image is damaged and cannot be read.",
        "✗ plain.png: too little detail",
    ]


def test_the_longest_lists_fit_a_message() -> None:
    """Telegram's 4,096 units; what is left out is counted."""
    name = "😀" * 500
    refusals = [Refusal(name, "x", plain=False, reason=name)] * 25
    told = notices.unreadable(ENGLISH, refusals)
    assert units(told) <= 4096
    assert told.endswith("and 5 more")
    names = (name,) * 25
    found = Difference(names, names, names, tuple(refusals), 10)
    assert units(notices.difference(ENGLISH, found)) <= 4096
