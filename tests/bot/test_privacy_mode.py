"""What Telegram's privacy mode lets the bot see of a group, and what is answered there."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.sandbox import Message
from bot.tongue import ENGLISH

from .conftest import Room, photo

README = Path(__file__).parents[2] / "README.md"
NAME = "@kazami_sandbox_bot"
SHOWN = ["cropped.jpg", "mirrored.jpg", "captioned.jpg"]


async def reply(room: Room, text: str) -> Message:
    """In words, to Bob's photo."""
    posted = await room.bob.send_photo(photo("cropped.jpg"), room.sandbox.group)
    return await room.sandbox.carol.send_text(text, room.sandbox.group, posted)


async def caption(room: Room, text: str | None) -> Message:
    """Below a photo."""
    return await room.bob.send_photo(photo("cropped.jpg"), room.sandbox.group, text)


async def answer(room: Room) -> Message:
    """A photo in reply to what the bot has said."""
    said = await room.reply(await room.bob.send_text("/find", room.sandbox.group))
    return await room.bob.send_photo(photo("cropped.jpg"), room.sandbox.group, reply_to=said)


async def album(room: Room) -> Message:
    """The last photo of an album, whose first has the command."""
    photos = [photo(name) for name in SHOWN]
    return (await room.bob.send_album(photos, room.sandbox.group, "/find"))[-1]


async def replied(room: Room) -> Message:
    """The last photo of an album that the bot may have seen; the first is asked about."""
    first, *_, last = await room.bob.send_album([photo(n) for n in SHOWN], room.sandbox.group)
    await room.sandbox.carol.send_text("/find", room.sandbox.group, first)
    return last


ROWS: dict[str, Callable[[Room], Awaitable[Message]]] = {
    "`/find` in reply to a photo": lambda room: reply(room, "/find"),
    "a photo with `/find` below it": lambda room: caption(room, "/find"),
    "the bot's `@name` in reply to a photo": lambda room: reply(room, f"{NAME}?"),
    "a photo with the bot's `@name` below it": lambda room: caption(room, NAME),
    "the other photos of such an album": album,
    "the other photos of an album, one of which is replied to": replied,
    "a photo in reply to the bot, without a word": answer,
    "a plain photo": lambda room: caption(room, None),
}


def table() -> dict[str, tuple[str, str]]:
    """What the README says: in privacy mode, and else."""
    text = README.read_text("utf-8").partition("| in a group |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| (.*?) \| ([a-z ]+) \| ([a-z ]+) \|$", text, re.MULTILINE)
    return {what: (private, full) for what, private, full in rows}


def said(room: Room) -> list[Message]:
    """The bot's answers in the group, but for what it wants and pictures."""
    there = room.sandbox.messages(room.sandbox.group)
    answers = [m for m in there if m.json["from"]["is_bot"] and "photo" not in m.json]
    return [m for m in answers if m.text != ENGLISH("find-what")]


async def settled(room: Room) -> None:
    """Both lanes of the group are empty: they are worked through in order."""
    await room.verdict(await caption(room, "/find"))
    await room.verdict(await reply(room, "/find"))


def answered(asked: Message, answers: list[Message]) -> bool:
    """Whether an answer is about a message: it replies to it, or counts all of its album."""
    to = [each.json["reply_to_message"] for each in answers]
    if "media_group_id" not in asked.json:
        return asked.id in [each["message_id"] for each in to]
    about = [
        each.text.count("\n")
        for each, asking in zip(answers, to, strict=True)
        if asking.get("media_group_id") == asked.json["media_group_id"]
    ]
    return about == [len(SHOWN) - 1]


def test_the_table_has_these_rows() -> None:
    """Each is tried below."""
    assert table().keys() == ROWS.keys()


@pytest.mark.parametrize("admin", [False, True])
@pytest.mark.parametrize("what", ROWS)
async def test_the_readme_tells_what_is_seen(room: Room, what: str, *, admin: bool) -> None:
    """And what is answered."""
    if admin:
        await room.alice.promote_bot(room.sandbox.group)
    asked = await ROWS[what](room)
    await settled(room)
    seen = "seen" if asked.meant_for_bot else "not seen"
    is_answered = answered(asked, said(room))
    assert ("answered" if is_answered else seen) == table()[what][admin]


@pytest.mark.parametrize("admin", [False, True])
async def test_an_album_that_asks_is_answered_once(room: Room, *, admin: bool) -> None:
    """Numbered where all of it reaches the bot; in privacy mode the one with the caption."""
    if admin:
        await room.alice.promote_bot(room.sandbox.group)
    await album(room)
    await settled(room)
    first, *others = said(room)
    assert len(others) == 2  # those of `settled`
    numbers = re.findall(r"^(\d)\. Found: photographs/(\w+)", first.text, re.MULTILINE)
    wanted = [("1", "barn"), ("2", "macaws"), ("3", "lighthouse")]
    assert numbers == (wanted if admin else [])
    assert first.text.startswith("1. " if admin else "Found it.\nphotographs/barn.jpg")


@pytest.mark.parametrize("admin", [False, True])
async def test_a_reply_to_one_photo_of_an_album_is_about_that_one(
    room: Room, *, admin: bool
) -> None:
    """Telegram hands over no other, and nothing is kept of what was seen before."""
    if admin:
        await room.alice.promote_bot(room.sandbox.group)
    posted = await room.bob.send_album([photo(name) for name in SHOWN], room.sandbox.group)
    for each, name in zip(posted, ("barn", "macaws", "lighthouse"), strict=True):
        asked = await room.sandbox.carol.send_text("/find", room.sandbox.group, each)
        assert (await room.verdict(asked)).text.startswith(f"Found it.\nphotographs/{name}.jpg")


@pytest.mark.parametrize("admin", [False, True])
async def test_an_album_in_reply_may_ask_by_its_caption(room: Room, *, admin: bool) -> None:
    """The photos of the album are meant, not the one that it replies to."""
    if admin:
        await room.alice.promote_bot(room.sandbox.group)
    posted = await room.bob.send_photo(photo("stranger.jpg"), room.sandbox.group)
    photos = [photo(name) for name in SHOWN]
    asked = await room.sandbox.carol.send_album(photos, room.sandbox.group, NAME, posted)
    answer = await room.verdict(asked[0])
    assert "barn" in answer.text
    assert ("macaws" in answer.text) is admin
