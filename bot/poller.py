"""Asks Telegram for updates, as raw JSON; asking for the next ones confirms the last."""

import asyncio
import json
import sqlite3
import time
from collections.abc import Sequence
from urllib.parse import urlencode

from telegram import Bot
from telegram.error import Conflict, RetryAfter, TelegramError
from telegram.request import BaseRequest, HTTPXRequest

from bot.desk import Desk
from bot.envelope import Envelope
from bot.network import seconds
from bot.patience import Patience

_POLL_SECONDS = 30  # that Telegram waits for an update before it says that there is none
_READ_SECONDS = _POLL_SECONDS + 10
_MOST = 100  # updates at once; Telegram's own limit
_LEAST_SECONDS = 1.0  # between two empty answers


class Poller:
    """Brings updates from Telegram to the desk; neither a bad network nor a full disk ends it.

    PTB's own way parses updates first, and asks for one that it cannot parse for ever.
    """

    def __init__(self, bot: Bot, desk: Desk, kinds: Sequence[str]) -> None:
        self._bot, self._desk, self._kinds = bot, desk, kinds
        self._offset: int | None = None
        self._troubles: dict[type[Exception], Patience] = {  # the first that fits
            Conflict: Patience("Another program asks for this bot's updates"),
            sqlite3.Error: Patience("Updates cannot be kept, so none is taken"),
            Exception: Patience("Updates cannot be fetched"),
        }

    async def run(self) -> None:
        """Poll until cancelled."""
        async with HTTPXRequest(connection_pool_size=1, read_timeout=_READ_SECONDS) as request:
            while True:
                await self._desk.room()
                try:
                    await self._poll(request)
                except Exception as error:  # noqa: BLE001  whatever it was, the next try may work
                    await self._wait(error)
                else:
                    for trouble in self._troubles.values():
                        trouble.over()

    async def _poll(self, request: BaseRequest) -> None:
        """What was asked for is on disk before the next call confirms it."""
        asked = time.monotonic()
        envelopes = await self._ask(request)
        await self._desk.take_in(envelopes)
        if envelopes:
            self._offset = max(each.id for each in envelopes) + 1
        else:  # after a quiet week ids begin anew, perhaps below the offset
            self._offset = None
            await asyncio.sleep(max(0.0, asked + _LEAST_SECONDS - time.monotonic()))

    async def _ask(self, request: BaseRequest) -> list[Envelope]:
        query = {
            "timeout": _POLL_SECONDS,
            "limit": _MOST,
            "allowed_updates": json.dumps(self._kinds),
            **({"offset": self._offset} if self._offset else {}),
        }
        updates = await request.post(f"{self._bot.base_url}/getUpdates?{urlencode(query)}")
        if not isinstance(updates, list):
            raise TelegramError("no list of updates")
        return [envelope for raw in updates if (envelope := Envelope.of(raw))]

    async def _wait(self, error: Exception) -> None:
        least = seconds(error) if isinstance(error, RetryAfter) else 0.0
        kind = next(known for known in self._troubles if isinstance(error, known))
        await self._troubles[kind].wait(error, least)
