"""What admins do: stats, what could not be read, backup, allow, ban."""

import logging
from dataclasses import dataclass
from pathlib import Path

from telegram import InputFile, Message
from telegram.error import TelegramError

from bot import notices, replies
from bot.album import Album
from bot.ask import Ask
from bot.backups import Backups
from bot.network import SENT_BYTES, insist, unsent
from bot.people import People, author, whom
from bot.settings import Settings

_log = logging.getLogger(__name__)


@dataclass
class Admin:
    """The admins' commands: each is given its message and what stands behind the command."""

    settings: Settings
    people: People
    album: Album
    backups: Backups

    async def stats(self, ask: Ask, _: str) -> None:
        """/stats."""
        stats = await self.album.worker.run(self.album.engine.stats)
        await ask.say(replies.stats(ask.t, stats, self.settings.engine))

    async def unreadable(self, ask: Ask, _: str) -> None:
        """/unreadable: the files that are no pictures, and why."""
        refusals = await self.album.worker.run(self.album.engine.refusals)
        await ask.say(notices.unreadable(ask.t, refusals))

    async def backup(self, ask: Ask, _: str) -> None:
        """/backup: an archive of everything, sent to the admin where it is small enough."""
        if self.backups.busy:
            await ask.say(ask.t("backup-running"))
            return
        ask.letter.step_aside()
        await ask.show(ask.t("backing-up"))
        path = await self.backups.add(ask.letter.id)
        size = path.stat().st_size
        sent = size <= SENT_BYTES and await _send(ask.message, path)
        await ask.answer(replies.backed_up(ask.t, str(path), size, sent=sent))

    async def allow(self, ask: Ask, text: str) -> None:
        """/allow ID, or in reply to somebody, or bare in a group: the group."""
        await self._set_access(ask, whom(ask.message, text), allowed=True)

    async def ban(self, ask: Ask, text: str) -> None:
        """/ban ID, or in reply to somebody; a whole group by its id only."""
        someone = whom(ask.message, text)
        if someone == ask.message.chat.id and not text:
            someone = None
        await self._set_access(ask, someone, allowed=False)

    async def _set_access(self, ask: Ask, someone: int | None, *, allowed: bool) -> None:
        if someone is not None and not allowed and self.people.is_admin(someone):
            await ask.say(ask.t("no-ban", id=str(someone)))
            return
        if someone is None:
            await ask.say(ask.t("whom"))
            return
        await self.people.catalog.set_access(someone, allowed=allowed)
        listed = self.settings.access == "listed"
        await ask.say(replies.access(ask.t, someone, allowed=allowed, listed=listed))


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
