"""An update on its way from the inbox to its answer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bot.inbox import Inbox


class Dropped(Exception):
    """An update that needs no answer of its own any more: it was answered with others of its album,
    or its sender wanted to be forgotten.
    """


class Turn(NamedTuple):
    """An update that waits in its lane; `suspected` of killing the bot, it has to run alone."""

    id: int
    lane: str
    suspected: bool = False


@dataclass
class Letter:
    """An update at work, and what is kept of it on disk.

    `again`: it was at work before. `told`: whoever asked knows that it was given up. `waits`: it
    waits for its turn, and nothing is under way that would be left in the middle. `step_aside` lets
    others take its place while it goes on.
    """

    id: int
    json: str
    tries: int
    again: bool
    placeholder: int | None
    album: bool
    inbox: "Inbox"
    plan: str | None = None
    told: bool = False
    waits: bool = False
    step_aside: Callable[[], None] = field(default=lambda: None)
    others: list[int] = field(default_factory=list)  # updates that are answered with it

    async def begin(self) -> None:
        """From now on its photo, or whatever it wants, is worked on, which may kill the bot."""
        await self.inbox.write(self.id, "running = 1")

    async def keep_placeholder(self, message: int) -> None:
        """From now on the answer is an edit of this message."""
        await self.inbox.write(self.id, "placeholder = ?", message)
        self.placeholder = message

    async def keep_plan(self, plan: str) -> None:
        """From now on this is what is to be done, and nothing else in its place."""
        await self.inbox.write(self.id, "plan = ?", plan)
        self.plan = plan

    async def begin_album(self) -> None:
        """From now on nobody knows whether the pictures were sent."""
        await self.inbox.write(self.id, "album = 1, running = 0")
        self.album = True
