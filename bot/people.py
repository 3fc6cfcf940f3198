"""Who may do what."""

import re
from dataclasses import dataclass

from telegram import Chat, Message, User
from telegram.constants import ChatID, ChatMemberStatus, ChatType
from telegram.error import BadRequest

from bot.catalog import Catalog
from bot.network import insist
from bot.settings import Settings
from bot.shelves import own
from bot.tongue import Tongue
from search.errors import KazamiError, OutOfOrder
from search.source import UPLOADS

LANGUAGE = "language"  # the setting's name
_NOBODY = frozenset(ChatID)  # accounts of Telegram's own: whoever speaks through them


def author(message: Message) -> User | Chat:
    """In whose name it was written: behind an account of Telegram's own there is a chat."""
    return message.sender_chat or message.from_user or message.chat


def place(message: Message) -> int:
    """The chat whose settings and access count, by its id.

    A guest message of a private chat is of two other people's: whatever its id, the person's own
    chat with the bot stands for it.
    """
    elsewhere = message.guest_query_id and message.chat.type == ChatType.PRIVATE
    return author(message).id if elsewhere else message.chat.id


def in_person(message: Message) -> bool:
    """Whether somebody wrote this in their own name, themselves, just now.

    Not through a channel, as an anonymous admin, by forwarding, by a bot's help.
    """
    by_proxy = message.sender_chat or message.forward_origin or message.via_bot
    return not by_proxy and message.from_user is not None and message.from_user.id not in _NOBODY


def whom(message: Message, text: str) -> int | None:
    """An id as written, or of whoever wrote the message replied to, or of this group; not the bot
    itself.
    """
    someone = _meant(message, text)
    return None if someone == message.get_bot().id else someone


def _meant(message: Message, text: str) -> int | None:
    if text:
        return int(text) if re.fullmatch(r"-?[1-9]\d{0,14}", text) else None
    replied = message.reply_to_message
    if replied and not replied.forum_topic_created:  # else it is in a topic, and no reply
        return author(replied).id
    return message.chat.id if message.chat.type != ChatType.PRIVATE else None


@dataclass(frozen=True)
class People:
    """Admins, and who may look photos up."""

    settings: Settings
    catalog: Catalog

    def is_admin(self, someone: int) -> bool:
        """Whether this is one of ADMIN_IDS."""
        return someone in self.settings.admin_ids

    def commands(self, message: Message) -> bool:
        """Whether an admin wrote this, in person."""
        return in_person(message) and self.is_admin(author(message).id)

    def may_hear(self, message: Message, error: KazamiError) -> bool:
        """Whether whoever wrote this is told of an error: of the machines only admins are."""
        return not isinstance(error, OutOfOrder) or self.commands(message)

    async def decides(self, message: Message) -> bool:
        """Whether the message is of somebody who leads its chat: written, not passed on."""
        passed_on = message.forward_origin or message.via_bot
        return not passed_on and await self.leads(message.chat, author(message).id)

    async def may_change(self, message: Message) -> frozenset[str] | None:
        """The shelves whose pictures whoever wrote this may change; None: all."""
        if self.commands(message):
            return None
        person, chat = author(message).id, message.chat
        if not in_person(message) or not await self.catalog.is_editor(person):
            return frozenset()
        if await self.catalog.access(person) is False:
            return frozenset()
        return frozenset([UPLOADS] if chat.type == ChatType.PRIVATE else [UPLOADS, own(chat.id)])

    def shelf(self, message: Message) -> str:
        """Where what they add belongs: what editors add in a group is the group's."""
        everywhere = message.chat.type == ChatType.PRIVATE or self.commands(message)
        return UPLOADS if everywhere else own(message.chat.id)

    async def leads(self, chat: Chat, someone: int) -> bool:
        """Whether this is one of a group's admins, or one who hides behind the group; of a private
        chat, whose it is.
        """
        if chat.type == ChatType.PRIVATE or chat.id == someone:
            return chat.id == someone
        try:
            member = await insist(lambda: chat.get_member(someone))
        except BadRequest:  # a channel, or nobody whom Telegram knows
            return False
        return member.status in (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)

    async def tongue(self, chat: int | None, person: User | None) -> Tongue:
        """What a chat has chosen to be spoken to in, or the language of the person's app."""
        chosen = await self.catalog.setting(chat, LANGUAGE) if chat else None
        return Tongue.of(chosen or (person.language_code if person else None))

    async def may_ask(self, message: Message) -> bool:
        """Whether the person or the chat may look photos up."""
        return await self.may_press(place(message), author(message).id)

    async def may_press(self, *asking: int) -> bool:
        """The same of ids: a chat's, a person's."""
        if self.settings.access == "open" or any(map(self.is_admin, asking)):
            return True
        said = [await self.catalog.access(someone) for someone in asking]
        if False in said:
            return False
        return True in said or any(someone in self.settings.allowed_ids for someone in asking)
