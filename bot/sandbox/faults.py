"""Calls that go wrong on purpose: refused, cut off, late, never answered, or all of them."""

import random
from collections import Counter
from enum import StrEnum
from typing import Annotated, Any, Protocol

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from .events import Events
from .methods import METHODS
from .records import Json

DOWNLOAD = "file"  # what a download is called among the methods


class Kind(StrEnum):
    """How a call goes wrong."""

    TOO_MANY = "429"  # refused, and told when to come again
    ERROR = "500"  # refused
    RESET_BEFORE = "reset before"  # the connection, before the method did its work
    RESET_AFTER = "reset after"  # after its work: the bot cannot know that it is done
    HANG = "hang"  # its work is done, and no answer comes
    CUT = "cut"  # its work is done, and the answer ends in the middle
    SLOW = "slow"  # as ever, but late


def _known(name: str) -> str:
    if name != DOWNLOAD and name not in METHODS:
        raise ValueError("no such method")
    return name


Method = Annotated[str, AfterValidator(_known)]
Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Fault(BaseModel):
    """What happens to which calls. A wrong one raises ValueError."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kinds: tuple[Kind, ...] = Field(min_length=1)  # one of them each time, as often as the others
    methods: tuple[Method, ...] = ()  # none: all of them, and downloads
    share: float = Field(1.0, ge=0, le=1, allow_inf_nan=False)  # of these calls
    times: int | None = Field(None, ge=1)  # how often; None: until it is taken away
    seed: int = 0  # what the share and the kinds are drawn with
    retry_after: int = Field(1, ge=1)  # seconds, what TOO_MANY asks for
    latency: Seconds = 1.0  # how late SLOW is
    hang: Seconds | None = None  # until HANG resets the connection; None: until the bot gives up
    response: Json | None = None  # what a refused call is told, in words of its own
    carried_out: bool = False  # whether a refused call does its work nevertheless


class Switches(BaseModel):
    """All of them at once, as the page and the endpoint set them."""

    model_config = ConfigDict(extra="forbid")

    down: bool = False  # Telegram is away: every call and download is reset
    faults: tuple[Fault, ...] = ()


class Underway(Protocol):
    """A call under way."""

    def reset(self) -> None:
        """Cut its connection."""


class Faults:
    """The faults that may come, and how many came."""

    def __init__(self, events: Events) -> None:
        """Start with none."""
        self.under_way: set[Underway] = set()
        self.came: Counter[str] = Counter()  # by kind, and "down"
        self._faults: list[_Draw] = []
        self._down = False
        self._events = events

    def add(self, *kinds: str, **how: Any) -> None:
        """Let calls go wrong from now on, as the fields of Fault say. Raises ValueError.

        A call has one fault at most: of the first that hits it.
        """
        self._faults.append(_Draw(Fault.model_validate({"kinds": kinds, **how})))
        self._tell()

    def clear(self) -> None:
        """Let no call go wrong any more."""
        self.switch(Switches())

    def switch(self, switches: Switches) -> None:
        """Let these go wrong, and nothing else."""
        self._faults = [_Draw(fault) for fault in switches.faults]
        self.down = switches.down

    @property
    def down(self) -> bool:
        """Whether Telegram is away: calls under way and new ones are reset until it is back."""
        return self._down

    @down.setter
    def down(self, down: bool) -> None:
        self._down = down
        for call in list(self.under_way) if down else ():
            call.reset()
        self._tell()

    def take(self, method: str) -> tuple[Fault, Kind] | None:
        """The fault of this call, if any, and its kind this time."""
        hit = next((each for each in self._faults if each.hits(method)), None)
        if hit is None:
            return None
        kind = hit.kind()
        self._faults = [each for each in self._faults if each.left != 0]
        self.count(kind)
        return hit.fault, kind

    def count(self, kind: str) -> None:
        """One more call went wrong."""
        self.came[kind] += 1
        self._tell()

    @property
    def state(self) -> Json:
        """The switches as they are now, and how many calls went wrong so far."""
        faults = tuple(each.now for each in self._faults)
        switches = Switches(down=self.down, faults=faults).model_dump(mode="json")
        return {**switches, "came": dict(self.came)}

    def _tell(self) -> None:
        self._events.tell("faults", self.state)


class _Draw:
    """A fault at work: whom it hits, and how often it still may."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self.left = fault.times
        self._random = random.Random(fault.seed)  # noqa: S311  a test is drawn alike each time

    @property
    def now(self) -> Fault:
        """The fault with what is left of it."""
        return self.fault.model_copy(update={"times": self.left})

    def hits(self, method: str) -> bool:
        """Whether it hits a call of this method; it is then one fewer."""
        meant = not self.fault.methods or method in self.fault.methods
        if self.left == 0 or not meant or self._random.random() >= self.fault.share:
            return False
        self.left = None if self.left is None else self.left - 1
        return True

    def kind(self) -> Kind:
        """How this time."""
        return self._random.choice(self.fault.kinds)
