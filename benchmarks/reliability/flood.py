"""R5 and S7: a flood; everybody is served, in fair order, in bounded memory."""

import asyncio
import re
import time

from benchmarks.reliability.stage import Stage, staged
from bot.tongue import ENGLISH

_WARM = 50  # ordinary lookups, one after the other
_WATCH_SECONDS = 0.2
_HELP = re.sub("</?b>", "", ENGLISH("help"))  # as it is read


async def run(photos: int = 1000, chats: int = 100) -> dict[str, object]:
    """Photos of many chats at once, half of them of one; then one more of somebody else."""
    async with staged(chats + 1) as stage:
        loner, crowd, others = stage.people[0], stage.people[1], stage.people[2:]
        await stage.bot.start()
        for _ in range(_WARM):
            await stage.post(loner)
            await stage.answered(60)
        watch = Watch(stage)
        ordinary = watch.look()
        watching = asyncio.create_task(watch.run())
        began = time.monotonic()
        await stage.post(crowd, photos // 2)
        for number in range(photos - photos // 2):
            await stage.post(others[number % len(others)])
        half = await stage.answered(60 + photos, share=0.5)
        jobs = await _jobs_until_served(stage)
        in_time = await stage.answered(60 + photos)
        seconds = time.monotonic() - began
        watching.cancel()
        code = await stage.bot.stop()
        return {
            "chats": chats,
            **stage.tally(),
            "all_in_time": half and in_time,
            "photos_per_second": round(photos / seconds, 1),
            "answers_before_a_late_photo_of_another_chat": jobs,
            "ordinary": ordinary,
            "most": watch.most,
            "exit_code": code,
        }


async def quota(photos: int = 200) -> dict[str, object]:
    """One person sends far more than PHOTOS_PER_MINUTE, another a few."""
    async with staged(2, PHOTOS_PER_MINUTE="30") as stage:
        flooder, other = stage.people
        await stage.post(flooder, photos)
        await stage.post(other, 5)
        await stage.bot.start()
        await stage.answered(120, share=36 / len(stage.asked))  # 30, a notice, 5 of the other
        await flooder.send_text("/help")
        await stage.sandbox.until(lambda m: m.text == _HELP, flooder, 60)
        found = [bool(each["answers"]) for each in stage.outcomes(stage.asked)]
        code = await stage.bot.stop()
        return {
            "photos": photos,
            "answers": sum(found[:30]),
            "notices": sum(found[30:photos]),
            "answers_of_another": sum(found[photos:]),
            "exit_code": code,
        }


class Watch:
    """The most of everything that the bot used."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.most: dict[str, float] = {}

    def look(self) -> dict[str, float]:
        """What it uses now."""
        bot = self._stage.bot
        return {
            "memory_mib": round(bot.memory(), 1),
            "threads": bot.threads(),
            "descriptors": bot.descriptors(),
        }

    async def run(self) -> None:
        """Watch until cancelled."""
        while True:
            now = self.look()
            self.most = {name: max(now[name], self.most.get(name, 0)) for name in now}
            await asyncio.sleep(_WATCH_SECONDS)


async def _jobs_until_served(stage: Stage) -> int:
    """How many answers go out between a photo of somebody new and its answer."""
    before = stage.open
    person = stage.sandbox.person("Somebody new")
    await stage.post(person)
    asked = stage.asked[-1]
    while not stage.outcomes([asked])[0]["answers"]:  # noqa: ASYNC110  it has no such event
        await asyncio.sleep(0.01)
    return before - stage.open
