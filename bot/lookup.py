"""A photo comes in, its answer goes out: placeholder, verdict, pictures."""

import asyncio
import logging
import os
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.constants import ChatAction, ReactionEmoji
from telegram.error import BadRequest, TelegramError

from bot import replies
from bot.album import Album
from bot.ask import Ask, say
from bot.catalog import Button
from bot.gather import gather
from bot.inbox import Letter
from bot.incoming import MOST, Incoming
from bot.network import insist
from bot.people import author
from bot.proof import provable
from bot.quota import Quota, Verdict
from bot.settings import Settings
from bot.tally import Tally
from search.verdict import Answer, Match

_log = logging.getLogger(__name__)
_AT_ONCE = 2 * (os.cpu_count() or 1)  # photos in memory: one at work on each core, one ready
_ACKNOWLEDGE_SECONDS = 2
_IN_A_ROW = 3  # buttons, on a phone


class Lookup:
    """Handlers of photos, /find and the nearest miss."""

    def __init__(self, settings: Settings, album: Album, tally: Tally, quota: Quota) -> None:
        self._settings, self._album, self._tally, self._quota = settings, album, tally, quota
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def photo(self, ask: Ask, _: str = "") -> None:
        """A photo or image file, or an album of them, which gets one answer."""
        photos = [Incoming.of(each) for each in await gather(ask)]
        if any(photos):
            await self._take(ask, photos)
        else:
            await ask.say(replies.NOT_A_PHOTO)

    async def find(self, ask: Ask, _: str) -> None:
        """/find as a photo's caption, or in reply to a photo: who asked is answered."""
        replied = Incoming.replied(ask.message)
        if Incoming.of(ask.message):
            await self.photo(ask)
        elif replied:
            await self._take(ask, [replied])
        else:
            await ask.say(replies.FIND_WHAT)

    async def show(self, message: Message, button: Button, letter: Letter) -> None:
        """Pictures that waited behind a button: the nearest miss, or an album that got lost."""
        matches = [Match(**each) for each in button.payload["matches"]]
        asked = message.reply_to_message or message
        if not await self._album.send(asked, matches, letter.begin_album):
            await insist(lambda: say(message, replies.GONE))

    async def _take(self, ask: Ask, photos: Sequence[Incoming | None]) -> None:
        """Unless there were too many: the first of those is told so."""
        message, verdicts = ask.message, [Verdict.LOOK] * len(photos)
        if not ask.letter.again:  # else they were counted
            person, sent = author(message).id, message.date.timestamp()
            verdicts = [self._quota.take(person, sent) for _ in photos]
        if allowed := photos[: verdicts.count(Verdict.LOOK)]:
            note = self._enough if len(allowed) < len(photos) else ""
            await asyncio.gather(self._answer(ask, allowed, note), _acknowledge(message))
        elif Verdict.TELL in verdicts:
            await ask.answer(self._enough)

    @property
    def _enough(self) -> str:
        return replies.ENOUGH.format(most=self._settings.photos_per_minute)

    async def _answer(self, ask: Ask, photos: Sequence[Incoming | None], note: str) -> None:
        """One message, edited from its placeholder; the pictures follow it."""
        await ask.show()
        if not len(self._album.engine):
            await ask.answer(replies.NO_PICTURES)
            return
        ask.letter.waits = True
        async with self._turns:
            ask.letter.waits = False
            await ask.letter.begin()
            looks = [await self._look(ask.message, photo) for photo in photos]
        photos, answers = [photo for photo, _ in looks], [answer for _, answer in looks]
        if len(photos) == 1 and not note:
            await self._tell(ask, answers[0], photos[0])
        else:
            await self._tell_all(ask, answers, photos, note)

    async def _tell(self, ask: Ask, answer: Answer, photo: Incoming | None) -> None:
        """What was found; a miss waits behind a button."""
        text = replies.answer(answer)
        if photo and photo.previewed:
            text = f"{text}\n{replies.PREVIEW}"
        if answer.found:
            await self._show(ask, text, answer.matches, await self._proof(ask, answer, photo))
        else:
            nearest = answer.matches[:1]
            await ask.answer(text, _rows(await self._pictures(ask, nearest, replies.NEAREST)))

    async def _tell_all(
        self, ask: Ask, answers: list[Answer], photos: Sequence[Incoming | None], note: str
    ) -> None:
        """What was found of an album, numbered; of each photo the best picture, once."""
        found = {each.matches[0].name: each.matches[0] for each in answers if each.found}
        proofs = [
            await self._proof(ask, answer, photo, replies.PROOF_OF.format(number=number))
            for number, (answer, photo) in enumerate(zip(answers, photos, strict=True), start=1)
        ]
        text = "\n".join(filter(None, [replies.answers(answers), note]))
        await self._show(ask, text, list(found.values()), *proofs)

    async def _show(
        self, ask: Ask, text: str, matches: Sequence[Match], *buttons: InlineKeyboardButton | None
    ) -> None:
        """The answer in the placeholder, then the pictures.

        Pictures that were begun to be sent, before a crash or on a bad line, are never sent again
        unasked: a button shows them.
        """
        if not ask.letter.album:
            await ask.answer(text, _rows(*buttons))
            try:
                await self._album.send(ask.message, matches, ask.letter.begin_album)
            except TelegramError as error:
                _log.warning("The pictures of an answer may be lost: %s", error)
            else:
                return
        pictures = await self._pictures(ask, matches, replies.PICTURES)
        await ask.answer(text, _rows(pictures, *buttons))

    async def _look(
        self, message: Message, photo: Incoming | None
    ) -> tuple[Incoming | None, Answer]:
        """What was looked at, and the answer: where a clip cannot be read, for its preview."""
        answer = await self._look_up(message, photo)
        if photo and photo.preview and not photo.previewed and answer.verdict == "unreadable":
            photo = photo.shown
            answer = await self._look_up(message, photo)
        return photo, answer

    async def _look_up(self, message: Message, photo: Incoming | None) -> Answer:
        engine, top = self._settings.engine, self._settings.top_n
        if photo is None:
            return Answer(engine, "unreadable", error=replies.NOT_A_PHOTO)
        if photo.size > MOST:
            return Answer(engine, "unreadable", error=replies.TOO_BIG)
        try:
            data = await photo.download(message.get_bot())
        except BadRequest as error:
            if "too big" not in error.message:
                raise
            return Answer(engine, "unreadable", error=replies.TOO_BIG)
        answer = await self._album.worker.run(self._album.engine.find, data, top, engine)
        self._tally.look_up(answer)
        return answer

    async def _pictures(
        self, ask: Ask, shown: Sequence[Match], label: str
    ) -> InlineKeyboardButton | None:
        """Shows the pictures of an answer when pressed."""
        matches = [{"name": m.name, "path": m.path, "value": m.value} for m in shown]
        return await self._button(ask, label, "show", matches=matches) if shown else None

    async def _proof(
        self, ask: Ask, answer: Answer, photo: Incoming | None, label: str = replies.PROOF
    ) -> InlineKeyboardButton | None:
        """Shows why, when pressed."""
        if photo is None or not answer.found or not provable(answer):
            return None
        return await self._button(ask, label, "prove", photo=asdict(photo))

    async def _button(
        self, ask: Ask, label: str, action: str, **payload: object
    ) -> InlineKeyboardButton | None:
        message = ask.message
        owner = message.from_user.id if message.from_user else message.chat.id
        try:
            name = await self._album.catalog.make_button(action, owner, **payload)
        except sqlite3.Error as error:
            _log.warning("A button could not be kept, so there is none: %s", error)
            return None
        return InlineKeyboardButton(label, callback_data=name)


def _rows(*buttons: InlineKeyboardButton | None) -> InlineKeyboardMarkup | None:
    there = [each for each in buttons if each]
    rows = [there[at : at + _IN_A_ROW] for at in range(0, len(there), _IN_A_ROW)]
    return InlineKeyboardMarkup(rows) if rows else None


async def _acknowledge(message: Message) -> None:
    """At once, so that people see that they were heard; where it cannot be shown it is not."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_ACKNOWLEDGE_SECONDS):
            await asyncio.gather(
                message.set_reaction(ReactionEmoji.EYES),
                message.reply_chat_action(ChatAction.TYPING),
                return_exceptions=True,
            )
