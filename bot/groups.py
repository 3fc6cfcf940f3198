"""All that the bot does in groups without being asked: what it is made of, who handles what."""

import asyncio
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from bot.buttons import Action
from bot.guard import Callback, Guard
from bot.letter import Letter
from bot.people import People
from bot.preferences import Preferences
from bot.reposts import Reposts
from bot.watch import Watch
from bot.watches import Watches
from bot.welcome import Welcome
from bot.worker import Worker
from search.errors import CollectionError
from search.sightings import Sightings

_log = logging.getLogger(__name__)
_SWEEP_SECONDS = 3600  # between two looks for sightings that were kept long enough


@dataclass(frozen=True)
class Groups:
    """What groups choose, the watch, and what people say to it."""

    preferences: Preferences
    watch: Watch
    watches: Watches
    reposts: Reposts
    welcome: Welcome

    @classmethod
    def of(
        cls, people: People, sightings: Sightings, worker: Worker, letters: Mapping[int, Letter]
    ) -> Self:
        """All of it, of the same sightings."""
        preferences = Preferences(people, sightings, worker)
        watches = Watches(people.catalog, sightings, worker)
        watch = Watch(preferences, sightings, watches, worker)
        reposts = Reposts(preferences, sightings, worker)
        return cls(preferences, watch, watches, reposts, Welcome(preferences, letters))

    def commands(self, guard: Guard) -> dict[str, Callback]:
        """By their names."""
        return {
            "watch": guard.allowed(self.watches.add),
            "watches": guard.all(self.watches.list),
            "settings": guard.all(self.preferences.ask),
            "ignore": guard.all(self.reposts.ignore),
            "top": guard.allowed(self.reposts.top),
            "optout": guard.all(self.reposts.opt_out),
            "optin": guard.all(self.reposts.opt_in),
        }

    def actions(self) -> dict[str, Action]:
        """Of buttons."""
        return {
            "choose": Action(self.preferences.choose, "leaders", once=False),
            "welcome": Action(self.welcome.choose, "leaders", once=False),
            "unwatch": Action(self.watches.stop),
        }


async def sweep(sightings: Sightings, worker: Worker) -> None:
    """Until cancelled: sightings that were kept long enough go."""
    while True:
        try:
            await worker.run(sightings.expire, int(time.time()))
        except CollectionError as error:
            _log.warning("Old sightings could not be deleted: %s", error)
        await asyncio.sleep(_SWEEP_SECONDS)
