"""Buttons that look the photo up again."""

import asyncio
import io
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageSequence

from bot.renames import now
from bot.sandbox import Message
from bot.tongue import ENGLISH
from search import Engine

from .conftest import Room, photo, running


async def answered(room: Room, name: str) -> Message:
    """Bob's photo and its answer, whose pictures have come."""
    asked = await room.bob.send_photo(photo(name))
    answer = await room.verdict(asked)
    await room.reply(asked, lambda m: "photo" in m.json)
    return answer


def labels(message: Message) -> list[str]:
    """Of its buttons."""
    return [each["text"] for each in message.buttons]


async def test_a_proof_comes_once_when_it_is_asked_for(room: Room) -> None:
    """Photo and picture side by side; then its button is gone."""
    answer = await answered(room, "cropped.jpg")
    assert labels(answer)[0] == ENGLISH("button-proof")
    await room.bob.press(answer, ENGLISH("button-proof"))
    proof = await room.reply(answer, lambda m: "photo" in m.json)
    assert proof.text == ENGLISH("proven")
    drawn = proof.json["photo"][-1]
    assert 720 < drawn["width"] <= 2 * 720 + 16
    assert drawn["height"] <= 720
    assert ENGLISH("button-proof") not in labels(answer)


async def test_pressed_twice_in_a_hurry_is_pressed_once(room: Room) -> None:
    """One proof, and no alarm; once the bot was restarted it is an old button like any other."""
    answer = await answered(room, "cropped.jpg")
    old = Message(dict(answer.json))
    assert [await _silent(room, old) for _ in range(2)] == [True, True]
    assert len([m for m in said(room) if m.text == ENGLISH("proven")]) == 1
    await room.stop()
    await room.start()
    assert not await _silent(room, old)


async def _silent(room: Room, message: Message) -> bool:
    """Whether nothing is said when the first button of a message is pressed, as it was once."""
    name = message.buttons[0]["callback_data"]
    query = room.sandbox.world.press(message, room.bob.user, name)
    answers = room.sandbox.world.answers
    async with asyncio.timeout(10):
        while not (told := [each.text for each in answers if each.query_id == query]):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    return told == [""]


async def test_what_is_not_found_has_no_proof(room: Room) -> None:
    """Only the nearest."""
    answer = await room.verdict(await room.bob.send_photo(photo("stranger.jpg")))
    assert labels(answer) == [ENGLISH("button-nearest"), ENGLISH("button-why")]


async def test_somebody_elses_proof_is_refused(room: Room) -> None:
    """It shows a photo that only the asker sent."""
    group = room.sandbox.group
    asked = await room.bob.send_photo(photo("cropped.jpg"), group, caption="/find")
    answer = await room.verdict(asked)
    told = await room.sandbox.carol.press(answer, ENGLISH("button-proof"))
    assert told
    assert told.text == ENGLISH("not-yours")


async def test_a_proof_outlives_a_restart(room: Room) -> None:
    """The button's meaning is on disk."""
    answer = await answered(room, "cropped.jpg")
    await room.stop()
    await room.start()
    await room.bob.press(answer, ENGLISH("button-proof"))
    assert (await room.reply(answer, lambda m: "photo" in m.json)).text == ENGLISH("proven")


@pytest.mark.parametrize("gone", ["photo", "picture"])
async def test_what_is_gone_is_said(room: Room, gone: str) -> None:
    """The photo at Telegram, or the picture in the collection."""
    answer = await answered(room, "cropped.jpg")
    if gone == "photo":
        refusal = "Bad Request: wrong file_id or the file is temporarily unavailable"
        room.sandbox.fail("getFile", code=400, description=refusal)
    else:
        room.engine.remove("photographs/barn.jpg")
    await room.bob.press(answer, ENGLISH("button-proof"))
    assert (await room.reply(answer)).text == ENGLISH("no-proof")


async def test_a_proof_that_may_be_lost_is_not_sent_twice(room: Room) -> None:
    """Its button comes back instead."""
    answer = await answered(room, "cropped.jpg")
    room.sandbox.fail("sendPhoto", code=0, carried_out=True)
    await room.bob.press(answer, ENGLISH("button-proof"))
    await room.sent("editMessageReplyMarkup", 2)
    assert labels(answer)[0] == ENGLISH("button-proof")
    proofs = [m for m in room.sandbox.messages(room.bob) if m.text == ENGLISH("proven")]
    assert len(proofs) == 1


# --- Blink, More, Why, Original file -------------------------------------------------------------


def frames(data: bytes) -> list[np.ndarray[Any, Any]]:
    """Of a GIF, gray."""
    with Image.open(io.BytesIO(data)) as gif:
        return [np.array(each.convert("L"), int) for each in ImageSequence.Iterator(gif)]


def kept(room: Room, message: Message, kind: str) -> bytes:
    """The file that a message brought."""
    file = room.sandbox.world.files.find(message.json[kind]["file_id"])
    assert file
    return file.data


async def test_blink_lays_photo_and_picture_over_each_other(room: Room) -> None:
    """In turn, then where they differ: here nowhere but at the rim."""
    answer = await answered(room, "cropped.jpg")
    await room.bob.press(answer, ENGLISH("button-blink"))
    sent = await room.reply(answer, lambda m: "animation" in m.json)
    assert sent.text == ENGLISH("blinking")
    seen, known, *_, apart = frames(kept(room, sent, "animation"))
    assert np.abs(seen - known)[8:-8, 8:-8].mean() < 8
    assert apart.mean() < 0.5 * seen.mean()


