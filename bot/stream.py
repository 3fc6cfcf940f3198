"""The queue of a fleet: what both of its ends agree on (NATS JetStream)."""

import asyncio
import logging
import os
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import nats
from nats.aio.client import Client
from nats.errors import Error
from nats.js import JetStreamContext, api
from nats.js.object_store import ObjectStore

from bot import errand
from bot.muster import QueueAway

_log = logging.getLogger(__name__)
STREAM, CREW, BUCKET = "KAZAMI", "crew", "kazami"
ACK_SECONDS = 10.0  # without a sign of life from its worker; then another gets the errand
PING_SECONDS = 10  # two that are not answered, and the connection is made anew
_CONNECT_SECONDS = 5.0  # at first; later it is tried until it works
_RETRY_SECONDS = 1
_KEPT_SECONDS = 3600.0  # what a crash leaves in the queue goes by itself; the bot asks again
_MOST_PENDING = 10_000  # errands that all workers have in hand
_CHUNK = 128 << 10  # bytes; of what is in the bucket

_ERRANDS = api.StreamConfig(
    name=STREAM,
    subjects=[f"{errand.JOBS}.>"],
    retention=api.RetentionPolicy.WORK_QUEUE,
    storage=api.StorageType.FILE,
    max_age=_KEPT_SECONDS,
    max_msgs_per_subject=1,  # an errand is there once, however often it is asked
    discard=api.DiscardPolicy.NEW,
    discard_new_per_subject=True,
)
_CONSUMER = api.ConsumerConfig(
    durable_name=CREW,
    ack_policy=api.AckPolicy.EXPLICIT,
    ack_wait=ACK_SECONDS,
    max_ack_pending=_MOST_PENDING,
)


@dataclass(frozen=True)
class Stream:
    """An open connection to the queue at `where`. All methods raise nats.errors.Error."""

    where: str
    nats: Client
    jetstream: JetStreamContext
    bucket: ObjectStore

    async def prepare(self) -> None:
        """Make what is missing, as after a server has lost its disk."""
        await _prepare(self.jetstream)

    async def put(self, key: str, data: bytes) -> None:
        """Keep bytes in the bucket."""
        chunk = min(_CHUNK, self.nats.max_payload // 2)
        options = api.ObjectMetaOptions(max_chunk_size=chunk)
        await self.bucket.put(key, data, api.ObjectMeta(options=options))

    async def get(self, key: str, length: int) -> bytes:
        """Bytes of the bucket, of which there are at most `length`. Raises errand.BadMessage."""
        info = await self.bucket.get_info(key)
        if (info.size or 0) > length:
            raise errand.BadMessage("more bytes than there should be")
        async with asyncio.timeout(ACK_SECONDS):  # else missing ones would be waited for for ever
            return (await self.bucket.get(key)).data or b""


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Stream]:
    """Connect, and make what is missing; later the connection mends itself. Raises QueueAway."""
    where = shown(url)
    connection = await _connected(url, where)
    try:
        jetstream = connection.jetstream()
        try:
            bucket = await _prepare(jetstream)
        except Error as error:
            raise QueueAway(where, _reason(error)) from None
        yield Stream(where, connection, jetstream, bucket)
    finally:
        await connection.close()


def shown(url: str) -> str:
    """Where a queue is: without the password."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or 4222}"


async def _connected(url: str, where: str) -> Client:
    connection, failures = Client(), [Exception("it does not answer")]

    async def failed(error: Exception) -> None:
        failures.append(error)
        _log.debug("The queue at %s: %r", where, error)

    async def lost() -> None:
        if not connection.is_closed:
            _log.warning("The queue at %s is away; trying again until it is back", where)

    async def back() -> None:
        _log.warning("The queue at %s is back", where)

    try:
        async with asyncio.timeout(_CONNECT_SECONDS):
            await connection.connect(
                url,
                tls_handshake_first=url.startswith("tls:"),  # else who is between could say: none
                error_cb=failed,
                disconnected_cb=lost,
                reconnected_cb=back,
                reconnect_time_wait=_RETRY_SECONDS,
                max_reconnect_attempts=-1,
                ping_interval=PING_SECONDS,
            )
    except (TimeoutError, Error, OSError, ValueError) as error:
        await connection.close()
        last = failures[-1] if isinstance(error, TimeoutError) else error
        raise QueueAway(where, _reason(last)) from None
    return connection


async def _prepare(jetstream: JetStreamContext) -> ObjectStore:
    try:
        await jetstream.add_stream(_ERRANDS)
    except nats.js.errors.BadRequestError:  # another version made it otherwise
        await jetstream.update_stream(_ERRANDS)
    await jetstream.add_consumer(STREAM, _CONSUMER)
    return await jetstream.create_object_store(
        BUCKET, api.ObjectStoreConfig(ttl=_KEPT_SECONDS, storage=api.StorageType.FILE)
    )


def _reason(error: Exception) -> str:
    """In the words of whoever says it where there are some, in one line."""
    if isinstance(error, TimeoutError):
        return "it does not answer"
    if isinstance(error, nats.js.errors.ServiceUnavailableError) and not error.description:
        return "it has no JetStream (nats-server -js)"
    if isinstance(error, nats.js.errors.APIError):
        return error.description or type(error).__name__
    if isinstance(error, OSError):
        return _of_the_system(error)
    said = str(error).removeprefix("nats: ").strip("'") or type(error).__name__
    return "what answers there is no NATS server" if "INFO message" in said else said


def _of_the_system(error: OSError) -> str:
    if isinstance(error, ssl.SSLError):
        return str(getattr(error, "verify_message", "") or error.reason or error)
    return os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
