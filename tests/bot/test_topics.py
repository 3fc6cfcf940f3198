"""In a forum everything that the bot says goes into the topic in which it was asked."""

import asyncio
from pathlib import Path

import pytest

from bot.lookup import Lookup
from bot.sandbox import Message, Request
from bot.tongue import ENGLISH

from .conftest import Room, photo, running


async def topic(room: Room) -> Message:
    """The first message of a topic; there is another, and what is said outside of both."""
    group = room.sandbox.group
    await room.alice.open_topic("Other", group)
    await room.bob.send_text("hello", group)
    return await room.alice.open_topic("Barns", group)


def astray(room: Room, began: Message) -> list[Message]:
    """What the bot has said in the group outside of a topic."""
    said = room.sandbox.messages(room.sandbox.group)
    mine = [each for each in said if each.json["from"]["is_bot"]]
    assert mine
    return [each for each in mine if each.json.get("message_thread_id") != began.id]


async def unnamed(room: Room, began: Message) -> list[Request]:
    """Calls that leave it to the message replied to, which may be gone, where they go."""
    group = room.sandbox.group
    there = {m.id for m in room.sandbox.messages(group) if m.json["from"]["is_bot"]}
    async with asyncio.timeout(10):
        while not there <= {number for each in _sent(room) for number in _made(each)}:  # noqa: ASYNC110
            await asyncio.sleep(0.01)  # requests are noted when they are over
    here = [each for each in _sent(room) if str(each.params["chat_id"]) == str(group.id)]
    return [each for each in here if str(each.params.get("message_thread_id")) != str(began.id)]


def _sent(room: Room) -> list[Request]:
    return [each for each in room.sandbox.requests if each.method.startswith("send")]


def _made(request: Request) -> list[int]:
    """The messages that a call sent; a chat action is none."""
    result = request.response.get("result")
    made = result if isinstance(result, list) else [result]
    return [each["message_id"] for each in made if isinstance(each, dict)]


async def test_answers_pictures_and_proofs(room: Room) -> None:
    """/find in reply, an album of pictures, each button's work."""
    group, began = room.sandbox.group, await topic(room)
    posted = await room.bob.send_photo(photo("cropped.jpg"), group, reply_to=began)
    asked = await room.sandbox.carol.send_text("/find", group, posted)
    answer = await room.verdict(asked)
    await room.reply(asked, lambda m: "photo" in m.json)
    carol = room.sandbox.carol
    for button, shown in (("proof", "photo"), ("blink", "animation"), ("original", "document")):
        await carol.press(answer, ENGLISH(f"button-{button}"))
        await room.reply(answer, lambda m, shown=shown: shown in m.json)  # type: ignore[misc]
    for button in ("why", "more", "wrong"):
        before = len(room.sandbox.messages(group))
        await carol.press(answer, ENGLISH(f"button-{button}"))
        await room.reply(answer, lambda m, before=before: m.id > before)  # type: ignore[misc]
    assert not astray(room, began)
    assert not await unnamed(room, began)


async def test_an_album(room: Room) -> None:
    """With a caption that asks; its pictures are an album, too."""
    group, began = room.sandbox.group, await topic(room)
    await room.alice.promote_bot(group)
    photos = [photo("cropped.jpg"), photo("mirrored.jpg")]
    asked = await room.bob.send_album(photos, group, "/find", began)
    await room.verdict(asked[0])
    await room.sent("sendMediaGroup", 1)
    assert not astray(room, began)
    assert not await unnamed(room, began)


async def test_the_nearest_miss(room: Room) -> None:
    """Its picture waits behind a button."""
    group, began = room.sandbox.group, await topic(room)
    posted = await room.bob.send_photo(photo("stranger.jpg"), group, reply_to=began)
    asked = await room.bob.send_text("/find", group, posted)
    await room.bob.press(await room.verdict(asked), ENGLISH("button-nearest"))
    await room.reply(asked, lambda m: "photo" in m.json)
    assert not astray(room, began)
    assert not await unnamed(room, began)


async def test_compare_and_words(room: Room) -> None:
    """/compare's proof; refusals and what it wants."""
    group, began = room.sandbox.group, await topic(room)
    posted = await room.bob.send_photo(photo("cropped.jpg"), group, reply_to=began)
    asked = await room.bob.send_photo(photo("cropped.jpg"), group, "/compare", posted)
    await room.reply(asked, lambda m: "photo" in m.json)
    for text in ("/find", "/compare", "/help", "/stats"):
        await room.reply(await room.bob.send_text(text, group, began))
    assert not astray(room, began)
    assert not await unnamed(room, began)


async def test_an_apology(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """It needs no more of the update than its raw JSON."""

    async def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Lookup, "find", fail)
    group, began = room.sandbox.group, await topic(room)
    asked = await room.bob.send_text("/find", group, began)
    assert (await room.reply(asked)).text == ENGLISH("failed")
    assert not astray(room, began)
    assert not await unnamed(room, began)


async def test_allowing_a_group_in_one_of_its_topics(data_dir: Path) -> None:
    """What begins a topic stands where a reply would; its author is not meant."""
    async with running(data_dir, access="listed") as room:
        group = room.sandbox.group
        began = await room.bob.open_topic("Barns", group)
        told = await room.reply(await room.alice.send_text("/allow", group, began))
        assert str(group.id) in told.text
