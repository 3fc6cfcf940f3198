"""An album comes message by message, and is one question."""

import asyncio
import json

from telegram import Message, Update

from bot.ask import Ask

_SETTLE_SECONDS = 1.0  # Telegram hands an album out at once, but perhaps in several responses


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
