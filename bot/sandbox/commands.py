"""The bot's command menu, by scope and language."""

import re

from .records import Json, RefusedError
from .rules import check_object, check_objects

COMMANDS = 100  # the most that one menu holds
DESCRIPTION = 256  # characters
_SCOPES = {
    "default": "BotCommandScopeDefault",
    "all_private_chats": "BotCommandScopeAllPrivateChats",
    "all_group_chats": "BotCommandScopeAllGroupChats",
    "all_chat_administrators": "BotCommandScopeAllChatAdministrators",
    "chat": "BotCommandScopeChat",
    "chat_administrators": "BotCommandScopeChatAdministrators",
    "chat_member": "BotCommandScopeChatMember",
}
Scope = tuple[object, ...]  # its type, then the chat and the member it is for


class Commands:
    """What setMyCommands has set."""

    def __init__(self) -> None:
        """Start with no command."""
        self._menus: dict[tuple[Scope, str], list[Json]] = {}

    def put(self, scope: Scope, language: str, commands: list[Json]) -> None:
        """Set one menu; an empty one is removed."""
        self._menus.pop((scope, language), None)
        if commands:
            self._menus[scope, language] = commands

    def get(self, scope: Scope, language: str) -> list[Json]:
        """One menu exactly as it was set."""
        return self._menus.get((scope, language), [])

    def menu(self, chat_id: int, user_id: int, status: str, language: str) -> list[Json]:
        """The menu that a person is shown: the narrowest scope, the own language first."""
        for scope in _narrowest_first(chat_id, user_id, status):
            for code in (language, ""):
                if commands := self.get(scope, code):
                    return commands
        return []


def check_commands(commands: object) -> list[Json]:
    """The commands of a menu, or a refusal."""
    checked = check_objects("BotCommand", commands)
    if len(checked) > COMMANDS:
        raise RefusedError("BOT_COMMANDS_TOO_MUCH")
    for command in checked:
        command["command"] = command["command"].removeprefix("/")
        if not re.fullmatch("[a-z0-9_]{1,32}", command["command"]):
            raise RefusedError("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"].strip()) <= DESCRIPTION:
            raise RefusedError("BOT_COMMAND_DESCRIPTION_INVALID")
    return checked


def check_scope(given: Json | None) -> tuple[Scope, Json]:
    """The scope as a key, and its fields."""
    kind = (given or {"type": "default"}).get("type")
    if not isinstance(kind, str) or kind not in _SCOPES:
        raise RefusedError("can't parse BotCommandScope: unsupported type specified")
    fields = check_object(_SCOPES[kind], given or {})
    people = [fields[name] for name in ("chat_id", "user_id") if name in fields]
    return (kind, *people), fields


def _narrowest_first(chat_id: int, user_id: int, status: str) -> list[Scope]:
    if chat_id > 0:
        return [("chat", chat_id), ("all_private_chats",), ("default",)]
    admin = status in ("creator", "administrator")
    return [
        ("chat_member", chat_id, user_id),
        *([("chat_administrators", chat_id)] if admin else []),
        ("chat", chat_id),
        *([("all_chat_administrators",)] if admin else []),
        ("all_group_chats",),
        ("default",),
    ]
