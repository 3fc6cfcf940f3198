"""Buttons that look the photo up again: nothing is kept of it but where Telegram has it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from telegram import Message, ReplyParameters
from telegram.error import BadRequest

from bot import replies
from bot.album import READ_SECONDS, Album
from bot.ask import say
from bot.buttons import Press
from bot.inbox import Letter
from bot.incoming import Incoming
from bot.keyboard import provable
from bot.network import insist, unsent
from bot.settings import Settings
from bot.shelves import Shelves
from search.errors import KazamiError
from search.scope import Scope
from search.verdict import Answer

_log = logging.getLogger(__name__)
Made = TypeVar("Made")
On = frozenset[str] | None  # shelves


@dataclass(frozen=True)
class Again:
    """What stands behind *Proof*, *Blink*, *More* and *Why*."""

    settings: Settings
    album: Album

    async def proof(self, press: Press) -> None:
        """Photo and pictures side by side."""
        drawn = await self._made(press, self._prove)
        if drawn is None:
            await _say(press, press.t("no-proof"))
        else:
            await send(press.message, drawn, press.t("proven"), press.letter)

    async def blink(self, press: Press) -> None:
        """Photo and picture laid over each other, in turn, and where they differ."""
        drawn = await self._made(press, self._blink)
        if drawn is None:
            await _say(press, press.t("no-proof"))
            return
        await press.letter.begin_album()
        await insist(
            lambda: press.message.reply_animation(
                drawn,
                caption=press.t("blinking"),
                filename="blink.gif",
                reply_parameters=_reply(press.message),
                read_timeout=READ_SECONDS,
            ),
            unsent,
        )

    async def more(self, press: Press) -> None:
        """The pictures that come after those of the answer."""
        shown = frozenset(press.button.payload["names"])
        answer = await self._made(press, lambda photo, on: self._find(photo, on, shown))
        if answer is None or not answer.matches:
            await _say(press, press.t("nothing-more" if answer else "no-proof"))
            return
        await _say(press, replies.more(press.t, answer))
        await self.album.send(press.message, answer.matches, press.letter.begin_album)

    async def why(self, press: Press) -> None:
        """Each stage with its time, and the numbers that decided."""
        answer = await self._made(press, self._find)
        await _say(press, replies.why(press.t, answer) if answer else press.t("no-proof"))

    async def _made(self, press: Press, make: Callable[[bytes, On], Made | None]) -> Made | None:
        """Of the photo, on the chat's shelves; None where it or its picture is gone."""
        on = await Shelves(self.settings, self.album).used(press.message.chat.id)
        try:
            photo = await Incoming(**press.button.payload["photo"]).download(
                press.message.get_bot()
            )
            return await self.album.worker.run(make, photo, on)
        except (KazamiError, OSError, BadRequest) as error:
            _log.info("A photo cannot be looked up again: %s", error)
            return None

    def _find(self, photo: bytes, on: On, without: frozenset[str] = frozenset()) -> Answer:
        settings = self.settings
        return self.album.engine.find(
            photo, settings.top_n, settings.engine, scope=Scope(on, without)
        )

    def _prove(self, photo: bytes, on: On) -> bytes | None:
        answer = self._find(photo, on)
        if not provable(answer):
            return None
        return self.album.engine.prove(photo, answer.proven, answer.at)

    def _blink(self, photo: bytes, on: On) -> bytes | None:
        answer = self._find(photo, on)
        if not provable(answer):
            return None
        return self.album.engine.blink(photo, answer.matches[0], answer.at)


async def send(message: Message, drawn: bytes, caption: str, letter: Letter) -> None:
    """Reply with a proof; it is on disk before that it was begun."""
    await letter.begin_album()
    await insist(
        lambda: message.reply_photo(
            drawn, caption, reply_parameters=_reply(message), read_timeout=READ_SECONDS
        ),
        unsent,
    )


def _reply(message: Message) -> ReplyParameters:
    return ReplyParameters(message.message_id, allow_sending_without_reply=True)


async def _say(press: Press, html: str) -> None:
    await insist(lambda: say(press.message, html))
