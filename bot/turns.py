"""Whose turn it is: lanes in a circle, newcomers in between; of a lane one update at a time."""

from collections import deque

NEWCOMERS = 4  # in a row, while others wait


class Turns:
    """Ids that wait in their lanes; a long lane delays another by one turn at most.

    A lane in which nothing waited is a newcomer for one turn. Newcomers go first, as who asks
    little shall not wait for who asks much; but after some of them it is another's turn.
    """

    def __init__(self) -> None:
        self._lanes: dict[str, deque[int]] = {}  # those in which something waits or is at work
        self._new: deque[str] = deque()  # of these, ready for a turn: newcomers
        self._old: deque[str] = deque()  # and all others
        self._in_a_row = 0
        self._waiting = 0

    def __len__(self) -> int:
        """How many wait."""
        return self._waiting

    def add(self, lane: str, number: int) -> None:
        """Wait at the end of a lane."""
        if lane not in self._lanes:
            self._lanes[lane] = deque()
            self._new.append(lane)
        self._lanes[lane].append(number)
        self._waiting += 1

    def take(self) -> tuple[str, int] | None:
        """The next one, whose lane is closed until it is over; None where none may start."""
        if not (self._new or self._old):
            return None
        if self._new and not (self._old and self._in_a_row >= NEWCOMERS):
            lane = self._new.popleft()
            self._in_a_row += 1
        else:
            lane = self._old.popleft()
            self._in_a_row = 0
        self._waiting -= 1
        return lane, self._lanes[lane].popleft()

    def over(self, lane: str) -> None:
        """The one at work is done: the lane waits behind all others."""
        if self._lanes[lane]:
            self._old.append(lane)
        else:
            del self._lanes[lane]
