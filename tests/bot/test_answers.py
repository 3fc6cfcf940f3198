"""Each photo gets one answer, whatever happens on the way."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot import desk
from bot.ask import Ask
from bot.inbox import Inbox
from bot.letter import Letter
from bot.lookup import Lookup
from bot.sandbox import Message
from bot.tongue import ENGLISH

from .conftest import Room, photo, running

FILE = photo("cropped.jpg")


@dataclass
class Death:
    """A method at which the bot dies at its first call: before it did its work, or after."""

    room: Room
    monkeypatch: pytest.MonkeyPatch
    came: asyncio.Event = field(default_factory=asyncio.Event)

    def at(self, owner: type, name: str, *, after: bool = False) -> None:
        """Wait there."""
        whole = getattr(owner, name)

        async def stay(*arguments: Any) -> Any:
            if self.came.is_set():
                return await whole(*arguments)
            if after:
                await whole(*arguments)
            self.came.set()
            return await asyncio.Event().wait()

        self.monkeypatch.setattr(owner, name, stay)

    async def comes(self) -> None:
        """Let the bot go without a word, and another begin."""
        async with asyncio.timeout(10):
            await self.came.wait()
        with self.monkeypatch.context() as here:
            here.setattr(desk, "_GRACE_SECONDS", 0)
            here.setattr(Inbox, "rest", _nothing)
            await self.room.stop()
        await self.room.start()


async def _nothing(_: Inbox) -> None:
    """Leave the disk as it is."""


@pytest.fixture
def death(room: Room, monkeypatch: pytest.MonkeyPatch) -> Death:
    """The room's bot's."""
    return Death(room, monkeypatch)


async def test_a_death_before_the_answer_leaves_one_answer(room: Room, death: Death) -> None:
    """The lookup is done again, and the placeholder that is there is edited."""
    death.at(Lookup, "_look_up")
    asked = await room.bob.send_photo(FILE)
    await death.comes()
    assert "barn" in (await room.verdict(asked)).text
    assert len(await room.sent("sendMessage")) == 1


async def test_a_death_before_the_placeholder_is_known_leaves_a_stray_one(
    room: Room, death: Death
) -> None:
    """Nobody can know that it was sent; it is no answer."""
    death.at(Letter, "keep_placeholder")
    asked = await room.bob.send_photo(FILE)
    await death.comes()
    await room.reply(asked, lambda m: "barn" in m.text)
    assert sorted(said.text == ENGLISH("looking") for said in _answers(room, asked)) == [
        False,
        True,
    ]


async def test_a_death_after_the_answer_is_no_second_answer(room: Room, death: Death) -> None:
    """The same message is edited once more, to the same words."""
    death.at(Letter, "begin_album")
    asked = await room.bob.send_photo(FILE)
    await death.comes()
    await room.reply(asked, lambda m: "photo" in m.json)
    first, second = await room.sent("editMessageText", 2)
    for what in ("message_id", "text"):
        assert first.params[what] == second.params[what]
    assert len(await room.sent("sendPhoto", 1)) == 1
    assert len(_answers(room, asked)) == 1


async def test_a_death_while_pictures_are_sent_leaves_a_button(room: Room, death: Death) -> None:
    """Nobody knows whether they arrived: they are not sent again unasked."""
    death.at(Inbox, "done")
    asked = await room.bob.send_photo(FILE)
    await death.comes()
    answer = await room.reply(
        asked, lambda m: [b["text"] for b in m.buttons][:1] == ["Show pictures"]
    )
    assert [button["text"] for button in answer.buttons][:2] == ["Show pictures", "Proof"]
    assert len(await room.sent("sendPhoto")) == 1
    await room.bob.press(answer, ENGLISH("button-pictures"))
    assert len(await room.sent("sendPhoto", 2)) == 2
    assert len(_answers(room, asked)) == 1


async def test_a_done_update_is_not_done_again(room: Room, death: Death) -> None:
    """Though Telegram gives it again, because it was never confirmed."""
    death.at(Inbox, "done", after=True)
    asked = await room.bob.send_photo(FILE)
    await room.reply(asked, lambda m: "photo" in m.json)
    room.sandbox.world.updates._queue.extend(
        {"update_id": room.sandbox.world.updates._next_id - 1, "message": asked.json}
        for _ in range(1)
    )
    await death.comes()
    await room.verdict(await room.sandbox.carol.send_photo(FILE))
    assert len(_answers(room, asked)) == 1
    assert len(await room.sent("sendMessage")) == 2


@pytest.mark.parametrize(
    ("owner", "name"), [(Ask, "answer"), (Inbox, "done")], ids=["before its words", "after them"]
)
async def test_a_refusal_is_given_once_too(
    room: Room, death: Death, owner: type, name: str
) -> None:
    """Too big a file."""
    death.at(owner, name)
    asked = await room.bob.send_file(bytes(21_000_000), "big.jpg", "image/jpeg")
    await death.comes()
    assert (await room.verdict(asked)).text == ENGLISH("error-TooBig")
    await room.reply(await room.bob.send_text("is that all?"))
    assert len(_answers(room, asked)) == 1


async def test_a_button_that_died_can_be_pressed_again(room: Room, death: Death) -> None:
    """It shows nothing twice unasked, and is there again."""
    answer = await room.verdict(await room.bob.send_photo(photo("stranger.jpg")))
    death.at(Letter, "begin_album", after=True)
    await room.bob.press(answer, ENGLISH("button-nearest"))
    await death.comes()
    await room.sent("editMessageReplyMarkup", 2)
    assert not await room.sent("sendPhoto")
    await room.bob.press(answer, ENGLISH("button-nearest"))
    await room.sent("sendPhoto", 1)


async def test_an_add_that_died_is_an_add(room: Room, death: Death) -> None:
    """The picture is there already, by this very command."""
    death.at(Ask, "say")
    asked = await room.alice.send_photo(photo("stranger.jpg"), caption="/add boat")
    await death.comes()
    assert (await room.reply(asked)).text == "Added boat. The collection has 27 pictures."


async def test_a_reindex_that_died_starts_anew(room: Room, death: Death) -> None:
    """In the same message."""
    death.at(Ask, "answer")
    asked = await room.alice.send_text("/reindex")
    await death.comes()
    done = await room.reply(asked, lambda m: "26 unchanged" in m.text)
    assert not done.buttons
    assert len(_answers(room, asked)) == 1


async def test_too_many_photos_are_told_once(data_dir: Path) -> None:
    """Somebody floods: so many are looked at, one notice, silence; others are served."""
    async with running(data_dir, photos_per_minute=2) as room:
        asked = [await room.bob.send_photo(FILE) for _ in range(6)]
        other = await room.sandbox.carol.send_photo(FILE)
        assert "barn" in (await room.verdict(other)).text
        told = await room.verdict(asked[2])
        assert told.text == ENGLISH("enough", most=2)
        assert "barn" in (await room.verdict(asked[1])).text
        last = await room.bob.send_text("still there?")
        await room.reply(last)
        assert [len(_answers(room, each)) for each in asked] == [1, 1, 1, 0, 0, 0]


async def test_a_photo_that_was_counted_is_not_refused_after_a_death(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is looked at again, though there may be no other in that minute."""
    async with running(data_dir, photos_per_minute=1) as room:
        death = Death(room, monkeypatch)
        death.at(Lookup, "_look_up")
        asked = await room.bob.send_photo(FILE)
        await death.comes()
        assert "barn" in (await room.verdict(asked)).text
        again = await room.bob.send_photo(FILE)
        assert "barn" in (await room.verdict(again)).text
        told = await room.verdict(await room.bob.send_photo(FILE))
        assert told.text == ENGLISH("enough", most=1)


