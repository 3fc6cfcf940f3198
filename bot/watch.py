"""Photos that people post in a group -> a remark on those that were posted there before."""

import asyncio
import logging
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from telegram import LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ParseMode, ReactionEmoji
from telegram.error import BadRequest

from bot import key, remark
from bot.ask import Ask
from bot.incoming import Incoming
from bot.network import insist, unsent
from bot.people import author
from bot.preference import DAYS, REMARK, SURE, WATCH
from bot.preferences import Preferences
from bot.watches import Watches
from bot.worker import Worker
from search.errors import CollectionError, KazamiError
from search.sightings import Post, Repeat, Seen, Sightings

_log = logging.getLogger(__name__)
WAITING = 20  # photos of one chat; those that come meanwhile are passed over
_AT_ONCE = max(1, (os.cpu_count() or 1) // 2)  # who asks the bot himself finds a core free
_ONE_POST = 60  # seconds in which somebody repeats themselves unremarked: an album, a mistake


@dataclass
class Watch:
    """Silent but for its remarks, and only where the group's admins want them."""

    preferences: Preferences
    sightings: Sightings
    watches: Watches
    worker: Worker
    _turns: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(_AT_ONCE), init=False
    )
    _chats: dict[int, asyncio.Lock] = field(default_factory=dict, init=False)
    _waiting: Counter[int] = field(default_factory=Counter, init=False)

    async def photo(self, ask: Ask, _: str) -> None:
        """A new photo: kept as a sighting, remarked on where it repeats another.

        Trouble is not told in the group: nobody asked.
        """
        try:
            if await self._wanted(ask.message):
                await self._take(ask)
        except CollectionError as error:
            _log.warning("A sighting could not be kept: %s", error)
        except (KazamiError, BadRequest) as error:
            _log.info("Update %d shows nothing that can be looked at: %s", ask.letter.id, error)

    async def _take(self, ask: Ask) -> None:
        """Unless too many wait already."""
        ask.letter.step_aside()
        chat = ask.message.chat.id
        if self._waiting[chat] >= WAITING:
            _log.info("Update %d is passed over: too many photos wait in its chat", ask.letter.id)
            return
        with self._counted(chat):
            seen = await self._see(ask)
        if seen is None:
            return
        await self.watches.tell(ask.message)
        if seen.repeat and not _of_one_post(seen, seen.repeat):
            await self._remark(ask, seen.repeat)

    async def _wanted(self, message: Message) -> bool:
        """Whether this chat is watched, and who posted it is a person who agrees."""
        if message.from_user and message.from_user.is_bot and not message.sender_chat:
            return False
        if await self.preferences.of(message.chat.id, WATCH) != "on":
            return False
        if await self._opted_out(author(message).id):
            return False
        return await self.preferences.people.may_ask(message)

    async def _opted_out(self, someone: int) -> bool:
        mark = key.known(self.preferences.people.settings.data_dir, someone)
        return mark is not None and await self.worker.run(self.sightings.opted_out, mark)

    async def _see(self, ask: Ask) -> Seen | None:
        """What became of it; nothing where it is too plain. Raises KazamiError or BadRequest."""
        message = ask.message
        photo = Incoming.of(message)
        if photo is None:
            return None
        days = int(await self.preferences.of(message.chat.id, DAYS))
        at = int(message.date.timestamp())
        post = Post(message.chat.id, message.message_id, author(message).id, at, days)
        ask.letter.waits = True
        chat, room = self._chats.setdefault(post.chat, asyncio.Lock()), self.worker.room
        async with chat, room(photo.size), self._turns:
            ask.letter.waits = False
            await ask.letter.begin()
            data = await photo.download(message.get_bot())
            return await self.worker.run(self.sightings.see, post, data)

    @contextmanager
    def _counted(self, chat: int) -> Iterator[None]:
        self._waiting[chat] += 1
        try:
            yield
        finally:
            self._waiting[chat] -= 1
            if not self._waiting[chat]:
                del self._waiting[chat]
                self._chats.pop(chat, None)

    async def _remark(self, ask: Ask, repeat: Repeat) -> None:
        """Once: what was begun to be sent, before a crash or on a bad line, is not sent again."""
        message, chat = ask.message, ask.message.chat.id
        if not repeat.sure and await self.preferences.of(chat, SURE) != "maybe":
            return
        if await self.preferences.of(chat, REMARK) == "reaction":
            with suppress(BadRequest):  # this group allows no reactions, or the photo is gone
                await insist(lambda: message.set_reaction(ReactionEmoji.EYES))
            return
        if ask.letter.album:
            return
        names = [await name(message, each.author) for each in (repeat.first, repeat.latest)]
        text = remark.repeated(ask.t, message.chat, repeat, names, message.date.timestamp())
        await ask.letter.begin_album()
        with suppress(BadRequest):  # the photo is gone
            await insist(lambda: _say(message, text), unsent)


async def name(message: Message, someone: int) -> str | None:
    """What somebody is called in the message's chat; None where that is not known any more."""
    if someone <= 0:
        return None
    with suppress(BadRequest):
        member = await insist(lambda: message.chat.get_member(someone))
        return member.user.full_name
    return None


async def _say(message: Message, html: str) -> None:
    """One quiet line below the photo."""
    await message.reply_text(
        html,
        parse_mode=ParseMode.HTML,
        disable_notification=True,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_parameters=ReplyParameters(message.message_id),
    )


def _of_one_post(seen: Seen, repeat: Repeat) -> bool:
    latest, now = repeat.latest, seen.sighting
    return latest.author == now.author and now.at - latest.at <= _ONE_POST
