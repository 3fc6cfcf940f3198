"""One voyage of a fleet: what is asked, what comes back, what is stored."""

import asyncio
import hashlib
import logging
import secrets
import time
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, replace

from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error
from nats.js.errors import APIError

from bot import errand, stream
from bot.errand import DONE, JOBS, BadMessage, Errand, Outcome
from bot.muster import QueueAway
from bot.stream import STREAM, Stream
from search.features import VERSION, Packed
from search.looks import Looked, See
from search.survey import Seen

_log = logging.getLogger(__name__)
STORED = b"stored"  # to a worker, which acknowledges its errand then and not before
_AHEAD = 256  # errands that wait or are in hand; a worker has two for each of its threads
_AHEAD_BYTES = 256 << 20  # of those whose bytes are in the bucket
_TICK_SECONDS = 1.0  # so often somebody may leave
_AGAIN_SECONDS = 10.0  # without any answer; then all that is open is asked again
_TRIES = 3  # of a file that workers cannot read
_THERE = 10077  # JetStream: there is a message of this subject already


@dataclass(frozen=True)
class _Asked:
    """A file that is handed out; `sent` bytes are in the bucket. The `trial` counts from 1."""

    seen: Seen
    errand: Errand
    sent: int
    trial: int


@dataclass(frozen=True)
class _Answer:
    message: Msg
    outcome: Outcome
    features: Packed | None


