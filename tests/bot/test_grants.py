"""Only admins administer: whoever else tries, in whatever guise, is refused once and gets nothing.

The settings are as bad as they can be: ADMIN_IDS names Telegram's own accounts, too.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot import commands
from bot.catalog import BUTTON_SECONDS, Catalog
from bot.sandbox import Message
from bot.sandbox.entities import parse_text
from bot.sandbox.records import Chat, Json
from bot.tongue import ENGLISH
from search.reindex import Progress, Report

from .conftest import Room, running

ADMIN = (
    *("/reindex", "/add x", "/rename photographs/barn.jpg -> barn"),
    *("/remove photographs/barn.jpg", "/undo", "/stats"),
    *(
        "/unreadable",
        "/duplicates",
        "/status",
        "/backup",
        "/editor 1003",
        "/allow 1003",
        "/ban 1003",
    ),
)
EDITORS = ("/add", "/rename", "/remove", "/undo")  # may do these, too
CHANNEL = {"id": -1002000000002, "type": "channel", "title": "A channel"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
FAKE = {"id": 136817688, "is_bot": True, "first_name": "Channel"}
SERVICE = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
ORIGIN = {"type": "channel", "chat": CHANNEL, "message_id": 1, "date": 1}
ALICES = {"type": "user", "date": 1, "sender_user": {**SERVICE, "id": 1001}}
IDS = frozenset([1001, ANONYMOUS["id"], FAKE["id"], SERVICE["id"]])


@pytest.fixture
async def room(data_dir: Path) -> AsyncIterator[Room]:
    """The bot with the sample collection."""
    async with running(data_dir, admin_ids=IDS) as room:
        room.sandbox.group.members[room.bob.id] = "administrator"
        await room.sent("setMyCommands", 1)
        yield room


def say(room: Room, chat: Chat, sender: Json, text: str, **content: Any) -> Message:
    """A text as Telegram would put it."""
    shown, entities = parse_text(text, None)
    return room.sandbox.world.say(
        chat, sender, {"text": shown, "entities": entities, **content}, None
    )


def refusal(text: str) -> str:
    """Of a command: it names all who may."""
    edits = text.split(maxsplit=1)[0] in EDITORS
    return ENGLISH("only-editors" if edits else "only-admins")


def test_the_matrix_has_every_admin_command() -> None:
    """All that the admins' menu offers."""
    assert list(commands.ADMIN) == [each.split()[0].removeprefix("/") for each in ADMIN]


Guise = Callable[[Room], tuple[Chat, Json, Json]]  # chat, sender, what else Telegram says
GUISES: dict[str, Guise] = {
    "a stranger": lambda room: (room.bob.chat, room.bob.user, {}),
    "a group's admin who is not ours": lambda room: (room.sandbox.group, room.bob.user, {}),
    "an anonymous admin": lambda room: (
        *(room.sandbox.group, ANONYMOUS),
        {"sender_chat": room.sandbox.group.json},
    ),
    "an anonymous admin, unsaid": lambda room: (room.sandbox.group, ANONYMOUS, {}),
    "our admin as a channel": lambda room: (room.sandbox.group, FAKE, {"sender_chat": CHANNEL}),
    "a channel, unsaid": lambda room: (room.sandbox.group, FAKE, {}),
    "a channel, said to be our admin": lambda room: (
        *(room.sandbox.group, room.alice.user),
        {"sender_chat": CHANNEL},
    ),
    "a linked channel": lambda room: (
        *(room.sandbox.group, SERVICE),
        {"sender_chat": CHANNEL, "forward_origin": ORIGIN, "is_automatic_forward": True},
    ),
    "Telegram itself": lambda room: (room.sandbox.group, SERVICE, {}),
    "a stranger who forwards what our admin wrote": lambda room: (
        *(room.bob.chat, room.bob.user),
        {"forward_origin": ALICES},
    ),
    "our admin, forwarding": lambda room: (
        *(room.alice.chat, room.alice.user),
        {"forward_origin": ALICES},
    ),
    "our admin, forwarding a channel": lambda room: (
        *(room.alice.chat, room.alice.user),
        {"forward_origin": ORIGIN},
    ),
    "our admin, by another bot's help": lambda room: (
        *(room.alice.chat, room.alice.user),
        {"via_bot": {"id": 5, "is_bot": True, "first_name": "Helper"}},
    ),
}


@pytest.mark.parametrize("guise", GUISES)
async def test_no_guise_makes_an_admin(room: Room, data_dir: Path, guise: str) -> None:
    """Each command is refused once, in one line, and nothing is done."""
    before = _state(room, data_dir)
    chat, sender, content = GUISES[guise](room)
    for text in ADMIN:
        asked = say(room, chat, sender, text, **content)
        assert (await room.reply(asked)).text == refusal(text)
        assert "\n" not in refusal(text)
    await room.reply(await room.sandbox.carol.send_text("/help"))
    assert _said(room) == len(ADMIN) + 1
    assert _state(room, data_dir) == before


async def test_an_edit_is_no_command(room: Room, data_dir: Path) -> None:
    """Telegram is not asked for edits; one that comes all the same is passed over."""
    before = _state(room, data_dir)
    for text in ADMIN:
        said = await room.alice.send_text("/help")
        await room.reply(said)
        await room.alice.edit_text(said, text)
        updates = room.sandbox.world.updates
        updates.allowed.append("edited_message")
        assert updates.add("edited_message", said.json)
    await room.reply(await room.alice.send_text("/help"))
    assert _said(room) == len(ADMIN) + 1
    assert _state(room, data_dir) == before
    asked = [each.params.get("allowed_updates") for each in await room.sent("getUpdates", 1)]
    assert not any("edited" in str(kinds) for kinds in asked)


