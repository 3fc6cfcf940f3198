"""/commands and mentions: which is meant, for whom it is, what the menus offer."""

import re

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    Message,
    MessageEntity,
)
from telegram.error import TelegramError
from telegram.ext import filters

_COMMAND = re.compile(r"/([a-z]+)(?:@(\w+))?(?:\s+(.*))?", re.DOTALL | re.IGNORECASE)

_PRIVATE = [
    BotCommand("help", "What I do"),
    BotCommand("find", "In reply: look a photo up"),
    BotCommand("compare", "A photo's caption, in reply to another: are they the same?"),
    BotCommand("forget", "Forget what I know of you"),
]
_GROUP = [BotCommand("find", "In reply to a photo: look it up"), BotCommand("help", "What I do")]
_ADMIN = [
    BotCommand("reindex", "Index the folder of pictures"),
    BotCommand("add", "In reply to a photo: add it as NAME"),
    BotCommand("remove", "Remove the picture NAME"),
    BotCommand("stats", "The collection in numbers"),
    BotCommand("status", "How the bot is"),
    BotCommand("backup", "Everything in one file"),
    BotCommand("allow", "Let somebody use the bot"),
    BotCommand("ban", "Do not let somebody use the bot"),
]


class Command(filters.MessageFilter):
    """New messages with this command as text or caption, to this bot or to none by name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._command = name

    def filter(self, message: Message) -> bool:
        """Whether the message is such."""
        name, _ = parse(message)
        return name == self._command


class Mention(filters.MessageFilter):
    """New messages of people's own that name this bot, in the text or the caption."""

    def filter(self, message: Message) -> bool:
        """Whether the message is such."""
        if message.forward_origin:
            return False
        kinds: list[str | None] = [MessageEntity.MENTION]
        named = message.parse_entities(kinds) | message.parse_caption_entities(kinds)
        name = message.get_bot().username.lower()
        return any(each.lower() == f"@{name}" for each in named.values())


def parse(message: Message) -> tuple[str, str]:
    """The command (lower case; empty: none, or another bot's) and what stands behind it."""
    match = _COMMAND.fullmatch(message.text or message.caption or "")
    if match is None:
        return "", ""
    name, bot, rest = match.groups(default="")
    if bot and bot.lower() != message.get_bot().username.lower():
        return "", ""
    return name.lower(), rest.strip()


async def set_menus(bot: Bot, admins: frozenset[int]) -> list[TelegramError]:
    """Offer each kind of chat its commands; an admin whom the bot never met has no chat yet."""
    failed = []
    scopes = [
        (_PRIVATE, BotCommandScopeAllPrivateChats()),
        (_GROUP, BotCommandScopeAllGroupChats()),
        *((_PRIVATE + _ADMIN, BotCommandScopeChat(admin)) for admin in sorted(admins)),
    ]
    for menu, scope in scopes:
        try:
            await bot.set_my_commands(menu, scope)
        except TelegramError as error:
            failed.append(error)
    return failed
