"""Matches -> the pictures that follow an answer: previews, each uploaded once a bot."""

import logging
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np
from telegram import Bot, InputMediaPhoto, Message
from telegram.error import BadRequest

from bot import replies
from bot.ask import reply_to
from bot.catalog import Catalog
from bot.network import insist, unsent
from bot.twins import fingerprint
from bot.worker import Worker
from search.engine import Engine
from search.errors import KazamiError
from search.image import Pixels
from search.proof import jpeg
from search.verdict import Match

Begin = Callable[[], Awaitable[None]]
_log = logging.getLogger(__name__)
PREVIEW_SIDE = 1280  # px: what Telegram shows of a photo anyway; far below its 10 MB
READ_SECONDS = 60  # Telegram works on an upload before it answers
_RATIO = 20  # Telegram's limit of the longer to the shorter side


@dataclass(frozen=True)
class Album:
    """Sends the pictures of matches; one picture: a photo."""

    engine: Engine
    catalog: Catalog
    worker: Worker

    async def send(self, message: Message, matches: Sequence[Match], begin: Begin) -> int:
        """Reply to `message` with the pictures; how many: one that is gone is left out.

        `begin` is awaited when they are ready, before the first attempt to send them.
        """
        shas = await self.worker.run(self._shas, matches)
        matches = await self.worker.run(self._noted, matches)
        try:
            return await self._send(message, matches, shas, begin)
        except BadRequest as error:
            if "file identifier" not in error.message and "FILE_REFERENCE" not in error.message:
                raise
            _log.info("Telegram forgot a picture; uploading again: %s", error.message)
            await self.catalog.forget_file_ids(message.get_bot().id, shas)
            return await self._send(message, matches, shas, begin)

    async def file_id(self, bot: Bot, match: Match) -> str | None:
        """Telegram's id of a picture; None where it was never sent, or is gone."""
        (sha,) = await self.worker.run(self._shas, [match])
        return await self.catalog.file_id(bot.id, sha) if sha else None

    async def _send(
        self, message: Message, matches: Sequence[Match], shas: list[str], begin: Begin
    ) -> int:
        bot, media, kept = message.get_bot(), [], []
        for match, sha in zip(matches, shas, strict=True):
            picture = await self._picture(bot, match, sha)
            if picture is not None:
                media.append(InputMediaPhoto(picture, caption=replies.caption(match)))
                kept.append(sha)
        if media:
            await begin()
            messages = await insist(lambda: _post(message, media), unsent)
            for sha, sent in zip(kept, messages, strict=True):
                with suppress(sqlite3.Error):  # then it is uploaded once more
                    await self.catalog.keep_file_id(bot.id, sha, sent.photo[-1].file_id)
        return len(media)

    async def _picture(self, bot: Bot, match: Match, sha: str) -> str | bytes | None:
        """A file id, or the preview to upload; None where the picture is gone."""
        if not sha:
            return None
        known = await self.catalog.file_id(bot.id, sha)
        return known or await self.worker.run(self._preview, match.name)

    def _shas(self, matches: Sequence[Match]) -> list[str]:
        """Of the pictures' files; empty where a picture was removed meanwhile."""
        return [fingerprint(self.engine, match.name) for match in matches]

    def _noted(self, matches: Sequence[Match]) -> list[Match]:
        """As people write of them now."""
        noted = []
        for match in matches:
            with suppress(KazamiError):  # it is gone: left out
                match = replace(match, note=self.engine.note(match.name))  # noqa: PLW2901  the same
            noted.append(match)
        return noted

    def _preview(self, name: str) -> bytes | None:
        try:
            return preview(self.engine.look(self.engine.read(name), PREVIEW_SIDE).pixels)
        except (KazamiError, OSError) as error:
            _log.warning("The picture %r cannot be shown: %s", name, error)
            return None


def preview(pixels: Pixels) -> bytes:
    """JPEG of (rows, columns, 3) RGB pixels within Telegram's limits: a thin strip gets margins."""
    rows, columns = pixels.shape[:2]
    wanted = max(rows, columns) // _RATIO + 1
    missing = [(max(0, wanted - rows) + 1) // 2, (max(0, wanted - columns) + 1) // 2]
    margins = [(each, each) for each in missing]
    return jpeg(np.pad(pixels, [*margins, (0, 0)], constant_values=255))


async def _post(message: Message, media: list[InputMediaPhoto]) -> Sequence[Message]:
    """An album takes two pictures or more; one goes out as a photo."""
    reply = reply_to(message)
    if len(media) > 1:
        return await message.reply_media_group(
            media, reply_parameters=reply, read_timeout=READ_SECONDS
        )
    (photo,) = media
    sent = await message.reply_photo(
        photo.media, caption=photo.caption, reply_parameters=reply, read_timeout=READ_SECONDS
    )
    return [sent]
