"""Where the bot is no member its name calls it, and it answers once."""

import html
import re
from pathlib import Path

import pytest
from telegram import Chat, Message, User
from telegram.ext import ExtBot

from bot import replies
from bot.lookup import Lookup
from bot.people import place
from bot.sandbox import Message as Said
from bot.sandbox import Person
from bot.tongue import ENGLISH, NAMES, Tongue
from search.verdict import Answer, Match

from .conftest import Room, photo, running
from .test_answers import Death

NAME = "@kazami_sandbox_bot"


async def called(room: Room, name: str = "cropped.jpg", person: Person | None = None) -> Said:
    """Bob posts a photo where the bot is no member; he or somebody else calls it."""
    posted = await room.bob.send_photo(photo(name), room.sandbox.elsewhere)
    caller = person or room.bob
    return await caller.send_text(f"{NAME} which?", room.sandbox.elsewhere, posted)


async def known(room: Room) -> None:
    """The barn has been shown somewhere, so that Telegram has it."""
    asked = await room.bob.send_photo(photo("cropped.jpg"))
    await room.reply(asked, lambda m: "photo" in m.json)
    await room.verdict(await room.bob.send_photo(photo("stranger.jpg")))  # its id is kept by now


def said(room: Room) -> list[Said]:
    """What the bot has said there."""
    there = room.sandbox.messages(room.sandbox.elsewhere)
    return [each for each in there if each.json["from"]["is_bot"]]


async def settled(room: Room) -> None:
    """Whatever was to be said to guests has been said: they are answered one after the other."""
    alone = await room.alice.send_text(NAME, room.sandbox.elsewhere)
    await room.reply(alone)


async def test_a_picture_that_telegram_has_comes_with_the_answer(room: Room) -> None:
    """One message: the picture; below it verdict, name, value."""
    await known(room)
    answer = await room.reply(await called(room))
    assert "photo" in answer.json
    assert re.match(r"Found it\.\nphotographs/barn\.jpg ·\xa0\d+\xa0%", answer.text)
    assert said(room) == [answer]


async def test_a_picture_that_was_never_sent_is_named(room: Room) -> None:
    """In a text: no bot can upload where it is no member."""
    answer = await room.reply(await called(room))
    assert "photo" not in answer.json
    assert answer.text.startswith("Found it.\nphotographs/barn.jpg")
    assert not await room.sent("sendMessage")
    assert len(await room.sent("answerGuestQuery", 1)) == 1


async def test_a_photo_may_have_its_name_below(room: Room) -> None:
    """Then that is looked up."""
    asked = await room.bob.send_photo(photo("mirrored.jpg"), room.sandbox.elsewhere, NAME)
    assert "macaws" in (await room.reply(asked)).text


async def test_a_picture_that_telegram_has_forgotten_is_named(room: Room) -> None:
    """The text is the second try."""
    await known(room)
    room.sandbox.fail(
        "answerGuestQuery", code=400, description="Bad Request: FILE_REFERENCE_EXPIRED"
    )
    answer = await room.reply(await called(room))
    assert "photo" not in answer.json
    assert "barn" in answer.text


@pytest.mark.parametrize(("name", "text"), [("stranger.jpg", "none"), ("plain.png", "plain")])
async def test_what_is_not_found_is_said(room: Room, name: str, text: str) -> None:
    """As anywhere."""
    assert (await room.reply(await called(room, name))).text == ENGLISH(text)


async def test_without_a_photo_it_says_what_it_wants(room: Room) -> None:
    """In a text of others, too; a command is nothing special."""
    elsewhere = room.sandbox.elsewhere
    text = await room.bob.send_text("hello", elsewhere)
    for asked in (
        await room.bob.send_text(NAME, elsewhere),
        await room.bob.send_text(f"{NAME} eh?", elsewhere, text),
        await room.alice.send_text(f"/reindex {NAME}", elsewhere),
    ):
        assert (await room.reply(asked)).text == ENGLISH("guest-what")
    await room.bob.send_text("/find", elsewhere)
    await settled(room)
    assert len(said(room)) == 4


async def test_who_may_not_ask_is_told_so(data_dir: Path) -> None:
    """Until an admin allows the person or the chat; a ban counts too."""
    async with running(data_dir, access="listed") as room:
        refused = await room.reply(await called(room))
        assert refused.text == re.sub("<.*?>", "", ENGLISH("refusal", id=str(room.bob.id)))
        await room.reply(await room.alice.send_text(f"/allow {room.bob.id}"))
        assert "barn" in (await room.reply(await called(room))).text
        await room.reply(await room.alice.send_text(f"/ban {room.sandbox.elsewhere.id}"))
        assert (await room.reply(await called(room))).text == refused.text
        admin = await called(room, person=room.alice)
        assert "barn" in (await room.reply(admin)).text


