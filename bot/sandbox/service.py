"""What the handlers of the bot's calls share."""

import hmac
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from .faults import Faults
from .log import Log
from .person import Person
from .records import Request
from .world import World

REQUESTS = 5000  # the newest that are remembered


@dataclass
class Service:
    """One bot's side of the sandbox."""

    world: World
    token: str
    people: dict[str, Person]  # by lower-case first name
    samples: Path | None = None
    faults: Faults = field(init=False)
    log: Log = field(default_factory=Log)
    requests: deque[Request] = field(default_factory=lambda: deque(maxlen=REQUESTS))

    def __post_init__(self) -> None:
        """Let the page see what goes wrong."""
        self.faults = Faults(self.world.events)

    def knows(self, token: str) -> bool:
        """Whether a token is the bot's."""
        return hmac.compare_digest(token.encode(), self.token.encode())
