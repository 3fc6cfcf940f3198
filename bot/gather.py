"""An album comes message by message, and is one question."""

import asyncio
import json

from telegram import Message, Update
from telegram.constants import ChatType

from bot.ask import Ask

_SETTLE_SECONDS = 1.0  # Telegram hands an album out at once, but perhaps in several responses
_TAKERS = ("find", "compare", "add")  # commands that take albums


async def gather(ask: Ask) -> list[Message]:
    """All messages of the album that was asked with, in order; of no album: the one."""
    message, letter = ask.message, ask.letter
    if message.media_group_id is None:
        return [message]
    letter.waits = True
    await asyncio.sleep(_SETTLE_SECONDS)
    letter.waits = False
    found = [message]
    for text in await letter.inbox.join(letter, message.media_group_id):
        other = Update.de_json(json.loads(text), message.get_bot()).message
        if other is not None:
            found.append(other)
    return sorted(found, key=lambda each: each.message_id)


async def spare(ask: Ask, command: str) -> None:
    """Where a command takes one photo or none, let nobody look up the rest of its album.

    In a group that is the watch's.
    """
    if command and command not in _TAKERS and ask.message.chat.type == ChatType.PRIVATE:
        await gather(ask)
