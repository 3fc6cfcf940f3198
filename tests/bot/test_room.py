"""Large files come one after the other, whatever they were sent for."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram import Bot

from bot.incoming import Incoming
from bot.tongue import ENGLISH
from bot.worker import Worker

from .conftest import Room, photo


async def look_up(room: Room) -> None:
    """A photo."""
    await room.verdict(await room.bob.send_photo(photo("cropped.jpg")))


async def compare(room: Room) -> None:
    """A photo with another."""
    other = await room.bob.send_photo(photo("cropped.jpg"))
    asked = await room.bob.send_photo(photo("mirrored.jpg"), caption="/compare", reply_to=other)
    await room.verdict(asked)


async def add(room: Room) -> None:
    """A picture."""
    asked = await room.alice.send_photo(photo("stranger.jpg"), caption="/add boat")
    assert "Added boat" in (await room.reply(asked)).text


async def add_album(room: Room) -> None:
    """Several pictures."""
    photos = [photo("stranger.jpg"), photo("mirrored.jpg")]
    asked = await room.alice.send_album(photos, caption="/add boat")
    await room.reply(asked[0], lambda m: "boat 2" in m.text)


async def watch(room: Room) -> None:
    """A picture from now on."""
    asked = await room.bob.send_photo(photo("cropped.jpg"), caption="/watch")
    assert (await room.reply(asked)).text == ENGLISH("watching", most=20)


async def ignore(room: Room) -> None:
    """A picture of a group that was not seen there before."""
    group = room.sandbox.group
    posted = await room.bob.send_photo(photo("cropped.jpg"), group)
    asked = await room.alice.send_text("/ignore", group, reply_to=posted)
    assert (await room.reply(asked)).text == ENGLISH("ignored")


def press(button: str) -> Callable[[Room], Awaitable[None]]:
    """A button below an answer."""

    async def pressed(room: Room) -> None:
        answer = await room.verdict(await room.bob.send_photo(photo("cropped.jpg")))
        await room.bob.press(answer, ENGLISH(button))
        await room.reply(await room.bob.send_text("/help"))  # what was pressed before is done

    return pressed


DOORS = {
    "lookup": look_up,
    "/compare": compare,
    "/add": add,
    "/add of an album": add_album,
    "/watch": watch,
    "/ignore": ignore,
    **{name: press(f"button-{name}") for name in ("right", "wrong", "proof", "blink", "why")},
}


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS.keys())
async def test_bytes_are_had_in_their_turn_only(
    room: Room, monkeypatch: pytest.MonkeyPatch, door: Callable[[Room], Awaitable[None]]
) -> None:
    """While they are downloaded and while they are worked on, room was asked for that much."""
    download, run, rooms, seen = Incoming.download, Worker.run, list[int](), list[int]()

    @asynccontextmanager
    async def asked_for(_: Worker, *sizes: int) -> AsyncIterator[None]:
        rooms.append(sum(sizes))
        yield
        rooms.pop()

    async def downloaded(self: Incoming, bot: Bot) -> bytes:
        seen.append(sum(rooms) - self.size)
        return await download(self, bot)

    async def worked(self: Worker, *arguments: Any, **options: Any) -> Any:
        had = sum(len(each) for each in arguments if isinstance(each, bytes))
        seen.append(sum(rooms) - had)
        return await run(self, *arguments, **options)

    monkeypatch.setattr(Worker, "room", asked_for)
    monkeypatch.setattr(Incoming, "download", downloaded)
    monkeypatch.setattr(Worker, "run", worked)
    await door(room)
    assert seen
    assert min(seen) >= 0
