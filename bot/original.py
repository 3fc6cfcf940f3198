"""The file of a picture, as it lies in the collection."""

import logging
from dataclasses import dataclass
from pathlib import PurePath

from bot.album import READ_SECONDS, Album
from bot.ask import reply_to, say
from bot.buttons import Press
from bot.network import SENT_BYTES, insist, unsent
from bot.renames import now
from search.errors import UnknownName

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Original:
    """What stands behind *Original file*."""

    album: Album

    async def send(self, press: Press) -> None:
        """Reply with the file; where it is gone or too big for Telegram, say so."""
        message, engine, run = press.message, self.album.engine, self.album.worker.run
        name = await run(now, engine, press.button.payload["name"])
        try:
            data = await run(engine.read, name)
        except (UnknownName, OSError) as error:
            _log.info("No original: %s", error)
            await insist(lambda: say(message, press.t("gone")))
            return
        if len(data) > SENT_BYTES:
            await insist(lambda: say(message, press.t("original-too-big")))
            return
        await press.letter.begin_album()
        await insist(
            lambda: message.reply_document(
                data,
                filename=PurePath(name).name[-60:],
                reply_parameters=reply_to(message),
                read_timeout=READ_SECONDS,
                disable_content_type_detection=True,
            ),
            unsent,
        )