@pytest.mark.parametrize(
    ("kind", "query", "expected"),
    [
        ("private", "7", 1002),  # a chat of Bob's with Alice; its id is hers
        ("private", None, 1001),
        ("supergroup", "7", 1001),
    ],
)
def test_a_private_chat_of_others_grants_nothing(
    kind: str, query: str | None, expected: int
) -> None:
    """Its id may be that of somebody who is allowed, or has chosen a language."""
    message = Message(
        *(1, None, Chat(1001, kind)),  # type: ignore[arg-type]
        from_user=User(1002, "Bob", is_bot=False),
        guest_query_id=query,
    )
    assert place(message) == expected


async def test_the_same_quota_counts(data_dir: Path) -> None:
    """With what was asked in other chats; the first that is too much is told so."""
    async with running(data_dir, photos_per_minute=1) as room:
        await room.verdict(await room.bob.send_photo(photo("stranger.jpg")))
        assert (await room.reply(await called(room))).text == ENGLISH("enough", most=1)
        again = await called(room)
        await settled(room)
        replied = {m.json.get("reply_to_message", {}).get("message_id") for m in said(room)}
        assert again.id not in replied


async def test_whoever_calls_is_spoken_to_in_their_language(room: Room) -> None:
    """That of the app, or the one that they chose in private."""
    room.bob.language = "de"
    asked = await called(room, "stranger.jpg")
    assert (await room.reply(asked)).text == Tongue("de")("none")
    choice = await room.reply(await room.bob.send_text("/language"))
    await room.bob.press(choice, NAMES["ja"])
    await room.sandbox.until(lambda m: m.text == Tongue("ja")("language-set"), room.bob)
    asked = await called(room, "stranger.jpg")
    assert (await room.reply(asked)).text == Tongue("ja")("none")


async def test_an_empty_collection_is_said_to_be_so(tmp_path: Path) -> None:
    """To guests, too."""
    async with running(tmp_path) as room:
        assert (await room.reply(await called(room))).text == ENGLISH("no-pictures")


async def test_an_answer_that_may_have_arrived_is_not_given_twice(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    """Telegram refuses the second; that is no fault."""
    caplog.set_level("INFO", "bot")
    room.sandbox.fail("answerGuestQuery", code=0, carried_out=True)
    await called(room)
    await settled(room)
    assert len(said(room)) == 2
    assert "takes no answer any more" in caplog.text
    assert not [each for each in caplog.records if each.levelname == "ERROR"]


@pytest.mark.parametrize("after", [False, True])
async def test_a_death_before_or_after_the_answer_leaves_one(
    room: Room, monkeypatch: pytest.MonkeyPatch, *, after: bool
) -> None:
    """The update is handled twice."""
    death = Death(room, monkeypatch)
    death.at(ExtBot, "answer_guest_query", after=after)
    asked = await called(room)
    await death.comes()
    assert "barn" in (await room.reply(asked)).text
    await settled(room)
    assert len(said(room)) == 2


async def test_a_query_that_telegram_does_not_know_is_passed_over(room: Room) -> None:
    """Nothing is said, and nothing is kept as a dead letter."""
    asked = await room.bob.send_photo(photo("cropped.jpg"), room.sandbox.elsewhere)
    room.sandbox.world.updates.add("guest_message", {**asked.json, "guest_query_id": "7"})
    await settled(room)
    assert len(said(room)) == 1
    assert not room.sandbox.messages(room.alice)


async def test_what_cannot_be_handled_gets_an_apology(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the same way; the chat is not the bot's to write in."""

    async def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Lookup, "_look_up", fail)
    room.bob.language = "fr"
    asked = await called(room)
    assert (await room.reply(asked)).text == Tongue("fr")("failed")
    elsewhere = str(room.sandbox.elsewhere.id)
    assert not [r for r in await room.sent("sendMessage") if str(r.params["chat_id"]) == elsewhere]


async def test_guest_messages_are_asked_for(room: Room) -> None:
    """Telegram gives no kind of update that is not named."""
    await room.reply(await called(room))
    assert "guest_message" in room.sandbox.world.updates.allowed


def test_the_longest_answer_fits_below_a_picture() -> None:
    """Telegram's 1,024 UTF-16 units, in every language."""
    match = Match("😀&" * 300, None, 1.0, report=("x" * 300,))
    for code in NAMES:
        t = Tongue(code)
        for at in (None, 3725.0):
            text = replies.below(t, Answer("kaze", "maybe", (match,) * 10, at=at))
            shown = html.unescape(re.sub("</?b>", "", f"{text}\n{t('preview')}"))
            assert len(shown.encode("utf-16-le")) // 2 <= 1024, code
