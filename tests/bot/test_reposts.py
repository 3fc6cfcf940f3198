"""A group that is watched: reposts are remarked on once, quietly; people and their wishes count."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from telegram import Chat

from bot import key, remark, watch
from bot.catalog import Catalog
from bot.incoming import Incoming
from bot.preference import ANSWERS, DAYS, REMARK, SURE, WATCH, Preference
from bot.preferences import Preferences
from bot.sandbox import Message
from bot.tongue import ENGLISH
from search.errors import Unavailable
from search.sightings import Repeat, Sighting, Sightings

from .conftest import Room, photo, running

BARN, CROPPED = "photographs/barn.jpg", "cropped.jpg"
SEEN = "Seen before"


@pytest.fixture
async def room(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Room]:
    """The bot in a group that it sees and watches."""
    monkeypatch.setattr(watch, "_ONE_POST", -1)
    async with running(data_dir) as room:
        room.sandbox.world.me["can_read_all_group_messages"] = True
        await choose(room, WATCH, "on")
        yield room


async def choose(room: Room, preference: Preference, choice: str) -> None:
    """As by a button of /settings."""
    await room.sent("setMyCommands", 1)  # it has begun: nobody else writes into the catalog
    catalog = await Catalog.open(room.settings.data_dir)
    await catalog.keep_setting(room.sandbox.group.id, preference.name, choice)
    await catalog.close()


def picture(room: Room) -> bytes:
    """The barn as it is."""
    return room.engine.read(BARN)


def said(room: Room) -> list[Message]:
    """What the bot said in the group."""
    bot = room.sandbox.world.bot["id"]
    return [m for m in room.sandbox.messages(room.sandbox.group) if m.sender_id == bot]


async def settled(room: Room, *posted: Message) -> None:
    """Once the last of these was handled."""
    sightings = Sightings(room.settings.data_dir)
    for each in posted:
        await until(lambda m=each: sightings.records.of(m.chat_id, m.id))  # type: ignore[misc]
    sightings.close()


async def until(true: Callable[[], object]) -> None:
    """Wait for it."""
    async with asyncio.timeout(30):
        while not true():  # noqa: ASYNC110  nobody tells
            await asyncio.sleep(0.02)


async def silent(room: Room, count: int) -> None:
    """All that was posted is handled, and the bot said so much."""
    await until(lambda: not room.sandbox.updates_pending)
    told = await room.sandbox.carol.send_text("/help")
    await room.reply(told)
    await asyncio.sleep(1.0)
    assert len(said(room)) == count


async def test_a_repost_gets_one_quiet_line(room: Room) -> None:
    """With who and when, and links; what is new gets none."""
    group = room.sandbox.group
    first = await room.bob.send_photo(picture(room), group)
    new = await room.bob.send_photo(photo("stranger.jpg"), group)
    again = await room.sandbox.carol.send_photo(photo(CROPPED), group)
    told = await room.reply(again)
    assert told.text.startswith(f"👀 {SEEN}: Bob Sandbox, ")
    (link,) = [e["url"] for e in told.json["entities"] if e["type"] == "text_link"]
    assert link == f"https://t.me/c/1000000001/{first.id}"
    third = await room.bob.send_photo(picture(room), group)
    told = await room.reply(third)
    assert re.search(r"first Bob Sandbox, .* ago; last Carol Sandbox, .* ago", told.text)
    links = [e["url"] for e in told.json["entities"] if e["type"] == "text_link"]
    assert links == [f"https://t.me/c/1000000001/{each.id}" for each in (first, again)]
    sent = [r for r in await room.sent("sendMessage", 2) if r.params["chat_id"] == str(group.id)]
    assert all(r.params["disable_notification"] in ("true", True) for r in sent)
    await settled(room, new)
    assert len(said(room)) == 2


async def test_it_is_off_until_it_is_chosen(room: Room) -> None:
    """Nothing is kept, either."""
    await choose(room, WATCH, "off")
    for _ in range(2):
        await room.bob.send_photo(photo(CROPPED), room.sandbox.group)
    await silent(room, 0)
    sightings = Sightings(room.settings.data_dir)
    assert sightings.records.first(room.sandbox.group.id, 1) is None
    sightings.close()


async def test_stickers_and_what_is_plain_are_left_alone(room: Room) -> None:
    """Files that are images are not."""
    group = room.sandbox.group
    sticker = photo(CROPPED)
    for _ in range(2):
        await room.bob.send_photo(photo("plain.png"), group)
        await room.bob.send_file(b"GIF89a", "x.gif", "image/gif", group)
        await room.bob.send_file(b"broken", "x.png", "image/png", group)
        await room.bob.send_other(group, location={"latitude": 1.0, "longitude": 1.0})
    file = await room.bob.send_file(sticker, "x.jpg", "image/jpeg", group)
    await settled(room, file)
    await silent(room, 0)
    assert await room.reply(await room.bob.send_photo(photo(CROPPED), group))


async def test_a_reaction_is_enough_where_that_is_chosen(room: Room) -> None:
    """And no line."""
    await choose(room, REMARK, "reaction")
    posted = [await room.bob.send_photo(photo(CROPPED), room.sandbox.group) for _ in range(2)]
    await settled(room, *posted)
    (reaction,) = await room.sent("setMessageReaction", 1)
    assert reaction.params["message_id"] == str(posted[1].id)
    await silent(room, 0)


async def test_an_album_is_one_post(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of its photos is kept; that one is there twice is no repost."""
    monkeypatch.setattr(watch, "_ONE_POST", 60)
    group = room.sandbox.group
    album = await room.bob.send_album([picture(room), picture(room), photo("stranger.jpg")], group)
    await settled(room, *album)
    await silent(room, 0)
    again = await room.sandbox.carol.send_photo(photo("stranger.jpg"), group)
    assert SEEN in (await room.reply(again)).text


