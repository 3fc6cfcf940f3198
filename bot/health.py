"""How the bot is: for its admins, and for programs that look after it."""

import sqlite3
import time
from dataclasses import dataclass, replace

from prometheus_client import ProcessCollector

from bot import replies
from bot.ask import Ask
from bot.inbox import Inbox
from bot.settings import Settings
from bot.status import Status
from bot.tally import Tally
from search.engine import Engine

_LATE_SECONDS = 90.0  # without an answer from Telegram, which gives one at least every 31


@dataclass(frozen=True)
class Health:
    """Looks how the bot is."""

    settings: Settings
    engine: Engine
    inbox: Inbox
    tally: Tally

    async def tell(self, ask: Ask, _: str) -> None:
        """/status."""
        now = await self.status()
        await ask.say(
            replies.status(ask.t, replace(now, waiting=now.waiting - 1))
        )  # but for this one

    async def status(self) -> Status:
        """How it is now."""
        try:
            await self.inbox.check()
            waiting, since = await self.inbox.backlog()
            keeps = True
        except sqlite3.Error:
            waiting, since, keeps = 0, 0, False
        return Status(
            takes=self._takes(),
            keeps=keeps,
            waiting=waiting,
            oldest=max(0.0, time.time() - since) if waiting else 0.0,
            per_minute=self.tally.per_minute,
            lookups=self.tally.lookups.total(),
            errors=self.tally.errors,
            memory=_memory(),
            pictures=len(self.engine),
            generation=self.engine.generation,
            uptime=time.monotonic() - self.tally.began,
        )

    def _takes(self) -> bool:
        """Whether updates still come; by webhook nobody can tell: there may be none."""
        quiet = time.monotonic() - self.inbox.taken
        return quiet < (float("inf") if self.settings.webhook_url else _LATE_SECONDS)


def _memory() -> int:
    """Resident memory of this process, bytes; 0 where the system does not say."""
    found = {each.name: each.samples[0].value for each in ProcessCollector(registry=None).collect()}
    return int(found.get("process_resident_memory_bytes", 0))
