"""/commands and mentions: which is meant, for whom it is, what the menus offer."""

import re
from collections.abc import Sequence
from itertools import product

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    Message,
    MessageEntity,
)
from telegram.error import TelegramError
from telegram.ext import filters

from bot.tongue import NAMES, Tongue

_COMMAND = re.compile(r"/([a-z]+)(?:@(\w+))?(?:\s+(.*))?", re.DOTALL | re.IGNORECASE)

PRIVATE = (
    *("help", "find", "compare", "watch", "watches", "collections", "use"),
    *("language", "optout", "privacy", "forget"),
)
GROUP = (
    *("find", "compare", "top", "ignore", "settings", "collections", "use"),
    *("optout", "help", "language"),
)
ADMIN = (
    *("reindex", "add", "rename", "remove", "undo", "stats"),
    *("unreadable", "duplicates", "status", "backup", "editor", "allow", "ban"),
)
_MENU_CODES = {"zh-Hans": "zh", "zh-Hant": ""}  # Telegram knows one Chinese; the rest are as named


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
        (PRIVATE, BotCommandScopeAllPrivateChats()),
        (GROUP, BotCommandScopeAllGroupChats()),
        *((PRIVATE + ADMIN, BotCommandScopeChat(admin)) for admin in sorted(admins)),
    ]
    for (names, scope), t in product(scopes, map(Tongue, NAMES)):
        try:
            await _set_menu(bot, names, scope, t)
        except TelegramError as error:
            failed.append(error)
    return failed


async def _set_menu(bot: Bot, names: Sequence[str], scope: BotCommandScope, t: Tongue) -> None:
    """In one language; English is for all whose language has none."""
    code = "" if t.code == "en" else _MENU_CODES.get(t.code, t.code)
    if code or t.code == "en":
        menu = [BotCommand(name, t(f"menu-{name}")) for name in names]
        await bot.set_my_commands(menu, scope, code or None)
