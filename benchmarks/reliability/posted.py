"""R3 and R4: bombs, hostile files of others, and mutants on the whole path: posted to the bot."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from benchmarks.reliability import bombs, mutants
from benchmarks.reliability.stage import PICTURES, Stage, staged
from bot.sandbox import Message
from bot.tongue import ENGLISH
from search import Engine

_PEOPLE = 100  # so that no chat is long
_AT_ONCE = 4  # files that wait for their answers
_VERDICTS = ("same", "maybe", "none", "plain")
_ADVICE = " Send another copy."  # the bot's, after what the library says
_PATIENCE = 60.0  # seconds until an answer is given up


async def run(hostile: int | None = None, changed: int = 1000) -> dict[str, object]:
    """Post ordinary photos, then bombs, so many of the hostile files (None: all) and so many
    mutants, a few at once.

    A bot that dies is started again, and its deaths are counted.
    """
    began = time.monotonic()
    async with staged(_PEOPLE) as stage:
        await stage.bot.start()
        reviving = asyncio.create_task(_revive(stage))
        waits = await _post_all(stage, bombs.photos(bombs.ORDINARY))
        usual = stage.bot.most_memory()
        waits += await _post_all(stage, (data for _, data in bombs.bombs()))
        bombed = stage.bot.most_memory()
        waits += await _post_all(stage, _files(hostile, changed))
        after = stage.bot.most_memory()
        reviving.cancel()
        code = await stage.bot.stop()
        said = Counter(map(_word, _answers(stage)))
        outcomes = stage.outcomes(stage.asked)
        return {
            "files": len(stage.asked),
            "of_them_mutants": changed,
            "deaths_of_the_bot": stage.bot.lives - 1,
            "lost": sum(not each["answers"] for each in outcomes),
            "answered_twice": sum(each["answers"] > 1 for each in outcomes),
            "answers": dict(said.most_common()),
            "other_messages": said[""],
            "slowest_seconds": round(max(waits), 2),
            "late": sum(each > mutants.SECONDS for each in waits),
            "entered": _held(stage.bot.folder / "data") - len(PICTURES),
            "dead_letters": stage.dead_letters(),
            "exit_code": code,
            "orphans": await stage.bot.orphans(),
            "peak_of_ordinary_photos_mib": usual,
            "peak_after_bombs_mib": bombed,
            "peak_at_last_mib": after,
            "seconds": round(time.monotonic() - began),
        }


def _files(hostile: int | None, changed: int) -> Iterator[bytes]:
    for path in islice(mutants.hostile(), hostile):
        yield path.read_bytes()
    kinds = mutants.originals()
    for number in range(changed):
        yield mutants.mutant(number, kinds) or b"\0"  # Telegram takes no empty file


async def _post_all(stage: Stage, files: Iterator[bytes]) -> list[float]:
    """Several at once; how long each waited for its answer, in seconds."""
    numbered, waits = enumerate(files), list[float]()
    async with asyncio.TaskGroup() as hands:
        for _ in range(_AT_ONCE):
            hands.create_task(_post(stage, numbered, waits))
    return waits


async def _post(stage: Stage, files: Iterator[tuple[int, bytes]], waits: list[float]) -> None:
    """One file after the other, each once the last is answered."""
    for number, data in files:
        person = stage.people[number % _PEOPLE]
        asked = await person.send_file(data, "photo.jpg", "image/jpeg")
        stage.asked.append(asked)
        began = time.monotonic()
        try:
            await stage.answer(asked, _PATIENCE)
        except TimeoutError:  # it is counted as lost
            continue
        finally:
            waits.append(time.monotonic() - began)


async def _revive(stage: Stage) -> None:
    """Start the bot again whenever it has died, until cancelled."""
    while True:
        await stage.bot.ended()
        await stage.bot.start()


def _answers(stage: Stage) -> Iterator[str]:
    """The texts that are answers."""
    asked = {(each.chat_id, each.id) for each in stage.asked}
    for chat in stage.sandbox.world.chats.values():
        for said in stage.sandbox.messages(chat):
            if (chat.id, _replied(said)) in asked and said.text and "photo" not in said.json:
                yield said.text


def _replied(said: Message) -> int | None:
    number: int | None = said.json.get("reply_to_message", {}).get("message_id")
    return number


def _word(text: str) -> str:
    """Which verdict or message a text is; empty: none of them."""
    verdicts = (word for word in _VERDICTS if text.startswith(ENGLISH(word)))
    return next(verdicts, "") or mutants.ending(text.removesuffix(_ADVICE))


def _held(folder: Path) -> int:
    with Engine.open(folder) as engine:
        return len(engine)
