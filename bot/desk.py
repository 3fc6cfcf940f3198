"""Works through the inbox in fair order; what fails is tried again, then given up."""

import asyncio
import json
import logging
import sqlite3
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Any

from telegram import Update
from telegram.ext import Application

from bot.envelope import Envelope
from bot.errors import Apology
from bot.inbox import Inbox
from bot.letter import Dropped, Letter
from bot.network import Line, on_the_way, unwelcome
from bot.turns import Turns
from search.apart import witness
from search.errors import KazamiError

App = Application[Any, Any, Any, Any, Any, Any]

_log = logging.getLogger(__name__)
TRIES = 3
BACKLOG = 5_000  # updates that wait on disk; the rest waits at Telegram, for a day
AT_ONCE = 16  # updates at work: most of them wait for Telegram
_SUSPECT = 50  # turns of others between two of suspects, for which everything else has to wait
_PAUSE_SECONDS = 1.0  # before the second try of an update, twice that before the third
_GRACE_SECONDS = 2.0  # for what is at work when the bot stops
_LOOK_SECONDS = 0.05  # how often it is looked whether that is over


class Desk:
    """Hands the updates of the inbox to the handlers: many at once, of a lane one at a time.

    `letters` are those at work, by the id of their update.
    """

    def __init__(
        self, inbox: Inbox, app: App, letters: dict[int, Letter], apology: Apology
    ) -> None:
        self._inbox, self._app, self._letters, self._apology = inbox, app, letters, apology
        self._line = Line(app.bot)
        self._turns = Turns()
        self._at_work = 0
        self._changed, self._room = asyncio.Event(), asyncio.Event()
        self._tasks: dict[int, asyncio.Task[None]] = {}  # by the id of their update
        self._suspects: deque[int] = deque()
        self._since = 0  # turns since the last suspect's

    # --- What comes in --------------------------------------------------------------------------

    async def room(self) -> None:
        """Wait until there is room for more."""
        await self._room.wait()

    @property
    def full(self) -> bool:
        """Whether no more can wait on disk."""
        return len(self._turns) >= BACKLOG

    async def take_in(self, envelopes: Iterable[Envelope]) -> None:
        """Keep updates on disk. Raises sqlite3.Error: then none is kept."""
        for turn in await self._inbox.put(envelopes):
            self._turns.add(turn.lane, turn.id)
        self._notice()

    # --- What goes out --------------------------------------------------------------------------

    async def start(self) -> None:
        """Go on where the last run ended."""
        for turn in await self._inbox.waiting():
            if turn.suspected:
                self._suspects.append(turn.id)
            else:
                self._turns.add(turn.lane, turn.id)
        self._notice()

    async def run(self) -> None:
        """Work until cancelled: in fair order, and now and then on a suspect alone."""
        while True:
            self._changed.clear()
            if self._suspects and (self._since >= _SUSPECT or not len(self._turns)):
                if not self._at_work:
                    self._since = 0
                    await self._begin(self._suspects.popleft())
                    continue
            elif self._at_work < AT_ONCE and (turn := self._turns.take()):
                self._start(*turn)
                continue
            await self._changed.wait()

    def _start(self, lane: str, number: int) -> None:
        self._at_work += 1
        self._since += 1
        self._begin(number).add_done_callback(partial(self._over, lane))
        self._notice()

    async def stop(self) -> None:
        """Start nothing new, give what runs a moment, keep the rest for the next start."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_GRACE_SECONDS):
                await self._let_end()
        self._line.hang_up()
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        try:
            await self._inbox.rest()
        except sqlite3.Error as error:
            _log.warning("The inbox could not be written: %s", error)

    async def _let_end(self) -> None:
        """Wait for what is at work, but not for what waits for its turn."""
        while self._tasks:
            for number, task in self._tasks.items():
                if number in self._letters and self._letters[number].waits:
                    task.cancel()
            await asyncio.wait(self._tasks.values(), timeout=_LOOK_SECONDS)

    def _over(self, lane: str, _: asyncio.Future[None]) -> None:
        self._at_work -= 1
        self._turns.over(lane)
        self._notice()

    def _notice(self) -> None:
        self._changed.set()
        if self.full:
            self._room.clear()
        else:
            self._room.set()

    def _begin(self, number: int) -> asyncio.Future[None]:
        """Start work on an update; done when another may take its place."""
        free = asyncio.get_running_loop().create_future()
        task = self._tasks[number] = asyncio.create_task(self._work(number, free))
        task.add_done_callback(lambda _: self._tasks.pop(number))
        return free

    async def _work(self, number: int, free: asyncio.Future[None]) -> None:
        """One update from beginning to end."""

        def step_aside() -> None:
            if not free.done():
                free.set_result(None)

        try:
            letter = self._letters[number] = await self._inbox.take(number)
            letter.step_aside = step_aside
            with witness() as deaths:
                reason = await self._handle(letter)
            if reason or deaths:
                await self._give_up(letter, reason or deaths[-1], told=not reason)
            await self._inbox.done(letter)
        except Dropped:
            _log.info("Update %d needs no answer of its own", number)
        except Exception:  # noqa: BLE001  the task's end: nobody else would hear of it
            _log.exception("Update %d waits for the next start, the others go on", number)
        finally:
            self._letters.pop(number, None)
            step_aside()

    async def _handle(self, letter: Letter) -> str:
        """Until it is done, or why it is not."""
        reason = "the bot died of it"
        while letter.tries < TRIES:
            await asyncio.sleep(letter.tries * _PAUSE_SECONDS)
            error = await self._try(self._parse_and_process, letter)
            if error is None:
                return ""
            _log.error("Update %d could not be handled", letter.id, exc_info=error)
            said = str(error) if isinstance(error, KazamiError) else ""
            reason = said or type(error).__name__
            await self._inbox.fail(letter)
        return reason

    async def _try(
        self, work: Callable[[Letter], Awaitable[None]], letter: Letter
    ) -> Exception | None:
        """Do it, again when the line to Telegram was down; the error where it failed otherwise."""
        while True:
            try:
                await work(letter)
            except Exception as error:  # noqa: BLE001  whatever else it was, it counts as a try
                if unwelcome(error):
                    _log.info("Update %d has nobody to be answered to: %s", letter.id, error)
                    return None
                letter.again = True
                if on_the_way(error) and await self._line.was_down():
                    continue
                return error
            return None

    async def _parse_and_process(self, letter: Letter) -> None:
        await self._app.process_update(Update.de_json(json.loads(letter.json), self._app.bot))

    async def _give_up(self, letter: Letter, reason: str, *, told: bool) -> None:
        """Keep it for people to look at; tell whoever asked, unless they were, and the admins."""
        await self._inbox.bury(letter, reason)
        if not told and (error := await self._try(self._apology.say, letter)):
            _log.error("Nobody could be told of update %d", letter.id, exc_info=error)
        await self._apology.tell_admins(reason, told=told or letter.told)
