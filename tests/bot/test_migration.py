"""A group becomes a supergroup, which has another id."""

import asyncio

import pytest

from bot.catalog import Catalog
from bot.people import LANGUAGE
from bot.preference import WATCH
from bot.sandbox.records import Chat
from bot.sandbox.world import GROUP_ID
from search.sightings import Post, Sightings

from .conftest import Room, photo

OLD, NEW = GROUP_ID, GROUP_ID - 100


async def prepare(room: Room) -> None:
    """A group in which there is something to lose."""
    await room.sent("setMyCommands", 1)  # it has begun: nobody else writes into the catalog
    catalog, sightings = await Catalog.open(room.settings.data_dir), _sightings(room)
    for name, value in (LANGUAGE, "de"), (WATCH.name, "on"), ("shelves", f'["chat {OLD}"]'):
        await catalog.keep_setting(OLD, name, value)
    await catalog.keep_setting(room.alice.id, "shelves", f'["chat {OLD}", "folder"]')
    await catalog.keep_setting(NEW, LANGUAGE, "fr")
    await catalog.set_access(OLD, allowed=True)
    await catalog.refuse(OLD, 1, "soup")
    await catalog.close()
    room.engine.add("ours", photo("stranger.jpg"), f"chat {OLD}")
    sightings.see(Post(OLD, 5, room.bob.id, 0, 10**5), photo("cropped.jpg"))
    sightings.close()


def _sightings(room: Room) -> Sightings:
    return Sightings(room.settings.data_dir)


async def moved(room: Room) -> None:
    """What is told in one chat holds up nothing in another. Sightings are moved last."""
    sightings = _sightings(room)
    async with asyncio.timeout(10):
        while sightings.records.of(OLD, 5):  # noqa: ASYNC110  the bot tells nobody of it
            await asyncio.sleep(0.01)
    sightings.close()


async def upgrade(room: Room, *said: str) -> Chat:
    """Telegram says so in each of these chats; the new one."""
    world = room.sandbox.world
    chat = {"id": NEW, "type": "supergroup", "title": "Friends"}
    new = world.chats.setdefault(NEW, Chat(chat, dict(room.sandbox.group.members)))
    for where in said:
        if where == "old":
            await room.alice.send_other(room.sandbox.group, migrate_to_chat_id=NEW)
        else:
            await room.alice.send_other(new, migrate_from_chat_id=OLD)
        asked = await room.alice.send_text("/privacy", new if where == "new" else None)
        await room.reply(asked)
    return new


@pytest.mark.parametrize("said", ["old", "new", "old new", "new old new old"])
async def test_a_group_takes_all_with_it(room: Room, said: str) -> None:
    """Wherever Telegram says it first, and however often; what the new one has chosen stays."""
    await prepare(room)
    new = await upgrade(room, *said.split())
    await moved(room)
    asked = await room.bob.send_photo(photo("stranger.jpg"), new, caption="/find")
    answer = await room.verdict(asked)
    assert "ours" in answer.text
    assert room.engine.shelf("ours") == f"chat {NEW}"
    shown = await room.reply(await room.bob.send_text("/collections", new))
    assert "● here" in shown.text
    await room.stop()
    catalog, sightings = await Catalog.open(room.settings.data_dir), _sightings(room)
    assert await catalog.setting(NEW, LANGUAGE) == "fr"
    assert await catalog.setting(NEW, WATCH.name) == "on"
    assert await catalog.setting(room.alice.id, "shelves") == f'["chat {NEW}", "folder"]'
    assert (await catalog.access(NEW), await catalog.access(OLD)) == (True, None)
    assert await catalog.refused(NEW) == [(1, "soup")]
    assert await catalog.setting(OLD, WATCH.name) is None
    await catalog.close()
    assert sightings.records.of(NEW, -5)
    assert not sightings.records.of(OLD, 5)
    sightings.close()
    await room.start()


async def test_what_is_said_to_the_old_id_arrives_in_the_new_chat(room: Room) -> None:
    """At the first try: nothing is given up for that."""
    new = await upgrade(room)
    moved = {"ok": False, "error_code": 400, "description": "Bad Request: group chat was upgraded"}
    moved["parameters"] = {"migrate_to_chat_id": NEW}
    room.sandbox.faults.add("500", methods=("sendMessage",), times=1, response=moved)
    await room.bob.send_text("/privacy", room.sandbox.group)
    await room.sandbox.until(lambda m: "/forget" in m.text, new)
