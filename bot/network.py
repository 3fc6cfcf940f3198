"""Calls to Telegram that fail on the way: which they are, and what to do then."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

import httpx
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.patience import Patience

Result = TypeVar("Result")
MARGIN = 0.1  # seconds
SENT_BYTES = 50_000_000  # that Telegram takes from a bot as a file
_MUTE = (  # in lower case, as PTB writes them as it likes
    *("not enough rights to send", "no rights to send", "topic_closed"),
    *("chat_write_forbidden", "chat_restricted", "chat_send_"),
)
_PAUSES = (0.5, 1.0, 2.0, 4.0)  # seconds between tries of one call


def on_the_way(error: Exception) -> bool:
    """Whether the network or Telegram failed, and not what was asked of it."""
    refused = (BadRequest, Forbidden, ChatMigrated)
    return isinstance(error, TelegramError) and not isinstance(error, refused)


def unwelcome(error: Exception) -> bool:
    """Whether the bot may not write there, which is no fault: a group's admins may want that."""
    mute = isinstance(error, BadRequest) and any(each in error.message.lower() for each in _MUTE)
    return mute or isinstance(error, Forbidden)


def unsent(error: Exception) -> bool:
    """Whether it failed on the way to Telegram, which surely has done nothing."""
    never = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
    return isinstance(error, RetryAfter) or isinstance(error.__cause__, never)


def seconds(wait: RetryAfter) -> float:
    """How long Telegram wants to be left alone, and a little longer: clocks are not exact."""
    after = wait.retry_after
    return (after.total_seconds() if isinstance(after, timedelta) else float(after)) + MARGIN


async def insist(
    call: Callable[[], Awaitable[Result]],
    again: Callable[[TelegramError], bool] = on_the_way,
) -> Result:
    """Make a call until Telegram says how it went, a few times at most.

    For calls that do no harm when they are made twice, or whose error says that it was not made.
    """
    for pause in _PAUSES:
        try:
            return await call()
        except TelegramError as error:
            if not again(error):
                raise
            await asyncio.sleep(seconds(error) if isinstance(error, RetryAfter) else pause)
    return await call()


class Line:
    """The line to Telegram: whether it is down when a call failed, and when it is up again."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._asking: asyncio.Task[bool] | None = None

    async def was_down(self) -> bool:
        """Wait until Telegram answers; whether it did not at once. All who wait ask together."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
        return await asyncio.shield(self._asking)

    async def _ask(self) -> bool:
        patience, down = Patience("Telegram cannot be reached"), False
        while True:
            try:
                await self._bot.get_me()
            except TelegramError as error:
                down = True
                await patience.wait(error)
            else:
                patience.over()
                return down

    def hang_up(self) -> None:
        """Ask no more."""
        if self._asking:
            self._asking.cancel()
