"""How long people wait: from a photo to its answer, alone and when twenty ask at once.

    python -m benchmarks.latency [PHOTO ...] [--rounds 10] [--people 20]

The bot is a process of its own, in a sandbox on this machine: what Telegram's servers and the way
to them take comes on top. The collection is samples/pictures.
"""

import argparse
import asyncio
import io
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.record import circumstances, save, signature, table
from benchmarks.reliability.stage import SAMPLES, Stage, anew, staged
from bot.sandbox import Message, Person
from bot.tongue import ENGLISH

NAMES = ("cropped", "mirrored", "captioned", "at-an-angle", "turned-and-gray", "stranger")
_WARM = 3  # photos before it counts: threads start, the snapshot is mapped
_PAUSE_SECONDS = 0.5  # between two photos of one person: the pictures of the last are on their way
_ANSWER_SECONDS = 120.0

Place = tuple[int, int]  # a chat and a message in it


@dataclass
class Clock:
    """When each photo was sent, when something was said to it, and when it was answered."""

    sent: dict[Place, float] = field(default_factory=dict)  # monotonic seconds, like the others
    heard: dict[Place, float] = field(default_factory=dict)
    answered: dict[Place, float] = field(default_factory=dict)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self, kind: str, event: dict[str, dict[str, object]]) -> None:
        """Something happened in the sandbox."""
        if kind != "message":
            return
        now, said = time.monotonic(), Message(event["message"])
        replied = said.json.get("reply_to_message", {}).get("message_id")
        if not said.json["from"]["is_bot"]:
            self.sent.setdefault((said.chat_id, said.id), now)  # again when it gets a reaction
        elif "text" in said.json:
            self.heard.setdefault((said.chat_id, replied), now)
            if said.text != ENGLISH("looking"):
                self.answered.setdefault((said.chat_id, replied), now)
                self._changed.set()

    async def until(self, asked: Message) -> None:
        """Wait for the answer. Raises TimeoutError."""
        async with asyncio.timeout(_ANSWER_SECONDS):
            while (asked.chat_id, asked.id) not in self.answered:
                self._changed.clear()
                await self._changed.wait()

    def waits(self, asked: Sequence[Message]) -> dict[str, list[float]]:
        """Seconds from each photo to the first word, and to the verdict."""
        places = [(each.chat_id, each.id) for each in asked]
        return {
            "placeholder": [round(self.heard[at] - self.sent[at], 3) for at in places],
            "verdict": [round(self.answered[at] - self.sent[at], 3) for at in places],
        }


def main() -> None:
    """Measure, print, write results/latency.json."""
    parser = argparse.ArgumentParser(description="How long people wait for an answer.")
    parser.add_argument("photos", nargs="*", type=Path, help="default: six of samples/photos")
    parser.add_argument("--rounds", type=int, default=10, help="times that one person sends all")
    parser.add_argument("--people", type=int, default=20, help="who each send a photo at once")
    given = parser.parse_args()
    paths = given.photos or [SAMPLES / "photos" / f"{name}.jpg" for name in NAMES]
    about, photos = circumstances(), [path.read_bytes() for path in paths]
    waits = asyncio.run(measure(photos, given.rounds, given.people))
    print(table(("seconds from a photo to its", "photos", "median", "p95", "most"), rows(waits)))
    print(f"\n{signature(about)}")
    save("latency", about | {"photos": [path.name for path in paths]} | waits)


def rows(waits: dict[str, dict[str, list[float]]]) -> Iterator[list[object]]:
    """Of the table: count, median, 95th percentile and the longest."""
    for who, of in waits.items():
        for what, seconds in of.items():
            told = [*np.percentile(seconds, (50, 95)), max(seconds)]
            yield [f"{what}, {who}", len(seconds), *(f"{each:.2f}" for each in told)]


async def measure(
    photos: Sequence[bytes], rounds: int, people: int
) -> dict[str, dict[str, list[float]]]:
    """One person, photo after photo; then so many at once, as often as there are photos."""
    async with staged(people, pictures=SAMPLES / "pictures") as stage:
        clock = Clock()
        stage.sandbox.world.events.listen(clock.hear)
        await stage.bot.start()
        for photo in photos[:_WARM]:
            await ask(clock, stage.people[0], photo)
        alone = [
            await ask(clock, stage.people[0], photo, _PAUSE_SECONDS)
            for _, photo in product(range(rounds), photos)
        ]
        together = [await crowd(clock, stage, photos, first) for first in range(len(photos))]
        await stage.bot.stop()
        return {
            "one person": clock.waits(alone),
            f"{people} at once": clock.waits([each for asked in together for each in asked]),
        }


async def crowd(clock: Clock, stage: Stage, photos: Sequence[bytes], first: int) -> list[Message]:
    """Everybody sends one photo; they begin at another each time."""
    await asyncio.sleep(_PAUSE_SECONDS)
    turns = [photos[(first + at) % len(photos)] for at in range(len(stage.people))]
    asking = zip(stage.people, turns, strict=True)
    return list(await asyncio.gather(*(ask(clock, who, photo) for who, photo in asking)))


def unlike(photo: bytes) -> bytes:
    """The same photo, to which no answer is known yet."""
    data = io.BytesIO()
    with Image.open(io.BytesIO(photo)) as image:
        anew(image.convert("RGB")).save(data, "JPEG", quality=95)
    return data.getvalue()


async def ask(clock: Clock, person: Person, photo: bytes, pause: float = 0) -> Message:
    """Send a photo and wait for its answer, perhaps after a pause."""
    await asyncio.sleep(pause)
    asked = await person.send_photo(unlike(photo))
    await clock.until(asked)
    return asked


if __name__ == "__main__":
    main()
