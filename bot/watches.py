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
from bot.ask import Ask, say
from bot.buttons import Press
from bot.catalog import Button, Catalog
from bot.incoming import Incoming
from bot.keyboard import in_rows
from bot.network import insist, unsent
from bot.people import LANGUAGE, author
from bot.tongue import Tongue
from bot.worker import Worker
from search.errors import Moving
from search.options import WATCHES_KEPT
from search.sightings import Note, Sightings

_log = logging.getLogger(__name__)
_IN_A_ROW = 4
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
        at, owner, number = int(message.date.timestamp()), message.chat.id, message.message_id
        async with self.worker.room(photo.size):
            data = await photo.download(message.get_bot())
            return await self.worker.run(self.sightings.watch, owner, number, at, data)

    async def list(self, ask: Ask, _: str) -> None:
        """/watches: each with a button that stops it."""
        owner, private = ask.message.chat.id, ask.message.chat.type == ChatType.PRIVATE
        found = await self.worker.run(self.sightings.watches.of, owner) if private else []
        if not found:
            await ask.say(ask.t("watch-none" if private else "watch-privately"))
            return
        wanted = [Button("unwatch", owner, {"watch": each.id}) for each in found]
        names, now = await self.catalog.make_buttons(wanted), time.time()
        lines, keys = [f"<b>{ask.t('watch-list')}</b>"], []
        for number, (each, name) in enumerate(zip(found, names, strict=True), start=1):
            lines.append(f"{number}. {remark.age(ask.t, now - each.at)}")
            label = ask.t("button-unwatch", number=number)
            keys.append(InlineKeyboardButton(label, callback_data=name))
        await ask.say("\n".join(lines), InlineKeyboardMarkup(in_rows(keys, _IN_A_ROW)))

    async def stop(self, press: Press) -> None:
        """It is watched no more."""
        owner, watch = press.button.owner, press.button.payload["watch"]
        await self.worker.run(self.sightings.watches.stop, owner, watch)
        await insist(lambda: say(press.message, press.t("watch-stopped")))

    async def tell(self, message: Message) -> None:
        """To each who watches what a message shows, once; not to who posted it, nor to anybody who
        is not in its chat: nobody learns here of chats that they are not in.
        """
        watches, where = self.sightings.watches, (message.chat.id, message.message_id)
        for note in await self.worker.run(watches.notes, *where):
            learns = note.owner != author(message).id and await _is_in(message.chat, note.owner)
            await self.worker.run(watches.told, note.watch, *where)
            if learns:
                await self._tell(message, note)

    async def _tell(self, message: Message, note: Note) -> None:
        t = Tongue.of(await self.catalog.setting(note.owner, LANGUAGE))
        title = replies.person(message.chat.title or "")
        text = t("watch-seen", chat=remark.linked(message.chat, message.message_id, title))
        try:
            await insist(lambda: _send(message.get_bot(), note, text), unsent)
        except (BadRequest, Forbidden) as error:
            _log.info("Somebody who watches a picture cannot be told: %s", error)


async def _send(bot: Bot, note: Note, html: str) -> None:
    """In reply to the message with which they asked for it."""
    await bot.send_message(
        note.owner,
        html,
        parse_mode=ParseMode.HTML,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_parameters=ReplyParameters(note.asked, allow_sending_without_reply=True),
    )


async def _is_in(chat: Chat, person: int) -> bool:
    """Whether somebody is in a chat now."""
    try:
        member = await insist(lambda: chat.get_member(person))
    except BadRequest:  # nobody knows them there
        return False
    restricted = isinstance(member, ChatMemberRestricted) and member.is_member
    return restricted or member.status in _MEMBERS
