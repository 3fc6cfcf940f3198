"""R11: all kinds of messages for a while; what the bot uses does not grow."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import numpy as np

from benchmarks.reliability.stage import Stage, photo, staged
from bot.sandbox import Message, Person

_PEOPLE = 6
_WATCH_SECONDS = 0.5
_WARM = 0.25  # of the time: caches fill, threads start
_ADMIN_SECONDS = 10.0  # between two of the admin's commands
_COMMANDS = ("/reindex", "/status", "/stats", "/backup")
_ANSWER_SECONDS = 60.0

Send = Callable[[], Awaitable[Message]]


async def run(minutes: float = 20, seed: int = 0) -> dict[str, object]:
    """Everybody sends one thing after the other; the admin indexes, backs up and asks."""
    async with staged(_PEOPLE) as stage:
        await stage.bot.start()
        began, seen, sent = time.monotonic(), Seen(stage), Counter[str]()
        watching = asyncio.create_task(seen.run())
        ends = began + 60 * minutes
        async with asyncio.TaskGroup() as everybody:
            for number, person in enumerate(stage.people):
                chance = random.Random(seed + number)  # noqa: S311  drawn alike each time
                everybody.create_task(_person(stage, person, ends, chance, sent))
            everybody.create_task(_admin(stage, ends, sent))
        watching.cancel()
        code = await stage.bot.stop()
        return {
            "minutes": minutes,
            "sent": dict(sent.most_common()),
            **seen.tell(minutes),
            "dead_letters": stage.dead_letters(),
            "exit_code": code,
        }


@dataclass
class Seen:
    """What the bot used, look by look."""

    stage: Stage
    looks: list[tuple[float, float, float, float]] = field(default_factory=list)

    async def run(self) -> None:
        """Look until cancelled."""
        began, bot = time.monotonic(), self.stage.bot
        while True:
            minute = (time.monotonic() - began) / 60
            self.looks.append((minute, bot.memory(), bot.descriptors(), bot.threads()))
            await asyncio.sleep(_WATCH_SECONDS)

    def tell(self, minutes: float) -> dict[str, object]:
        """Once it is warm: the middle of its first third and of its last, and the slope between."""
        at, *used = np.array([each for each in self.looks if each[0] >= _WARM * minutes]).T
        third = len(at) // 3
        told: dict[str, object] = {}
        for name, each in zip(("memory_mib", "descriptors", "threads"), used, strict=True):
            told[f"{name}_first"] = round(float(np.median(each[:third])), 1)
            told[f"{name}_last"] = round(float(np.median(each[-third:])), 1)
        told["memory_slope_mib_a_minute"] = round(float(np.polyfit(at, used[0], 1)[0]), 3)
        return told


async def _person(
    stage: Stage, person: Person, ends: float, chance: random.Random, sent: Counter[str]
) -> None:
    send: dict[str, tuple[int, Send]] = {
        "photo": (8, lambda: person.send_photo(photo("cropped.jpg"))),
        "stranger": (2, lambda: person.send_photo(photo("stranger.jpg"))),
        "image as a file": (2, lambda: person.send_file(photo("cropped.jpg"), "photo.jpg")),
        "damaged file": (1, lambda: person.send_file(photo("cropped.jpg")[:900], "photo.jpg")),
        "bytes": (1, lambda: person.send_file(chance.randbytes(5000), "photo.jpg")),
        "text": (1, lambda: person.send_text("Which picture is this?")),
        "/help": (1, lambda: person.send_text("/help")),
    }
    while time.monotonic() < ends:
        (kind,) = chance.choices(list(send), [weight for weight, _ in send.values()])
        await stage.answer(await send[kind][1](), _ANSWER_SECONDS)
        sent[kind] += 1


async def _admin(stage: Stage, ends: float, sent: Counter[str]) -> None:
    """One command after the other."""
    turn = 0
    while time.monotonic() < ends:
        command = _COMMANDS[turn % len(_COMMANDS)]
        await stage.answer(await stage.sandbox.alice.send_text(command), _ANSWER_SECONDS)
        sent[command] += 1
        turn += 1
        await asyncio.sleep(min(_ADMIN_SECONDS, max(0, ends - time.monotonic())))
