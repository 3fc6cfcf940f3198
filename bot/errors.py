"""What could not be handled: whoever asked gets an apology, the admins are told."""

import json
import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from telegram import Bot, ReplyParameters
from telegram.error import BadRequest, TelegramError

from bot import replies
from bot.envelope import Envelope
from bot.guests import article, reply
from bot.letter import Letter
from bot.network import insist
from bot.tongue import Tongue

_ADMIN_SECONDS = 3600  # between two such messages to the admins: one fault can spoil a thousand


@dataclass
class Apology:
    """For updates that were given up; it needs no more of them than their raw JSON.

    Of those that the admins were not told of yet there is a count, and one of those whose senders
    could not be told either.
    """

    bot: Bot
    admins: frozenset[int]
    _told: float = field(default=float("-inf"), init=False)
    _given_up: int = field(default=0, init=False)
    _untold: int = field(default=0, init=False)

    async def say(self, letter: Letter) -> None:
        """Tell whoever asked, if somebody did, in the placeholder where there is one."""
        envelope = Envelope.of(json.loads(letter.json))
        if envelope is None or not envelope.asks:
            return
        failed = Tongue.of(envelope.language)("failed")
        if envelope.guest:
            await reply(self.bot, envelope.guest, article(failed))
            letter.told = True
        elif envelope.chat is not None:
            await self._say(envelope.chat, envelope, failed, letter)

    async def _say(self, chat: int, envelope: Envelope, failed: str, letter: Letter) -> None:
        asked, placeholder = envelope.message, letter.placeholder
        if placeholder:
            with suppress(BadRequest):  # it says so already, or is gone
                await insist(lambda: self.bot.edit_message_text(failed, chat, placeholder))
                letter.told = True
            return
        reply = ReplyParameters(asked, allow_sending_without_reply=True) if asked else None
        topic = envelope.topic
        said = await insist(
            lambda: self.bot.send_message(
                chat, failed, reply_parameters=reply, message_thread_id=topic
            )
        )
        letter.told = True
        await letter.keep_placeholder(said.message_id)

    async def tell_admins(self, reason: str, *, told: bool) -> None:
        """Once an hour at most; those who never met the bot cannot be told."""
        self._given_up += 1
        self._untold += not told
        if time.monotonic() < self._told + _ADMIN_SECONDS:
            return
        text = replies.given_up(self._given_up, self._untold, reason)
        self._told, self._given_up, self._untold = time.monotonic(), 0, 0
        for admin in self.admins:
            with suppress(TelegramError):
                await insist(partial(self.bot.send_message, admin, text))
