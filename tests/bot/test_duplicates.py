"""Pictures that are the same are gone through one group at a time; nothing goes unasked."""

import io
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image

from bot.duplicates import DuplicatesWalk
from bot.label import units
from bot.notices import group
from bot.sandbox import Message
from bot.tongue import ENGLISH
from bot.twins import Twin
from tests.conftest import SAMPLES

from .conftest import Room, running
from .test_answers import Death

NAMES = ("barn", "hats")


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """Two pictures, each with a smaller copy, and one without."""
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for name in (*NAMES, "macaws"):
        shutil.copy(SAMPLES / "pictures" / "photographs" / f"{name}.jpg", pictures)
    async with running(tmp_path / "data", images_dir=pictures) as room:
        for _ in room.engine.index([pictures]):
            pass
        for name in NAMES:
            room.engine.add(f"{name} small", smaller(pictures / f"{name}.jpg"))
        yield room


def smaller(path: Path) -> bytes:
    """Half as wide and high."""
    data = io.BytesIO()
    with Image.open(path) as image:
        image.resize((image.width // 2, image.height // 2)).save(data, "JPEG")
    return data.getvalue()


async def shown(room: Room, number: int) -> Message:
    """The message about a group, with its buttons."""
    wanted = f"The same picture, {number} of 2"
    return await room.sandbox.until(lambda m: wanted in m.text and m.buttons, room.alice)


async def press(room: Room, message: Message, button: str) -> str:
    """Alice presses it; what the message says then."""
    await room.alice.press(message, ENGLISH(f"button-{button}"))
    now = await room.sandbox.until(lambda m: m.id == message.id and not m.buttons, room.alice)
    return str(now.text)


async def test_each_group_is_shown_and_decided(room: Room) -> None:
    """Best first, as an album; a restart does no harm."""
    asked = await room.alice.send_text("/duplicates")
    await room.reply(asked, lambda m: "There are 2 groups" in m.text)
    first = await shown(room, 1)
    assert [line.split(" · ")[0] for line in first.text.split("\n")[1:]] == [
        "1. barn.jpg",
        "2. barn small",
    ]
    albums = await room.sent("sendMediaGroup", 1)
    assert len(albums[0].files) == 2
    await room.stop()
    await room.start()
    assert await press(room, first, "keep-best") == "Kept barn.jpg, removed: barn small."
    second = await shown(room, 2)
    assert (await press(room, second, "keep-all")).startswith("Kept all: hats.jpg, hats small.")
    await room.sandbox.until(lambda m: m.text == ENGLISH("duplicates-over"), room.alice)
    assert sorted(room.engine.names()) == ["barn.jpg", "hats small", "hats.jpg", "macaws.jpg"]
    asked = await room.alice.send_text("/duplicates")
    await room.reply(asked, lambda m: m.text.startswith("No two of 4 pictures"))
    assert room.engine.undoable(room.alice.id)


async def test_next_and_stop_change_nothing(room: Room) -> None:
    """And nobody but admins presses them."""
    await room.alice.send_text("/duplicates")
    first = await shown(room, 1)
    refused = await room.bob.press(first, ENGLISH("button-keep-best"))
    assert refused
    assert refused.text == ENGLISH("not-yours")
    assert "Left as they are: barn.jpg, barn small." in await press(room, first, "next")
    assert await press(room, await shown(room, 2), "stop") == ENGLISH("duplicates-stopped")
    assert len(room.engine) == 5


async def test_what_changed_since_is_left_alone(room: Room) -> None:
    """A copy that is another picture now stays, and without the best one none goes."""
    await room.alice.send_text("/duplicates")
    first = await shown(room, 1)
    room.engine.remove("barn small")
    other = (SAMPLES / "photos" / "stranger.jpg").read_bytes()
    room.engine.add("barn small", other)
    assert await press(room, first, "keep-best") == ENGLISH("duplicates-left", name="barn.jpg")
    second = await shown(room, 2)
    room.engine.remove("hats.jpg")
    assert await press(room, second, "keep-best") == ENGLISH("gone")
    assert {"barn small", "hats small"} < {*room.engine.names()}


async def test_a_copy_in_the_folder_is_said_to_stay(room: Room) -> None:
    """Its file is not the bot's to delete."""
    folder = room.settings.images_dir
    (folder / "tiny.jpg").write_bytes(smaller(folder / "macaws.jpg"))
    for _ in room.engine.index([folder]):
        pass
    for name in NAMES:
        room.engine.remove(f"{name} small")
    await room.alice.send_text("/duplicates")
    only = await room.sandbox.until(lambda m: m.buttons, room.alice)
    said = await press(room, only, "keep-best")
    assert said == f"Kept macaws.jpg, removed: tiny.jpg. {ENGLISH('duplicates-stay')}"
    assert (folder / "tiny.jpg").exists()


async def test_a_death_in_the_middle_goes_on(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was removed is said to be removed."""
    await room.alice.send_text("/duplicates")
    first = await shown(room, 1)
    death = Death(room, monkeypatch)
    death.at(DuplicatesWalk, "_go_on")
    await room.alice.press(first, ENGLISH("button-keep-best"))
    await death.comes()
    await shown(room, 2)
    now = room.sandbox.world.chats[first.chat_id].messages[first.id]
    assert now.text == "Kept barn.jpg, removed: barn small."


def test_the_longest_group_fits_a_message() -> None:
    """Telegram's 4,096 units."""
    twin = Twin("😀" * 500, "", 1.0, 10_000, 10_000, 20_000_000, 0.5)
    assert units(group(ENGLISH, [twin] * 10, 1000, 1000)) <= 4096
