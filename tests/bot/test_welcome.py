"""The bot is added to a group: its admins are asked what it is to do there."""

import asyncio
from pathlib import Path

import pytest

from bot.catalog import Catalog
from bot.preference import ANSWERS, WATCH
from bot.sandbox import Message
from bot.tongue import ENGLISH
from search.sightings import Post, Sightings

from .conftest import Room, photo


async def added(room: Room) -> Message:
    """What the bot says when it is put into the group."""
    group = room.sandbox.group
    await room.alice.remove_bot(group)
    await room.alice.add_bot(group)
    return await room.sandbox.until(lambda m: m.buttons, group)


async def chosen(room: Room) -> tuple[str | None, str | None]:
    """What is kept of the group: answers, watch."""
    catalog = await Catalog.open(room.settings.data_dir)
    group = room.sandbox.group.id
    kept = [await catalog.setting(group, each.name) for each in (ANSWERS, WATCH)]
    await catalog.close()
    return kept[0], kept[1]


@pytest.mark.parametrize(
    ("choice", "kept"),
    [("asked", ("asked", "off")), ("watch", ("asked", "on")), ("off", ("never", "off"))],
)
async def test_admins_choose_by_a_button(room: Room, choice: str, kept: tuple[str, str]) -> None:
    """Nobody else may; the bot says when it sees too little to watch."""
    asked = await added(room)
    assert asked.text == ENGLISH("welcome")
    refused = await room.bob.press(asked, ENGLISH(f"button-{choice}"))
    assert refused
    assert refused.text == ENGLISH("group-admins-only")
    assert await chosen(room) == (None, None)
    await room.alice.press(asked, ENGLISH(f"button-{choice}"))
    told = await room.sandbox.until(
        lambda m: m.id == asked.id and ENGLISH(f"welcome-{choice}") in m.text, room.sandbox.group
    )
    assert await chosen(room) == kept
    assert (ENGLISH("watch-blind") in told.text) == (choice == "watch")
    assert len(told.buttons) == 3


async def test_it_says_so_once(room: Room) -> None:
    """Not when it is made an admin, nor in private."""
    await added(room)
    await room.alice.promote_bot(room.sandbox.group)
    await room.bob.block()
    await room.bob.unblock()
    await room.reply(await room.sandbox.carol.send_text("/help"))
    await asyncio.sleep(0.3)
    sent = [r for r in await room.sent("sendMessage", 2) if "Hello" in str(r.params["text"])]
    assert len(sent) == 1


async def test_a_group_that_is_left_is_forgotten(room: Room, data_dir: Path) -> None:
    """What was seen there is deleted."""
    group, sightings = room.sandbox.group, Sightings(data_dir)
    for chat in (group.id, -5):
        assert sightings.see(Post(chat, 1, 7, 2_000_000_000), photo("cropped.jpg"))
    await room.alice.remove_bot(group)
    async with asyncio.timeout(10):
        while sightings.records.of(group.id, 1):  # noqa: ASYNC110  nobody tells
            await asyncio.sleep(0.05)
    assert sightings.records.of(-5, 1)
    sightings.close()
