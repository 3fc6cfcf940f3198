"""A photo comes in, its answer goes out: placeholder, verdict, pictures."""

import asyncio
import logging
import os
import sqlite3
from contextlib import suppress
from dataclasses import asdict

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.constants import ChatAction, ReactionEmoji
from telegram.error import BadRequest, TelegramError

from bot import replies
from bot.album import Album
from bot.ask import Ask, say
from bot.buttons import put, without
from bot.catalog import Button
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


class Lookup:
    """Handlers of photos, /find and the nearest miss."""

    def __init__(self, settings: Settings, album: Album, tally: Tally) -> None:
        self._settings, self._album, self._tally = settings, album, tally
        self._quota = Quota(settings.photos_per_minute)
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def photo(self, ask: Ask, _: str = "") -> None:
        """A photo or image file in a private chat."""
        photo = Incoming.of(ask.message)
        if photo is None:
            await ask.say(replies.NOT_A_PHOTO)
        else:
            await self._take(ask, photo)

    async def find(self, ask: Ask, _: str) -> None:
        """/find as a photo's caption, or in reply to a photo: who asked is answered."""
        photo = Incoming.of(ask.message) or Incoming.of(ask.message.reply_to_message)
        if photo is None:
            await ask.say(replies.FIND_WHAT)
        else:
            await self._take(ask, photo)

    async def show(self, query: CallbackQuery, button: Button, letter: Letter) -> None:
        """Pictures that waited behind a button: the nearest miss, or an album that got lost."""
        message = query.message
        if not isinstance(message, Message):
            return
        if letter.album:  # perhaps they were sent; if not, the button is there to be pressed again
            await put(message, message.reply_markup)
            return
        await put(message, without(message, query.data))
        await letter.begin()
        matches = [Match(**each) for each in button.payload["matches"]]
        asked = message.reply_to_message or message
        if not await self._album.send(asked, matches, letter.begin_album):
            await insist(lambda: say(message, replies.GONE))
        await self._album.catalog.drop_button(query.data or "")

    async def _take(self, ask: Ask, photo: Incoming) -> None:
        """Unless there were too many: the first of those is told so."""
        message = ask.message
        verdict = Verdict.LOOK
        if not ask.letter.again:  # else it was counted
            verdict = self._quota.take(author(message).id, message.date.timestamp())
        if verdict is Verdict.LOOK:
            await asyncio.gather(self._answer(ask, photo), _acknowledge(ask.message))
        elif verdict is Verdict.TELL:
            await ask.answer(replies.ENOUGH.format(most=self._settings.photos_per_minute))

    async def _answer(self, ask: Ask, photo: Incoming) -> None:
        """One message, edited from its placeholder; the pictures follow it."""
        await ask.show()
        if photo.size > MOST:
            await ask.answer(replies.TOO_BIG)
        elif not len(self._album.engine):
            await ask.answer(replies.NO_PICTURES)
        else:
            ask.letter.waits = True
            async with self._turns:
                ask.letter.waits = False
                await ask.letter.begin()
                answer = await self._look_up(ask.message, photo)
            await self._tell(ask, answer, photo)

    async def _tell(self, ask: Ask, answer: Answer, photo: Incoming) -> None:
        """The answer in the placeholder, then the pictures; a miss waits behind a button.

        Pictures that were begun to be sent, before a crash or on a bad line, are never sent again
        unasked: a button shows them.
        """
        message, text = ask.message, replies.answer(answer)
        owner = message.from_user.id if message.from_user else message.chat.id
        proof = await self._proof(owner, answer, photo)
        if not answer.found:
            await ask.answer(text, _row(await self._pictures(owner, answer, replies.NEAREST)))
            return
        if not ask.letter.album:
            await ask.answer(text, _row(proof))
            try:
                await self._album.send(message, answer.matches, ask.letter.begin_album)
            except TelegramError as error:
                _log.warning("The pictures of an answer may be lost: %s", error)
            else:
                return
        await ask.answer(text, _row(await self._pictures(owner, answer, replies.PICTURES), proof))

    async def _look_up(self, message: Message, photo: Incoming) -> Answer:
        try:
            data = await photo.download(message.get_bot())
        except BadRequest as error:
            if "too big" not in error.message:
                raise
            return Answer(self._settings.engine, "unreadable", error=replies.TOO_BIG)
        engine, top = self._settings.engine, self._settings.top_n
        answer = await self._album.worker.run(self._album.engine.find, data, top, engine)
        self._tally.look_up(answer)
        return answer

    async def _pictures(
        self, owner: int, answer: Answer, label: str
    ) -> InlineKeyboardButton | None:
        """Shows the pictures of an answer (of a miss: the nearest) when pressed."""
        shown = answer.matches if answer.found else answer.matches[:1]
        matches = [{"name": m.name, "path": m.path, "value": m.value} for m in shown]
        return await self._button(label, "show", owner, matches=matches) if shown else None

    async def _proof(
        self, owner: int, answer: Answer, photo: Incoming
    ) -> InlineKeyboardButton | None:
        """Shows why, when pressed."""
        if not answer.found or not provable(answer):
            return None
        return await self._button(replies.PROOF, "prove", owner, photo=asdict(photo))

    async def _button(
        self, label: str, action: str, owner: int, **payload: object
    ) -> InlineKeyboardButton | None:
        try:
            name = await self._album.catalog.make_button(action, owner, **payload)
        except sqlite3.Error as error:
            _log.warning("A button could not be kept, so there is none: %s", error)
            return None
        return InlineKeyboardButton(label, callback_data=name)


def _row(*buttons: InlineKeyboardButton | None) -> InlineKeyboardMarkup | None:
    there = [each for each in buttons if each]
    return InlineKeyboardMarkup([there]) if there else None


async def _acknowledge(message: Message) -> None:
    """At once, so that people see that they were heard; where it cannot be shown it is not."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_ACKNOWLEDGE_SECONDS):
            await asyncio.gather(
                message.set_reaction(ReactionEmoji.EYES),
                message.reply_chat_action(ChatAction.TYPING),
                return_exceptions=True,
            )