class Voyage:
    """The errands of one reindex, by their numbers. The queue is opened for the first, until
    `stack` is closed.

    Every errand stays in the queue until its features are stored: who dies meanwhile, worker, bot
    or server, costs time only. One that was lost all the same is asked again.
    """

    def __init__(self, url: str, stack: AsyncExitStack) -> None:
        self._url, self._run, self._stack = url, secrets.token_hex(8), stack
        self._stream: Stream | None = None
        self._numbers = 0
        self._asked: dict[int, _Asked] = {}
        self._answers: asyncio.Queue[_Answer] = asyncio.Queue()
        self._last: _Answer | None = None
        self._spoke = time.monotonic()
        self._told = self._sends = False

    @property
    def open(self) -> bool:
        """Whether anything is handed out and not stored yet."""
        return bool(self._asked)

    @property
    def full(self) -> bool:
        """Whether enough is."""
        sent = sum(each.sent for each in self._asked.values())
        return len(self._asked) >= _AHEAD or sent >= _AHEAD_BYTES

    @property
    def heard(self) -> bool:
        """Whether `next` has something at once."""
        return not self._answers.empty()

    async def ask(self, seen: Seen, name: str | None, trial: int = 1) -> None:
        """Hand a file out: by its `name` in the folder that the workers have too, else with its
        bytes. Raises QueueAway, for the first.
        """
        assert seen.data is not None  # noqa: S101  else there is nothing to look at
        stream, data, self._numbers = await self._opened(), seen.data, self._numbers + 1
        sha256 = hashlib.sha256(data).hexdigest()
        wanted = Errand(name=name, sha256=sha256, length=len(data), version=VERSION)
        asked = _Asked(replace(seen, data=None), wanted, 0 if name else len(data), trial)
        if not self._asked:
            self._spoke = time.monotonic()
        self._asked[self._numbers] = asked
        if stream.nats.is_connected:
            with suppress(Error):  # it is asked again
                if name is None:
                    await stream.put(errand.key(self._run, self._numbers), data)
                await self._publish(self._numbers, asked)

    async def next(self, see: See) -> Looked | None:
        """A file that was looked at; None where there is none for a second."""
        try:
            async with asyncio.timeout(_TICK_SECONDS):
                answer = self._last = await self._answers.get()
        except TimeoutError:
            await self._remind()
            return None
        asked = self._asked.get(answer.outcome.number)
        if asked is None:  # answered twice
            return None
        match answer.outcome.how:
            case "found":
                return Looked(asked.seen, answer.features)
            case "refused":
                return Looked(Seen(asked.seen.file, error=answer.outcome.why))
            case _:
                return await self._unread(asked, answer.outcome, see)

    async def stored(self) -> None:
        """What `next` gave last is: its worker is told."""
        answer, self._last = self._last, None
        if answer is None or self._stream is None:
            return
        number = answer.outcome.number
        asked = self._asked.pop(number, None)
        with suppress(Error):  # then it asks again
            await answer.message.respond(STORED)
            if asked and asked.sent:
                await self._stream.bucket.delete(errand.key(self._run, number))

    async def _unread(self, asked: _Asked, outcome: Outcome, see: See) -> Looked | None:
        """No worker could read it: its bytes are sent, some times."""
        file = asked.seen.file
        if not self._sends:
            _log.warning("A worker could not read %s (%s): it is sent", file.name, outcome.why)
        self._sends = True  # said once: there may be many
        if outcome.how == "dropped" or asked.trial == _TRIES:
            return Looked(Seen(file, error=outcome.why, stays=True))
        seen = see(file)
        if seen.data is None:
            return Looked(seen)
        await self.ask(seen, None, asked.trial + 1)
        return None

    async def _opened(self) -> Stream:
        if self._stream is None:
            self._stream = await self._stack.enter_async_context(stream.opened(self._url))
            done = f"{DONE}.{self._run}"
            subscription = await self._stream.nats.subscribe(done, cb=self._arrive)
            self._stack.push_async_callback(self._end, self._stream, subscription)
            _log.info("The workers at %s look at the pictures", self._stream.where)
        return self._stream

    async def _publish(self, number: int, asked: _Asked) -> None:
        """Into the queue, where it is not. Raises nats.errors.Error."""
        assert self._stream is not None  # noqa: S101  it was asked
        subject = f"{JOBS}.{self._run}.{number}"
        try:
            await self._stream.jetstream.publish(subject, asked.errand.model_dump_json().encode())
        except APIError as error:
            if error.err_code != _THERE:
                raise

    async def _arrive(self, message: Msg) -> None:
        """A worker says something, or somebody else does."""
        try:
            outcome, rows = errand.unwrap(message.data)
            asked = self._asked.get(outcome.number)
            if asked is None:
                await message.respond(STORED)
            elif outcome.version != VERSION:
                _log.warning("A worker makes other features (%s): update it", outcome.version)
            else:
                found = await self._features(outcome, asked.errand, rows)
                self._answers.put_nowait(_Answer(message, outcome, found))
                self._spoke, self._told = time.monotonic(), False
        except (BadMessage, Error, TimeoutError) as error:
            _log.warning("An answer that is no worker's was left out: %s", error)

    async def _features(self, outcome: Outcome, wanted: Errand, rows: bytes) -> Packed | None:
        """Raises BadMessage where they are not those of the file."""
        if outcome.sha256 != wanted.sha256:
            raise BadMessage("another file")
        if outcome.how != "found":
            return None
        if outcome.apart and self._stream:
            at = errand.rows_key(self._run, outcome.number)
            rows = await self._stream.get(at, errand.MOST_BYTES)
            await self._stream.bucket.delete(at)
        return outcome.packed(rows)

    async def _remind(self) -> None:
        """After a while without any answer, put into the queue again what is not in it.

        Raises QueueAway where it turned us out.
        """
        stream, now = self._stream, time.monotonic()
        if stream and stream.nats.is_closed:
            raise QueueAway(stream.where, "it closed the connection")
        if stream is None or not stream.nats.is_connected or now - self._spoke < _AGAIN_SECONDS:
            return
        self._spoke = now
        try:
            await stream.prepare()
            for number, asked in self._asked.items():
                await self._publish(number, asked)
            reason = "is one running?"
        except Error as error:
            reason = f"the queue says {error}"
        if not self._told:
            _log.warning("No worker has answered for %d s: %s", _AGAIN_SECONDS, reason)
        self._told = True

    async def _end(self, stream: Stream, subscription: Subscription) -> None:
        """What is open is wanted no more; who waits to hear of something need not."""
        if not stream.nats.is_connected:
            return  # workers find out that nobody listens
        with suppress(Error):
            await subscription.unsubscribe()
            while self._last or self.heard:
                self._last = self._last or self._answers.get_nowait()
                await self.stored()
            await stream.jetstream.purge_stream(STREAM, subject=f"{JOBS}.{self._run}.>")
            for number, asked in self._asked.items():
                if asked.sent:
                    await stream.bucket.delete(errand.key(self._run, number))
