"""Calls to Telegram that fail on the way."""

import asyncio
from typing import Any, cast

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.network import MARGIN, Line, insist, on_the_way, seconds, unsent


def caused(cause: Exception) -> NetworkError:
    """What PTB makes of an error of httpx."""
    error = NetworkError("httpx")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "on_its_way", "never_sent"),
    [
        (NetworkError("Bad Gateway"), True, False),
        (TimedOut(), True, False),
        (caused(httpx.ReadError("reset")), True, False),
        (caused(httpx.ConnectError("refused")), True, True),
        (caused(httpx.ConnectTimeout("late")), True, True),
        (RetryAfter(3), True, True),
        (TelegramError("Invalid server response"), True, False),
        (InvalidToken(), True, False),
        (BadRequest("chat not found"), False, False),
        (Forbidden("blocked"), False, False),
        (ChatMigrated(-1), False, False),
        (KeyError("ours"), False, False),
    ],
)
def test_whose_fault_it_is(error: Exception, on_its_way: bool, never_sent: bool) -> None:  # noqa: FBT001
    """The network's or Telegram's, and whether Telegram can have done it nevertheless."""
    assert on_the_way(error) is on_its_way
    assert unsent(error) is never_sent


def test_retry_after_is_seconds() -> None:
    """However PTB says it."""
    assert seconds(RetryAfter(17)) == 17.0 + MARGIN


async def test_a_call_is_made_until_telegram_says_how_it_went() -> None:
    """An answer, a refusal, or too many failures."""
    for outcome in ("done", BadRequest("no")):
        call = Call([NetworkError("away"), TimedOut(), RetryAfter(0), outcome])
        if outcome == "done":
            assert await insist(call) == "done"
        else:
            with pytest.raises(BadRequest):
                await insist(call)
        assert not call.outcomes
    with pytest.raises(TimedOut):
        await insist(Call([TimedOut()] * 5))


async def test_what_may_have_been_done_is_not_done_again() -> None:
    """Pictures: only what surely never arrived is sent again."""
    call = Call([caused(httpx.ConnectError("refused")), TimedOut(), "done"])
    with pytest.raises(TimedOut):
        await insist(call, unsent)
    assert call.outcomes == ["done"]


async def test_all_who_wait_for_the_line_ask_together() -> None:
    """It was down for all of them, and is asked as often as one would."""
    call = Call([NetworkError("away"), NetworkError("away"), "up", "up"])
    line = Line(cast("Any", type("Bot", (), {"get_me": staticmethod(call)})))
    assert await asyncio.gather(*(line.was_down() for _ in range(10))) == [True] * 10
    assert call.outcomes == ["up"]
    assert not await line.was_down()


class Call:
    """Ends as told, one outcome after the other."""

    def __init__(self, outcomes: list[Any]) -> None:
        self.outcomes = outcomes

    async def __call__(self) -> Any:
        """Be made."""
        outcome = self.outcomes.pop(0)
        await asyncio.sleep(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome
