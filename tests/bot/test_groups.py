"""In groups the bot speaks when asked."""

from bot.sandbox import Message
from bot.tongue import ENGLISH

from .conftest import Room, photo


async def test_find_in_reply_answers_whoever_asked(room: Room) -> None:
    """Bob's photo, Carol's question: the answer is under the question."""
    group = room.sandbox.group
    posted = await room.bob.send_photo(photo("cropped.jpg"), group)
    asked = await room.sandbox.carol.send_text("/find", group, reply_to=posted)
    answer = await room.verdict(asked)
    assert "photographs/barn.jpg" in answer.text
    await room.reply(asked, wanted=lambda m: "photo" in m.json)


async def test_find_names_the_bot_it_means(room: Room) -> None:
    """/find@bot is answered; another bot's command is none of ours."""
    group = room.sandbox.group
    posted = await room.bob.send_file(photo("mirrored.jpg"), "x.jpg", "image/jpeg", group)
    other = await room.bob.send_text("/find@another_bot", group, reply_to=posted)
    asked = await room.bob.send_text("/find@kazami_sandbox_bot", group, reply_to=posted)
    answer = await room.verdict(asked)
    assert "macaws" in answer.text
    replied = {m.json.get("reply_to_message", {}).get("message_id") for m in _bots(room)}
    assert other.id not in replied


async def test_find_as_caption_answers_the_photo_itself(room: Room) -> None:
    """A photo with /find below it."""
    asked = await room.bob.send_photo(photo("captioned.jpg"), room.sandbox.group, caption="/find")
    assert "lighthouse" in (await room.verdict(asked)).text


async def test_its_name_is_enough(room: Room) -> None:
    """In reply to a photo, in its caption, in any case; with no photo it says what it wants."""
    group, carol = room.sandbox.group, room.sandbox.carol
    posted = await room.bob.send_photo(photo("cropped.jpg"), group)
    asked = await carol.send_text("what is this, @Kazami_Sandbox_bot?", group, reply_to=posted)
    assert "barn" in (await room.verdict(asked)).text
    captioned = await carol.send_photo(
        photo("mirrored.jpg"), group, caption="look, @kazami_sandbox_bot"
    )
    assert "macaws" in (await room.verdict(captioned)).text
    alone = await carol.send_text("@kazami_sandbox_bot", group)
    assert (await room.reply(alone)).text == ENGLISH("find-what")


async def test_other_names_are_not_its_own(room: Room) -> None:
    """Nor is what somebody else wrote and somebody forwards."""
    group = room.sandbox.group
    other = await room.bob.send_photo(
        photo("cropped.jpg"), group, caption="hi @kazami_sandbox_bot2"
    )
    own = await room.bob.send_photo(photo("cropped.jpg"), caption="hi @kazami_sandbox_bot")
    await room.verdict(own)
    forwarded = await room.sandbox.carol.forward(own, group)
    asked = await room.bob.send_text("/find", group)
    await room.reply(asked)
    replied = {m.json.get("reply_to_message", {}).get("message_id") for m in _bots(room)}
    assert replied.isdisjoint({other.id, forwarded.id})


async def test_the_bot_is_silent_otherwise(room: Room) -> None:
    """Photos, talk and other commands pass it by."""
    group = room.sandbox.group
    await room.bob.send_photo(photo("cropped.jpg"), group)
    await room.bob.send_photo(photo("cropped.jpg"), group, caption="look at /find")
    await room.bob.send_text("hello", group)
    await room.bob.send_text("/weather", group)
    asked = await room.bob.send_text("/find", group)
    assert (await room.reply(asked)).text == ENGLISH("find-what")
    assert len(_bots(room)) == 1


def _bots(room: Room) -> list[Message]:
    said = room.sandbox.messages(room.sandbox.group)
    return [message for message in said if message.json["from"]["is_bot"]]
