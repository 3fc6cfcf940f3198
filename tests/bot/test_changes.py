"""Changes by hand: named, taken back, and done once whatever happens."""

import pytest

from bot.inbox import Inbox
from bot.sandbox import Message
from bot.tongue import ENGLISH

from .conftest import Room, photo
from .test_answers import Death


async def say(room: Room, text: str, to: Message | None = None) -> str:
    """Alice says it, and is told."""
    return (await room.reply(await room.alice.send_text(text, reply_to=to))).text


@pytest.fixture
async def boat(room: Room) -> str:
    """A picture that Alice has added."""
    room.engine.add("boat", photo("stranger.jpg"), by=room.alice.id)
    return "boat"


@pytest.mark.parametrize("arrow", [" -> ", "=>", " → "])
@pytest.mark.usefixtures("boat")
async def test_rename(room: Room, arrow: str) -> None:
    """It is found by its new name."""
    assert await say(room, f"/rename boat{arrow}<the> boat") == "boat is <the> boat now."
    answer = await room.verdict(await room.bob.send_photo(photo("stranger.jpg")))
    assert "<the> boat" in answer.text


@pytest.mark.usefixtures("boat")
async def test_rename_in_reply_to_a_picture(room: Room) -> None:
    """Which says its name; what others say is no name."""
    question = await room.alice.send_photo(photo("stranger.jpg"))
    picture = await room.reply(question, lambda m: "photo" in m.json)
    assert await say(room, "/rename ship", to=picture) == "boat is ship now."
    forged = await room.alice.send_photo(photo("plain.png"), caption="ship · 90\u00a0%")
    assert await say(room, "/rename mine", to=forged) == ENGLISH("rename-what")


@pytest.mark.usefixtures("boat")
async def test_remove_in_reply_to_a_picture(room: Room) -> None:
    """As with /rename; a name that is written counts, and what others say is no name."""
    question = await room.alice.send_photo(photo("stranger.jpg"))
    picture = await room.reply(question, lambda m: "photo" in m.json)
    forged = await room.alice.send_photo(photo("plain.png"), caption="boat · 90\u00a0%")
    assert await say(room, "/remove", to=forged) == ENGLISH("remove-what")
    assert "named bat" in await say(room, "/remove bat", to=picture)
    assert await say(room, "/remove", to=picture) == "Removed boat."
    assert await say(room, "/remove", to=picture) == "There is no picture named boat."


@pytest.mark.usefixtures("boat")
async def test_a_name_may_have_an_arrow(room: Room) -> None:
    """The old one is one that there is."""
    assert await say(room, "/rename boat -> a -> b") == "boat is a -> b now."
    assert await say(room, "/rename a -> b -> boat") == "a -> b is boat now."


@pytest.mark.usefixtures("boat")
async def test_what_cannot_be_renamed(room: Room) -> None:
    """A name that is no name, one that is taken, a picture of a folder, and none at all."""
    assert await say(room, "/rename") == ENGLISH("rename-what")
    assert await say(room, "/rename boat ->") == ENGLISH("rename-what")
    assert "There is no picture named bat.\n• boat" in await say(room, "/rename bat -> x")
    assert "named Hats.\n• photographs/hats.jpg" in await say(room, "/remove Hats")
    assert "already" in await say(room, "/rename boat -> photographs/barn.jpg")
    assert "name of its file" in await say(room, "/rename photographs/barn.jpg -> barn")


async def test_undo_says_what_was_taken_back(room: Room) -> None:
    """Newest first, until nothing of theirs is left; what others did stays."""
    room.engine.add("other", photo("cropped.jpg"), by=room.bob.id)
    await say(room, "/remove photographs/hats.jpg")
    asked = await room.alice.send_photo(photo("stranger.jpg"), caption="/add boat")
    await room.reply(asked)
    await say(room, "/rename boat -> ship")
    before = [
        "Taken back: ship is boat again.",
        "Taken back: boat is not in the collection any more.",
        "Taken back: photographs/hats.jpg is in the collection again.",
        ENGLISH("undo-nothing"),
    ]
    assert [await say(room, "/undo") for _ in before] == before
    assert "other" in room.engine.names()
    assert len(room.engine) == 27


async def test_undo_any_says_that_nobody_did_anything(room: Room) -> None:
    """Not that whoever asks did not."""
    room.engine.add("other", photo("stranger.jpg"), by=room.bob.id)
    assert await say(room, "/undo") == ENGLISH("undo-nothing")
    assert "other is not in" in await say(room, "/undo any")
    assert await say(room, "/undo any") == ENGLISH("undo-nothing-at-all")


@pytest.mark.parametrize("after", [False, True])
async def test_a_death_does_not_undo_twice(
    room: Room, monkeypatch: pytest.MonkeyPatch, *, after: bool
) -> None:
    """Before it was taken back, or after: the same one is, and the answer says so."""
    for name in ("boat", "other"):
        room.engine.add(name, photo("stranger.jpg"), by=room.alice.id)
    death = Death(room, monkeypatch)
    death.at(Inbox, "done" if after else "write", after=not after)
    asked = await room.alice.send_text("/undo")
    await death.comes()
    await room.reply(asked, lambda m: "other is not in" in m.text)
    await say(room, "/help")
    assert "boat" in room.engine.names()
    assert "other" not in room.engine.names()


@pytest.mark.usefixtures("boat")
async def test_a_death_is_not_noticed_below_a_picture(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whose name is gone by then."""
    world, shown = room.sandbox.world, {"text": "", "caption": "boat · 90\u00a0%"}
    picture = world.say(room.alice.chat, world.bot, shown, None)
    death = Death(room, monkeypatch)
    death.at(Inbox, "done")
    asked = await room.alice.send_text("/remove", reply_to=picture)
    first = await room.reply(asked)
    await death.comes()
    await say(room, "/help")
    said = [m.text for m in room.sandbox.messages(room.alice) if m.sender_id == 4242]
    assert said.count(first.text) == 2


@pytest.mark.parametrize("command", ["/rename boat -> ship", "/remove boat"])
@pytest.mark.usefixtures("boat")
async def test_a_death_is_not_noticed(
    room: Room, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """What was done before it is said to be done, and not to be impossible."""
    death = Death(room, monkeypatch)
    death.at(Inbox, "done")
    asked = await room.alice.send_text(command)
    first = await room.reply(asked)
    await death.comes()
    await say(room, "/help")
    said = [m.text for m in room.sandbox.messages(room.alice) if m.sender_id == 4242]
    assert said[:2] == [first.text, first.text]
    assert len(room.engine.changes()) == 2
