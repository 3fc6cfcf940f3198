"""How many photos a person may send in a minute."""

from collections import deque
from dataclasses import dataclass, field
from enum import Enum, auto

_MINUTE = 60.0  # seconds
_PEOPLE = 1000  # that are remembered before those of earlier minutes are forgotten


class Verdict(Enum):
    """What becomes of a photo; of a minute's refused ones the first is told."""

    LOOK = auto()
    TELL = auto()
    IGNORE = auto()


@dataclass
class _Person:
    photos: deque[float] = field(default_factory=deque)  # when those were sent that were looked at
    told: float = float("-inf")


class Quota:
    """Counts photos by when they were sent, not when they are looked at: a backlog is no flood.

    `most` photos a person in any 60 seconds; 0: no limit.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._people: dict[int, _Person] = {}

    def take(self, person: int, sent: float) -> Verdict:
        """Count a photo that `person` sent at `sent`, Unix time in seconds."""
        if not self._most:
            return Verdict.LOOK
        if person not in self._people and len(self._people) >= _PEOPLE:
            self._forget(sent - _MINUTE)
        known = self._people.setdefault(person, _Person())
        while known.photos and known.photos[0] <= sent - _MINUTE:
            known.photos.popleft()
        if len(known.photos) < self._most:
            known.photos.append(sent)
            return Verdict.LOOK
        if sent < known.told + _MINUTE:
            return Verdict.IGNORE
        known.told = sent
        return Verdict.TELL

    def _forget(self, before: float) -> None:
        self._people = {
            person: known
            for person, known in self._people.items()
            if known.photos and known.photos[-1] > before
        }
