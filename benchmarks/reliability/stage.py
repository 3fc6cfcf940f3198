"""A sandbox with many people, the bot's process, and what became of the photos they sent."""

import asyncio
import io
import itertools
import shutil
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from benchmarks.reliability.process import ROOT, Bot
from bot.sandbox import Message, Person, Sandbox
from bot.tongue import ENGLISH
from search import Engine

SAMPLES = ROOT / "samples"
PICTURES = ("barn.jpg", "lighthouse.jpg", "coffee.jpg", "hats.jpg")
SIDE = 320  # px of the photos: so that looking them up takes little of the time
SQUARE = 8  # px: a block of JPEG's
_NUMBERS = itertools.count()


def photo(name: str = "cropped.jpg") -> bytes:
    """A small photo of a picture in the collection, to which no answer is known yet."""
    data = io.BytesIO()
    anew(_small(name)).save(data, "JPEG")
    return data.getvalue()


@cache
def _small(name: str) -> Image.Image:
    with Image.open(SAMPLES / "photos" / name) as image:
        image.thumbnail((SIDE, SIDE))
        return image.convert("RGB")


def anew(image: Image.Image) -> Image.Image:
    """A copy that no JPEG makes equal to another: three squares in its corner count, in gray."""
    image, number = image.copy(), next(_NUMBERS)
    for place in range(3):
        level = 8 * (number // 32**place % 32)
        image.paste((level,) * 3, (SQUARE * place, 0, SQUARE * (place + 1), SQUARE))
    return image


@dataclass
class Stage:
    """Who is there, and what they have asked."""

    sandbox: Sandbox
    bot: Bot
    people: list[Person]
    asked: list[Message] = field(default_factory=list)
    happened: int = 0  # messages, edits and reactions
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        """Hear of everything."""
        self.sandbox.world.events.listen(self._hear)

    def _hear(self, kind: str, _: object) -> None:
        self.happened += kind == "message"  # not what it types, nor the menus of a start
        self._changed.set()

    async def post(self, person: Person, count: int = 1, name: str = "cropped.jpg") -> None:
        """Send photos."""
        for _ in range(count):
            self.asked.append(await person.send_photo(photo(name)))

    async def post_all(self, count: int) -> None:
        """Send so many photos, from all people in turn."""
        for number in range(count):
            await self.post(self.people[number % len(self.people)])

    async def until(self, happened: int, seconds: float) -> bool:
        """Wait until so much has happened; whether it did in that time."""
        try:
            async with asyncio.timeout(seconds):
                while self.happened < happened:
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            return False
        return True

    async def answered(self, seconds: float, share: float = 1.0) -> bool:
        """Wait until that share of the photos has an answer; whether that was so in time."""
        try:
            async with asyncio.timeout(seconds):
                while self.open > (1 - share) * len(self.asked):
                    self._changed.clear()
                    await self._changed.wait()
                    await asyncio.sleep(0.05)  # looking costs more than waiting
        except TimeoutError:
            return False
        return True

    async def answer(self, asked: Message, seconds: float) -> Message:
        """The answer to a message, once it is no placeholder. Raises TimeoutError."""

        def fits(said: Message) -> bool:
            to = said.json.get("reply_to_message", {}).get("message_id")
            return bool(to == asked.id and said.text not in ("", ENGLISH("looking")))

        return await self.sandbox.until(fits, self.sandbox.world.chats[asked.chat_id], seconds)

    @property
    def open(self) -> int:
        """How many photos have no answer yet."""
        return sum(not found["answers"] for found in self.outcomes(self.asked))

    def outcomes(self, asked: Iterable[Message]) -> list[Counter[str]]:
        """What each photo got: `answers`, and of them `apologies`; `placeholders`, `pictures`."""
        replies_to: dict[tuple[int, int], list[Message]] = {}
        for chat in self.sandbox.world.chats.values():
            for said in chat.messages.values():
                to = said.json.get("reply_to_message", {}).get("message_id")
                if said.sender_id == self.sandbox.world.bot["id"] and to:
                    replies_to.setdefault((chat.id, to), []).append(said)
        return [_outcome(replies_to.get((each.chat_id, each.id), [])) for each in asked]

    def tally(self) -> dict[str, int]:
        """The sum of all outcomes."""
        found = self.outcomes(self.asked)
        total: Counter[str] = sum(found, Counter())
        return {
            "photos": len(found),
            "lost": sum(not each["answers"] for each in found),
            "answered_twice": sum(each["answers"] > 1 for each in found),
            "wrong": total["wrong"],
            "apologies": total["apologies"],
            "stray_placeholders": total["placeholders"],
            "pictures": total["pictures"],
            "pictures_twice": sum(each["pictures"] > 1 for each in found),
            "pictures_behind_a_button": total["buttons"],
            "dead_letters": self.dead_letters(),
        }

    def dead_letters(self) -> int:
        """How many updates were given up."""
        path = self.bot.folder / "data" / "inbox.sqlite"
        if not path.exists():
            return 0
        connection = sqlite3.connect(path)
        try:
            return int(connection.execute("SELECT COUNT(*) FROM dead_letters").fetchone()[0])
        finally:
            connection.close()


def _outcome(said: list[Message]) -> Counter[str]:
    outcome: Counter[str] = Counter()
    for each in said:
        if "photo" in each.json:
            outcome["pictures"] += 1
        elif each.text == ENGLISH("looking"):
            outcome["placeholders"] += 1
        else:
            outcome["answers"] += 1
            outcome["apologies"] += each.text == ENGLISH("failed")
            outcome["wrong"] += "barn.jpg" not in each.text and each.text != ENGLISH("failed")
            outcome["buttons"] += any(b["text"] == ENGLISH("button-pictures") for b in each.buttons)
    return outcome


@asynccontextmanager
async def staged(
    people: int,
    program: tuple[str, ...] = ("-m", "bot"),
    pictures: Path | None = None,
    **settings: str,
) -> AsyncIterator[Stage]:
    """A stage on which the bot is not yet started; at the end it is gone.

    The collection is the folder `pictures`, or a few of the samples.
    """
    sandbox = await Sandbox.start()
    with TemporaryDirectory() as name:
        folder = Path(name)
        await asyncio.to_thread(_index, folder / "data", pictures or _few(folder / "pictures"))
        env = {
            "BOT_TOKEN": sandbox.token,
            "BOT_API_URL": sandbox.url,
            "ADMIN_IDS": str(sandbox.alice.id),
            "PHOTOS_PER_MINUTE": "0",
            "LOG_LEVEL": "WARNING",
            **settings,
        }
        bot = Bot(folder, env, program)
        everybody = [sandbox.person(f"Person {number}") for number in range(people)]
        try:
            yield Stage(sandbox, bot, everybody)
        finally:
            if bot.lives:
                await bot.kill()
            await sandbox.stop()


def _few(folder: Path) -> Path:
    """The folder, with a few pictures in it."""
    folder.mkdir()
    for name in PICTURES:
        shutil.copy(SAMPLES / "pictures" / "photographs" / name, folder)
    return folder


def _index(folder: Path, pictures: Path) -> None:
    with Engine.open(folder, create=True) as engine:
        for _ in engine.index([pictures]):
            pass
