"""How quickly a photo is answered that was looked up before: in the library, and in the chat.

    python -m benchmarks.repeat [PHOTO ...] [--repeats 200] [--rounds 20]

In the library `find` is given the same bytes, and `known` their SHA-256 alone. In the chat the
photo is forwarded: the bot is a process of its own, in a sandbox on this machine, whose page and
requests take their share of every answer. The collection is samples/pictures.
"""

import argparse
import asyncio
import hashlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from pathlib import Path

import numpy as np

from benchmarks.latency import NAMES, Clock, ask
from benchmarks.photos import anew
from benchmarks.record import circumstances, save, signature, table
from benchmarks.reliability.stage import SAMPLES, staged
from search import Engine

Waits = dict[str, list[float]]
_PAUSE_SECONDS = 0.3  # between two photos: the pictures of the last are on their way


def main() -> None:
    """Measure, print, write results/repeat.json."""
    parser = argparse.ArgumentParser(description="How quickly a known photo is answered.")
    parser.add_argument("photos", nargs="*", type=Path, help="default: six of samples/photos")
    parser.add_argument("--repeats", type=int, default=200, help="of each photo in the library")
    parser.add_argument("--rounds", type=int, default=20, help="of each photo in the chat")
    given = parser.parse_args()
    paths = given.photos or [SAMPLES / "photos" / f"{name}.jpg" for name in NAMES]
    about, photos = circumstances(), [path.read_bytes() for path in paths]
    waits = library(photos, given.repeats) | asyncio.run(chat(photos, given.rounds))
    print(table(("milliseconds", "answers", "median", "p95", "most"), rows(waits)))
    print(f"\n{signature(about)}")
    told = {what: [round(each, 6) for each in seconds] for what, seconds in waits.items()}
    save("repeat", about | {"photos": [path.name for path in paths]} | told)


def rows(waits: Waits) -> Iterator[list[object]]:
    """Of the table."""
    for what, seconds in waits.items():
        told = [*np.percentile(seconds, (50, 95)), max(seconds)]
        yield [what, len(seconds), *(f"{1000 * each:.2f}" for each in told)]


def library(photos: Sequence[bytes], repeats: int) -> Waits:
    """Seconds of a first lookup, of the same again, and by the checksum."""
    with tempfile.TemporaryDirectory() as folder, Engine.open(Path(folder), create=True) as engine:
        for _ in engine.index([SAMPLES / "pictures"]):
            pass
        for photo in photos:  # a warm-up, and so that each is known
            engine.find(photo)
        sums = [hashlib.sha256(photo).digest() for photo in photos]
        laps = {
            "find, the first time": clocked(engine.find, [anew(photo) for photo in photos]),
            "find, a repeat": clocked(engine.find, [*photos] * repeats),
            "known, a repeat": clocked(engine.known, sums * repeats),
        }
        if not all(engine.find(photo).repeated for photo in photos):
            sys.exit("An answer was not known: these are no repeats.")
    wall = {what: [each for each, _ in lap] for what, lap in laps.items()}
    return wall | {f"{what}: CPU": [each for _, each in lap] for what, lap in laps.items()}


def clocked(ask: Callable[[bytes], object], asked: Sequence[bytes]) -> list[tuple[float, float]]:
    """Wall and CPU seconds of each: others want the cores too."""
    laps = []
    for each in asked:
        wall, spent = time.perf_counter(), time.thread_time()
        ask(each)
        laps.append((time.perf_counter() - wall, time.thread_time() - spent))
    return laps


async def chat(photos: Sequence[bytes], rounds: int) -> Waits:
    """Seconds from a photo to the first word and to the verdict, first sent, then forwarded."""
    async with staged(1, pictures=SAMPLES / "pictures") as stage:
        clock, (person,) = Clock(), stage.people
        stage.sandbox.world.events.listen(clock.hear)
        await stage.bot.start()
        await ask(clock, person, photos[0])  # threads start, the snapshot is mapped
        sent = [await ask(clock, person, photo, _PAUSE_SECONDS) for photo in photos]
        forwarded = []
        for _, original in product(range(rounds), sent):
            await asyncio.sleep(_PAUSE_SECONDS)
            forwarded.append(await person.forward(original))
            await clock.until(forwarded[-1])
        await stage.bot.stop()
    first, again = clock.waits(sent), clock.waits(forwarded)
    return {f"{word}, sent": waits for word, waits in first.items()} | {
        f"{word}, forwarded": waits for word, waits in again.items()
    }


if __name__ == "__main__":
    main()
