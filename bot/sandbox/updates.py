"""The updates that wait for the bot, and the two ways it can get them."""

import asyncio
from collections import deque

from .records import Json, RefusedError

KEPT = 10_000  # the newest; the real API keeps a day's
FIRST_ID = 100_000_001
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
CONFLICT = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


class Updates:
    """A queue; what is not confirmed is given again."""

    def __init__(self) -> None:
        """Start empty, with every kind of update that is sent by default."""
        self._queue: deque[Json] = deque(maxlen=KEPT)
        self._next_id = FIRST_ID
        self._poll: asyncio.Future[None] | None = None
        self._added = asyncio.Event()
        self.allowed: list[str] = []

    @property
    def pending(self) -> int:
        """How many are not confirmed."""
        return len(self._queue)

    def add(self, kind: str, content: Json) -> bool:
        """Queue an update, if the bot wants its kind."""
        wanted = kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT
        if wanted:
            self._queue.append({"update_id": self._next_id, kind: content})
            self._next_id += 1
            self._added.set()
            if self._poll and not self._poll.done():
                self._poll.set_result(None)
        return wanted

    def confirm(self, offset: int) -> None:
        """Forget what is below the offset; a negative one keeps that many of the newest."""
        if offset < 0:
            offset = self._next_id + max(offset, -len(self._queue))
        while self._queue and self._queue[0]["update_id"] < offset:
            self._queue.popleft()

    def clear(self) -> None:
        """Drop all."""
        self._queue.clear()

    def interrupt(self, reason: str) -> None:
        """End the getUpdates that waits now."""
        if self._poll and not self._poll.done():
            self._poll.set_exception(RefusedError(reason, 409))

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """The oldest updates from the offset on, waiting for one if there is none."""
        self.interrupt(CONFLICT)
        if offset:
            self.confirm(offset)
        if not self._queue and seconds > 0:
            await self._wait(seconds)
        return [self._queue[i] for i in range(min(limit, len(self._queue)))]

    async def oldest(self) -> Json:
        """The oldest update, once there is one; it stays until it is confirmed."""
        while not self._queue:
            self._added.clear()
            await self._added.wait()
        return self._queue[0]

    async def _wait(self, seconds: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await poll
        except TimeoutError:
            return
        finally:
            if self._poll is poll:
                self._poll = None
