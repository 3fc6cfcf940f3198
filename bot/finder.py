"""A photo at Telegram -> its answer, without a download where it was looked up before."""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

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


class Given(NamedTuple):
    """An answer that is asked about: its pictures may be shown, whatever was said of them since;
    with `more` it is what comes after them that is wanted.
    """

    names: frozenset[str] = frozenset()
    more: bool = False


_NONE = Given()


class Finder:
    """Asks the engine what a chat may be shown of a photo: pictures on its shelves, but for those
    that it said not to be this photo.
    """

    def __init__(self, settings: Settings, album: Album, prints: Prints) -> None:
        self._settings, self._album, self._prints = settings, album, prints
        self._shelves = Shelves(settings, album)

    async def find(self, bot: Bot, chat: int, photo: Incoming, given: Given = _NONE) -> Answer:
        """The answer. Raises TooBig or TelegramError."""
        known = await self._known(chat, photo, given)
        return known or await self._look(bot, chat, photo, given)

    def look(self, photo: bytes, scope: Scope) -> Answer:
        """The answer to a photo in hand."""
        settings = self._settings
        return self._album.engine.find(photo, settings.top_n, settings.engine, scope=scope)

    async def scope(self, chat: int, photo: bytes, given: Given = _NONE) -> Scope:
        """What a chat may be shown of a photo in hand."""
        refused = await self._refused(chat, given)
        mark = await self._mark(photo) if refused else None
        return await self._scope(chat, refused, mark, given)

    async def _known(self, chat: int, photo: Incoming, given: Given) -> Answer | None:
        """Of a photo that need not be looked at again."""
        seen, refused = self._prints.of(photo.unique), await self._refused(chat, given)
        if seen is None or (refused and seen.mark is None):
            return None
        scope = await self._scope(chat, refused, seen.mark, given)
        known, settings = self._album.engine.known, self._settings
        return await self._album.worker.run(
            known, seen.sha256, settings.top_n, settings.engine, scope=scope
        )

    async def _look(self, bot: Bot, chat: int, photo: Incoming, given: Given) -> Answer:
        data = await photo.download(bot)
        refused = await self._refused(chat, given)
        mark = await self._mark(data) if refused else None
        scope = await self._scope(chat, refused, mark, given)
        answer = await self._album.worker.run(self.look, data, scope)
        digest = await self._album.worker.run(hashlib.sha256, data)
        self._prints.keep(photo.unique, Print(digest.digest(), mark))
        return answer

    async def _refused(self, chat: int, given: Given) -> Refused:
        refused = await self._album.catalog.refused(chat)
        return [(mark, name) for mark, name in refused if name not in given.names]

    async def _scope(self, chat: int, refused: Refused, mark: int | None, given: Given) -> Scope:
        names = [name for other, name in refused if mark is not None and alike(mark, other)]
        scope = Scope(await self._shelves.used(chat), frozenset(names))
        return scope.but(given.names) if given.more else scope

    async def _mark(self, photo: bytes) -> int | None:
        """None where it cannot be looked at: the lookup says so."""
        try:
            return await self._album.worker.run(self._album.engine.mark, photo)
        except PhotoError:
            return None
