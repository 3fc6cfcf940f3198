"""How long the bot's loop is held up while a reindex runs and people ask, and by whom.

    python -m benchmarks.blocking [--pictures 300] [--people 3]

The bot is a process of its own, in a sandbox on this machine. In its loop a probe sleeps 5 ms at a
time, and notes how much later it wakes. From that is taken how long the system let the loop's
thread wait for a core (Linux: /proc/thread-self/schedstat), so that other programs do not count;
what is left is work in the loop, and waiting for Python's lock, which other threads hold. Every
callback of the loop that takes 5 ms of CPU is named.
"""

import argparse
import asyncio
import json
import os
import signal
import sys
import tempfile
import time
from asyncio.events import Handle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from benchmarks.record import circumstances, save, signature, table
from benchmarks.reliability.stage import SAMPLES, staged
from bot import __main__ as program
from bot.sandbox import Message, Sandbox
from bot.service import serve
from bot.settings import Settings
from bot.tongue import ENGLISH
from search import Engine

_NAP = 0.005  # seconds
_LONG = 0.005  # CPU seconds of a callback that is named
_PATIENCE = 1800.0  # seconds for the reindex
_OUT = "blocking.json"  # in the bot's folder
Laps = list[float]


def main() -> None:
    """Measure, print, write results/blocking.json."""
    parser = argparse.ArgumentParser(description="How long the bot's loop is held up.")
    parser.add_argument("--pictures", type=int, default=300, help="that the reindex finds new")
    parser.add_argument("--people", type=int, default=3, help="who look up photos meanwhile")
    parser.add_argument("--bot", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.bot:
        sys.exit(bot())
    about = circumstances()
    found = asyncio.run(measure(given.pictures, given.people))
    told = {what: found[what] for what in ("held up", "and waiting for a core")}
    rows = [[what, len(laps), *_told(laps)] for what, laps in told.items()]
    print(table(("the loop, ms", "naps", "median", "p99", "most"), rows))
    print(f"\n{table(('callbacks with 5 ms of CPU', 'times', 'most, ms'), found['callbacks'])}")
    print(f"\n{signature(about)}")
    shares = {f"{what}: median, p99, most (ms)": _told(laps) for what, laps in told.items()}
    save("blocking", about | {"asked": found["asked"], "callbacks": found["callbacks"]} | shares)


def _told(laps: Laps) -> Laps:
    """Median, 99th percentile and most, in ms."""
    return [round(1000 * float(each), 1) for each in [*np.percentile(laps, (50, 99)), max(laps)]]


# --- Outside: the sandbox, and people in it -----------------------------------------------------


async def measure(pictures: int, people: int) -> dict[str, Any]:
    """What the probe saw from the reindex's beginning to its end."""
    with tempfile.TemporaryDirectory() as name:
        images = Path(name)
        await asyncio.to_thread(paint, images, pictures)
        inside = ("-m", "benchmarks.blocking", "--bot")
        async with staged(people, inside, IMAGES_DIR=str(images), LOG_LEVEL="ERROR") as stage:
            await stage.bot.start()
            await stage.post(stage.people[0])  # a warm-up
            await stage.answered(_PATIENCE)
            os.kill(stage.bot.pid, signal.SIGUSR1)
            asked = await stage.sandbox.alice.send_text("/reindex")
            reindexed = asyncio.create_task(_reindexed(stage.sandbox, asked, pictures))
            while not reindexed.done():
                await stage.post_all(people)
                await stage.answered(_PATIENCE)
            await reindexed
            os.kill(stage.bot.pid, signal.SIGUSR1)
            await stage.bot.stop()
            out = stage.bot.folder / _OUT
            found: dict[str, Any] = json.loads(await asyncio.to_thread(out.read_text))
            return found | {"asked": len(stage.asked)}


async def _reindexed(sandbox: Sandbox, asked: Message, pictures: int) -> None:
    """Wait for the last word on the reindex. Raises RuntimeError where it is another."""

    def last(said: Message) -> bool:
        replied = said.json.get("reply_to_message", {}).get("message_id") == asked.id
        return replied and said.text.startswith(ENGLISH("indexed"))

    said = await sandbox.until(last, sandbox.alice, _PATIENCE)
    if str(pictures) not in said.text:
        raise RuntimeError(said.text)


def paint(folder: Path, count: int) -> None:
    """Pictures made of the samples, each another part of one."""
    samples = sorted((SAMPLES / "pictures").rglob("*.jpg"))
    for number in range(count):
        chance = np.random.default_rng(number)
        with Image.open(samples[number % len(samples)]) as image:
            (left, top), (width, height) = chance.uniform(0, 0.4, 2), image.size
            at, size = (int(left * width), int(top * height)), (width * 6 // 10, height * 6 // 10)
            box = (*at, at[0] + size[0], at[1] + size[1])
            image.convert("RGB").crop(box).save(folder / f"{number:04}.jpg", quality=90)


# --- Inside: the bot, and a probe in its loop ---------------------------------------------------


def bot() -> int:
    """`python -m bot` with the probe beside it, which writes what it saw when the bot ends."""
    seen = Seen()
    timed = seen.timed(Handle._run)  # noqa: SLF001  asyncio has no other door
    setattr(Handle, "_run", timed)  # noqa: B010  as mypy would not have it

    async def probed(settings: Settings, engine: Engine, stop: asyncio.Event) -> None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, seen.turn)
        probe = asyncio.create_task(seen.probe())
        try:
            await serve(settings, engine, stop)
        finally:
            probe.cancel()
            seen.write(Path(_OUT))

    vars(program)["serve"] = probed
    del sys.argv[1:]  # the bot's are others
    return program.main()


class Seen:
    """What the probe saw while it was on: from the first signal to the second."""

    def __init__(self) -> None:
        self._on = False
        self._held, self._waits = Laps(), Laps()
        self._callbacks: dict[str, Laps] = {}

    def turn(self) -> None:
        """On, or off again."""
        self._on = not self._on

    async def probe(self) -> None:
        """Naps, each with how much too late it ended."""
        while True:
            slept, waited = time.perf_counter(), waiting()
            await asyncio.sleep(_NAP)
            late = time.perf_counter() - slept - _NAP
            if self._on:
                self._waits.append(late)
                self._held.append(max(0.0, late - (waiting() - waited)))

    def timed(self, run: Callable[[Handle], None]) -> Callable[[Handle], None]:
        """A callback's own way to run, with a clock."""

        def clocked(handle: Handle) -> None:
            name, began = _name(handle), time.thread_time()
            run(handle)
            if (spent := time.thread_time() - began) > _LONG and self._on:
                self._callbacks.setdefault(name, []).append(spent)

        return clocked

    def write(self, path: Path) -> None:
        """As JSON."""
        callbacks = [
            [name, len(spent), round(1000 * max(spent), 1)]
            for name, spent in sorted(self._callbacks.items(), key=lambda each: -max(each[1]))
        ]
        told: dict[str, object] = {"held up": self._held, "and waiting for a core": self._waits}
        path.write_text(json.dumps(told | {"callbacks": callbacks}))


def waiting() -> float:
    """Seconds that this thread was ready to run and had no core."""
    return int(Path("/proc/thread-self/schedstat").read_text().split()[1]) / 1e9


def _name(handle: Handle) -> str:
    """Of what it runs: of a task the coroutines that wait for each other, the innermost last."""
    callback = handle._callback  # type: ignore[attr-defined]  # noqa: SLF001  likewise
    task = getattr(callback, "__self__", None)
    if not isinstance(task, asyncio.Task):
        return str(getattr(callback, "__qualname__", callback))
    names = list[str]()
    waits: Any = task.get_coro()
    while name := getattr(waits, "__qualname__", None):
        names.append(name)
        waits = getattr(waits, "cr_await", None)
    return " > ".join(names[-4:])


if __name__ == "__main__":
    main()
