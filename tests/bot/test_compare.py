"""/compare."""

from pathlib import Path

import pytest

from bot.sandbox import Message
from bot.tongue import ENGLISH
from tests.conftest import SAMPLES

from .conftest import Room, photo, running


def picture(name: str) -> bytes:
    """A picture of the samples."""
    return (SAMPLES / "pictures" / "photographs" / name).read_bytes()


async def compared(room: Room, first: bytes, second: bytes) -> tuple[Message, Message]:
    """The question whether two photos are the same, and its answer."""
    other = await room.bob.send_photo(first)
    await room.verdict(other)
    asked = await room.bob.send_photo(second, caption="/compare", reply_to=other)
    return asked, await room.verdict(asked)


async def test_the_same_picture_is_said_to_be_and_proven(room: Room) -> None:
    """With what was done to it, and both side by side."""
    asked, answer = await compared(room, picture("barn.jpg"), photo("cropped.jpg"))
    first, second = answer.text.split("\n")
    assert first.startswith("The same picture. ·\u00a0")
    assert second.startswith("Yours is the other, cropped to 4")
    proof = await room.reply(asked, lambda m: "photo" in m.json)
    assert proof.text == ENGLISH("proven")


async def test_of_the_same_photo_nothing_is_told_but_that(room: Room) -> None:
    """Nothing was done to it."""
    _, answer = await compared(room, picture("barn.jpg"), picture("barn.jpg"))
    assert answer.text == "The same picture. ·\u00a0100\u00a0%"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("stranger.jpg", "These are not the same picture."),
        ("plain.png", "One of them has too little detail to judge."),
    ],
)
async def test_another_picture_is_said_to_be_another(room: Room, name: str, words: str) -> None:
    """Nothing is shown then."""
    _, answer = await compared(room, picture("barn.jpg"), photo(name))
    assert answer.text == words


async def test_two_photos_of_an_album_are_compared(room: Room) -> None:
    """The second with the first; neither is looked up besides, nor are those of a larger album."""
    pair = [picture("barn.jpg"), photo("cropped.jpg")]
    asked = await room.bob.send_album(pair, caption="/compare")
    first, second = (await room.verdict(asked[0])).text.split("\n")
    assert first.startswith("The same picture.")
    assert second.startswith("Yours is the other, cropped to 4")
    more = await room.bob.send_album([*pair, photo("mirrored.jpg")], caption="/compare")
    assert (await room.verdict(more[0])).text == ENGLISH("compare-what")
    numbers = {each.id for each in (*asked[1:], *more[1:])}
    await room.reply(await room.bob.send_photo(photo("plain.png")))
    told = [m.json.get("reply_to_message", {}) for m in room.sandbox.messages(room.bob)]
    assert not numbers & {each.get("message_id") for each in told}


async def test_the_collection_does_not_matter(tmp_path: Path) -> None:
    """Two photos of nothing in it, or of an empty one, can be compared."""
    async with running(tmp_path) as room:
        _, answer = await compared(room, photo("stranger.jpg"), photo("stranger.jpg"))
        assert answer.text.startswith("The same picture.")


async def test_one_photo_is_not_enough(room: Room) -> None:
    """It says what it wants."""
    for asked in (
        await room.bob.send_photo(photo("cropped.jpg"), caption="/compare"),
        await room.bob.send_text("/compare"),
    ):
        assert (await room.reply(asked)).text == ENGLISH("compare-what")


async def test_too_many_are_refused(data_dir: Path) -> None:
    """They count like other photos."""
    async with running(data_dir, photos_per_minute=2) as room:
        other = await room.bob.send_photo(photo("cropped.jpg"))
        await room.verdict(other)
        answers = []
        for _ in range(2):
            asked = await room.bob.send_photo(
                photo("mirrored.jpg"), caption="/compare", reply_to=other
            )
            answers.append((await room.verdict(asked)).text)
        assert answers == ["These are not the same picture.", ENGLISH("enough", most=2)]
