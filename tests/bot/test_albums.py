"""Albums are one question, and get one answer."""

import html
import re
from pathlib import Path

import pytest

from bot import replies
from bot.lookup import Lookup
from bot.sandbox import Message
from bot.tongue import ENGLISH
from search.verdict import Answer, Match

from .conftest import Room, photo, running
from .test_answers import Death

SHOWN = ["cropped.jpg", "stranger.jpg", "mirrored.jpg"]


def said(room: Room, asked: list[Message]) -> list[Message]:
    """What the bot said to any message of an album, but for pictures."""
    ids = {each.id for each in asked}
    to = [(m, m.json.get("reply_to_message", {}).get("message_id")) for m in _all(room, asked)]
    return [m for m, number in to if number in ids and "photo" not in m.json]


def _all(room: Room, asked: list[Message]) -> list[Message]:
    return room.sandbox.messages(room.sandbox.world.chats[asked[0].chat_id])


async def settled(room: Room) -> None:
    """Whatever else was to be said has been said: texts wait for nothing but photos before."""
    await room.verdict(await room.bob.send_photo(photo("captioned.jpg")))


async def test_an_album_is_answered_once_and_numbered(room: Room) -> None:
    """Each photo has its line, what was found its picture and its proof."""
    asked = await room.bob.send_album([photo(name) for name in SHOWN])
    answer = await room.verdict(asked[0])
    first, second, third = answer.text.split("\n")
    assert first.startswith("1. Found: photographs/barn.jpg")
    assert second == "2. This photo is not in the collection."
    assert third.startswith("3. Found: photographs/macaws.jpg")
    assert [b["text"] for b in answer.buttons] == ["Proof 1", "Proof 3"]
    (album,) = await room.sent("sendMediaGroup", 1)
    assert len(album.files) == 2
    await settled(room)
    assert [m.id for m in said(room, asked)] == [answer.id]
    await room.bob.press(answer, "Proof 3")
    assert (await room.reply(answer, lambda m: "photo" in m.json)).text == ENGLISH("proven")


async def test_a_picture_that_two_photos_show_is_sent_once(room: Room) -> None:
    """The answer has a line for each."""
    asked = await room.bob.send_album([photo("cropped.jpg")] * 2)
    first, second = (await room.verdict(asked[0])).text.split("\n")
    assert first[2:] == second[2:]
    await settled(room)
    assert len(await room.sent("sendPhoto", 2)) == 2  # with that of the photo after it
    assert not await room.sent("sendMediaGroup")


async def test_an_album_in_which_nothing_is_found_sends_no_pictures(room: Room) -> None:
    """Only its lines."""
    asked = await room.bob.send_album([photo("stranger.jpg"), photo("plain.png")])
    lines = (await room.verdict(asked[0])).text.split("\n")
    assert [line[:3] for line in lines] == ["1. ", "2. "]
    await settled(room)
    assert not await room.sent("sendMediaGroup")


@pytest.mark.parametrize(("command", "text"), [("/help", "help"), ("/watch", "watching")])
async def test_the_rest_of_an_album_whose_command_takes_none_is_left_alone(
    room: Room, command: str, text: str
) -> None:
    """The command is answered, and nothing is looked up."""
    asked = await room.bob.send_album([photo(name) for name in SHOWN], caption=command)
    answer = await room.verdict(asked[0])
    assert answer.text.split("\n")[0] == plain(ENGLISH(text)).split("\n")[0]
    await settled(room)
    assert [m.id for m in said(room, asked)] == [answer.id]


def plain(text: str) -> str:
    """Without its markup."""
    return html.unescape(re.sub("<[^>]+>", "", text))


async def test_an_album_in_a_group_is_looked_up_when_it_is_asked_for(data_dir: Path) -> None:
    """Where the bot sees all of it: the command stands below one photo only."""
    async with running(data_dir) as room:
        group = room.sandbox.group
        await room.alice.promote_bot(group)
        asked = await room.bob.send_album([photo(n) for n in SHOWN], group, caption="/find")
        answer = await room.verdict(asked[0])
        assert [line[0] for line in answer.text.split("\n")] == ["1", "2", "3"]


async def test_a_death_in_the_middle_of_an_album_leaves_one_answer(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever of its messages comes first after it, the same placeholder is edited."""
    death = Death(room, monkeypatch)
    death.at(Lookup, "_look_up")
    asked = await room.bob.send_album([photo(name) for name in SHOWN])
    await death.comes()
    await room.sent("sendMediaGroup", 1)
    await settled(room)
    (answer,) = said(room, asked)
    assert [line[0] for line in answer.text.split("\n")] == ["1", "2", "3"]


async def test_what_is_too_much_of_an_album_is_said(data_dir: Path) -> None:
    """The first ones are looked up."""
    async with running(data_dir, photos_per_minute=2) as room:
        asked = await room.bob.send_album([photo(name) for name in SHOWN])
        first, second, note = (await room.verdict(asked[0])).text.split("\n")
        assert (first[0], second[0]) == ("1", "2")
        assert note == ENGLISH("enough", most=2)


async def test_an_album_is_refused_once(data_dir: Path) -> None:
    """Below its first photo, to somebody who may not ask."""
    async with running(data_dir, access="listed") as room:
        asked = await room.bob.send_album([photo(name) for name in SHOWN])
        refusal = await room.verdict(asked[0])
        assert refusal.text.endswith(f"Your id, to give to them: {room.bob.id}")
        await settled(room)
        assert [m.id for m in said(room, asked)] == [refusal.id]


def test_ten_of_the_longest_answers_fit_a_message() -> None:
    """Telegram's 4,096 UTF-16 units, once its entities are taken out."""
    match = Match("😀&" * 300, None, 1.0, report=("x" * 300,))
    for longest in (
        Answer("kaze", "same", (match,) * 5),
        Answer("kaze", "unreadable", error="😀" * 5000),
    ):
        text = html.unescape(re.sub("</?b>", "", replies.answers(ENGLISH, [longest] * 10)))
        note = ENGLISH("enough", most=30)
        assert len(f"{text}\n{note}".encode("utf-16-le")) // 2 <= 4096
