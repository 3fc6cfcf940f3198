"""What could not be handled: whoever asked gets an apology, the admins are told."""

import json
import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from telegram import Bot, Message, ReplyParameters
from telegram.error import TelegramError

from bot import replies
from bot.ask import edit
from bot.envelope import Envelope
from bot.guests import article, reply
from bot.letter import Letter
from bot.network import insist
from bot.tongue import Tongue

_ADMIN_SECONDS = 3600  # between two such messages to the admins: one fault can spoil a thousand
_UNREADABLE = (KeyError, TypeError, ValueError, AttributeError)  # raised by PTB where it parses


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
        """Tell whoever asked, if somebody did, in the placeholder where it is still there."""
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
        """What Telegram echoes holds what was replied to, which perhaps cannot be parsed: that is
        no fault of the apology, which has arrived.
        """
        placeholder = letter.placeholder
        with suppress(*_UNREADABLE):
            if not placeholder or not await edit(self.bot, chat, placeholder, failed):
                said = await self._send(chat, envelope, failed)
                await letter.keep_placeholder(said.message_id)
        letter.told = True

    async def _send(self, chat: int, envelope: Envelope, failed: str) -> Message:
        asked, topic = envelope.message, envelope.topic
        reply = ReplyParameters(asked, allow_sending_without_reply=True) if asked else None
        return await insist(
            lambda: self.bot.send_message(
                chat, failed, reply_parameters=reply, message_thread_id=topic
            )
        )

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
