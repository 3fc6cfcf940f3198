"""Raw JSON of an update -> where it came from, whatever else it may hold. Pure."""

import json
from dataclasses import dataclass
from typing import Any, Self

_FILES = ("photo", "document", "sticker", "animation", "video", "video_note")
_HIGHEST = 2**63 - 1  # that SQLite can keep; Telegram's ids are far below


@dataclass(frozen=True)
class Envelope:
    """An update before it is parsed.

    `lane` is the queue it waits in: a chat's photos, texts and pressed buttons do not wait for each
    other. `chat` and `message` are None where it does not say.
    """

    id: int
    lane: str
    chat: int | None
    message: int | None
    language: str | None  # of the person's app
    json: str

    @classmethod
    def of(cls, raw: object) -> Self | None:
        """The envelope of a parsed JSON value; None where it is no update at all."""
        number = _integer(_get(raw, "update_id"))
        if number is None or not 0 <= number <= _HIGHEST:
            return None
        pressed = _get(raw, "callback_query", "message")
        changed = _get(raw, "my_chat_member")  # of the bot in a chat; it names that, and who did it
        message = pressed or _get(raw, "message") or changed
        chat = _integer(_get(message, "chat", "id"))
        kind = "press" if pressed else "photo" if _has_file(message) else "text"
        written = _integer(_get(message, "message_id"))
        person = _get(raw, "callback_query", "from") or _get(message, "from")
        language = _get(person, "language_code")
        spoken = language if isinstance(language, str) else None
        return cls(number, f"{chat} {kind}", chat, written, spoken, json.dumps(raw))


def _has_file(message: object) -> bool:
    return any(_get(message, kind) for kind in _FILES)


def _get(value: object, *path: str) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _integer(value: object) -> int | None:
    return value if isinstance(value, int) else None
