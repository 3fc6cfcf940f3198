"""A photo that was looked up before: its answer comes at once, and nothing is downloaded for it."""

import pytest

from bot.prints import Print, Prints
from bot.sandbox import Message
from bot.tongue import ENGLISH

from .conftest import Room, photo

BARN = "photographs/barn.jpg"


async def answered(room: Room, asked: Message) -> Message:
    """Its answer, whose pictures have come where it has any."""
    answer = await room.verdict(asked)
    if "barn" in answer.text:
        await room.reply(asked, lambda m: "photo" in m.json)
    return answer


async def downloads(room: Room) -> int:
    """How many photos the bot has fetched."""
    return len(await room.sent("getFile"))


async def test_a_forwarded_photo_is_answered_without_a_download(room: Room) -> None:
    """Whoever sends it; the answer is the same."""
    asked = await room.bob.send_photo(photo("cropped.jpg"))
    first = await answered(room, asked)
    again = await answered(room, await room.sandbox.carol.forward(asked))
    assert again.text == first.text
    assert await downloads(room) == 1


async def test_buttons_that_tell_of_the_answer_download_nothing(room: Room) -> None:
    """*Why* does not; *Proof* draws the photo, and so needs it."""
    answer = await answered(room, await room.bob.send_photo(photo("cropped.jpg")))
    await room.bob.press(answer, ENGLISH("button-why"))
    why = await room.reply(answer)
    assert why.text.startswith("Why")
    assert " 0 ms, keypoints" not in why.text
    assert await downloads(room) == 1
    await room.bob.press(answer, ENGLISH("button-proof"))
    await room.reply(answer, lambda m: "photo" in m.json)
    assert await downloads(room) == 2


async def test_more_pictures_are_sought_anew_and_then_known(room: Room) -> None:
    """It is another question; who repeats it is told at once."""
    asked = await room.bob.send_photo(photo("cropped.jpg"))
    for _ in range(2):
        answer = await answered(room, asked)
        await room.bob.press(answer, ENGLISH("button-more"))
        await room.reply(answer, lambda m: "photo" not in m.json)
        asked = await room.bob.forward(asked)
    assert await downloads(room) == 2


async def test_after_a_change_the_photo_is_looked_up_anew(room: Room) -> None:
    """No answer is of before."""
    asked = await room.bob.send_photo(photo("cropped.jpg"))
    assert "barn" in (await answered(room, asked)).text
    room.engine.remove(BARN)
    assert "barn" not in (await answered(room, await room.bob.forward(asked))).text
    assert await downloads(room) == 2


async def test_what_a_chat_refused_stays_refused(room: Room) -> None:
    """A known photo is that photo still, with and without a download; elsewhere it is found."""
    asked = await room.bob.send_photo(photo("cropped.jpg"))
    answer = await answered(room, asked)
    await room.bob.press(answer, ENGLISH("button-wrong"))
    await room.reply(answer, lambda m: m.buttons)
    before = await downloads(room)
    for _ in range(3):
        assert "barn" not in (await answered(room, await room.bob.forward(asked))).text
    assert await downloads(room) == before + 1
    assert "barn" in (await answered(room, await room.sandbox.carol.forward(asked))).text


async def test_another_upload_is_another_file(room: Room) -> None:
    """Telegram names it anew; it is downloaded, and then known by its bytes."""
    texts = [
        (await answered(room, await room.bob.send_photo(photo("cropped.jpg")))).text
        for _ in range(2)
    ]
    assert texts[0] == texts[1]
    assert await downloads(room) == 2


@pytest.mark.parametrize("how", ["forget", "restart"])
async def test_nothing_is_known_of_photos_afterwards(room: Room, how: str) -> None:
    """What is known is in memory only, and of nobody: /forget takes all of it."""
    asked = await room.bob.send_photo(photo("cropped.jpg"))
    await answered(room, asked)
    if how == "forget":
        said = await room.bob.send_text("/forget")
        assert (await room.reply(said)).text == ENGLISH("forgotten")
    else:
        await room.stop()
        await room.start()
    await answered(room, await room.bob.forward(asked))
    assert await downloads(room) == 2


def test_few_prints_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those last seen; a file that has no name is not."""
    monkeypatch.setattr("bot.prints._MOST", 2)
    prints = Prints()
    for name in ("", "a", "b"):
        prints.keep(name, Print(name.encode()))
    assert prints.of("") is None
    assert prints.of("a") == Print(b"a")
    prints.keep("c", Print(b"c"))
    assert [prints.of(each) for each in "abc"] == [Print(b"a"), None, Print(b"c")]
