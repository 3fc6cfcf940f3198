"""R1: the bot is killed again and again while photos wait; each gets its one answer."""

import asyncio
import random
import time

from benchmarks.reliability.stage import staged

_PEOPLE = 20


async def run(
    photos: int = 1000, kills: int = 200, seed: int = 0, most: int = 36
) -> dict[str, object]:
    """Kill -9 at random moments; afterwards let the rest be answered, and stop politely.

    A moment is after a random number of events, `most` at most (messages, edits and reactions: a
    photo makes four; none: at a random time of the start), and a random part of a twentieth of a
    second.
    """
    moments = random.Random(seed)  # noqa: S311  drawn alike each time
    began, at_work = time.monotonic(), 0
    async with staged(_PEOPLE) as stage:
        await stage.post_all(photos)
        for _ in range(kills):
            events = moments.randint(0, most)
            before = stage.happened
            await stage.bot.start()
            if events:
                await stage.until(before + events, seconds=20)
            await asyncio.sleep(moments.uniform(0, 0.05 if events else 3))
            await stage.bot.kill()
            at_work += stage.happened > before
        waited = stage.open
        await stage.bot.start()
        in_time = await stage.answered(seconds=60 + photos)
        code = await stage.bot.stop()
        return {
            "photos": photos,
            "kills": kills,
            "kills_after_work_began": at_work,
            "open_after_the_last_kill": waited,
            **stage.tally(),
            "all_in_time": in_time,
            "exit_code": code,
            "orphans": await stage.bot.orphans(),
            "seconds": round(time.monotonic() - began),
        }
