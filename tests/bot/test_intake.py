"""/add: pictures with a name, tags and what was written of them, one or a whole album."""

from datetime import UTC, datetime

import pytest
from telegram import Chat, Message, PhotoSize

from bot.inbox import Inbox
from bot.intake import Wish, gifts
from bot.tongue import ENGLISH
from search.notes import Note

from .conftest import Room, photo
from .test_answers import Death

NEW = ["stranger.jpg", "plain.png"]


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("", Wish()),
        ("my boat", Wish("my boat")),
        ("my boat #sea #boats #sea", Wish("my boat", ("sea", "boats"))),
        ("#sea my  boat", Wish("my boat", ("sea",))),
        ("a#b # c", Wish("a#b # c")),
        (
            "boat #sea\nIn the harbour.\nIn June.",
            Wish("boat", ("sea",), "In the harbour.\nIn June."),
        ),
    ],
)
def test_name_tags_and_caption(text: str, wish: Wish) -> None:
    """The first line is name and tags, in any order; the rest is the caption."""
    assert Wish.of(text) == wish


def shown(number: int, caption: str | None = None) -> Message:
    """A message with a photo."""
    size = PhotoSize(f"file{number}", f"u{number}", 100, 100)
    chat = Chat(-1001000000001, Chat.SUPERGROUP)
    day = datetime(2026, 11, 21, tzinfo=UTC)
    return Message(number, day, chat, photo=[size], caption=caption)


def test_several_are_numbered() -> None:
    """One is not; without a name it is the day that is numbered."""
    album = [shown(1), shown(2, "a caption")]
    assert [each.name for each in gifts(Wish("x"), album, album[0])] == ["x 1", "x 2"]
    assert [each.name for each in gifts(Wish("x"), album[:1], album[0])] == ["x"]
    named = [each.name for each in gifts(Wish(), album, album[0])]
    assert named == ["photo 2026-11-21 00.00.00 1", "photo 2026-11-21 00.00.00 2"]


def test_a_caption_keeps_its_joiners() -> None:
    """What steers a direction is taken out of it."""
    album = [shown(1, "نمی\u200cشود 👨\u200d👩\u200d👧\u202e.")]
    (gift,) = gifts(Wish("x"), album, album[0])
    assert gift.note.caption == "نمی\u200cشود 👨\u200d👩\u200d👧 ."


async def test_what_was_written_of_a_photo_is_kept_and_shown(room: Room) -> None:
    """Its caption, the tags, and a link to it, below the answer and below the picture."""
    group = room.sandbox.group
    posted = await room.bob.send_photo(photo("stranger.jpg"), group, caption="My new <boat>")
    asked = await room.alice.send_text("/add boat #sea", group, reply_to=posted)
    assert (await room.reply(asked)).text == "Added boat. The collection has 27 pictures."
    link = f"https://t.me/c/1000000001/{posted.id}"
    assert room.engine.note("boat") == Note("My new <boat>", ("sea",), link)
    question = await room.bob.send_photo(photo("stranger.jpg"))
    answer = await room.verdict(question)
    assert answer.text.split("\n")[2:] == ["My new <boat>", "#sea", link]
    picture = await room.reply(question, lambda m: "photo" in m.json)
    assert picture.text.split("\n")[1:] == ["My new <boat>", "#sea", link]
    (change,) = room.engine.changes()
    assert change.by == room.alice.id


async def test_a_caption_below_the_command_is_kept(room: Room) -> None:
    """A private chat has no links."""
    asked = await room.alice.send_photo(
        photo("stranger.jpg"), caption="/add boat #sea\nIn the harbour."
    )
    await room.reply(asked)
    assert room.engine.note("boat") == Note("In the harbour.", ("sea",))
    assert room.engine.shelf("boat") == "uploads"


async def test_an_album_is_added_as_a_whole(room: Room) -> None:
    """One answer, which says of each that failed why."""
    barn = photo("cropped.jpg")
    pictures = [photo("stranger.jpg"), photo("plain.png"), barn]
    asked = await room.alice.send_album(pictures, caption="/add trip #june")
    done = await room.reply(asked[0], lambda m: "Added" in m.text)
    assert done.text.split("\n") == [
        "Added 2 of 3. The collection has 28 pictures.",
        "✓ trip 1",
        "✗ trip 2: trip 2 has too little detail to be found again, so it was not added.",
        "✓ trip 3",
    ]
    assert {"trip 1", "trip 3"} < set(room.engine.names())
    assert room.engine.note("trip 3").tags == ("june",)
    await room.reply(await room.alice.send_text("/help"))
    said = [m for m in room.sandbox.messages(room.alice) if m.sender_id == 4242]
    assert len(said) == 2


async def test_of_an_album_replied_to_only_one_is_seen(room: Room) -> None:
    """Telegram shows no more, and the answer says so."""
    album = await room.alice.send_album([photo(name) for name in NEW])
    await room.verdict(album[0])
    asked = await room.alice.send_text("/add boat", reply_to=album[0])
    told = await room.reply(asked)
    assert told.text.endswith(ENGLISH("added-alone"))


async def test_a_death_in_the_middle_adds_each_once(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was added before is said to be added, and not to be taken."""
    death = Death(room, monkeypatch)
    death.at(Inbox, "done")
    pictures = [photo("stranger.jpg"), photo("cropped.jpg")]
    asked = await room.alice.send_album(pictures, caption="/add trip")
    await death.comes()
    await room.reply(asked[0], lambda m: "Added 2 of 2." in m.text)
    assert len(room.engine) == 28
    assert len(room.engine.changes()) == 2


def test_a_command_is_no_caption(monkeypatch: pytest.MonkeyPatch) -> None:
    """Characters that the library does not take are left out."""
    monkeypatch.setattr(
        "bot.intake.parse", lambda m: ("add", "") if m.caption == "/add" else ("", "")
    )
    made = gifts(Wish("x"), [shown(1, "/add"), shown(2, "a\u200eb\nc")], shown(1))
    assert [each.note.caption for each in made] == ["", "a b\nc"]
