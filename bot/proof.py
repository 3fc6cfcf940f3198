"""The proof of an answer: the photo and its pictures side by side, behind a button."""

import logging
from dataclasses import dataclass

from telegram import Message, ReplyParameters
from telegram.error import BadRequest

from bot import replies
from bot.album import READ_SECONDS, Album
from bot.ask import say
from bot.catalog import Button
from bot.inbox import Letter
from bot.incoming import Incoming
from bot.network import insist, unsent
from bot.settings import Settings
from search.errors import KazamiError
from search.verdict import Answer

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Proof:
    """Looks the photo up again: nothing is kept of it but where Telegram has it."""

    settings: Settings
    album: Album

    async def show(self, message: Message, button: Button, letter: Letter) -> None:
        """Send the proof; where there is none any more, say so."""
        try:
            photo = await Incoming(**button.payload["photo"]).download(message.get_bot())
            drawn = await self.album.worker.run(self._draw, photo)
        except (KazamiError, OSError, BadRequest) as error:
            _log.info("No proof: %s", error)
            drawn = None
        if drawn is None:
            await insist(lambda: say(message, replies.NO_PROOF))
        else:
            await send(message, drawn, letter)

    def _draw(self, photo: bytes) -> bytes | None:
        engine, settings = self.album.engine, self.settings
        answer = engine.find(photo, settings.top_n, settings.engine)
        return engine.prove(photo, answer.proven, answer.at) if provable(answer) else None


async def send(message: Message, drawn: bytes, letter: Letter) -> None:
    """Reply with a proof; it is on disk before that it was begun."""
    await letter.begin_album()
    reply = ReplyParameters(message.message_id, allow_sending_without_reply=True)
    await insist(
        lambda: message.reply_photo(
            drawn, replies.PROVEN, reply_parameters=reply, read_timeout=READ_SECONDS
        ),
        unsent,
    )


def provable(answer: Answer) -> bool:
    """Whether there is anything to see: the article's matches have no geometry."""
    return any(match.outline for match in answer.proven)
