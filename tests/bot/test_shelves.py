"""Shelves and roles: who changes what, and which chat finds it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.inbox import Inbox
from bot.sandbox import Person
from bot.sandbox.records import Chat
from bot.shelves import named
from bot.tongue import ENGLISH

from .conftest import Room, photo
from .test_answers import Death

STRANGER = "stranger.jpg"


async def say(room: Room, person: Person, text: str, chat: Chat | None = None) -> str:
    """Somebody says it, and is told."""
    return (await room.reply(await person.send_text(text, chat))).text


async def find(room: Room, person: Person, chat: Chat | None = None) -> str:
    """The answer to the stranger's photo."""
    asked = await person.send_photo(photo(STRANGER), chat, caption="/find")
    return (await room.verdict(asked)).text


async def add(room: Room, person: Person, name: str, chat: Chat | None = None) -> str:
    """Somebody adds the stranger's photo."""
    asked = await person.send_photo(photo(STRANGER), chat, caption=f"/add {name}")
    return (await room.reply(asked)).text


@pytest.fixture
async def editor(room: Room) -> Person:
    """Bob, whom Alice has made one."""
    said = await say(room, room.alice, f"/editor {room.bob.id}")
    assert said.startswith(f"{room.bob.id} may add")
    return room.bob


async def test_what_a_group_adds_is_found_in_that_group_only(room: Room, editor: Person) -> None:
    """Not by its members elsewhere; by an admin who asks for it in private."""
    group = room.sandbox.group
    assert (await add(room, editor, "ours", group)).startswith("Added ours.")
    assert room.engine.shelf("ours") == f"chat {group.id}"
    assert "ours" in await find(room, editor, group)
    for person in (room.bob, room.sandbox.carol, room.alice):
        assert "ours" not in await find(room, person)
        listed = await say(room, person, "/collections")
        assert ("chat" in listed.split("\n", 1)[1]) == (person is room.alice)
    assert "● here: 1 picture" in await say(room, room.sandbox.carol, "/collections", group)
    assert "There is no shelf" in await say(room, room.bob, f"/use chat {group.id}")
    assert "●" in await say(room, room.alice, f"/use folder chat {group.id}")
    assert "ours" in await find(room, room.alice)


async def test_a_chat_looks_up_where_it_chose(room: Room) -> None:
    """Also behind the buttons, and after a restart; all of it can be had again."""
    await add(room, room.alice, "boat")
    assert (await say(room, room.bob, "/collections")).split("\n")[1:] == [
        "● folder: 26 pictures",
        "● uploads: 1 picture",
    ]
    told = await say(room, room.bob, "/use uploads")
    assert told.split("\n")[1:] == ["○ folder: 26 pictures", "● uploads: 1 picture"]
    assert "boat" in await find(room, room.bob)
    answer = await room.verdict(await room.bob.send_photo(photo(STRANGER)))
    await room.bob.press(answer, ENGLISH("button-more"))
    await room.reply(answer, lambda m: m.text == ENGLISH("nothing-more"))
    await room.stop()
    await room.start()
    answer = await room.verdict(await room.bob.send_photo(photo("cropped.jpg")))
    assert "barn" not in answer.text
    await say(room, room.bob, "/use all")
    answer = await room.verdict(await room.bob.send_photo(photo("cropped.jpg")))
    assert "barn" in answer.text


async def test_in_a_group_its_leaders_choose(room: Room) -> None:
    """And the bot's admins; anything else is said to be wrong."""
    group, bob = room.sandbox.group, room.bob
    assert await say(room, bob, "/use folder", group) == ENGLISH("group-admins-only")
    group.members[bob.id] = "administrator"
    assert await say(room, bob, "/use", group) == ENGLISH("use-what")
    assert "There is no shelf <x>" in await say(room, bob, "/use folder <x>", group)
    assert "● folder" in await say(room, bob, "/use folder here", group)


async def test_a_group_does_not_look_where_nothing_is(room: Room) -> None:
    """From then on it would find nothing, and nobody would know why."""
    group, alice = room.sandbox.group, room.alice
    assert await say(room, alice, "/use here", group) == ENGLISH("shelf-empty")
    assert "● folder" in await say(room, alice, "/collections", group)


