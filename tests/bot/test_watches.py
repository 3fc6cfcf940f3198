"""/watch: whoever watches a picture is told where it is posted, and learns of no other chats."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot import backup
from bot.archive import DATABASES
from bot.erasure import erase
from bot.preference import WATCH
from bot.restore import restore
from bot.sandbox import Message
from bot.tongue import ENGLISH
from search.sightings import Post, Sightings
from search.sightings.schema import FILE

from .conftest import Room, photo, running
from .test_forget import IDS, dora, hits
from .test_reposts import choose, settled

NOTED = "I saw this picture in"


@pytest.fixture
async def room(data_dir: Path) -> AsyncIterator[Room]:
    """The bot in a group that it sees and watches."""
    async with running(data_dir) as room:
        room.sandbox.world.me["can_read_all_group_messages"] = True
        await choose(room, WATCH, "on")
        yield room


async def watched(room: Room) -> Message:
    """Bob watches the barn."""
    asked = await room.bob.send_photo(room.engine.read("photographs/barn.jpg"), caption="/watch")
    assert (await room.reply(asked)).text == ENGLISH("watching", most=20)
    return asked


def notes(room: Room) -> list[Message]:
    """What Bob was told."""
    return [m for m in room.sandbox.messages(room.bob) if NOTED in m.text]


async def test_the_owner_is_told_where_a_part_of_it_is_posted(room: Room) -> None:
    """In private, with a link, below the wish itself; once, and not of other pictures."""
    asked, group, carol = await watched(room), room.sandbox.group, room.sandbox.carol
    other = await carol.send_photo(photo("stranger.jpg"), group)
    own = await room.bob.send_photo(photo("cropped.jpg"), group)
    posted = await carol.send_photo(photo("cropped.jpg"), group)
    told = await room.reply(asked, lambda m: NOTED in m.text)
    (link,) = [e["url"] for e in told.json["entities"] if e["type"] == "text_link"]
    assert link == f"https://t.me/c/1000000001/{posted.id}"
    await settled(room, other, own, posted)
    await room.stop()
    await room.start()
    await room.reply(await room.bob.send_text("/help"))
    assert len(notes(room)) == 1


async def test_nobody_learns_of_chats_that_they_are_not_in(room: Room) -> None:
    """Neither who left nor who was never there."""
    await watched(room)
    for status in ("left", "kicked"):
        room.sandbox.group.members[room.bob.id] = status
        posted = await room.sandbox.carol.send_photo(photo("cropped.jpg"), room.sandbox.group)
        await settled(room, posted)
    room.sandbox.group.members[room.bob.id] = "member"
    await room.reply(await room.bob.send_text("/help"))
    posted = await room.sandbox.carol.send_photo(photo("cropped.jpg"), room.sandbox.group)
    await room.sandbox.until(lambda m: NOTED in m.text, room.bob)
    assert len(notes(room)) == 1


async def test_a_watch_is_stopped_by_its_button(room: Room) -> None:
    """/watches shows each below its photo, and says there which was stopped."""
    nothing = await room.reply(await room.bob.send_text("/watches"))
    assert nothing.text == ENGLISH("watch-none")
    posted = await room.bob.send_photo(photo("cropped.jpg"))
    await room.verdict(posted)
    asked = await room.bob.send_text("/watch", reply_to=posted)
    await room.reply(asked)
    again = await watched(room)
    await room.bob.send_text("/watches")
    for each in (posted, again):
        shown = await room.reply(each, lambda m: "I watch this picture for you" in m.text)
        await room.bob.press(shown, ENGLISH("button-unwatch"))
        await room.reply(each, lambda m: m.text == ENGLISH("watch-stopped"))
    posted = await room.sandbox.carol.send_photo(photo("cropped.jpg"), room.sandbox.group)
    await settled(room, posted)
    await room.reply(await room.bob.send_text("/watches"), lambda m: m.text == nothing.text)
    assert not notes(room)


async def test_what_cannot_be_watched(room: Room) -> None:
    """In a group, without a picture, of a plain one."""
    group = await room.bob.send_text("/watch", room.sandbox.group)
    assert (await room.reply(group)).text == ENGLISH("watch-privately")
    group = await room.bob.send_text("/watches", room.sandbox.group)
    assert (await room.reply(group)).text == ENGLISH("watch-privately")
    assert (await room.reply(await room.bob.send_text("/watch"))).text == ENGLISH("watch-what")
    plain = await room.bob.send_photo(photo("plain.png"), caption="/watch")
    assert (await room.reply(plain)).text == ENGLISH("plain")
    broken = await room.bob.send_file(b"x", "x.png", "image/png", caption="/watch")
    assert (await room.reply(broken)).text == ENGLISH("error-NotAnImage")


# --- Backups, and who is forgotten --------------------------------------------------------------


@pytest.mark.parametrize("person", IDS)
async def test_whoever_is_forgotten_left_no_sighting(data_dir: Path, person: int) -> None:
    """Nor a watch, nor either in a backup; what others posted stays."""
    async with running(data_dir) as room:
        room.sandbox.world.me["can_read_all_group_messages"] = True
        await choose(room, WATCH, "on")
        guest, group = dora(room, person), room.sandbox.group
        group.members[person] = "member"
        await room.reply(await guest.send_photo(photo("mirrored.jpg"), caption="/watch"))
        posted = [await guest.send_photo(photo("cropped.jpg"), group)]
        posted.append(await room.bob.send_photo(photo("cropped.jpg"), group))
        await settled(room, *posted)
        asked = await room.alice.send_text("/backup")
        await room.reply(asked, lambda m: "Backed up" in m.text)
        assert any(each.startswith(FILE) for each in hits(data_dir, person))
        told = await room.reply(await guest.send_text("/forget"))
        assert told.text == ENGLISH("forgotten")
        assert hits(data_dir, person) == []
        again = await room.sandbox.carol.send_photo(photo("cropped.jpg"), group)
        assert "Bob" in (await room.reply(again)).text
    assert hits(data_dir, person) == []


async def test_that_somebody_opted_out_outlives_them(data_dir: Path) -> None:
    """A mark stands for it."""
    async with running(data_dir) as room:
        room.sandbox.world.me["can_read_all_group_messages"] = True
        await choose(room, WATCH, "on")
        guest, group = dora(room, IDS[1]), room.sandbox.group
        await room.reply(await guest.send_text("/optout"))
        await room.reply(await guest.send_text("/forget"))
        assert hits(data_dir, IDS[1]) == []
        mine = await guest.send_photo(photo("cropped.jpg"), group)
        await settled(room, await room.bob.send_photo(photo("cropped.jpg"), group))
        sightings = Sightings(data_dir)
        assert sightings.records.of(group.id, mine.id) is None
        sightings.close()


def test_sightings_are_in_a_backup(state: Path, tmp_path: Path) -> None:
    """Verified as the rest; one of an older Kazami, which has none, comes back too."""
    older = backup.write(state, 0).rename(tmp_path / "older.zip")
    sightings = Sightings(state)
    assert sightings.see(Post(-1, 1, IDS[0], 2_000_000_000), photo("cropped.jpg"))
    sightings.close()
    newer = backup.write(state, 0)
    restore(newer, tmp_path / "new")
    again = Sightings(tmp_path / "new")
    assert again.records.of(-1, 1)
    again.close()
    restore(older, tmp_path / "new")
    assert not (tmp_path / "new" / FILE).exists()
    erase(state, IDS[0], lambda: None)
    assert hits(state, IDS[0]) == []
    restore(newer, tmp_path / "clean")
    assert FILE in DATABASES


def test_a_strange_table_is_refused(state: Path) -> None:
    """As in the other databases."""
    Sightings(state).close()
    with closing(sqlite3.connect(state / FILE)) as database:
        database.execute("CREATE TABLE strange (x)")
    with pytest.raises(backup.NoBackup, match="is none of ours"):
        backup.write(state, 0)
