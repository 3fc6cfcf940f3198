"""Waiting until something works again: longer each time, told once."""

import asyncio
import logging
import random

_log = logging.getLogger(__name__)
FIRST_SECONDS = 0.5
MOST_SECONDS = 30.0


class Patience:
    """Waits after failures, twice as long each time; logs the first failure and the end of all."""

    def __init__(self, trouble: str, most: float = MOST_SECONDS) -> None:
        self._trouble, self._most = trouble, most
        self._next = 0.0  # seconds; 0: nothing has failed

    async def wait(self, error: Exception, least: float = 0.0) -> None:
        """Wait after a failure, `least` seconds at least."""
        if not self._next:
            _log.warning("%s (%s); trying again until it works", self._trouble, error)
        self._next = min(2 * self._next, self._most) or FIRST_SECONDS
        jitter = random.uniform(0.5, 1)  # noqa: S311  so that not all come back at once; no secret
        await asyncio.sleep(max(least, jitter * self._next))

    def over(self) -> None:
        """It worked."""
        if self._next:
            _log.warning("Over: %s", self._trouble)
        self._next = 0.0