async def test_what_is_refused_is_what_an_admin_may_do(room: Room) -> None:
    """Every command of the matrix is carried out for Alice."""
    for text in ADMIN:
        asked = await room.alice.send_text(text)
        assert (await room.reply(asked)).text != refusal(text)


async def test_allowing_who_is_nobody_allows_the_chat_behind(room: Room, data_dir: Path) -> None:
    """In reply to an anonymous admin /allow means their group: their account is everybody's.

    /ban does not: it would be the whole group's.
    """
    group = room.sandbox.group
    posted = say(room, group, ANONYMOUS, "hello", sender_chat=group.json)
    asked = await room.alice.send_text("/allow", group, reply_to=posted)
    assert str(group.id) in (await room.reply(asked)).text
    asked = await room.alice.send_text("/ban", group, reply_to=posted)
    assert (await room.reply(asked)).text == ENGLISH("whom")
    assert _access(data_dir) == [(group.id, 1)]


LEADERS = {"a group's admin who is not ours", "an anonymous admin"}
PRIVATE = {"a stranger"}  # whose chat it is


@pytest.mark.parametrize("guise", GUISES)
async def test_a_group_is_its_admins(room: Room, guise: str) -> None:
    """Also those who are anonymous; nobody else, in whatever guise."""
    chat, sender, content = GUISES[guise](room)
    asked = say(room, chat, sender, "/language", **content)
    told = await room.reply(asked)
    given = guise in LEADERS | PRIVATE
    assert (told.text == ENGLISH("language-which")) is given
    assert bool(told.buttons) is given


# --- Buttons ------------------------------------------------------------------------------------


@dataclass
class Slow:
    """A reindex that goes on until it is let go."""

    go: asyncio.Event = field(default_factory=asyncio.Event)
    over: bool = False

    def steps(self, _: object) -> Generator[Progress, None, None]:
        """Stands in for `Engine.index`."""
        while not self.over:
            yield Progress(1, 2, Report(pictures=26))


@pytest.fixture
async def reindex(room: Room, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Message]:
    """The message below which the admins' button is, while a reindex runs."""
    slow = Slow()
    monkeypatch.setattr(room.engine, "index", slow.steps)
    shown = await room.reply(await room.alice.send_text("/reindex"), lambda m: m.buttons)
    yield shown
    slow.over = True
    await room.sandbox.until(lambda m: m.id == shown.id and not m.buttons, room.alice)


PRESSERS = ["a stranger", "somebody else's button", "a former admin", "too old", "unknown"]


@pytest.mark.parametrize("who", PRESSERS)
async def test_no_press_makes_an_admin(
    room: Room, data_dir: Path, reindex: Message, who: str
) -> None:
    """Each press is refused once, and the reindex goes on."""
    user, owner, said = room.bob.user, room.alice.id, ENGLISH("not-yours")
    data = str(reindex.buttons[0]["callback_data"])
    if who != "a stranger":
        catalog = await Catalog.open(data_dir)
        owner = room.bob.id if who == "a former admin" else room.sandbox.carol.id
        data = await catalog.make_button("cancel", owner)
        await catalog.close()
    if who == "too old":
        user, said = room.alice.user, ENGLISH("too-old")
        _age(data_dir, data)
    if who == "unknown":
        user, said, data = room.alice.user, ENGLISH("too-old"), "reindex"
    query = room.sandbox.world.press(reindex, user, data)
    (told,) = await room.sent("answerCallbackQuery", 1)
    assert (told.params["callback_query_id"], told.params["text"]) == (query, said)
    await room.reply(await room.sandbox.carol.send_text("/help"))
    texts = [str(each.params.get("text")) for each in await room.sent("editMessageText")]
    assert not {ENGLISH("cancelling")} & set(texts)
    assert not any("Stopped" in text for text in texts)


async def test_a_button_of_another_kazami_is_too_old(room: Room, data_dir: Path) -> None:
    """What it would do is not known here."""
    said = await room.reply(await room.alice.send_text("/help"))
    catalog = await Catalog.open(data_dir)
    data = await catalog.make_button("teleport", room.alice.id)
    await catalog.close()
    room.sandbox.world.press(said, room.alice.user, data)
    (told,) = await room.sent("answerCallbackQuery", 1)
    assert told.params["text"] == ENGLISH("too-old")


def _age(data_dir: Path, button: str) -> None:
    with sqlite3.connect(data_dir / "bot.sqlite") as database:
        change = "UPDATE buttons SET made = made - ? WHERE id = ?"
        database.execute(change, (BUTTON_SECONDS + 1, button))
    database.close()


def _access(data_dir: Path) -> list[tuple[int, int]]:
    database = sqlite3.connect(data_dir / "bot.sqlite")
    try:
        return database.execute("SELECT * FROM access ORDER BY id").fetchall()
    finally:
        database.close()


def _said(room: Room) -> int:
    """How many messages of the bot there are."""
    said = [m for chat in room.sandbox.world.chats.values() for m in room.sandbox.messages(chat)]
    return sum(m.sender_id == room.sandbox.world.bot["id"] for m in said)


def _state(room: Room, data_dir: Path) -> tuple[object, ...]:
    """All that admins change."""
    made = sorted(each.name for each in data_dir.iterdir() if each.is_dir())
    return room.engine.names(), _access(data_dir), made
