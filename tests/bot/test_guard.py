"""What only the operator can mend is told to admins; the others get an apology."""

from collections.abc import Callable

import pytest

from bot.sandbox import Message
from bot.tongue import ENGLISH
from search import Engine
from search.errors import Unavailable, Unreachable

from .conftest import Room, photo
from .test_guests import called

ADDRESS = "milvus://10.0.0.7:19530"
BARN = photo("cropped.jpg")


def fail(*_: object, **__: object) -> None:
    """Whatever was asked."""
    raise Unreachable(ADDRESS, "it is away")


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From its call on no lookup is answered."""

    def begin() -> None:
        for name in ("find", "known", "compare", "prove"):
            monkeypatch.setattr(Engine, name, fail)

    return begin


def heard(room: Room) -> list[str]:
    """All that the bot has said anywhere but to the admin."""
    messages, sandbox = room.sandbox.messages, room.sandbox
    said = messages(room.bob) + messages(sandbox.group) + messages(sandbox.elsewhere)
    return [each.text for each in said]


async def test_an_outage_is_an_apology_and_the_admins_hear_its_reason(
    room: Room, away: Callable[[], None]
) -> None:
    """In private, in a group, for a guest, of a comparison: after three tries, once."""
    away()
    await room.reply(await room.alice.send_text("/help"))  # else the bot may not write to her
    group = room.sandbox.group
    posted = await room.bob.send_photo(BARN, group)
    asked = [
        await room.bob.send_photo(BARN),
        await room.bob.send_photo(BARN, group, "/find"),
        await room.bob.send_photo(BARN, group, "/compare", reply_to=posted),
    ]
    for each in asked:
        assert (await room.verdict(each)).text == ENGLISH("failed")
    assert (await room.reply(await called(room))).text == ENGLISH("failed")
    told = await room.sandbox.until(lambda m: "could not be handled" in m.text, room.alice)
    assert ADDRESS in told.text
    assert not [text for text in heard(room) if ADDRESS in text or "INDEX_URL" in text]


async def test_an_admin_is_told_what_is_out_of_order_at_once(
    room: Room, away: Callable[[], None]
) -> None:
    """In the error's own words."""
    away()
    answer = await room.verdict(await room.alice.send_photo(BARN))
    assert ADDRESS in answer.text


async def test_an_outage_behind_a_button_is_no_photo_that_is_gone(
    room: Room, away: Callable[[], None]
) -> None:
    """An apology: nobody knows whether there would be a proof."""
    answer = await room.verdict(await room.bob.send_photo(BARN))
    away()
    await room.bob.press(answer, ENGLISH("button-proof"))

    def fits(said: Message) -> bool:
        return said.text in (ENGLISH("failed"), ENGLISH("no-proof"))

    assert (await room.sandbox.until(fits, room.bob)).text == ENGLISH("failed")


async def test_what_an_editor_adds_is_tried_again(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of an album, each picture once."""
    await room.reply(await room.alice.send_text(f"/editor {room.bob.id}"))
    add, faults = Engine.add, [Unavailable("/srv/kazami", "the disk is full")]

    def full_once(engine: Engine, name: str, data: bytes, **how: object) -> None:
        if name == "trip 2" and faults:
            raise faults.pop()
        add(engine, name, data, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(Engine, "add", full_once)
    pictures = [photo("stranger.jpg"), BARN]
    asked = await room.bob.send_album(pictures, caption="/add trip")
    done = await room.reply(asked[0], lambda m: "Added" in m.text)
    assert done.text.split("\n")[1:] == ["✓ trip 1", "✓ trip 2"]
