"""The proof of an answer."""

import pytest

from bot import replies
from bot.sandbox import Message

from .conftest import Room, photo


async def answered(room: Room, name: str) -> Message:
    """Bob's photo and its answer, whose pictures have come."""
    asked = await room.bob.send_photo(photo(name))
    answer = await room.verdict(asked)
    await room.reply(asked, lambda m: "photo" in m.json)
    return answer


def labels(message: Message) -> list[str]:
    """Of its buttons."""
    return [each["text"] for each in message.buttons]


async def test_a_proof_comes_once_when_it_is_asked_for(room: Room) -> None:
    """Photo and picture side by side; then its button is gone."""
    answer = await answered(room, "cropped.jpg")
    assert labels(answer) == [replies.PROOF]
    await room.bob.press(answer, replies.PROOF)
    proof = await room.reply(answer, lambda m: "photo" in m.json)
    assert proof.text == replies.PROVEN
    drawn = proof.json["photo"][-1]
    assert 720 < drawn["width"] <= 2 * 720 + 16
    assert drawn["height"] <= 720
    assert not labels(answer)


async def test_what_is_not_found_has_no_proof(room: Room) -> None:
    """Only the nearest."""
    answer = await room.verdict(await room.bob.send_photo(photo("stranger.jpg")))
    assert labels(answer) == [replies.NEAREST]


async def test_somebody_elses_proof_is_refused(room: Room) -> None:
    """It shows a photo that only the asker sent."""
    group = room.sandbox.group
    asked = await room.bob.send_photo(photo("cropped.jpg"), group, caption="/find")
    answer = await room.verdict(asked)
    told = await room.sandbox.carol.press(answer, replies.PROOF)
    assert told
    assert told.text == replies.NOT_YOURS


async def test_a_proof_outlives_a_restart(room: Room) -> None:
    """The button's meaning is on disk."""
    answer = await answered(room, "cropped.jpg")
    await room.stop()
    await room.start()
    await room.bob.press(answer, replies.PROOF)
    assert (await room.reply(answer, lambda m: "photo" in m.json)).text == replies.PROVEN


@pytest.mark.parametrize("gone", ["photo", "picture"])
async def test_what_is_gone_is_said(room: Room, gone: str) -> None:
    """The photo at Telegram, or the picture in the collection."""
    answer = await answered(room, "cropped.jpg")
    if gone == "photo":
        refusal = "Bad Request: wrong file_id or the file is temporarily unavailable"
        room.sandbox.fail("getFile", code=400, description=refusal)
    else:
        room.engine.remove("photographs/barn.jpg")
    await room.bob.press(answer, replies.PROOF)
    assert (await room.reply(answer)).text == replies.NO_PROOF


async def test_a_proof_that_may_be_lost_is_not_sent_twice(room: Room) -> None:
    """Its button comes back instead."""
    answer = await answered(room, "cropped.jpg")
    room.sandbox.fail("sendPhoto", code=0, carried_out=True)
    await room.bob.press(answer, replies.PROOF)
    await room.sent("editMessageReplyMarkup", 2)
    assert labels(answer) == [replies.PROOF]
    proofs = [m for m in room.sandbox.messages(room.bob) if m.text == replies.PROVEN]
    assert len(proofs) == 1
