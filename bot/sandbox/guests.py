"""Guest mode: who has called the bot where it is no member, and waits for its one answer."""

import secrets
import time
from dataclasses import dataclass

from .records import Json, Message, RefusedError

SECONDS = 60  # how long a guest query waits; Telegram does not say how long it does


@dataclass(frozen=True)
class Guest:
    """A message that has called the bot; `called_at` in monotonic seconds."""

    message: Message
    called_at: float

    @property
    def is_old(self) -> bool:
        """Whether nobody waits for the answer any more."""
        return time.monotonic() - self.called_at > SECONDS


class Guests:
    """The guest queries that wait; each can be answered once."""

    def __init__(self) -> None:
        """Nobody has called yet."""
        self._waiting: dict[str, Guest] = {}

    def call(self, message: Message) -> Json:
        """Somebody has called the bot; the message as the bot is told of it."""
        query = str(secrets.randbits(62))
        self._waiting = {key: each for key, each in self._waiting.items() if not each.is_old}
        self._waiting[query] = Guest(message, time.monotonic())
        return {**message.json, "guest_query_id": query}

    def take(self, query: str) -> Message:
        """The message that is answered now."""
        guest = self._waiting.pop(query, None)
        if guest is None or guest.is_old:
            raise RefusedError(
                "query is too old and response timeout expired or query ID is invalid"
            )
        return guest.message
