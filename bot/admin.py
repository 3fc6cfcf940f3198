"""What admins do: reindex, add, remove, allow, ban, stats."""

import asyncio
import difflib
import logging
import re
from contextlib import suppress
from dataclasses import dataclass, field
from html import escape

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot import replies
from bot.album import Album
from bot.catalog import Button
from bot.incoming import MOST, Incoming
from bot.lookup import edit, say
from bot.people import People
from bot.settings import Settings
from bot.worker import Job
from search.errors import KazamiError, UnknownName
from search.reindex import Report

_log = logging.getLogger(__name__)
_EDIT_SECONDS = 2  # between edits of one message; Telegram slows down who is faster


@dataclass
class Admin:
    """The admins' commands: each is given its message and what stands behind the command."""

    settings: Settings
    people: People
    album: Album
    _changing: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)  # keeps their order

    async def reindex(self, message: Message, _: str) -> None:
        """/reindex: bring the collection in line with IMAGES_DIR while lookups go on."""
        worker, engine = self.album.worker, self.album.engine
        if worker.job:
            await say(message, replies.REINDEX_RUNNING)
            return
        worker.job = Job(engine.index([self.settings.images_dir]))
        try:
            await self._watch(worker.job, message)
        finally:
            worker.job = None

    async def _watch(self, job: Job, message: Message) -> None:
        """One message, edited as the reindex advances."""
        owner = message.from_user.id if message.from_user else 0
        name = await self.album.catalog.make_button("cancel", owner)
        cancel = InlineKeyboardMarkup.from_button(
            InlineKeyboardButton(replies.CANCEL, callback_data=name)
        )
        shown = await say(message, replies.indexing(job.progress), cancel)
        running = asyncio.create_task(job.run())
        while not (await asyncio.wait([running], timeout=_EDIT_SECONDS))[0]:
            if not job.cancelled:
                with suppress(TelegramError):  # the next edit says more
                    await edit(shown, replies.indexing(job.progress), cancel)
        await edit(shown, _outcome(job, running))

    async def cancel(self, query: CallbackQuery, _: Button) -> None:
        """The button below a running reindex."""
        job = self.album.worker.job
        if job and isinstance(query.message, Message):
            job.cancel()
            await edit(query.message, replies.CANCELLING)

    async def add(self, message: Message, text: str) -> None:
        """/add NAME in reply to a photo, or as its caption."""
        photo = Incoming.of(message) or Incoming.of(message.reply_to_message)
        if photo is None:
            await say(message, replies.ADD_WHAT)
        elif photo.size > MOST:
            await say(message, replies.TOO_BIG)
        else:
            name = text or photo.name or f"photo {message.date:%Y-%m-%d %H.%M.%S}"
            data = await photo.download(message.get_bot())
            async with self._changing:
                await self.album.worker.run(self.album.engine.add, name, data)
            await say(message, replies.added(name, len(self.album.engine)))

    async def remove(self, message: Message, name: str) -> None:
        """/remove NAME."""
        if not name:
            await say(message, replies.REMOVE_WHAT)
            return
        engine = self.album.engine
        try:
            async with self._changing:
                stays = await self.album.worker.run(engine.remove, name)
            await say(message, replies.removed(name, stays=stays))
        except UnknownName:
            near = difflib.get_close_matches(name, engine.names(), n=3)
            await say(message, replies.unknown(name, near))

    async def stats(self, message: Message, _: str) -> None:
        """/stats."""
        stats = await self.album.worker.run(self.album.engine.stats)
        await say(message, replies.stats(stats, self.settings.engine))

    async def allow(self, message: Message, text: str) -> None:
        """/allow ID, or in reply to somebody, or bare in a group: the group."""
        await self._set_access(message, text, allowed=True)

    async def ban(self, message: Message, text: str) -> None:
        """/ban, likewise."""
        await self._set_access(message, text, allowed=False)

    async def _set_access(self, message: Message, text: str, *, allowed: bool) -> None:
        someone = _whom(message, text)
        if someone is None:
            await say(message, replies.WHOM)
            return
        await self.people.catalog.set_access(someone, allowed=allowed)
        listed = self.settings.access == "listed"
        await say(message, replies.access(someone, allowed=allowed, listed=listed))


def _outcome(job: Job, running: asyncio.Task[Report]) -> str:
    """What to say of a reindex that is over (HTML)."""
    try:
        return replies.indexed(running.result(), cancelled=job.cancelled)
    except KazamiError as error:
        return escape(str(error), quote=False)
    except Exception:  # noqa: BLE001  whatever it was, the admin is told
        _log.exception("A reindex failed")
        return replies.REINDEX_FAILED


def _whom(message: Message, text: str) -> int | None:
    """An id as written, or of whoever wrote the message replied to, or of this group."""
    if text:
        return int(text) if re.fullmatch(r"-?\d{1,15}", text) else None
    replied = message.reply_to_message
    if replied and replied.from_user:
        return replied.from_user.id
    return message.chat.id if message.chat.type != ChatType.PRIVATE else None
