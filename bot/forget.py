"""/forget: whoever sends it is forgotten."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from telegram.constants import ChatType

from bot.ask import Ask
from bot.backups import Backups
from bot.erasure import drop, erase
from bot.letter import Letter
from bot.people import in_person
from bot.prints import Prints
from search.engine import Engine
from search.sightings import Sightings

_LOOK_SECONDS = 0.05  # how often it is looked whether work is over


@dataclass
class Forget:
    """Takes a person out of all that is kept; `letters` are those at work."""

    engine: Engine
    backups: Backups
    letters: Mapping[int, Letter]
    sightings: Sightings
    prints: Prints
    _at_work: set[int] = field(default_factory=set, init=False)

    async def forget(self, ask: Ask, _: str) -> None:
        """In private, and in person: nobody is forgotten at somebody else's wish."""
        sender = ask.message.from_user
        if ask.message.chat.type != ChatType.PRIVATE or not in_person(ask.message) or not sender:
            await ask.say(ask.t("forget-privately"))
            return
        folder = self.backups.folder
        ask.letter.step_aside()
        self._at_work.add(ask.letter.id)
        try:
            await self.backups.run(lambda _: drop(folder, sender.id, list(self.letters)))
            await self._quiet(str(sender.id))
            await self.backups.run(lambda _: self.engine.forget(sender.id))
            await self.backups.run(lambda check: erase(folder, sender.id, check))
            await self.backups.run(lambda _: self.sightings.reload())
            self.prints.clear()
        finally:
            self._at_work.discard(ask.letter.id)
        await ask.say(ask.t("forgotten"))

    async def _quiet(self, person: str) -> None:
        """Wait for what is at work and names the person: it may still be writing."""
        while any(  # noqa: ASYNC110  nobody tells when a letter is done
            person in letter.json
            for letter in self.letters.values()
            if letter.id not in self._at_work
        ):
            await asyncio.sleep(_LOOK_SECONDS)
