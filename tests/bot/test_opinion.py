"""What people think of an answer, and what becomes of it."""

import asyncio
import io
import re
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path
from unittest.mock import Mock

import pytest
from PIL import Image

from bot.sandbox import Message
from bot.tongue import ENGLISH
from search.errors import Damaged

from .conftest import Room, photo


async def refused(room: Room) -> Message:
    """Bob says of a photo that it is not the barn."""
    answer = await room.verdict(await room.bob.send_photo(photo("cropped.jpg")))
    await room.bob.press(answer, ENGLISH("button-wrong"))
    return await room.reply(answer, lambda m: m.buttons)


def has(kind: str, message: Message) -> bool:
    """Whether it brings such a file."""
    return kind in message.json


async def verdict(room: Room, data: bytes | None = None) -> str:
    """The answer to the same photo, in Bob's chat."""
    asked = await room.bob.send_photo(data or photo("cropped.jpg"))
    return (await room.verdict(asked)).text


async def test_what_is_not_the_same_is_not_shown_again(room: Room) -> None:
    """Not for that photo, nor for a copy of it; for others, and elsewhere, it is."""
    said = await refused(room)
    assert said.text == "I will not show photographs/barn.jpg for this photo here any more."
    assert "barn" not in await verdict(room)
    assert "barn" in await verdict(room, room.engine.read("photographs/barn.jpg"))
    elsewhere = await room.sandbox.carol.send_photo(photo("cropped.jpg"))
    assert "barn" in (await room.verdict(elsewhere)).text


async def test_no_button_brings_it_back(room: Room) -> None:
    """What the next answer shows instead is what its buttons are about, too."""
    room.engine.add("copy", room.engine.read("photographs/barn.jpg"))
    answer = await room.verdict(await room.bob.send_photo(photo("cropped.jpg")))
    first, second = re.findall(r"photographs/barn.jpg|copy", answer.text)
    await room.bob.press(answer, ENGLISH("button-wrong"))
    await room.reply(answer, lambda m: m.buttons)
    again = await room.verdict(await room.bob.send_photo(photo("cropped.jpg")))
    assert second in again.text
    assert first not in again.text
    await room.bob.press(again, ENGLISH("button-more"))
    more = await room.reply(again, lambda m: "photo" not in m.json)
    assert more.text.startswith(ENGLISH("more"))
    assert first not in more.text


async def test_buttons_are_about_the_answer_that_was_shown(room: Room) -> None:
    """Also once its picture is said to be another: the next answer alone is a different one."""
    answer = await room.verdict(await room.bob.send_photo(photo("cropped.jpg")))
    await room.bob.press(answer, ENGLISH("button-wrong"))
    await room.reply(answer, lambda m: m.buttons)
    await room.bob.press(answer, ENGLISH("button-why"))
    why = await room.reply(answer, lambda m: m.text.startswith("Why"))
    assert not why.text.startswith("Why\n0 points")
    for button, kind in ("proof", "photo"), ("blink", "animation"):
        await room.bob.press(answer, ENGLISH(f"button-{button}"))
        await room.reply(answer, partial(has, kind))
    assert "barn" not in await verdict(room)


async def test_a_broken_photo_spoils_no_album(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its line says so, and the others are answered."""
    await refused(room)
    broken = Damaged("as if")
    monkeypatch.setattr(room.engine, "mark", Mock(side_effect=broken))
    asked = await room.bob.send_album([photo("mirrored.jpg"), photo("captioned.jpg")])
    lines = (await room.verdict(asked[0])).text.splitlines()
    assert [line[:9] for line in lines] == ["1. Found:", "2. Found:"]


async def test_it_outlives_a_restart_and_a_new_compression(room: Room) -> None:
    """What is remembered is no file, and lies on disk."""
    await refused(room)
    await room.stop()
    await room.start()
    weaker = io.BytesIO()
    with Image.open(io.BytesIO(photo("cropped.jpg"))) as image:
        image.save(weaker, "JPEG", quality=40)
    assert "barn" not in await verdict(room, weaker.getvalue())


async def test_it_can_be_taken_back(room: Room, data_dir: Path) -> None:
    """Then nothing of it is left."""
    said = await refused(room)
    assert judgments(data_dir) == [False]
    await room.bob.press(said, ENGLISH("button-undo"))
    await room.reply(said, lambda m: "again" in m.text)
    assert judgments(data_dir) == []
    assert "barn" in await verdict(room)


async def test_right_takes_it_back_too(room: Room, data_dir: Path) -> None:
    """Who pressed the wrong button of the two need not look for the other way."""
    answer = await room.verdict(await room.bob.send_photo(photo("cropped.jpg")))
    await room.bob.press(answer, ENGLISH("button-wrong"))
    await room.reply(answer, lambda m: m.buttons)
    await room.bob.press(answer, ENGLISH("button-right"))
    async with asyncio.timeout(10):
        while judgments(data_dir) != [False, True]:  # noqa: ASYNC110  nothing is said of it
            await asyncio.sleep(0.01)
    assert "barn" in await verdict(room)


async def test_right_and_wrong_teach_the_match_value(room: Room, data_dir: Path) -> None:
    """The next calibration counts them."""
    answer = await room.verdict(await room.bob.send_photo(photo("mirrored.jpg")))
    told = await room.bob.press(answer, ENGLISH("button-right"))
    assert told
    assert (told.text, told.show_alert) == (ENGLISH("thanks"), False)
    await refused(room)
    assert judgments(data_dir) == [True, False]


async def test_forgetting_somebody_forgets_what_they_refused(room: Room, data_dir: Path) -> None:
    """Their private chat has their id."""
    await refused(room)
    await room.reply(await room.bob.send_text("/forget"))
    with closing(sqlite3.connect(data_dir / "bot.sqlite")) as database:
        assert database.execute("SELECT * FROM refused").fetchall() == []


def judgments(data_dir: Path) -> list[bool]:
    """In order."""
    with closing(sqlite3.connect(data_dir / "collection.sqlite")) as database:
        rows = database.execute("SELECT right FROM judgments ORDER BY id").fetchall()
    return [bool(right) for (right,) in rows]


@pytest.mark.parametrize("button", ["right", "wrong"])
async def test_somebody_else_has_no_say(room: Room, data_dir: Path, button: str) -> None:
    """Buttons belong to whoever asked."""
    group = room.sandbox.group
    asked = await room.bob.send_photo(photo("cropped.jpg"), group, caption="/find")
    answer = await room.verdict(asked)
    told = await room.sandbox.carol.press(answer, ENGLISH(f"button-{button}"))
    assert told
    assert told.text == ENGLISH("not-yours")
    assert judgments(data_dir) == []