async def test_more_shows_what_comes_next(room: Room) -> None:
    """Nothing that was shown already."""
    answer = await answered(room, "cropped.jpg")
    await room.bob.press(answer, ENGLISH("button-more"))
    more = await room.reply(answer, lambda m: "photo" not in m.json)
    assert more.text.startswith(ENGLISH("more"))
    assert "barn" not in more.text
    assert len(await room.sent("sendMediaGroup", 1)) == 1


@pytest.mark.parametrize("name", ["cropped.jpg", "stranger.jpg"])
async def test_why_names_stages_and_numbers(room: Room, name: str) -> None:
    """Of what was found, and of what was not."""
    answer = await room.verdict(await room.bob.send_photo(photo(name)))
    await room.bob.press(answer, ENGLISH("button-why"))
    why = await room.reply(answer, lambda m: "ms" in m.text)
    assert re.search(r"\d+ points lie as in the picture, and \d+ % of its detail", why.text)
    took = re.sub(r"(?<=\d),(?=\d)", "", why.text)  # 1,000 ms on a busy machine
    assert re.search(r"decoding \d+ ms, keypoints \d+ ms, search \d+ ms, geometry", took)


async def test_why_is_not_of_another_answer(room: Room) -> None:
    """As when its picture is gone, or the right one came since."""
    found = await answered(room, "cropped.jpg")
    missed = await room.verdict(await room.bob.send_photo(photo("stranger.jpg")))
    room.engine.remove("photographs/barn.jpg")
    room.engine.add("boat", photo("stranger.jpg"))
    for answer in found, missed:
        await room.bob.press(answer, ENGLISH("button-why"))
        assert (await room.reply(answer)).text == ENGLISH("no-proof")


async def test_buttons_follow_a_picture_that_was_renamed(room: Room) -> None:
    """They are of the picture, whatever it is called by now."""
    engine = room.engine
    engine.add("boat", photo("stranger.jpg"))
    answer = await answered(room, "stranger.jpg")
    engine.rename("boat", "sloop")
    engine.rename("sloop", "ship")
    await room.bob.press(answer, ENGLISH("button-why"))
    assert "points lie" in (await room.reply(answer)).text
    await room.bob.press(answer, ENGLISH("button-original"))
    sent = await room.reply(answer, lambda m: "document" in m.json)
    assert sent.json["document"]["file_name"].startswith("ship")
    await room.bob.press(answer, ENGLISH("button-more"))
    heads = ENGLISH("nothing-more"), ENGLISH("more")
    more = await room.reply(answer, lambda m: m.text.startswith(heads))
    assert "ship" not in more.text
    await room.bob.press(answer, ENGLISH("button-wrong"))
    await room.reply(answer, lambda m: m.text.startswith("I will not show ship"))


def test_a_name_is_followed_from_where_it_was_left(tmp_path: Path) -> None:
    """Not from an older time when it was another picture's; one that was removed is gone."""
    with Engine.open(tmp_path, create=True) as engine:
        engine.add("a", photo("stranger.jpg"))
        engine.rename("a", "b")
        engine.rename("b", "a")
        assert (now(engine, "a"), now(engine, "b"), now(engine, "x")) == ("a", "a", "x")
        engine.rename("a", "c")
        engine.add("b", photo("cropped.jpg"))
        assert (now(engine, "a"), now(engine, "b")) == ("c", "b")
        engine.rename("b", "d")
        assert now(engine, "b") == "d"
        engine.remove("c")
        assert now(engine, "c") == "c"


async def test_the_original_file_is_sent_as_it_is(room: Room) -> None:
    """Byte by byte, under its own name."""
    answer = await answered(room, "cropped.jpg")
    await room.bob.press(answer, ENGLISH("button-original"))
    sent = await room.reply(answer, lambda m: "document" in m.json)
    assert sent.json["document"]["file_name"] == "barn.jpg"
    assert kept(room, sent, "document") == room.engine.read("photographs/barn.jpg")


async def test_a_photo_that_is_gone_cannot_be_looked_up_again(room: Room) -> None:
    """Each button says so, once nothing is known of the photo any more."""
    answer = await answered(room, "cropped.jpg")
    await room.stop()
    await room.start()
    refusal = "Bad Request: wrong file_id or the file is temporarily unavailable"
    for number, button in enumerate(["blink", "more", "why", "wrong"], start=1):
        room.sandbox.fail("getFile", code=400, description=refusal)
        await room.bob.press(answer, ENGLISH(f"button-{button}"))
        async with asyncio.timeout(10):
            while sum(m.text == ENGLISH("no-proof") for m in said(room)) < number:  # noqa: ASYNC110
                await asyncio.sleep(0.01)


def said(room: Room) -> list[Message]:
    """All that is in Bob's chat."""
    return room.sandbox.messages(room.bob)


async def test_who_may_not_ask_any_more_may_not_press(data_dir: Path) -> None:
    """A ban takes the buttons, too; what is said then is plain text."""
    async with running(data_dir, access="listed", allowed_ids=frozenset([1002])) as room:
        answer = await answered(room, "cropped.jpg")
        await room.reply(await room.alice.send_text(f"/ban {room.bob.id}"))
        told = await room.bob.press(answer, ENGLISH("button-why"))
        assert told
        assert told.text.endswith(f"Your id, to give to them: {room.bob.id}")
