"""Buttons that look the photo up again: nothing is kept of it but where Telegram has it."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from telegram import Message
from telegram.error import BadRequest

from bot import replies
from bot.album import READ_SECONDS, Album
from bot.ask import reply_to, say
from bot.buttons import Press
from bot.finder import Finder, Given
from bot.incoming import Incoming
from bot.keyboard import provable
from bot.letter import Letter
from bot.network import insist, unsent
from bot.renames import now
from search.errors import KazamiError, OutOfOrder
from search.scope import Scope
from search.verdict import Answer

_log = logging.getLogger(__name__)
Made = TypeVar("Made")


@dataclass(frozen=True)
class Again:
    """What stands behind *Proof*, *Blink*, *More* and *Why*."""

    album: Album
    finder: Finder

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
                reply_parameters=reply_to(press.message),
                read_timeout=READ_SECONDS,
            ),
            unsent,
        )

    async def more(self, press: Press) -> None:
        """The pictures that come after those of the answer."""
        answer = await self._found(press, more=True)
        if answer is None or not answer.matches:
            await _say(press, press.t("nothing-more" if answer else "no-proof"))
            return
        await _say(press, replies.more(press.t, answer))
        await self.album.send(press.message, answer.matches, press.letter.begin_album)

    async def why(self, press: Press) -> None:
        """Each stage with its time, and the numbers that decided; not those of another answer."""
        answer = await self._found(press)
        shown = (await self._names(press))[:1]
        same = answer and (not shown or _best(answer) == shown)
        await _say(press, replies.why(press.t, answer) if answer and same else press.t("no-proof"))

    async def _names(self, press: Press) -> list[str]:
        """As those of the answer that the button is below are called now; older buttons of some
        kinds do not name them.
        """
        names, engine = press.button.payload.get("names", ()), self.album.engine
        return [await self.album.worker.run(now, engine, each) for each in names]

    async def _found(self, press: Press, *, more: bool = False) -> Answer | None:
        """The answer once more, or what comes after it; None where the photo is gone."""
        message, photo = press.message, Incoming(**press.button.payload["photo"])
        given = Given(frozenset(await self._names(press)), more)
        async with self.album.worker.room(photo.size):
            finding = self.finder.find(message.get_bot(), message.chat.id, photo, given)
            return await _unless_gone(finding)

    async def _made(self, press: Press, make: Callable[[bytes, Scope], Made | None]) -> Made | None:
        """Of the photo, as the chat may be shown it; None where it or its picture is gone."""
        return await _unless_gone(self._make(press, make))

    async def _make(self, press: Press, make: Callable[[bytes, Scope], Made]) -> Made:
        message, incoming = press.message, Incoming(**press.button.payload["photo"])
        async with self.album.worker.room(incoming.size):
            photo = await incoming.download(message.get_bot())
            given = Given(frozenset(await self._names(press)))
            scope = await self.finder.scope(message.chat.id, photo, given)
            return await self.album.worker.run(make, photo, scope)

    def _prove(self, photo: bytes, scope: Scope) -> bytes | None:
        answer = self.finder.look(photo, scope)
        if not provable(answer):
            return None
        return self.album.engine.prove(photo, answer.proven, answer.at)

    def _blink(self, photo: bytes, scope: Scope) -> bytes | None:
        answer = self.finder.look(photo, scope)
        if not provable(answer):
            return None
        return self.album.engine.blink(photo, answer.matches[0], answer.at)


def _best(answer: Answer) -> list[str]:
    """The first of its pictures, if it has any."""
    return [match.name for match in answer.matches[:1]]


async def _unless_gone(making: Awaitable[Made]) -> Made | None:
    try:
        return await making
    except OutOfOrder:
        raise  # whether it is gone nobody knows
    except (KazamiError, OSError, BadRequest) as error:
        _log.info("A photo cannot be looked up again: %s", error)
        return None


async def send(message: Message, drawn: bytes, caption: str, letter: Letter) -> None:
    """Reply with a proof; it is on disk before that it was begun."""
    await letter.begin_album()
    await insist(
        lambda: message.reply_photo(
            drawn, caption, reply_parameters=reply_to(message), read_timeout=READ_SECONDS
        ),
        unsent,
    )


async def _say(press: Press, html: str) -> None:
    await insist(lambda: say(press.message, html))
