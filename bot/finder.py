"""A photo at Telegram -> its answer, without a download where it was looked up before."""

import hashlib
from collections.abc import Sequence

from telegram import Bot

from bot.album import Album
from bot.incoming import Incoming
from bot.prints import Print, Prints
from bot.settings import Settings
from bot.shelves import Shelves
from search.errors import PhotoError
from search.mark import alike
from search.scope import Scope
from search.verdict import Answer

Refused = Sequence[tuple[int, str]]  # marks of photos, and pictures that they were said not to be


class Finder:
    """Asks the engine what a chat may be shown of a photo: pictures on its shelves, but for those
    that it said not to be this photo.
    """

    def __init__(self, settings: Settings, album: Album, prints: Prints) -> None:
        self._settings, self._album, self._prints = settings, album, prints
        self._shelves = Shelves(settings, album)

    async def find(
        self, bot: Bot, chat: int, photo: Incoming, without: frozenset[str] = frozenset()
    ) -> Answer:
        """The answer, in which some pictures are left out. Raises TooBig or TelegramError."""
        known = await self._known(chat, photo, without)
        return known or await self._look(bot, chat, photo, without)

    def look(self, photo: bytes, scope: Scope) -> Answer:
        """The answer to a photo in hand."""
        settings = self._settings
        return self._album.engine.find(photo, settings.top_n, settings.engine, scope=scope)

    async def scope(self, chat: int, photo: bytes) -> Scope:
        """What a chat may be shown of a photo in hand."""
        refused = await self._album.catalog.refused(chat)
        return await self._scope(chat, refused, await self._mark(photo) if refused else None)

    async def _known(self, chat: int, photo: Incoming, without: frozenset[str]) -> Answer | None:
        """Of a photo that need not be looked at again."""
        seen, refused = self._prints.of(photo.unique), await self._album.catalog.refused(chat)
        if seen is None or (refused and seen.mark is None):
            return None
        scope = (await self._scope(chat, refused, seen.mark)).but(without)
        known, settings = self._album.engine.known, self._settings
        return await self._album.worker.run(
            known, seen.sha256, settings.top_n, settings.engine, scope=scope
        )

    async def _look(self, bot: Bot, chat: int, photo: Incoming, without: frozenset[str]) -> Answer:
        data = await photo.download(bot)
        refused = await self._album.catalog.refused(chat)
        mark = await self._mark(data) if refused else None
        scope = (await self._scope(chat, refused, mark)).but(without)
        answer = await self._album.worker.run(self.look, data, scope)
        digest = await self._album.worker.run(hashlib.sha256, data)
        self._prints.keep(photo.unique, Print(digest.digest(), mark))
        return answer

    async def _scope(self, chat: int, refused: Refused, mark: int | None) -> Scope:
        names = [name for other, name in refused if mark is not None and alike(mark, other)]
        return Scope(await self._shelves.used(chat), frozenset(names))

    async def _mark(self, photo: bytes) -> int | None:
        """None where it cannot be looked at: the lookup says so."""
        try:
            return await self._album.worker.run(self._album.engine.mark, photo)
        except PhotoError:
            return None
