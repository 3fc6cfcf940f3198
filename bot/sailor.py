"""One errand of a worker, from the queue to the acknowledgement."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Awaitable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from nats.aio.msg import Msg
from nats.errors import Error, NoRespondersError

from bot import errand
from bot.errand import DONE, JOBS, LONGEST_REASON, BadMessage, Errand, Outcome
from bot.lookout import Lookout
from bot.stream import ACK_SECONDS, Stream
from search.errors import KazamiError
from search.features import VERSION

_log = logging.getLogger(__name__)
_SUBJECT = re.compile(re.escape(JOBS) + r"\.([0-9a-f]{16})\.(\d{1,9})")
_PAUSE_SECONDS = 1.0  # after a failure
_TRIES = 5  # times that an errand is begun, by any worker


class OtherVersion(KazamiError):
    """The bot wants features that this worker does not make."""

    def __init__(self, wanted: str) -> None:
        super().__init__(
            f"The bot wants other features ({wanted}) than this worker makes ({VERSION}). Update "
            "the older of the two."
        )
        self.wanted = wanted


@dataclass(frozen=True)
class Sailor:
    """Does errands of the queue `stream`. An errand is given back where it comes to nothing.

    `room` is acquired for each by whoever takes it, and free again once the file was looked at: a
    bot that is slow to store keeps nobody from the next.
    """

    stream: Stream
    lookout: Lookout
    threads: ThreadPoolExecutor
    room: asyncio.Semaphore

    async def do(self, message: Msg) -> bool:
        """All of it; returns whether the bot has stored what came of it. Raises OtherVersion."""
        stored = False
        try:
            async with _beating(message):
                try:
                    run, told, rows = await self._outcome(message)
                finally:
                    self.room.release()
                stored = await self._stored(run, told, rows)
            await _say(message.ack() if stored else message.term())
        except BadMessage as error:
            _log.warning("An errand that is no bot's was left out: %s", error)
            await _say(message.term())
        except BaseException as error:
            await _say(message.nak(delay=_PAUSE_SECONDS))
            if isinstance(error, OtherVersion) or not isinstance(error, Exception):
                raise
            _log.warning("An errand was given back: %r", error)
        return stored

    async def _outcome(self, message: Msg) -> tuple[str, Outcome, bytes]:
        """Of whose run, what became of it, and the rows of the features."""
        subject = _SUBJECT.fullmatch(message.subject)
        if subject is None:
            raise BadMessage("its subject")
        run, number, wanted = subject[1], int(subject[2]), Errand.parse(message.data)
        told = Outcome(number=number, sha256=wanted.sha256, how="dropped")
        if wanted.version != VERSION:
            other = told.model_copy(update={"how": "other", "version": VERSION})
            await self.stream.nats.publish(f"{DONE}.{run}", errand.wrap(other))
            raise OtherVersion(wanted.version)
        if message.metadata.num_delivered > _TRIES:
            why = f"{_TRIES} workers began with it, and none came to an end"
            return run, told.model_copy(update={"why": why}), b""
        return run, *await self._look(run, number, wanted)

    async def _look(self, run: str, number: int, wanted: Errand) -> tuple[Outcome, bytes]:
        data = None
        if wanted.name is None:
            try:
                data = await self.stream.get(errand.key(run, number), wanted.length)
            except (Error, TimeoutError) as error:
                why = f"its bytes are not in the queue: {error}"[:LONGEST_REASON]
                told = Outcome(number=number, sha256=wanted.sha256, how="unread", why=why)
                return told, b""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, self.lookout.look, number, wanted, data)

    async def _stored(self, run: str, outcome: Outcome, rows: bytes) -> bool:
        """Tell the bot until it has stored it; False where nobody wants it any more."""
        payload = errand.wrap(outcome, rows)
        if len(payload) > self.stream.nats.max_payload:
            await self.stream.put(errand.rows_key(run, outcome.number), rows)
            payload = errand.wrap(outcome.model_copy(update={"apart": True}))
        while True:
            try:
                await self.stream.nats.request(f"{DONE}.{run}", payload, timeout=ACK_SECONDS)
            except NoRespondersError:
                return False
            except Error as error:  # the bot is busy, or the queue away
                _log.debug("Not stored yet: %r", error)
                await asyncio.sleep(_PAUSE_SECONDS)
            else:
                return True


@asynccontextmanager
async def _beating(message: Msg) -> AsyncIterator[None]:
    """The queue hears meanwhile that the errand is in hand."""

    async def beat() -> None:
        while True:
            await asyncio.sleep(ACK_SECONDS / 3)
            await _say(message.in_progress())

    beating = asyncio.create_task(beat())
    try:
        yield
    finally:
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)


async def _say(said: Awaitable[None]) -> None:
    """To the queue; where it does not hear, the errand comes again."""
    with suppress(Error):
        await said
