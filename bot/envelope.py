"""Raw JSON of an update -> where it came from, whatever else it may hold. Pure."""

import json
from dataclasses import dataclass
from typing import Any, Self

_FILES = ("photo", "document", "sticker", "animation", "video", "video_note")
_MOVED = "migrate_to_chat_id"  # it waits behind the photos of the chat that is left
_HIGHEST = 2**63 - 1  # that SQLite can keep; Telegram's ids are far below


@dataclass(frozen=True)
class Envelope:
    """An update before it is parsed.

    `lane` is the queue it waits in: a chat's photos, texts, pressed buttons and guest messages
    do not wait for each other. `chat` and `message` are None where it does not say. Nobody `asks`
    with a photo in a group without a word to the bot.
    """

    id: int
    lane: str
    chat: int | None
    message: int | None
    topic: int | None  # of a forum
    guest: str | None  # the query of a guest message, which is answered instead of the chat
    language: str | None  # of the person's app
    asks: bool
    json: str

    @classmethod
    def of(cls, raw: object) -> Self | None:
        """The envelope of a parsed JSON value; None where it is no update at all."""
        number = _integer(_get(raw, "update_id"))
        if number is None or not 0 <= number <= _HIGHEST:
            return None
        pressed, summons = _get(raw, "callback_query", "message"), _get(raw, "guest_message")
        changed = _get(raw, "my_chat_member")  # of the bot in a chat; it names that, and who did it
        message = pressed or _get(raw, "message") or summons or changed
        chat = _integer(_get(message, "chat", "id"))
        guest = _string(_get(summons, "guest_query_id"))
        kind = _kind(message, pressed=bool(pressed), guest=bool(summons))
        written = _integer(_get(message, "message_id"))
        person = _get(raw, "callback_query", "from") or _get(message, "from")
        spoken = _string(_get(person, "language_code"))
        topic = _get(message, "is_topic_message") and _integer(_get(message, "message_thread_id"))
        lane, asks, text = f"{chat} {kind}", kind != "photo" or _asks(message), json.dumps(raw)
        return cls(number, lane, chat, written, topic or None, guest, spoken, asks, text)


def _kind(message: object, *, pressed: bool, guest: bool) -> str:
    if pressed or guest:
        return "press" if pressed else "guest"
    return "photo" if _has_file(message) else "text"


def _asks(message: object) -> bool:
    """A photo in private does; in a group one whose caption has a command, or names somebody."""
    caption = _string(_get(message, "caption")) or ""
    return _get(message, "chat", "type") == "private" or "/" in caption or "@" in caption


def _has_file(message: object) -> bool:
    return any(_get(message, kind) for kind in (*_FILES, _MOVED))


def _get(value: object, *path: str) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _string(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _integer(value: object) -> int | None:
    return value if isinstance(value, int) else None
