"""The values that cross from one part of the sandbox to another."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

BAD_REQUEST = 400
Json = dict[str, Any]  # an object of the Bot API, as it goes over the wire


class RefusedError(Exception):
    """What the real API would refuse, in its own words."""

    def __init__(self, description: str, code: int = BAD_REQUEST, **parameters: int) -> None:
        """Keep the words; a 400 gets the prefix that Telegram puts before them."""
        self.code = code
        self.description = f"Bad Request: {description}" if code == BAD_REQUEST else description
        self.parameters = parameters
        super().__init__(self.description)


class Upload(NamedTuple):
    """A file as it came in."""

    filename: str
    data: bytes
    mime_type: str


class Request(NamedTuple):
    """One request of the bot, and what it was told; files are (filename, size) by name."""

    method: str
    params: Json
    files: dict[str, tuple[str, int]]
    response: Json


@dataclass(frozen=True)
class Answer:
    """What the bot answered to a pressed button (answerCallbackQuery)."""

    query_id: str
    user_id: int
    text: str
    show_alert: bool
    url: str


@dataclass(frozen=True)
class Query:
    """A pressed button that waits for its answer."""

    id: str
    user_id: int
    pressed_at: float


@dataclass
class Message:
    """A message in a chat; ``json`` is what the Bot API says of it now."""

    json: Json
    edits: list[str] = field(default_factory=list)  # earlier texts or captions, oldest first
    reactions: list[str] = field(default_factory=list)  # the bot's emoji on it
    meant_for_bot: bool = False  # an update about it was queued

    @property
    def id(self) -> int:
        """Its number in its chat."""
        return int(self.json["message_id"])

    @property
    def chat_id(self) -> int:
        """The chat it is in."""
        return int(self.json["chat"]["id"])

    @property
    def sender_id(self) -> int:
        """Who wrote it."""
        return int(self.json["from"]["id"])

    @property
    def text(self) -> str:
        """Its text or caption, or nothing."""
        return str(self.json.get("text") or self.json.get("caption") or "")

    @property
    def buttons(self) -> list[Json]:
        """Its inline buttons, row after row."""
        rows = self.json.get("reply_markup", {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]


@dataclass
class Chat:
    """A private chat with the bot, or a group; ``members`` gives each member's status."""

    json: Json
    members: dict[int, str]
    messages: dict[int, Message] = field(default_factory=dict)
    last_id: int = 0
    started: bool = False  # private: the person has written to the bot
    blocked: bool = False  # private: the person has blocked the bot

    @property
    def id(self) -> int:
        """Its number: a person's own for private chats, -100... for supergroups."""
        return int(self.json["id"])

    @property
    def is_private(self) -> bool:
        """Whether it is between one person and the bot."""
        return bool(self.json["type"] == "private")
