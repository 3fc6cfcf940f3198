"""What people give to the collection: /add, of one picture or of a whole album."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from telegram import ExternalReplyInfo, Message

from bot import notices, replies
from bot.album import Album
from bot.ask import Ask
from bot.commands import parse
from bot.gather import gather
from bot.incoming import Carrier, Incoming
from bot.people import People
from search.characters import shows
from search.errors import KazamiError, Moving, NameTaken
from search.notes import Note
from search.options import LONGEST_CAPTION

_REASON = 80  # UTF-16 units of a name in a reason
_TAG = re.compile(r"#([^#\s]+)")


@dataclass(frozen=True)
class Wish:
    """What stands behind /add: the name and the tags; lines after the first are the caption."""

    name: str = ""
    tags: tuple[str, ...] = ()
    caption: str = ""

    @classmethod
    def of(cls, text: str) -> Self:
        """All of it may be empty."""
        first, _, rest = text.partition("\n")
        words = [(word, _TAG.fullmatch(word)) for word in first.split()]
        name = " ".join(word for word, tag in words if not tag)
        tags = dict.fromkeys(tag[1] for _, tag in words if tag)
        return cls(name, tuple(tags), rest.strip())


@dataclass(frozen=True)
class Gift:
    """A picture that is to be added, still at Telegram."""

    name: str
    photo: Incoming
    note: Note


def gifts(wish: Wish, carriers: Sequence[Carrier], asked: Message) -> list[Gift]:
    """The pictures of some messages; several of one name are numbered."""
    shown = [(each, photo) for each in carriers if (photo := Incoming.of(each))]
    made = []
    for number, (carrier, photo) in enumerate(shown, start=1):
        name = wish.name or photo.name or f"photo {asked.date:%Y-%m-%d %H.%M.%S}"
        counted = len(shown) > 1 and (wish.name or not photo.name)
        made.append(Gift(f"{name} {number}" if counted else name, photo, _note(wish, carrier)))
    return made


def _note(wish: Wish, carrier: Carrier) -> Note:
    """What was written of it, and where; a command is no caption."""
    if isinstance(carrier, ExternalReplyInfo):
        return Note(_printable(wish.caption), wish.tags)
    written = "" if parse(carrier)[0] else carrier.caption or ""
    return Note(_printable(wish.caption or written), wish.tags, carrier.link or "")


def _printable(text: str) -> str:
    """As the library takes it."""
    return "".join(c if shows(c) or c == "\n" else " " for c in text)[:LONGEST_CAPTION]


@dataclass(frozen=True)
class Intake:
    """The handler of /add."""

    album: Album
    people: People

    async def add(self, ask: Ask, text: str) -> None:
        """/add [NAME] [#TAG ...] in reply to a photo, or as the caption of one or of an album."""
        given = gifts(Wish.of(text), await _carriers(ask), ask.message)
        if len(given) > 1:
            await self._add_all(ask, given)
        elif given:
            await ask.letter.begin()
            await self._add(ask, given[0])
            replied = None if Incoming.of(ask.message) else ask.message.reply_to_message
            alone = bool(replied and replied.media_group_id)
            pictures = len(self.album.engine)
            await ask.say(notices.added(ask.t, given[0].name, pictures, alone=alone))
        else:
            await ask.say(ask.t("add-what"))

    async def _add_all(self, ask: Ask, given: Sequence[Gift]) -> None:
        """One answer, which says of each what became of it."""
        await ask.show(ask.t("adding"))
        await ask.letter.begin()
        lines = [(each.name, await self._reason(ask, each)) for each in given]
        await ask.answer(notices.added_all(ask.t, lines, len(self.album.engine)))

    async def _reason(self, ask: Ask, gift: Gift) -> str:
        """Why it could not be added (HTML); empty where it was."""
        try:
            await self._add(ask, gift)
        except KazamiError as error:
            if not self.people.may_hear(ask.message, error):
                raise
            return replies.trouble(ask.t, error, _REASON)
        return ""

    async def _add(self, ask: Ask, gift: Gift) -> None:
        """Raises KazamiError."""
        if not gift.photo.still:
            raise Moving
        async with self.album.worker.room(gift.photo.size):
            await self._put(ask, gift, await gift.photo.download(ask.message.get_bot()))

    async def _put(self, ask: Ask, gift: Gift, data: bytes) -> None:
        engine, shelf = self.album.engine, self.people.shelf(ask.message)
        try:
            await self.album.worker.change(
                engine.add,
                gift.name,
                data,
                shelf=shelf,
                note=gift.note,
                by=ask.owner,
            )
        except NameTaken:  # perhaps by this very command, before a crash
            same = hashlib.sha256(data).hexdigest()
            if not ask.letter.again or engine.sha256(gift.name) != same:
                raise


async def _carriers(ask: Ask) -> Sequence[Carrier]:
    """The messages that show what is to be added: the album, the photo, or what it replies to."""
    if Incoming.of(ask.message):
        return await gather(ask)
    replied = ask.message.reply_to_message, ask.message.external_reply
    return [each for each in replied if Incoming.of(each) and each][:1]
