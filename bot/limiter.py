"""Calls to Telegram, paced so that it need not refuse them, and made again when it did."""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, NamedTuple

from telegram.error import ChatMigrated, RetryAfter
from telegram.ext import BaseRateLimiter

from bot.network import seconds


class Limit(NamedTuple):
    """At most so many in any so many seconds."""

    most: int
    seconds: float


# Telegram's FAQ (core.telegram.org/bots/faq): 30 messages a second in all, 20 a minute in a group;
# in any chat "avoid sending more than one message per second. We may allow short bursts". What a
# photo is answered with is such a burst: placeholder, edit, an album of up to ten. So a chat is
# counted over 12 seconds instead of one: one answer goes out at once, many at a message a second.
# PTB's own limiter does not count private chats at all.
OVERALL = Limit(30, 1.0)
CHAT = Limit(12, 12.0)
GROUP = Limit(20, 60.0)
HASTE = 100  # in a sandbox, where nobody counts
_SANDBOX = ":sandbox-"  # in its tokens, and in no other: after the colon, BotFather's go on with AA
_MESSAGING = ("send", "edit", "forward", "copy")  # what such methods begin with
_FEW = 64  # places that are kept without asking which of them are idle

Result = bool | dict[str, Any] | list[dict[str, Any]]
Callback = Callable[..., Coroutine[Any, Any, Result]]


class Limiter(BaseRateLimiter[Any]):
    """Lets calls go when Telegram will take them: in a chat one after another, chats in turn.

    One after another, so that messages keep their order, and because a call that is on its way
    while the one before it is refused comes too early.

    Messages and edits count alike, in their chat and in all (tdlib/td issue 2592); an album counts
    as its pictures, which Telegram may refuse one by one. What else is done in a chat, such as a
    reaction, counts in all. Calls that name no chat do not count and go at once: getFile has limits
    of its own, which are not known, answerCallbackQuery has none (tdlib/telegram-bot-api issues 755
    and 648), and PTB never asks about getUpdates.

    A 429 closes its chat until the time that it names; where it names no chat, its method. Telegram
    does not say what else it concerns (tdlib/td issue 715). It is not taken to concern all chats:
    then one group in slow mode would silence the bot everywhere.

    Time is the event loop's.
    """

    def __init__(self, haste: float = 1) -> None:
        """Be so many times quicker than Telegram allows; a 429 is waited for in full anyway."""
        self._haste = haste
        self._all = self._new(OVERALL)
        self._places: dict[int | str, _Place] = {}
        self._room = _FEW

    @classmethod
    def of(cls, token: str) -> "Limiter":
        """The limiter of a bot, which is quicker in a sandbox."""
        return cls(HASTE if _SANDBOX in token else 1)

    async def initialize(self) -> None:
        """Nothing to do."""

    async def shutdown(self) -> None:
        """Forget everything; who waits goes on waiting until cancelled."""
        self._places.clear()

    async def process_request(  # noqa: PLR0913, PLR0917  PTB's signature
        self,
        callback: Callback,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Any,  # noqa: ARG002  likewise
    ) -> Result:
        """Make a call in its turn, again after every 429, and in the supergroup that its group has
        become. Raises what else the call raises.
        """
        chat, messages = _chat(data), _messages(endpoint, data)
        overall = 0 if chat is None else max(1, messages)
        with self._place(chat, endpoint) as place:
            async with nullcontext() if chat is None else place.turn:
                while True:
                    await self._opening(place, messages, overall)
                    try:
                        return await callback(*args, **kwargs)
                    except RetryAfter as refused:
                        place.close(seconds(refused))
                    except ChatMigrated as moved:
                        data["chat_id"] = moved.new_chat_id

    async def _opening(self, place: "_Place", messages: int, overall: int) -> None:
        """Wait until the place takes so many messages, and all of them so many calls."""
        await place.opening(messages)
        if overall:
            async with self._all.turn:
                await self._all.opening(overall)
                self._all.count(overall)
            place.count(messages)

    @contextmanager
    def _place(self, chat: int | str | None, endpoint: str) -> Iterator["_Place"]:
        """The place of a call: its chat, or its method. It is kept until it is idle."""
        key = endpoint if chat is None else chat
        if key not in self._places:
            self._make_room()
            group = not isinstance(chat, int) or chat < 0  # or a channel, by its name
            limits = (CHAT, GROUP) if group else (CHAT,)
            self._places[key] = self._new(*limits)
        place = self._places[key]
        place.calls += 1
        try:
            yield place
        finally:
            place.calls -= 1

    def _make_room(self) -> None:
        """Forget idle places, now and then: as often as keeps it cheap."""
        if len(self._places) >= self._room:
            self._places = {k: each for k, each in self._places.items() if not each.idle}
            self._room = max(_FEW, 2 * len(self._places))

    def _new(self, *limits: Limit) -> "_Place":
        return _Place([Limit(most, time / self._haste) for most, time in limits])


class _Place:
    """A chat, a method or everything: what was done there lately, and who is next."""

    def __init__(self, limits: list[Limit]) -> None:
        self.turn = asyncio.Lock()  # held by the call that waits or is under way; first come first
        self.calls = 0  # that are not over
        self._limits = limits
        self._times: deque[float] = deque(maxlen=max(each.most for each in limits))
        self._closed = 0.0  # until then, by a 429

    @property
    def idle(self) -> bool:
        """Whether nothing is lost when it is forgotten."""
        longest = max(each.seconds for each in self._limits)
        quiet = not self._times or self._times[-1] + longest <= _now()
        return quiet and not self.calls and self._closed <= _now()

    def opens(self, messages: int) -> float:
        """When so many messages may go."""
        return max([self._closed, *(self._fits(each, messages) for each in self._limits)])

    async def opening(self, messages: int) -> None:
        """Wait until so many messages may go."""
        while (wait := self.opens(messages) - _now()) > 0:  # noqa: ASYNC110  no event: it is time
            await asyncio.sleep(wait)

    def count(self, messages: int) -> None:
        """So many go now."""
        self._times.extend([_now()] * messages)

    def close(self, seconds: float) -> None:
        """Let nothing go for so long."""
        self._closed = max(self._closed, _now() + seconds)

    def _fits(self, limit: Limit, messages: int) -> float:
        """When a limit has room for so many: once the last that leaves too little of it is over."""
        last = limit.most - min(messages, limit.most) + 1  # counted from the newest
        if not messages or len(self._times) < last:
            return 0.0
        return self._times[-last] + limit.seconds


def _chat(data: dict[str, Any]) -> int | str | None:
    """The chat that a call names: a number, a channel's @name, or none."""
    chat = data.get("chat_id")
    try:
        return None if chat is None else int(chat)
    except ValueError:
        return str(chat)


def _messages(endpoint: str, data: dict[str, Any]) -> int:
    """How many messages a call sends or edits, as far as Telegram counts them."""
    messaging = endpoint.startswith(_MESSAGING) and endpoint != "sendChatAction"
    if not messaging or "chat_id" not in data:
        return 0
    several = data.get("media") if endpoint == "sendMediaGroup" else data.get("message_ids")
    return len(several) if several else 1


def _now() -> float:
    return asyncio.get_running_loop().time()