async def test_a_remark_is_never_made_twice(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """An update that is handled again is remarked on only if it was not begun."""
    group = room.sandbox.group
    await settled(room, await room.bob.send_photo(picture(room), group))
    whole = watch.name
    failed: list[int] = []

    async def fail(*given: Any) -> str | None:
        if not failed:
            failed.append(1)
            raise ValueError("once")
        return await whole(*given)

    monkeypatch.setattr(watch, "name", fail)
    again = await room.bob.send_photo(photo(CROPPED), group)
    await room.reply(again)
    room.sandbox.fail("sendMessage", code=0, carried_out=True)
    lost = await room.bob.send_photo(photo(CROPPED), group)
    await room.reply(lost)
    await room.stop()
    await room.start()
    await silent(room, 2)


@pytest.mark.parametrize(("whose", "step"), [(Incoming, "download"), (Preferences, "of")])
async def test_what_comes_too_fast_is_passed_over(
    room: Room, monkeypatch: pytest.MonkeyPatch, whose: type, step: str
) -> None:
    """Whatever the others wait for; whoever asks is answered all the same."""
    monkeypatch.setattr(watch, "WAITING", 1)
    go, whole = asyncio.Event(), getattr(whose, step)

    async def slow(self: Any, *given: Any) -> Any:
        if WATCH not in given:
            await go.wait()
        return await whole(self, *given)

    group = room.sandbox.group
    monkeypatch.setattr(whose, step, slow)
    posted = [await room.bob.send_photo(photo(CROPPED), group) for _ in range(3)]
    await room.reply(await room.bob.send_text("/help"))
    await asyncio.sleep(0.5)
    go.set()
    await settled(room, posted[0])
    asked = await room.bob.send_text("/find", group, reply_to=posted[2])
    assert "barn" in (await room.verdict(asked)).text
    sightings = Sightings(room.settings.data_dir)
    kept = [sightings.records.of(group.id, each.id) is not None for each in posted]
    sightings.close()
    assert kept == [True, False, False]


async def test_only_what_is_sure_unless_perhaps_is_enough(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The threshold that was chosen."""
    monkeypatch.setattr("search.verdict.SAME_EVIDENCE", 1000.0)
    group = room.sandbox.group
    posted = [await room.bob.send_photo(photo(CROPPED), group) for _ in range(2)]
    await settled(room, *posted)
    await silent(room, 0)
    await choose(room, SURE, "maybe")
    again = await room.bob.send_photo(photo(CROPPED), group)
    assert "Perhaps seen before" in (await room.reply(again)).text


async def test_bots_and_edits_are_left_alone(room: Room) -> None:
    """What an anonymous admin posts is a person's."""
    group, world = room.sandbox.group, room.sandbox.world
    posted = await room.bob.send_photo(photo(CROPPED), group)
    await settled(room, posted)
    content = {"photo": posted.json["photo"]}
    robot = {"id": 5, "is_bot": True, "first_name": "Robot"}
    world.say(group, robot, content, None)
    await room.bob.edit_text(posted, "other words")
    await silent(room, 0)
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    again = world.say(group, anonymous, {**content, "sender_chat": group.json}, None)
    assert "Bob" in (await room.reply(again)).text


async def test_trouble_is_not_told_in_the_group(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody asked; afterwards all is well."""

    def fail(*_: object) -> None:
        raise Unavailable(room.settings.data_dir, "the disk is full")

    group = room.sandbox.group
    for name in ("see", "opted_out"):
        key.mark(room.settings.data_dir, 5)
        with monkeypatch.context() as here:
            here.setattr(Sightings, name, fail)
            await room.bob.send_photo(photo(CROPPED), group)
            await silent(room, 0)
    await settled(room, await room.bob.send_photo(photo(CROPPED), group))
    assert await room.reply(await room.bob.send_photo(photo(CROPPED), group))


# --- What people say to it ----------------------------------------------------------------------


async def test_a_picture_is_ignored_until_that_is_taken_back(room: Room) -> None:
    """At the wish of the group's admins alone, in reply to any photo of it; in groups only."""
    group = room.sandbox.group
    private = await room.reply(await room.bob.send_text("/ignore"))
    assert private.text == ENGLISH("in-groups-only")
    posted = await room.bob.send_photo(photo(CROPPED), group)
    await settled(room, posted)
    refused = await room.bob.send_text("/ignore", group, reply_to=posted)
    assert (await room.reply(refused)).text == ENGLISH("group-admins-only")
    empty = await room.alice.send_text("/ignore", group)
    assert (await room.reply(empty)).text == ENGLISH("ignore-what")
    asked = await room.alice.send_text("/ignore", group, reply_to=posted)
    assert (await room.reply(asked)).text == ENGLISH("ignored")
    again = await room.bob.send_photo(picture(room), group)
    await settled(room, again)
    asked = await room.alice.send_text("/ignore", group, reply_to=again)
    assert (await room.reply(asked)).text == ENGLISH("unignored")
    await room.reply(await room.bob.send_photo(photo(CROPPED), group), lambda m: SEEN in m.text)
    assert len([m for m in said(room) if SEEN in m.text]) == 1


async def test_a_picture_that_was_never_seen_is_ignored_too(room: Room) -> None:
    """It may be older than the watch."""
    group = room.sandbox.group
    await choose(room, WATCH, "off")
    posted = await room.bob.send_photo(photo(CROPPED), group)
    asked = await room.alice.send_text("/ignore", group, reply_to=posted)
    assert (await room.reply(asked)).text == ENGLISH("ignored")
    await choose(room, WATCH, "on")
    await settled(room, await room.bob.send_photo(picture(room), group))
    await silent(room, 1)


async def test_whoever_opts_out_is_left_alone(room: Room) -> None:
    """In person, in private or in the group; it can be taken back."""
    group = room.sandbox.group
    await settled(room, await room.bob.send_photo(picture(room), group))
    asked = await room.bob.send_text("/optout", group)
    assert (await room.reply(asked)).text == ENGLISH("opted-out")
    await room.bob.send_photo(photo(CROPPED), group)
    carols = await room.sandbox.carol.send_photo(photo(CROPPED), group)
    await settled(room, carols)
    await silent(room, 1)
    assert (await room.reply(await room.bob.send_text("/optin"))).text == ENGLISH("opted-in")
    again = await room.bob.send_photo(photo(CROPPED), group)
    assert "Carol" in (await room.reply(again)).text
    forwarded = await room.bob.forward(await room.sandbox.carol.send_text("/optout", None))
    assert (await room.reply(forwarded)).text == ENGLISH("opt-yourself")


async def test_top_says_who_reposted_what(room: Room) -> None:
    """Nobody yet; then people and pictures with their numbers."""
    group, carol = room.sandbox.group, room.sandbox.carol
    asked = await room.bob.send_text("/top", group)
    assert (await room.reply(asked)).text == ENGLISH("top-nobody")
    assert (await room.reply(await room.bob.send_text("/top"))).text == ENGLISH("in-groups-only")
    posted = [await room.bob.send_photo(picture(room), group)]
    posted += [await carol.send_photo(photo(CROPPED), group) for _ in range(2)]
    posted.append(await room.bob.send_photo(photo(CROPPED), group))
    await settled(room, *posted)
    told = await room.reply(await room.bob.send_text("/top", group))
    lines = told.text.splitlines()
    assert lines[1:3] == ["1. Carol Sandbox: 2 times", "2. Bob Sandbox: 1 time"]
    assert lines[4] == "1. this picture: 3 times"
    assert len(lines) <= 12


async def test_top_says_that_a_group_is_not_watched(room: Room) -> None:
    """And who turns that on; what was seen before is told all the same."""
    group = room.sandbox.group
    await choose(room, WATCH, "off")
    told = await room.reply(await room.bob.send_text("/top", group))
    assert told.text == ENGLISH("top-off")
    await choose(room, WATCH, "on")
    posted = [await room.bob.send_photo(photo(CROPPED), group) for _ in range(2)]
    await settled(room, *posted)
    await choose(room, WATCH, "off")
    told = await room.reply(await room.bob.send_text("/top", group))
    assert told.text.splitlines()[1] == "1. Bob Sandbox: 1 time"
    assert told.text.splitlines()[-1] == ENGLISH("top-off")


async def test_a_name_is_data(room: Room) -> None:
    """Whatever somebody calls themselves; and whoever is gone is somebody."""
    group, world = room.sandbox.group, room.sandbox.world
    world.users[room.bob.id] = {**room.bob.user, "first_name": "<b>x</b>&", "last_name": "y"}
    await settled(room, await room.bob.send_photo(picture(room), group))
    again = await room.sandbox.carol.send_photo(photo(CROPPED), group)
    assert "<b>x</b>& y" in (await room.reply(again)).text
    room.sandbox.fail("getChatMember", code=400, description="Bad Request: member not found")
    third = await room.sandbox.carol.send_photo(photo(CROPPED), group)
    assert ENGLISH("somebody") in (await room.reply(third)).text


async def test_sightings_leave_by_themselves(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the days that were chosen, by buttons, also for what is there."""
    group = room.sandbox.group
    posted = await room.bob.send_photo(picture(room), group)
    await settled(room, posted)
    asked = await room.reply(await room.alice.send_text("/settings", group))
    await room.alice.press(asked, "7 days")
    await room.sandbox.until(lambda m: m.id == asked.id and "7 days" in m.text, group)
    await room.stop()
    later = SimpleNamespace(time=lambda: posted.json["date"] + 7 * 24 * 3600)
    monkeypatch.setattr("bot.groups.time", later)
    await room.start()
    sightings = Sightings(room.settings.data_dir)
    await until(lambda: not sightings.records.of(group.id, posted.id))
    sightings.close()


# --- Its words ----------------------------------------------------------------------------------

SUPER = Chat(-1001234, "supergroup")


def test_links() -> None:
    """By name, by number, none."""
    assert remark.link(Chat(-1001234, "supergroup", username="us"), 5) == "https://t.me/us/5"
    assert remark.link(SUPER, 5) == "https://t.me/c/1234/5"
    assert not remark.link(Chat(-1234, "group"), 5)
    assert remark.linked(Chat(-1234, "group"), 5, "x") == "x"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        *[(-5, "0 s ago"), (40, "40 s ago"), (180, "3 min ago"), (7500, "2 h 5 min ago")],
        *[(3 * 86400, "3 days ago"), (800 * 86400, "800 days ago")],
    ],
)
def test_ages(seconds: float, words: str) -> None:
    """As people say them."""
    assert remark.age(ENGLISH, seconds) == words


def test_a_remark_in_words() -> None:
    """Once, often, perhaps."""
    one = Sighting(1, -1, 5, 7, 0, 1, None, ignored=False)
    for sure, times, start in (
        *((True, 1, "👀 Seen before: A"), (True, 2, "👀 Seen before: first A")),
        *((False, 1, "👀 Perhaps seen before: A"), (False, 3, "👀 Perhaps seen before: first A")),
    ):
        text = remark.repeated(ENGLISH, SUPER, Repeat(one, one, times, sure), ["A", None], 60.0)
        assert text.startswith(start)
        assert ("somebody" in text) == (times > 1)


# --- Settings -----------------------------------------------------------------------------------


async def test_settings_are_one_message_with_ticks(room: Room) -> None:
    """Edited in place; for the group's admins only."""
    group = room.sandbox.group
    refused = await room.reply(await room.bob.send_text("/settings", group))
    assert refused.text == ENGLISH("group-admins-only")
    private = await room.reply(await room.bob.send_text("/settings"))
    assert private.text == ENGLISH("settings-in-groups")
    asked = await room.reply(await room.alice.send_text("/settings", group))
    ticks = [b["text"] for b in asked.buttons if b["text"].startswith("✓")]
    assert len(ticks) == len((ANSWERS, WATCH, REMARK, SURE, DAYS))
    stranger = await room.bob.press(asked, "a reaction")
    assert stranger
    assert stranger.text == ENGLISH("group-admins-only")
    group.members[room.bob.id] = "administrator"
    for label in ("a reaction", "perhaps is enough", "90 days", "only admins"):
        await room.bob.press(asked, label)
        await ticked(room, asked, f"✓ {label}")
    await room.bob.press(asked, ENGLISH("button-languages"))
    await room.sandbox.until(
        lambda m: m.id == asked.id and m.text == ENGLISH("language-which"), group
    )


async def ticked(room: Room, asked: Message, label: str) -> None:
    """Once a button below a message says so."""
    await until(lambda: label in [b["text"] for b in _now(room, asked).buttons])


def _now(room: Room, message: Message) -> Message:
    return room.sandbox.world.chats[message.chat_id].messages[message.id]


async def test_a_bot_that_sees_too_little_says_so(room: Room) -> None:
    """Until it is an admin, or privacy mode is off."""
    group, blind = room.sandbox.group, ENGLISH("watch-blind")
    room.sandbox.world.me["can_read_all_group_messages"] = False
    asked = await room.reply(await room.alice.send_text("/settings", group))
    await room.alice.press(asked, "left alone")
    await room.sandbox.until(lambda m: m.id == asked.id and "left alone" in m.text, group)
    await room.alice.press(asked, "remarked on")
    await room.sandbox.until(lambda m: m.id == asked.id and blind in m.text, group)
    await room.alice.promote_bot(group)
    await room.alice.press(asked, "a reaction")
    await room.sandbox.until(
        lambda m: m.id == asked.id and "a reaction" in m.text and blind not in m.text, group
    )


async def test_where_only_admins_are_answered_others_are_not(room: Room) -> None:
    """Nor by its name; in private nothing changes."""
    await choose(room, ANSWERS, "never")
    group = room.sandbox.group
    await choose(room, WATCH, "off")
    posted = await room.bob.send_photo(photo(CROPPED), group)
    await room.bob.send_text("/find", group, reply_to=posted)
    await room.bob.send_text("@kazami_sandbox_bot", group, reply_to=posted)
    asked = await room.alice.send_text("/find", group, reply_to=posted)
    assert "barn" in (await room.verdict(asked)).text
    assert {m.json["reply_to_message"]["message_id"] for m in said(room)} == {asked.id}
    private = await room.bob.send_photo(photo(CROPPED))
    assert "barn" in (await room.verdict(private)).text
