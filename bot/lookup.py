"""A photo comes in, its answer goes out: placeholder, verdict, pictures."""

import asyncio
import logging
import os
from contextlib import suppress
from dataclasses import dataclass, field

from telegram import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode, ReactionEmoji
from telegram.error import BadRequest, TelegramError

from bot import replies
from bot.album import Album
from bot.catalog import Button
from bot.incoming import MOST, Incoming
from bot.settings import Settings
from search.verdict import Answer, Match

_log = logging.getLogger(__name__)
_AT_ONCE = 2 * (os.cpu_count() or 1)  # photos in memory: one at work on each core, one ready


@dataclass(frozen=True)
class Lookup:
    """Handlers of photos, /find and the nearest miss."""

    settings: Settings
    album: Album
    _turns: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(_AT_ONCE), init=False
    )

    async def photo(self, message: Message, _: str = "") -> None:
        """A photo or image file in a private chat."""
        photo = Incoming.of(message)
        if photo is None:
            await say(message, replies.NOT_A_PHOTO)
        else:
            await self._answer(message, photo)

    async def find(self, message: Message, _: str) -> None:
        """/find as a photo's caption, or in reply to a photo: who asked is answered."""
        photo = Incoming.of(message) or Incoming.of(message.reply_to_message)
        if photo is None:
            await say(message, replies.FIND_WHAT)
        else:
            await self._answer(message, photo)

    async def show(self, query: CallbackQuery, button: Button) -> None:
        """Pictures that waited behind a button: the nearest miss, or an album that got lost."""
        message = query.message
        if isinstance(message, Message):
            with suppress(BadRequest):  # pressed twice: gone already
                await message.edit_reply_markup(None)
            matches = [Match(**each) for each in button.payload["matches"]]
            if not await self.album.send(message.reply_to_message or message, matches):
                await say(message, replies.GONE)

    async def _answer(self, message: Message, photo: Incoming) -> None:
        """One message, edited from its placeholder; the pictures follow it."""
        await _acknowledge(message)
        if photo.size > MOST:
            await say(message, replies.TOO_BIG)
        elif not len(self.album.engine):
            await say(message, replies.NO_PICTURES)
        else:
            placeholder = await say(message, replies.LOOKING)
            try:
                async with self._turns:
                    answer = await self._look_up(message, photo)
            except Exception:  # noqa: BLE001  whatever it was, whoever asked is told
                _log.exception("A lookup failed")
                await edit(placeholder, replies.FAILED)
            else:
                await self._tell(message, placeholder, answer)

    async def _tell(self, message: Message, placeholder: Message, answer: Answer) -> None:
        """The answer in the placeholder, then the pictures; a miss waits behind a button."""
        text = replies.answer(answer)
        if not answer.found:
            await edit(placeholder, text, await self._button(message, answer, replies.NEAREST))
            return
        await edit(placeholder, text)
        try:
            await self.album.send(message, answer.matches)
        except TelegramError as error:  # perhaps they arrived: never sent again unasked
            _log.warning("The pictures of an answer may be lost: %s", error)
            await edit(placeholder, text, await self._button(message, answer, replies.PICTURES))

    async def _look_up(self, message: Message, photo: Incoming) -> Answer:
        try:
            data = await photo.download(message.get_bot())
        except BadRequest as error:
            if "too big" not in error.message:
                raise
            return Answer(self.settings.engine, "unreadable", error=replies.TOO_BIG)
        engine, top = self.settings.engine, self.settings.top_n
        return await self.album.worker.run(self.album.engine.find, data, top, engine)

    async def _button(
        self, message: Message, answer: Answer, label: str
    ) -> InlineKeyboardMarkup | None:
        """Shows the pictures of an answer (of a miss: the nearest) when pressed."""
        shown = answer.matches if answer.found else answer.matches[:1]
        if not shown:
            return None
        matches = [{"name": m.name, "path": m.path, "value": m.value} for m in shown]
        owner = message.from_user.id if message.from_user else message.chat.id
        name = await self.album.catalog.make_button("show", owner, matches=matches)
        return InlineKeyboardMarkup.from_button(InlineKeyboardButton(label, callback_data=name))


async def say(message: Message, html: str, buttons: InlineKeyboardMarkup | None = None) -> Message:
    """Reply to the message that asked, in its topic."""
    return await message.reply_text(
        html,
        parse_mode=ParseMode.HTML,
        reply_markup=buttons,
        reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True),
    )


async def edit(
    placeholder: Message, html: str, buttons: InlineKeyboardMarkup | None = None
) -> None:
    """Change what the placeholder says; that it says so already is fine, gone is sent anew."""
    try:
        await placeholder.edit_text(html, parse_mode=ParseMode.HTML, reply_markup=buttons)
    except BadRequest as error:
        reason = error.message.lower()
        if "message to edit not found" in reason:
            await say(placeholder.reply_to_message or placeholder, html, buttons)
        elif "message is not modified" not in reason:
            raise


async def _acknowledge(message: Message) -> None:
    """At once, so that people see that they were heard; where it cannot be shown it is not."""
    await asyncio.gather(
        message.set_reaction(ReactionEmoji.EYES),
        message.reply_chat_action(ChatAction.TYPING),
        return_exceptions=True,
    )
