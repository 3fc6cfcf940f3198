"""What admins do: reindex, add, remove, allow, ban, stats, backup."""

import asyncio
import difflib
import hashlib
import logging
import re
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputFile, Message
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot import replies
from bot.album import Album
from bot.ask import Ask
from bot.buttons import Press
from bot.incoming import Incoming
from bot.network import insist, unsent
from bot.people import People, author
from bot.settings import Settings
from bot.shelf import Shelf
from bot.tongue import Tongue
from bot.worker import Job
from search.errors import KazamiError, NameTaken, UnknownName
from search.reindex import Report

_log = logging.getLogger(__name__)
SENT_BYTES = 50_000_000  # that Telegram takes from a bot as a file
_EDIT_SECONDS = 2  # between edits of one message; Telegram slows down who is faster


@dataclass
class Admin:
    """The admins' commands: each is given its message and what stands behind the command."""

    settings: Settings
    people: People
    album: Album
    shelf: Shelf
    _changing: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)  # keeps their order

    async def reindex(self, ask: Ask, _: str) -> None:
        """/reindex: bring the collection in line with IMAGES_DIR while lookups go on."""
        worker, engine = self.album.worker, self.album.engine
        if worker.job:
            await ask.say(ask.t("reindex-running"))
            return
        worker.job = Job(engine.index([self.settings.images_dir]))
        ask.letter.step_aside()
        try:
            await ask.letter.begin()
            await self._watch(worker.job, ask)
        finally:
            worker.job = None

    async def _watch(self, job: Job, ask: Ask) -> None:
        """One message, edited as the reindex advances."""
        owner = ask.message.from_user.id if ask.message.from_user else 0
        name = await self.album.catalog.make_button("cancel", owner)
        cancel = InlineKeyboardMarkup.from_button(
            InlineKeyboardButton(ask.t("button-cancel"), callback_data=name)
        )
        await ask.show(replies.indexing(ask.t, job.progress), cancel)
        running = asyncio.create_task(job.run())
        while not (await asyncio.wait([running], timeout=_EDIT_SECONDS))[0]:
            if not job.cancelled:
                with suppress(TelegramError):  # the next edit says more
                    await ask.answer(replies.indexing(ask.t, job.progress), cancel)
        await ask.answer(_outcome(ask.t, job, running))

    async def cancel(self, press: Press) -> None:
        """The button below a running reindex."""
        if job := self.album.worker.job:
            job.cancel()
            with suppress(TelegramError):  # the outcome says more
                await press.message.edit_text(press.t("cancelling"))
        await self.album.catalog.drop_button(press.name)

    async def add(self, ask: Ask, text: str) -> None:
        """/add NAME in reply to a photo, or as its caption."""
        message = ask.message
        photo = Incoming.of(message) or Incoming.replied(message)
        if photo is None or not photo.still:
            await ask.say(ask.t("add-what"))
        else:
            name = text or photo.name or f"photo {message.date:%Y-%m-%d %H.%M.%S}"
            data = await photo.download(message.get_bot())
            await ask.letter.begin()
            async with self._changing:
                await self._add(name, data, again=ask.letter.again)
            await ask.say(replies.added(ask.t, name, len(self.album.engine)))

    async def _add(self, name: str, data: bytes, *, again: bool) -> None:
        engine = self.album.engine
        try:
            await self.album.worker.run(engine.add, name, data)
        except NameTaken:  # perhaps by this very command, before a crash
            if not again or engine.sha256(name) != hashlib.sha256(data).hexdigest():
                raise

    async def remove(self, ask: Ask, name: str) -> None:
        """/remove NAME."""
        if not name:
            await ask.say(ask.t("remove-what"))
            return
        engine = self.album.engine
        try:
            async with self._changing:
                stays = await self.album.worker.run(engine.remove, name)
            await ask.say(replies.removed(ask.t, name, stays=stays))
        except UnknownName:
            near = difflib.get_close_matches(name, engine.names(), n=3)
            await ask.say(replies.unknown(ask.t, name, near))

    async def stats(self, ask: Ask, _: str) -> None:
        """/stats."""
        stats = await self.album.worker.run(self.album.engine.stats)
        await ask.say(replies.stats(ask.t, stats, self.settings.engine))

    async def backup(self, ask: Ask, _: str) -> None:
        """/backup: an archive of everything, sent to the admin where it is small enough."""
        if self.shelf.busy:
            await ask.say(ask.t("backup-running"))
            return
        ask.letter.step_aside()
        await ask.show(ask.t("backing-up"))
        path = await self.shelf.add(ask.letter.id)
        size = path.stat().st_size
        sent = size <= SENT_BYTES and await _send(ask.message, path)
        await ask.answer(replies.backed_up(ask.t, str(path), size, sent=sent))

    async def allow(self, ask: Ask, text: str) -> None:
        """/allow ID, or in reply to somebody, or bare in a group: the group."""
        await self._set_access(ask, text, allowed=True)

    async def ban(self, ask: Ask, text: str) -> None:
        """/ban, likewise."""
        await self._set_access(ask, text, allowed=False)

    async def _set_access(self, ask: Ask, text: str, *, allowed: bool) -> None:
        someone = _whom(ask.message, text)
        if someone is None:
            await ask.say(ask.t("whom"))
            return
        await self.people.catalog.set_access(someone, allowed=allowed)
        listed = self.settings.access == "listed"
        await ask.say(replies.access(ask.t, someone, allowed=allowed, listed=listed))


def _outcome(t: Tongue, job: Job, running: asyncio.Task[Report]) -> str:
    """What to say of a reindex that is over (HTML)."""
    try:
        return replies.indexed(t, running.result(), cancelled=job.cancelled)
    except KazamiError as error:
        return replies.trouble(t, error)
    except Exception:  # noqa: BLE001  whatever it was, the admin is told
        _log.exception("A reindex failed")
        return t("reindex-failed")


async def _send(message: Message, path: Path) -> bool:
    """To the admin alone, as it tells who uses the bot; whether it arrived."""
    bot, admin = message.get_bot(), author(message).id
    try:
        with path.open("rb") as file:
            document = InputFile(file, path.name, read_file_handle=False)
            await insist(lambda: bot.send_document(admin, document), unsent)
    except TelegramError as error:
        _log.warning("A backup could not be sent: %s", error)
        return False
    return True


def _whom(message: Message, text: str) -> int | None:
    """An id as written, or of whoever wrote the message replied to, or of this group."""
    if text:
        return int(text) if re.fullmatch(r"-?\d{1,15}", text) else None
    replied = message.reply_to_message
    if replied and not replied.forum_topic_created:  # else it is in a topic, and no reply
        return author(replied).id
    return message.chat.id if message.chat.type != ChatType.PRIVATE else None
