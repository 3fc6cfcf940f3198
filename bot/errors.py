"""What a handler raised: written down first, then told to whoever waits for an answer."""

import logging
from contextlib import suppress

from telegram import Update
from telegram.error import NetworkError, TelegramError
from telegram.ext import ContextTypes

from bot import replies

_log = logging.getLogger(__name__)


async def report(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """The error handler. A network that is away is one line, a fault of ours the whole story."""
    error = context.error
    if isinstance(error, NetworkError) and update is None:
        _log.warning("Telegram cannot be reached: %s", error)
        return
    _log.error("An update could not be handled", exc_info=error)
    if isinstance(update, Update) and update.effective_message:
        with suppress(TelegramError):
            await update.effective_message.reply_text(replies.FAILED)
