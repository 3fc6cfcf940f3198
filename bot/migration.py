"""A group becomes a supergroup, which has another id: what was the group's is the supergroup's."""

from dataclasses import dataclass

from telegram import Update
from telegram.ext import ContextTypes

from bot.shelves import Shelves, own
from search.sightings import Sightings


@dataclass(frozen=True)
class Migration:
    """Telegram tells of it in both chats, in any order and perhaps twice; each time all is moved
    that is still the old chat's, so that it can also be done again after a crash.
    """

    shelves: Shelves
    sightings: Sightings

    async def told(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """By a service message, in the old chat or in the new one."""
        if message := update.message:
            here = message.chat.id
            old, new = message.migrate_from_chat_id or here, message.migrate_to_chat_id or here
            await self._move(old, new)

    async def _move(self, old: int, new: int) -> None:
        album = self.shelves.album
        await album.worker.change(album.engine.move_shelf, own(old), own(new))
        await self.shelves.move(old, new)
        await album.worker.run(self.sightings.move, old, new)
