"""R8: the bot is asked to stop while photos wait, again and again."""

import asyncio
import random
import time

from benchmarks.reliability.stage import staged

_MOST = 30  # events of a life


async def run(
    photos: int = 500, stops: int = 10, seed: int = 0, *, rest: bool = True
) -> dict[str, object]:
    """SIGTERM at random moments of the work; then the rest is answered, unless it is left."""
    moments, took, codes = random.Random(seed), [], set()  # noqa: S311  drawn alike each time
    async with staged(20) as stage:
        await stage.post_all(photos)
        for _ in range(stops):
            before = stage.happened
            await stage.bot.start()
            await stage.until(before + moments.randint(1, _MOST), seconds=20)
            await asyncio.sleep(moments.uniform(0, 0.1))
            asked = time.monotonic()
            codes.add(await stage.bot.stop())
            took.append(time.monotonic() - asked)
        waited, in_time = stage.open, True
        if rest:
            await stage.bot.start()
            in_time = await stage.answered(60 + photos)
            codes.add(await stage.bot.stop())
        return {
            "stops": stops,
            "exit_codes": sorted(codes),
            "longest_seconds": round(max(took), 2),
            "open_after_the_last": waited,
            **stage.tally(),
            "all_in_time": in_time,
            "orphans": await stage.bot.orphans(),
        }
