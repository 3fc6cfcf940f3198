"""The kept backups: one job at a time works on them, in a thread, and ends when the bot does."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from bot import backup
from bot.archive import Check, Stopped

Result = TypeVar("Result")


@dataclass
class Backups:
    """The backups of a data folder."""

    folder: Path
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    @property
    def busy(self) -> bool:
        """Whether a job is under way."""
        return self._turn.locked()

    async def add(self, letter: int) -> Path:
        """A new backup, which an update asked for. Raises NoBackup."""
        return await self.run(lambda check: backup.write(self.folder, letter, check))

    async def run(self, job: Callable[[Check], Result]) -> Result:
        """Do a job in its turn; it is stopped when nobody waits for it any more."""
        stop = threading.Event()

        def check() -> None:
            if stop.is_set():
                raise Stopped

        async with self._turn:
            try:
                return await asyncio.to_thread(job, check)
            finally:
                stop.set()
