"""The folder of pictures, followed: what is new in it or changed is indexed within seconds."""

import asyncio
import logging
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path

from watchfiles import awatch

from bot.patience import Patience
from bot.worker import Job, Worker
from search import disk
from search.engine import Engine
from search.reindex import Progress, Report
from search.survey import drastic

_log = logging.getLogger(__name__)
_LOOK_MS = 2000  # how often it is looked whether the folder itself is still the same
_BUSY_SECONDS = 0.5  # how often it is looked whether another reindex is over


@dataclass
class Folder:
    """Its errors are logged, and it is tried again: they never end the bot."""

    path: Path
    engine: Engine
    worker: Worker
    _changed: asyncio.Event = field(default_factory=asyncio.Event, init=False)

    async def run(self) -> None:
        """Until cancelled; what changed while the bot was away comes first."""
        self._changed.set()
        watching = asyncio.create_task(self._watch())
        try:
            await self._follow()
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)

    async def _watch(self) -> None:
        """Notice changes; a folder that went, and one that takes its place."""
        patience, lost = Patience("The folder of pictures cannot be watched"), False
        while True:
            try:
                watched = disk.identity(self.path)
                seen = awatch(
                    self.path, watch_filter=None, yield_on_timeout=True, rust_timeout=_LOOK_MS
                )
                async with aclosing(seen):
                    async for changes in seen:
                        patience.over()
                        if disk.identity(self.path) != watched:
                            break
                        if changes or lost:
                            self._changed.set()
                        lost = False
            except Exception as error:  # noqa: BLE001  whatever it was, the bot goes on
                await patience.wait(error)
            lost = True

    async def _follow(self) -> None:
        """Index after changes, not while another reindex runs."""
        patience = Patience("The folder of pictures cannot be indexed")
        while True:
            await self._changed.wait()
            self._changed.clear()
            try:
                await self._index()
            except Exception as error:  # noqa: BLE001  likewise
                self._changed.set()
                await patience.wait(error)
            else:
                patience.over()

    async def _index(self) -> None:
        """Nothing is done where many pictures would go: /reindex asks about that."""
        gone = await self._gone()
        if drastic(gone, len(self.engine)):
            _log.warning("%d pictures are gone from the folder: see /reindex check", len(gone))
            return
        job = self.worker.job = Job(self.engine.index([self.path]), Progress(0, 0, Report()))
        try:
            report = (await _whole(job)).report
        finally:
            self.worker.job = None
        _log.info(
            "Indexed the folder: %d added, %d changed, %d removed",
            *(report.added, report.changed, report.removed),
        )

    async def _gone(self) -> list[str]:
        """The pictures that would go, seen while no other reindex runs."""
        while True:
            while self.worker.job:  # noqa: ASYNC110  nobody tells when it is over
                await asyncio.sleep(_BUSY_SECONDS)
            gone = await self.worker.run(self.engine.gone, [self.path])
            if not self.worker.job:
                return gone


async def _whole(job: Job[Progress]) -> Progress:
    """Let a job end; who is cancelled meanwhile lets it stop first."""
    running = asyncio.create_task(job.run())
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        job.cancel()
        await asyncio.gather(running, return_exceptions=True)
        raise
