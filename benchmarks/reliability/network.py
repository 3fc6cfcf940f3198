"""R6 and R7: a bad network, and none at all."""

import asyncio
import time

from benchmarks.reliability.stage import staged

_HANG_SECONDS = 3.0
FAULTS = ("429", "500", "reset before", "reset after", "hang", "cut")


async def run(photos: int = 200, share: float = 0.2, seed: int = 0) -> dict[str, object]:
    """A share of all calls goes wrong, in all ways that there are."""
    began = time.monotonic()
    async with staged(20) as stage:
        faults, log = stage.sandbox.faults, stage.sandbox.log
        faults.add(*FAULTS, share=share, seed=seed, hang=_HANG_SECONDS)
        await stage.post_all(photos)
        await stage.bot.start()
        in_time = await stage.answered(120 + 2 * photos)
        came = dict(faults.came)
        faults.clear()
        code = await stage.bot.stop()
        return {
            "share": share,
            "faults": came,
            "calls": log.counts.total(),
            "calls_before_their_retry_after": len(log.too_early()),
            **stage.tally(),
            "all_in_time": in_time,
            "exit_code": code,
            "seconds": round(time.monotonic() - began),
        }


async def away(photos: int = 200, seconds: float = 3600) -> dict[str, object]:
    """Telegram is gone in the middle of the work, and comes back after a while."""
    async with staged(20) as stage:
        await stage.post_all(photos)
        await stage.bot.start()
        await stage.answered(60, share=0.1)
        calls, cpu = stage.sandbox.log.counts.total(), stage.bot.cpu()
        stage.sandbox.faults.down = True
        await asyncio.sleep(seconds)
        calls, cpu = stage.sandbox.log.counts.total() - calls, stage.bot.cpu() - cpu
        waiting = stage.open
        stage.sandbox.faults.down = False
        back = time.monotonic()
        in_time = await stage.answered(180 + photos)
        served = time.monotonic() - back
        code = await stage.bot.stop()
        return {
            "seconds_away": seconds,
            "calls_while_away": calls,
            "cpu_seconds_while_away": round(cpu, 2),
            "open_when_back": waiting,
            "seconds_until_served": round(served, 1),
            **stage.tally(),
            "all_in_time": in_time,
            "exit_code": code,
        }
