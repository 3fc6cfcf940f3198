"""A call of the bot on its way: answered, or gone wrong as its fault says."""

import asyncio
import json
import socket
import struct
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

from tornado.iostream import StreamClosedError

from .faults import Fault, Kind
from .guard import Guarded
from .log import Entry
from .records import Json
from .service import Service

DOWN = "down"  # the fault of a call while Telegram is away
WORKING = (Kind.RESET_AFTER, Kind.HANG, Kind.CUT, Kind.SLOW)  # these do the work
RESETTING = struct.pack("ii", 1, 0)  # SO_LINGER: what is not sent yet is dropped, the peer told so
Reply = Json | bytes  # of a method, or a file
Work = Callable[[], Awaitable[Reply | None]]  # None: the bot hung up before there was a reply


class Wire(Guarded):
    """A handler of the bot's calls; their faults happen here."""

    def initialize(self, service: Service) -> None:
        """Keep what is shared."""
        self.service = service
        self.fault = ""  # its kind, once it has one
        self.gone = asyncio.Event()  # the bot hung up, or was cut off

    async def call(self, method: str, about: int | str | None, work: Work) -> Reply | None:
        """Do the work and reply; what the bot was told, or None: nothing, or half of it."""
        came, faults, told = time.monotonic(), self.service.faults, None
        faults.under_way.add(self)
        try:
            told = await self.go(method, work)
        finally:
            faults.under_way.discard(self)
            outcome = (_status(told), _retry_after(told), self.fault)
            self.service.log.note(Entry(method, about, came, time.monotonic(), *outcome))
        return told

    async def go(self, method: str, work: Work) -> Reply | None:
        """Reply, unless the call has a fault."""
        if self.service.faults.down:
            self.service.faults.count(DOWN)
            self.reset()
            return None
        hit = self.service.faults.take(method)
        if hit is None:
            return self.give(await work())
        return await self.suffer(*hit, work)

    async def suffer(self, fault: Fault, kind: Kind, work: Work) -> Reply | None:
        """Go wrong, before the work or after it."""
        self.fault = kind
        if kind == Kind.SLOW:
            await self.wait(fault.latency)
        works = (kind in WORKING or fault.carried_out) and not self._finished
        reply = await work() if works else None
        if kind in (Kind.TOO_MANY, Kind.ERROR):
            return self.give(_refusal(fault, kind))
        if kind == Kind.SLOW:
            return self.give(reply)
        if kind == Kind.CUT and reply is not None:
            await self.cut(reply)
        if kind == Kind.HANG:
            await self.wait(fault.hang)
        self.reset()
        return None

    def give(self, reply: Reply | None) -> Reply | None:
        """Send a reply, if there is one, to whoever still waits for it."""
        if reply is None or self._finished:
            return None
        if not self.gone.is_set():
            self.finish(self.begin(reply))
        return reply

    def begin(self, reply: Reply) -> bytes:
        """Set the status and the headers of a reply; its bytes."""
        self.set_status(_status(reply))
        kind = "octet-stream" if isinstance(reply, bytes) else "json"
        self.set_header("Content-Type", f"application/{kind}")
        return reply if isinstance(reply, bytes) else json.dumps(reply).encode()

    async def cut(self, reply: Reply) -> None:
        """Send half of a reply and close the connection."""
        data = self.begin(reply)
        self.set_header("Content-Length", str(len(data)))
        self.write(data[: len(data) // 2])
        with suppress(StreamClosedError):
            await self.flush()
            self.detach().close()

    def reset(self) -> None:
        """Cut the connection so that the bot sees it reset, unless it is over already."""
        self.fault = self.fault or DOWN
        if not self._finished:
            stream = self.detach()
            if stream and not stream.closed():
                stream.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESETTING)
                stream.close()
            self.on_connection_close()

    def on_connection_close(self) -> None:
        """Nobody waits any more."""
        self.gone.set()

    async def wait(self, seconds: float | None) -> None:
        """Wait so long, or until nobody waits any more."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.gone.wait()


def refusal(code: int, description: str, **parameters: int) -> Json:
    """Say no in the Bot API's shape."""
    more = {"parameters": parameters} if parameters else {}
    return {"ok": False, "error_code": code, "description": description, **more}


def _refusal(fault: Fault, kind: Kind) -> Json:
    if fault.response is not None:
        return fault.response
    if kind == Kind.ERROR:
        return refusal(500, "Internal Server Error")
    words = f"Too Many Requests: retry after {fault.retry_after}"
    return refusal(429, words, retry_after=fault.retry_after)


def _status(reply: Reply | None) -> int:
    if reply is None:
        return 0
    return int(reply.get("error_code", 200)) if isinstance(reply, dict) else 200


def _retry_after(reply: Reply | None) -> int:
    parameters = reply.get("parameters", {}) if isinstance(reply, dict) else {}
    return int(parameters.get("retry_after", 0))
