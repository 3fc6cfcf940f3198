"""What happened since the bot began: numbers only, nothing about people."""

import logging
import time
from collections import Counter, deque

from search.verdict import Answer

_MINUTE = 60.0  # seconds


class Tally(logging.Handler):
    """Counts lookups, and as a log handler the errors that are logged."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.began = time.monotonic()
        self.lookups: Counter[str] = Counter()  # by verdict
        self.seconds = 0.0  # of all lookups together
        self.errors = 0
        self._times: deque[float] = deque()  # of the lookups of the last minute

    def look_up(self, answer: Answer) -> None:
        """A lookup is over."""
        self.lookups[answer.verdict] += 1
        if not answer.repeated:
            self.seconds += sum(vars(answer.seconds).values())
        self._times.append(time.monotonic())
        self._forget()

    @property
    def per_minute(self) -> int:
        """Lookups in the last minute."""
        self._forget()
        return len(self._times)

    def emit(self, _: logging.LogRecord) -> None:
        """An error was logged."""
        self.errors += 1

    def _forget(self) -> None:
        while self._times and self._times[0] < time.monotonic() - _MINUTE:
            self._times.popleft()
