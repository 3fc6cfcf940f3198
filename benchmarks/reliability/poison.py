"""R9: updates that cannot be parsed, that no handler copes with, that kill the whole bot."""

import asyncio
import time

from benchmarks.reliability.stage import Stage, photo, staged
from bot.sandbox import Message
from bot.tongue import ENGLISH

RAISES, KILLS = b"this one raises", b"this one kills"
_DEATHS = 12  # at most; then the bot is said to be in a loop
PROGRAM = f"""
import os, signal, sys
from bot.__main__ import main
from search.engine import Engine

find = Engine.find

def poisoned(self, photo, *more, **named):
    if {RAISES!r} in photo:
        raise RuntimeError("poison")
    if {KILLS!r} in photo:
        os.kill(os.getpid(), signal.SIGKILL)
    return find(self, photo, *more, **named)

Engine.find = poisoned
sys.exit(main())
"""


async def run(photos: int = 100) -> dict[str, object]:
    """Among good photos: one of each poison; the bot is started again whenever it dies."""
    began = time.monotonic()
    async with staged(20, ("-c", PROGRAM)) as stage:
        await stage.sandbox.alice.send_text("/help")  # else the bot may not write to her
        await stage.post_all(photos // 2)
        poisoned = [
            await stage.people[number].send_file(photo() + poison, "photo.jpg", "image/jpeg")
            for number, poison in enumerate((RAISES, KILLS))
        ]
        chat = {"id": stage.people[2].id, "type": "private"}
        stage.sandbox.world.updates.add(
            "message", {"message_id": 9999, "chat": chat, "photo": [{}]}
        )
        await stage.post_all(photos - photos // 2)
        await stage.bot.start()
        settled = asyncio.create_task(_settled(stage, poisoned, 180 + photos))
        while not settled.done() and stage.bot.lives <= _DEATHS:
            dead = asyncio.create_task(stage.bot.ended())
            await asyncio.wait([settled, dead], return_when=asyncio.FIRST_COMPLETED)
            if dead.done():
                await stage.bot.start()
            dead.cancel()
        told = [each.text for each in stage.sandbox.messages(stage.sandbox.alice)]
        code = await stage.bot.stop()
        return {
            **stage.tally(),
            "all_in_time": settled.done() and settled.result(),
            "poisoned": len(poisoned) + 1,
            "poisoned_and_told": _told(stage, poisoned),
            "deaths_of_the_bot": stage.bot.lives - 1,
            "messages_to_the_admin": sum("could not be handled" in text for text in told),
            "exit_code": code,
            "seconds": round(time.monotonic() - began),
        }


async def _settled(stage: Stage, poisoned: list[Message], seconds: float) -> bool:
    """Wait until all are answered, the poisoned ones with an apology; whether it came to that."""
    try:
        async with asyncio.timeout(seconds):
            while stage.open or _told(stage, poisoned) <= len(poisoned):  # noqa: ASYNC110  no such event
                await asyncio.sleep(0.2)
    except TimeoutError:
        return False
    return True


def _told(stage: Stage, poisoned: list[Message]) -> int:
    """How many apologies there are; the third for the update that nobody can parse."""
    apologies = sum(each["apologies"] for each in stage.outcomes(poisoned))
    said = stage.sandbox.messages(stage.people[2])
    return apologies + sum(each.text == ENGLISH("failed") for each in said)
