"""/watch, /watches: whoever watches a picture is told where it is posted."""

import logging
import time
from dataclasses import dataclass

from telegram import (
    Bot,
    Chat,
    ChatMemberRestricted,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ChatMemberStatus, ChatType, ParseMode
from telegram.error import BadRequest, Forbidden

from bot import remark, replies
from bot.ask import Ask
from bot.buttons import Press
from bot.catalog import Button, Catalog
from bot.incoming import Incoming
from bot.network import insist, unsent
from bot.people import LANGUAGE, author
from bot.tongue import Tongue
from bot.worker import Worker
from search.errors import Moving
from search.options import WATCHES_KEPT
from search.sightings import Note, Sightings, Wanted

_log = logging.getLogger(__name__)
_MEMBERS = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.MEMBER)


@dataclass(frozen=True)
class Watches:
    """Handlers of these commands, and the notes that follow."""

    catalog: Catalog
    sightings: Sightings
    worker: Worker

    async def add(self, ask: Ask, _: str) -> None:
        """/watch in private, in reply to a picture or as its caption. Raises PhotoError."""
        message = ask.message
        if message.chat.type != ChatType.PRIVATE:
            await ask.say(ask.t("watch-privately"))
            return
        photo = Incoming.of(message) or Incoming.replied(message)
        if photo is None:
            await ask.say(ask.t("watch-what"))
            return
        if not photo.still:
            raise Moving
        await ask.letter.begin()
        done = await self._keep(message, photo)
        if done is None:
            await ask.say(ask.t("plain"))
        else:
            await ask.say(ask.t("watching" if done else "watch-enough", most=WATCHES_KEPT))

    async def _keep(self, message: Message, photo: Incoming) -> bool | None:
        """As `Sightings.watch` says. Raises PhotoError."""
        at, owner, number = int(message.date.timestamp()), message.chat.id, _of_photo(message)
        async with self.worker.room(photo.size):
            data = await photo.download(message.get_bot())
            return await self.worker.run(self.sightings.watch, owner, number, at, data)

    async def list(self, ask: Ask, _: str) -> None:
        """/watches: each below its photo, with a button that stops it."""
        owner, private = ask.message.chat.id, ask.message.chat.type == ChatType.PRIVATE
        found = await self.worker.run(self.sightings.watches.of, owner) if private else []
        if not found:
            await ask.say(ask.t("watch-none" if private else "watch-privately"))
            return
        wanted = [Button("unwatch", owner, {"watch": each.id}) for each in found]
        names = await self.catalog.make_buttons(wanted)
        for each, name in zip(found, names, strict=True):
            await _show(ask, each, name)

    async def stop(self, press: Press) -> None:
        """It is watched no more: that is said below its photo, too."""
        owner, watch = press.button.owner, press.button.payload["watch"]
        watches, bot = self.sightings.watches, press.message.get_bot()
        asked = await self.worker.run(watches.asked, watch) or press.message.message_id
        await self.worker.run(watches.stop, owner, watch)
        await insist(lambda: _send(bot, owner, asked, press.t("watch-stopped")))

    async def tell(self, message: Message) -> None:
        """To each who watches what a message shows, once; not to who posted it, nor to anybody who
        is not in its chat: nobody learns here of chats that they are not in.
        """
        watches, where = self.sightings.watches, (message.chat.id, message.message_id)
        for note in await self.worker.run(watches.notes, *where):
            learns = note.owner != author(message).id and await _is_in(message.chat, note.owner)
            await self.worker.run(watches.told, note.owner, *where)
            if learns:
                await self._tell(message, note)

    async def _tell(self, message: Message, note: Note) -> None:
        t = Tongue.of(await self.catalog.setting(note.owner, LANGUAGE))
        title = replies.person(message.chat.title or "")
        text = t("watch-seen", chat=remark.linked(message.chat, message.message_id, title))
        try:
            await insist(lambda: _send(message.get_bot(), note.owner, note.asked, text), unsent)
        except (BadRequest, Forbidden) as error:
            _log.info("Somebody who watches a picture cannot be told: %s", error)


def _of_photo(message: Message) -> int:
    """The message that shows what is to be watched, where it is of this chat."""
    replied = message.reply_to_message
    shown = replied if replied and Incoming.of(replied) and not Incoming.of(message) else message
    return shown.message_id


async def _show(ask: Ask, watched: Wanted, name: str) -> None:
    """Which it is, since when, and a button that stops it."""
    text = ask.t("watch-one", when=remark.age(ask.t, time.time() - watched.at))
    key = InlineKeyboardButton(ask.t("button-unwatch"), callback_data=name)
    bot, owner, markup = ask.message.get_bot(), ask.message.chat.id, InlineKeyboardMarkup([[key]])
    await insist(lambda: _send(bot, owner, watched.asked, text, markup))


async def _send(
    bot: Bot, owner: int, asked: int, html: str, buttons: InlineKeyboardMarkup | None = None
) -> None:
    """In reply to the message with which they asked for it."""
    await bot.send_message(
        owner,
        html,
        parse_mode=ParseMode.HTML,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_parameters=ReplyParameters(asked, allow_sending_without_reply=True),
        reply_markup=buttons,
    )


async def _is_in(chat: Chat, person: int) -> bool:
    """Whether somebody is in a chat now."""
    try:
        member = await insist(lambda: chat.get_member(person))
    except BadRequest:  # nobody knows them there
        return False
    restricted = isinstance(member, ChatMemberRestricted) and member.is_member
    return restricted or member.status in _MEMBERS
