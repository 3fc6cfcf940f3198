"""The file of a picture, as it lies in the collection."""

import logging
from dataclasses import dataclass
from pathlib import PurePath

from telegram import ReplyParameters

from bot.album import READ_SECONDS, Album
from bot.ask import say
from bot.buttons import Press
from bot.network import insist, unsent
from search.errors import KazamiError

_log = logging.getLogger(__name__)
SENT_BYTES = 50_000_000  # that Telegram takes from a bot as a file


@dataclass(frozen=True)
class Original:
    """What stands behind *Original file*."""

    album: Album

    async def send(self, press: Press) -> None:
        """Reply with the file; where it is gone or too big for Telegram, say so."""
        name, message = press.button.payload["name"], press.message
        try:
            data = await self.album.worker.run(self.album.engine.read, name)
        except (KazamiError, OSError) as error:
            _log.info("No original: %s", error)
            await insist(lambda: say(message, press.t("gone")))
            return
        if len(data) > SENT_BYTES:
            await insist(lambda: say(message, press.t("original-too-big")))
            return
        await press.letter.begin_album()
        reply = ReplyParameters(message.message_id, allow_sending_without_reply=True)
        await insist(
            lambda: message.reply_document(
                data,
                filename=PurePath(name).name[-60:],
                reply_parameters=reply,
                read_timeout=READ_SECONDS,
                disable_content_type_detection=True,
            ),
            unsent,
        )
