"""What comes of a fleet's work, and what is in its queue."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import cv2
import nats
import numpy as np
from nats.aio.client import Client
from nats.js import JetStreamContext

from benchmarks.queues import Server
from bot.fleet import Fleet
from bot.stream import STREAM
from search import Engine
from search.source import SOURCE
from tests.search.edits import last


def drawn(seed: int) -> bytes:
    """A picture (PNG) with much detail that takes little time."""
    noise = np.random.default_rng(seed).integers(0, 256, (10, 60), np.uint8)
    return encoded(cv2.resize(noise, (480, 80)))


def encoded(pixels: Any) -> bytes:
    """As PNG."""
    return bytes(cv2.imencode(".png", pixels)[1])


def talk(server: Server, ask: Callable[[Client, JetStreamContext], Awaitable[Any]]) -> Any:
    """Somebody else at the queue."""

    async def ask_it() -> Any:
        client = await nats.connect(server.url)
        try:
            return await ask(client, client.jetstream())
        finally:
            await client.close()

    return asyncio.run(ask_it())


def held(engine: Engine) -> dict[str, Any]:
    """All that the collection knows of each picture, whatever order they came in."""
    columns = f"{SOURCE}, width, height, scale, features, checksum, version"
    return {
        name: rest for name, *rest in engine._collection.rows(f"SELECT {columns} FROM pictures")
    }


def indexed(folder: Path, pictures: Path, fleet: Fleet | None = None) -> tuple[Any, ...]:
    """What a reindex makes of them, here or by a fleet."""
    with Engine.open(folder, create=True, look=fleet.look if fleet else None) as engine:
        report = last(engine.index([pictures]))
        reasons = {each.name: each.reason for each in report.unreadable}
        counts = report.added, report.changed, report.removed, report.plain
        return held(engine), reasons, counts, engine.refusals()


def waiting(server: Server, wanted: int | None = None) -> int:
    """Errands in the queue, also those in hand; once there are `wanted`, or after a long while."""

    async def count(_: Client, queue: JetStreamContext) -> int:
        end = time.monotonic() + 60
        while True:
            await asyncio.sleep(0.2)  # an acknowledgement may be on its way
            there = int((await queue.stream_info(STREAM)).state.messages)
            if wanted in (None, there) or time.monotonic() > end:
                return there

    number: int = talk(server, count)
    return number