async def test_editors_change_their_shelves_only(room: Room, editor: Person) -> None:
    """What they cannot see does not exist; what is the admins' is said to be so."""
    group = room.sandbox.group
    await add(room, editor, "ours", group)
    await add(room, room.alice, "boat")
    assert "only the bot's admins" in await say(room, editor, "/remove photographs/barn.jpg")
    assert "only the bot's" in await say(room, editor, "/rename photographs/barn.jpg -> barn")
    for name in ("ours", "our"):
        assert await say(room, editor, f"/remove {name}") == f"There is no picture named {name}."
    assert await say(room, editor, "/rename boat -> ship") == "boat is ship now."
    assert await say(room, editor, "/rename ours -> mine", group) == "ours is mine now."
    assert await say(room, editor, "/remove mine", group) == "Removed mine."
    for command in ("/reindex", "/unreadable", f"/editor {room.sandbox.carol.id}", "/stats"):
        assert await say(room, editor, command) == ENGLISH("only-admins")


async def test_editors_take_back_what_is_theirs(room: Room, editor: Person) -> None:
    """An admin may take back the newest of all."""
    await add(room, editor, "theirs")
    await add(room, room.alice, "mine")
    await add(room, editor, "last")
    assert "last is not in" in await say(room, editor, "/undo any")
    assert "theirs is not in" in await say(room, editor, "/undo")
    assert await say(room, editor, "/undo") == ENGLISH("undo-nothing")
    await add(room, editor, "again")
    assert "mine is not in" in await say(room, room.alice, "/undo")
    assert "again is not in" in await say(room, room.alice, "/undo any")


async def test_an_editor_no_more(room: Room, editor: Person) -> None:
    """In reply, turned round; a ban is stronger, too."""
    posted = await editor.send_text("hello", room.sandbox.group)
    for expected in ("editor-off", "editor-on"):
        asked = await room.alice.send_text("/editor", room.sandbox.group, reply_to=posted)
        said = (await room.reply(asked)).text
        assert ("may not" in said) == (expected == "editor-off")
        refused = await add(room, editor, "x")
        assert (refused == ENGLISH("only-editors")) == (expected == "editor-off")
    await say(room, room.alice, f"/editor {editor.id} off")
    assert await say(room, editor, "/undo") == ENGLISH("only-editors")
    await say(room, room.alice, f"/editor {editor.id} on")
    await say(room, room.alice, f"/ban {editor.id}")
    assert await say(room, editor, "/undo") == ENGLISH("only-editors")
    assert await say(room, room.alice, "/editor") == ENGLISH("editor-whom")
    assert await say(room, room.alice, "/editor", room.sandbox.group) == ENGLISH("editor-whom")


async def test_a_death_does_not_turn_it_round_twice(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was decided is on disk."""
    death = Death(room, monkeypatch)
    death.at(Inbox, "done")
    await room.alice.send_text(f"/editor {room.bob.id}")
    await death.comes()
    await say(room, room.alice, "/help")
    assert (await add(room, room.bob, "boat")).startswith("Added")


@pytest.mark.usefixtures("editor")
async def test_forgetting_forgets_editors(room: Room, data_dir: Path) -> None:
    """They have to be made one again."""
    await say(room, room.bob, "/forget")
    with closing(sqlite3.connect(data_dir / "bot.sqlite")) as database:
        assert database.execute("SELECT * FROM editors").fetchall() == []
    assert await say(room, room.bob, "/undo") == ENGLISH("only-editors")


def test_names_may_have_spaces() -> None:
    """The longest that fits counts."""
    known = ["a", "a b", "chat -100", "c"]
    assert named("a b c chat -100 a", known) == ["a b", "c", "chat -100", "a"]
    with pytest.raises(LookupError, match="b"):
        named("a c b", known)


async def test_a_group_chooses_its_shelves_by_buttons(room: Room, editor: Person) -> None:
    """Its admins do, from /settings on; the answers follow."""
    group = room.sandbox.group
    await add(room, editor, "ours", group)
    asked = await room.alice.send_text("/settings", group)
    settings = await room.reply(asked)
    told = await room.sandbox.carol.press(settings, ENGLISH("button-shelves"))
    assert told
    assert told.text == ENGLISH("group-admins-only")
    await room.alice.press(settings, ENGLISH("button-shelves"))
    shown = await room.reply(asked, lambda m: "here" in m.text)
    assert [each["text"] for each in shown.buttons] == ["✓ here", "✓ folder"]
    await room.alice.press(shown, "✓ here")
    await room.reply(asked, lambda m: [b["text"] for b in m.buttons] == ["here", "✓ folder"])
    assert "ours" not in await find(room, room.bob, group)
    await room.alice.press(shown, "✓ folder")
    await room.reply(shown, lambda m: m.text == ENGLISH("shelf-last"))
    assert "ours" not in await find(room, room.bob, group)
    await room.alice.press(shown, "here")
    await room.reply(asked, lambda m: [b["text"] for b in m.buttons] == ["✓ here", "✓ folder"])
    assert "ours" in await find(room, room.bob, group)
