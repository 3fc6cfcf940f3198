"""What people think of an answer: *Right*, *Not the same*, and its undo."""

import logging
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from bot import replies
from bot.album import Album
from bot.ask import say
from bot.buttons import Press
from bot.catalog import Button
from bot.incoming import Incoming
from bot.network import insist
from search.errors import KazamiError

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Opinion:
    """A picture that was said to be another is not shown for that photo in that chat again."""

    album: Album

    async def right(self, press: Press) -> None:
        """It is the picture: the match value learns of it."""
        if photo := await self._photo(press):
            name = press.button.payload["name"]
            await self.album.worker.run(self.album.engine.judge, photo, name, right=True)

    async def wrong(self, press: Press) -> None:
        """It is not: this pair is remembered, and how to take that back is said."""
        photo = await self._photo(press)
        if photo is None:
            await insist(lambda: say(press.message, press.t("no-proof")))
            return
        engine, catalog, name = self.album.engine, self.album.catalog, press.button.payload["name"]
        mark = await self.album.worker.run(engine.mark, photo)
        chat = press.message.chat.id
        await catalog.refuse(chat, mark, name)
        judged = await self.album.worker.run(engine.judge, photo, name, right=False)
        payload = {"chat": chat, "mark": mark, "name": name, "judged": judged}
        (undo,) = await catalog.make_buttons([Button("accept", press.button.owner, payload)])
        key = InlineKeyboardButton(press.t("button-undo"), callback_data=undo)
        said = replies.refused(press.t, name)
        await insist(lambda: say(press.message, said, InlineKeyboardMarkup.from_button(key)))

    async def accept(self, press: Press) -> None:
        """Take *Not the same* back."""
        pair = press.button.payload
        await self.album.catalog.accept(pair["chat"], pair["mark"], pair["name"])
        await self.album.worker.run(self.album.engine.forget_judgment, pair["judged"])
        said = replies.accepted(press.t, pair["name"])
        await insist(lambda: say(press.message, said))

    async def _photo(self, press: Press) -> bytes | None:
        """None where it is gone."""
        incoming = Incoming(**press.button.payload["photo"])
        try:
            return await incoming.download(press.message.get_bot())
        except (KazamiError, BadRequest) as error:
            _log.info("A photo is gone: %s", error)
            return None
