"""A worker of the fleet: takes errands from the queue, some at a time, until it is to stop."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from nats.aio.msg import Msg
from nats.errors import Error
from nats.errors import TimeoutError as NoErrand
from nats.js import JetStreamContext

from bot import stream
from bot.lookout import Lookout
from bot.muster import QueueAway
from bot.sailor import Sailor
from bot.stream import CREW, STREAM, Stream
from search.extractors import Extractors
from search.levels import kaze

_log = logging.getLogger(__name__)
_TAKE_SECONDS = 1.0  # for which an errand is waited for at a time; the end waits as long
_LAST_SECONDS = 10.0  # for what is in hand when it is to stop; then that is given back
_PAUSE_SECONDS = 1.0  # after a failure


@dataclass
class Crew:
    """Looks at `jobs` files at a time, each in a process apart; `folder` is IMAGES_DIR as it is on
    this machine.
    """

    url: str = field(repr=False)
    folder: Path
    jobs: int
    _at_work: set[asyncio.Task[bool]] = field(default_factory=set, init=False)
    _done: int = field(default=0, init=False)

    async def run(self, stop: asyncio.Event) -> int:
        """Work until `stop` is set; returns how many files were looked at and stored.

        Raises QueueAway, OtherVersion or MissingDetector.
        """
        kaze()  # at once, not at the first file
        if not self.folder.is_dir():
            _log.warning("There is no folder %s here: pictures have to be sent", self.folder)
        with (
            Extractors() as extractors,
            closing(Lookout(self.folder, extractors)) as lookout,
            ThreadPoolExecutor(self.jobs, thread_name_prefix="crew") as threads,
        ):
            async with stream.opened(self.url) as queue:
                _log.info("Working for the bot at %s, %d files at a time", queue.where, self.jobs)
                room = asyncio.Semaphore(2 * self.jobs)  # one a thread, and one to go on with
                try:
                    await self._work(queue, Sailor(queue, lookout, threads, room), stop)
                finally:
                    await self._finish()
        return self._done

    async def _work(self, queue: Stream, sailor: Sailor, stop: asyncio.Event) -> None:
        taking = await queue.jetstream.pull_subscribe_bind(CREW, STREAM)
        while not stop.is_set():
            self._look_back()
            try:
                async with asyncio.timeout(_TAKE_SECONDS):
                    await sailor.room.acquire()
            except TimeoutError:
                continue
            if message := await _take(queue, taking):
                self._at_work.add(asyncio.create_task(sailor.do(message)))
            else:
                sailor.room.release()

    def _look_back(self) -> None:
        """At what has come to its end. Raises OtherVersion."""
        for task in [each for each in self._at_work if each.done()]:
            self._at_work.remove(task)
            self._done += task.result()

    async def _finish(self) -> None:
        """What is in hand; what takes too long is given back."""
        if self._at_work:
            _, late = await asyncio.wait(self._at_work, timeout=_LAST_SECONDS)
            for task in late:
                task.cancel()
            ends = await asyncio.gather(*self._at_work, return_exceptions=True)
            self._done += ends.count(True)


async def _take(queue: Stream, taking: JetStreamContext.PullSubscription) -> Msg | None:
    """An errand, or None after a while. Raises QueueAway where the queue turned us out."""
    try:
        return (await taking.fetch(1, timeout=_TAKE_SECONDS))[0]
    except NoErrand:
        return None
    except Error as error:
        if queue.nats.is_closed:
            raise QueueAway(queue.where, str(error)) from error
        _log.warning("The queue at %s gives no errands: %s", queue.where, error)
        await asyncio.sleep(_PAUSE_SECONDS)
        with suppress(Error):  # else it is said at the next errand
            await queue.prepare()  # it may have lost its disk
        return None
