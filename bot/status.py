"""How the bot is at one moment."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Status:
    """Numbers only, nothing about people.

    `takes`: updates are being taken in. `keeps`: what comes in can be kept. `oldest` and `uptime`
    are in seconds, `memory` in bytes (0: unknown); `lookups` and `errors` are since the start.
    """

    takes: bool
    keeps: bool
    waiting: int
    oldest: float
    per_minute: int
    lookups: int
    errors: int
    memory: int
    pictures: int
    generation: int
    uptime: float
