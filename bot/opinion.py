"""What people think of an answer: *Right*, *Not the same*, and its undo."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from bot import replies
from bot.album import Album
from bot.ask import say
from bot.buttons import Press
from bot.catalog import Button
from bot.incoming import Incoming
from bot.network import insist
from bot.renames import now
from search.errors import KazamiError

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Opinion:
    """A picture that was said to be another is not shown for that photo in that chat again."""

    album: Album

    async def right(self, press: Press) -> None:
        """It is the picture: the match value learns of it; *Not the same*, if that was said before,
        does not hold any more.
        """
        engine, chat, name = self.album.engine, press.message.chat.id, await self._name(press)
        async with self._photo(press) as photo:
            if photo is not None:
                mark = await self.album.worker.run(engine.mark, photo)
                await self.album.catalog.accept(chat, mark, name)
                await self.album.worker.run(engine.judge, photo, name, right=True)

    async def wrong(self, press: Press) -> None:
        """It is not: this pair is remembered, and how to take that back is said."""
        refused = await self._refuse(press)
        if refused is None:
            await insist(lambda: say(press.message, press.t("no-proof")))
            return
        catalog, owner = self.album.catalog, press.button.owner
        (undo,) = await catalog.make_buttons([Button("accept", owner, refused)])
        key = InlineKeyboardButton(press.t("button-undo"), callback_data=undo)
        said = replies.refused(press.t, refused["name"])
        await insist(lambda: say(press.message, said, InlineKeyboardMarkup.from_button(key)))

    async def accept(self, press: Press) -> None:
        """Take *Not the same* back."""
        pair = press.button.payload
        await self.album.catalog.accept(pair["chat"], pair["mark"], pair["name"])
        await self.album.worker.run(self.album.engine.forget_judgment, pair["judged"])
        said = replies.accepted(press.t, pair["name"])
        await insist(lambda: say(press.message, said))

    async def _refuse(self, press: Press) -> dict[str, Any] | None:
        """What has to be known to take it back; None where the photo is gone."""
        engine, chat, name = self.album.engine, press.message.chat.id, await self._name(press)
        async with self._photo(press) as photo:
            if photo is None:
                return None
            mark = await self.album.worker.run(engine.mark, photo)
            await self.album.catalog.refuse(chat, mark, name)
            judged = await self.album.worker.run(engine.judge, photo, name, right=False)
        return {"chat": chat, "mark": mark, "name": name, "judged": judged}

    async def _name(self, press: Press) -> str:
        """Of the picture, as it is called now."""
        name = press.button.payload["name"]
        return await self.album.worker.run(now, self.album.engine, name)

    @asynccontextmanager
    async def _photo(self, press: Press) -> AsyncIterator[bytes | None]:
        """None where it is gone; a large one is in memory alone."""
        incoming = Incoming(**press.button.payload["photo"])
        async with self.album.worker.room(incoming.size):
            yield await _downloaded(incoming, press.message.get_bot())


async def _downloaded(incoming: Incoming, bot: Bot) -> bytes | None:
    try:
        return await incoming.download(bot)
    except (KazamiError, BadRequest) as error:
        _log.info("A photo is gone: %s", error)
        return None