async def test_an_update_that_cannot_be_parsed_is_stepped_over(room: Room) -> None:
    """An apology, and the next photo is answered."""
    await room.reply(await room.alice.send_text("/help"))  # else the bot may not write to her
    chat = {"id": room.bob.id, "type": "private"}
    await room.bob.send_text("hello")
    room.sandbox.world.updates.add("message", {"message_id": 1, "chat": chat, "photo": [{}]})
    await room.sandbox.until(lambda m: m.text == ENGLISH("failed"), room.bob)
    await room.sandbox.until(lambda m: "could not be handled" in m.text, room.alice)
    assert "barn" in (await room.verdict(await room.bob.send_photo(FILE))).text


async def test_a_failure_ends_in_the_placeholder(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three tries, one message."""

    async def fail(*_: Any) -> None:
        raise KeyError

    monkeypatch.setattr(Lookup, "_look_up", fail)
    asked = await room.bob.send_photo(FILE)
    assert (await room.verdict(asked)).text == ENGLISH("failed")
    assert len(_answers(room, asked)) == 1


def _answers(room: Room, asked: Message) -> list[Message]:
    return [
        said
        for said in room.sandbox.messages(room.sandbox.world.chats[asked.chat_id])
        if said.json.get("reply_to_message", {}).get("message_id") == asked.id
        and "photo" not in said.json
    ]
