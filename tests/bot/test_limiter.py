"""The rate limiter, in a time that passes at once; and over real HTTP, with real refusals."""

import asyncio
import selectors
from collections import Counter
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import RetryAfter
from telegram.ext import ApplicationBuilder

from bot.limiter import CHAT, GROUP, HASTE, OVERALL, Limit, Limiter
from bot.network import MARGIN
from bot.sandbox import Sandbox

BOB, GROUP_ID = 1002, -1001


class Hurried(selectors.SelectSelector):
    """A selector that does not wait: it says how long it would have."""

    slept = 0.0

    def select(self, timeout: float | None = None) -> Any:
        """What is ready now."""
        self.slept += timeout or 0.0
        return super().select(0)


class HurriedLoop(asyncio.SelectorEventLoop):
    """An event loop whose time jumps to the next thing to do."""

    def __init__(self) -> None:
        self._hurried = Hurried()
        super().__init__(self._hurried)

    def time(self) -> float:
        """Seconds since it began."""
        return self._hurried.slept


def hurry(work: Coroutine[Any, Any, None]) -> None:
    """Run a test in hurried time."""
    with asyncio.Runner(loop_factory=HurriedLoop) as runner:
        runner.run(work)


class Telegram:
    """Notes when each call came; refuses those that it is told to."""

    def __init__(self, limiter: Limiter) -> None:
        self.limiter = limiter
        self.came: list[tuple[float, str, Any]] = []  # seconds, endpoint, chat
        self.slow: dict[Any, float] = {}  # seconds that calls take, by chat or endpoint
        self.refusals: dict[Any, list[float]] = {}  # retry_after by chat or endpoint, next first

    async def call(self, endpoint: str = "sendMessage", chat: Any = None, **data: Any) -> None:
        """One call through the limiter."""
        data = data if chat is None else {"chat_id": chat, **data}

        async def arrive() -> bool:
            self.came.append((now(), endpoint, chat))
            await asyncio.sleep(self.slow.get(chat or endpoint, 0))
            if refusals := self.refusals.get(chat or endpoint):
                raise RetryAfter(timedelta(seconds=refusals.pop(0)))
            return True

        assert await self.limiter.process_request(arrive, (), {}, endpoint, data, None)

    def times(self, chat: Any) -> list[float]:
        """When the calls of a chat came."""
        return [round(when, 6) for when, _, place in self.came if place == chat]


def now() -> float:
    """The loop's time."""
    return asyncio.get_running_loop().time()


def most_in(times: list[float], seconds: float) -> int:
    """The most that came in any so many seconds, by looking at all of them."""
    return max(sum(start <= each < start + seconds - 1e-6 for each in times) for start in times)


async def flood(telegram: Telegram, calls: list[tuple[str, Any]]) -> None:
    """All calls at once."""
    await asyncio.gather(*(telegram.call(endpoint, chat) for endpoint, chat in calls))


def test_an_answer_goes_out_at_once() -> None:
    """Placeholder, edit and an album of ten, then one message a second."""

    async def work() -> None:
        telegram = Telegram(Limiter())
        await telegram.call("sendMessage", BOB)
        await telegram.call("editMessageText", BOB)
        await telegram.call("sendMediaGroup", BOB, media=list(range(10)))
        await telegram.call("sendChatAction", BOB)
        assert now() == 0
        await telegram.call("sendMessage", BOB)
        assert now() == 12

    hurry(work())


@pytest.mark.parametrize(
    ("chat", "limit"), [(BOB, CHAT), ("@channel", GROUP), (GROUP_ID, CHAT), (GROUP_ID, GROUP)]
)
def test_a_chat_never_gets_more_than_its_limit(chat: int | str, limit: Limit) -> None:
    """In no span of time; and not less than the limits allow."""

    async def work() -> None:
        telegram = Telegram(Limiter())
        await flood(telegram, [("sendMessage", chat)] * 50)
        assert most_in(telegram.times(chat), limit.seconds) <= limit.most
        last = {BOB: 48, "@channel": 120, GROUP_ID: 120}[chat]
        assert telegram.times(chat)[-1] == last

    hurry(work())


def test_a_groups_short_limit_holds_within_its_long_one() -> None:
    """After a quiet half minute twelve more go at once, the thirteenth waits."""

    async def work() -> None:
        telegram = Telegram(Limiter())
        await flood(telegram, [("sendMessage", GROUP_ID)] * 7)
        await asyncio.sleep(30)
        await flood(telegram, [("sendMessage", GROUP_ID)] * 13)
        assert telegram.times(GROUP_ID)[-2:] == [30, 42]

    hurry(work())


def test_a_chat_is_one_however_it_is_named() -> None:
    """A number may come as a text."""

    async def work() -> None:
        telegram = Telegram(Limiter())
        await flood(telegram, [("sendMessage", BOB), ("sendMessage", str(BOB))] * 7)
        assert now() == 12

    hurry(work())


def test_calls_in_a_chat_go_one_after_another_and_others_side_by_side() -> None:
    """Messages keep their order, however long one takes."""

    async def work() -> None:
        telegram = Telegram(Limiter())
        telegram.slow = {BOB: 5.0, "getFile": 100.0}
        calls = [
            ("sendPhoto", BOB),
            ("getFile", None),
            ("setMessageReaction", BOB),
            ("sendMessage", 7),
        ]
        await flood(telegram, [*calls, ("getFile", None)])
        assert telegram.times(BOB) == [0, 5]
        assert telegram.times(7) == telegram.times(None)[:1] == telegram.times(None)[1:] == [0]

    hurry(work())


def test_chats_have_their_turns_in_the_order_in_which_they_came() -> None:
    """Nobody is passed by later ones, however many wait."""

    async def work() -> None:
        telegram = Telegram(Limiter())
        await flood(telegram, [("sendMessage", chat) for chat in range(1, 301)])
        assert [chat for _, _, chat in telegram.came] == list(range(1, 301))

    hurry(work())


def test_all_chats_together_get_thirty_calls_a_second() -> None:
    """Reactions too, each chat in its turn."""

    async def work() -> None:
        telegram = Telegram(Limiter())
        await flood(telegram, [("setMessageReaction", chat) for chat in range(1, 101)])
        times = [when for when, _, _ in telegram.came]
        assert most_in(times, OVERALL.seconds) == OVERALL.most
        assert times[-1] == 3

    hurry(work())


CALLS = st.lists(
    st.tuples(
        st.sampled_from(
            ["sendMessage", "editMessageText", "sendPhoto", "sendChatAction", "getFile"]
        ),
        st.sampled_from([1, 2, 3, -1, -2]),
        st.floats(0, 30),
    ),
    min_size=1,
    max_size=80,
)


@given(CALLS, st.lists(st.sampled_from([1.0, 5.0, 40.0]), max_size=3))
def test_no_order_of_calls_breaks_a_limit(
    calls: list[tuple[str, int, float]], refusals: list[float]
) -> None:
    """Whatever comes whenever, refused or not: every call is made, in order, within the limits."""

    async def work() -> None:
        telegram = Telegram(Limiter())
        telegram.refusals = {1: list(refusals), -1: list(refusals)}

        async def one(endpoint: str, chat: int, start: float) -> None:
            await asyncio.sleep(start)
            await telegram.call(endpoint, chat)

        async with asyncio.TaskGroup() as group:
            for call in calls:
                group.create_task(one(*call))
        left = sum(map(len, telegram.refusals.values()))
        assert len(telegram.came) == len(calls) + 2 * len(refusals) - left
        assert most_in([when for when, *_ in telegram.came], OVERALL.seconds) <= OVERALL.most
        for chat in (1, 2, 3, -1, -2):
            sent = [
                when
                for when, endpoint, place in telegram.came
                if place == chat and endpoint in ("sendMessage", "editMessageText", "sendPhoto")
            ]
            for limit in (CHAT,) if chat > 0 else (CHAT, GROUP):
                assert not sent or most_in(sent, limit.seconds) <= limit.most

    hurry(work())


def test_one_chat_does_not_make_another_wait() -> None:
    """Five hundred wait in one chat; a message to another goes with the next ones."""

    async def work() -> None:
        telegram = Telegram(Limiter())
        async with asyncio.TaskGroup() as group:
            for _ in range(500):
                group.create_task(telegram.call("sendMessage", BOB))
            await asyncio.sleep(100)
            await telegram.call("sendMessage", 7)
            assert now() == 100

    hurry(work())


def test_what_telegram_does_not_count_never_waits() -> None:
    """Files and pressed buttons, while everything else is full."""

    async def work() -> None:
        telegram = Telegram(Limiter())
        async with asyncio.TaskGroup() as group:
            for chat in range(1, 500):
                group.create_task(telegram.call("sendMessage", chat))
            await asyncio.sleep(2)
            for endpoint in ("getFile", "answerCallbackQuery", "getMe", "setMyCommands"):
                await telegram.call(endpoint)
            assert now() == 2

    hurry(work())


def test_a_refused_chat_is_left_alone_until_the_time_named() -> None:
    """The call is made again then, twice refused or not; other chats go on meanwhile."""

    async def work() -> None:
        telegram = Telegram(Limiter())
        telegram.refusals[BOB] = [30.0, 7.0]
        async with asyncio.TaskGroup() as group:
            group.create_task(telegram.call("sendMessage", BOB))
            await asyncio.sleep(1)
            group.create_task(telegram.call("setMessageReaction", BOB))
            await telegram.call("sendMessage", 7)
            assert now() == 1
        assert telegram.times(BOB) == pytest.approx([0, 30 + MARGIN, *[37 + 2 * MARGIN] * 2])

    hurry(work())


def test_a_refused_method_that_names_no_chat_is_left_alone() -> None:
    """It concerns nothing else."""

    async def work() -> None:
        telegram = Telegram(Limiter())
        telegram.refusals["getFile"] = [20.0]
        async with asyncio.TaskGroup() as group:
            group.create_task(telegram.call("getFile"))
            await asyncio.sleep(1)
            group.create_task(telegram.call("getFile"))
            await telegram.call("answerCallbackQuery")
            await telegram.call("sendMessage", BOB)
            assert now() == 1
        times = [when for when, endpoint, _ in telegram.came if endpoint == "getFile"]
        assert times == pytest.approx([0, 20 + MARGIN, 20 + MARGIN])

    hurry(work())


def test_a_cancelled_call_is_never_made_and_holds_up_nobody() -> None:
    """Whether it waited for its chat, for the time named, or for its turn among all."""

    async def work() -> None:
        telegram = Telegram(Limiter())
        telegram.refusals[7] = [50.0]
        await flood(telegram, [("sendMessage", BOB)] * 12)
        await flood(telegram, [("setMessageReaction", chat) for chat in range(100, 118)])
        tasks = [
            asyncio.create_task(telegram.call("sendMessage", chat)) for chat in [BOB, BOB, 7, 8]
        ]
        await asyncio.sleep(0.5)
        for task in tasks[:1] + tasks[2:]:
            task.cancel()
        await tasks[1]
        assert now() == 12
        assert Counter(chat for _, _, chat in telegram.came if chat in (BOB, 7, 8)) == {BOB: 13}
        async with asyncio.timeout(1):
            await telegram.call("sendMessage", 8)

    hurry(work())


def test_an_error_of_the_call_is_the_callers() -> None:
    """It is not made again."""

    async def fail() -> bool:
        raise OSError

    async def work() -> None:
        limiter = Limiter()
        with pytest.raises(OSError):  # noqa: PT011  whichever
            await limiter.process_request(fail, (), {}, "getMe", {}, None)
        assert await limiter.process_request(_succeed, (), {}, "getMe", {}, None)

    hurry(work())


async def _succeed() -> bool:
    return True


def test_idle_chats_are_forgotten_and_busy_ones_are_not() -> None:
    """Memory follows who talks now, not who ever did."""

    async def work() -> None:
        telegram = Telegram(Limiter())
        telegram.refusals[-5], telegram.slow[-6] = [10_000.0], 3000.0
        async with asyncio.TaskGroup() as group:
            refused = group.create_task(telegram.call("sendMessage", -5))
            group.create_task(telegram.call("sendPhoto", -6))
            await asyncio.sleep(1)
            refused.cancel()
            for chat in range(1, 2000):
                await telegram.call("sendMessage", chat)
                await asyncio.sleep(1)
            group.create_task(telegram.call("sendMessage", -6))
            assert len(telegram.limiter._places) < 200
        await telegram.call("sendMessage", -5)
        assert telegram.times(-5) == [0, 10_000 + MARGIN]
        assert telegram.times(-6) == [0, 3000]

    hurry(work())


def test_in_a_sandbox_the_limits_are_short_and_a_refusal_is_not() -> None:
    """A sandbox's token says so; Telegram's own never does."""

    async def work() -> None:
        telegram = Telegram(Limiter.of("4242:sandbox-abc"))
        telegram.refusals[7] = [3.0]
        await flood(telegram, [("sendMessage", BOB)] * 25)
        assert telegram.times(BOB)[-1] == 24 / HASTE
        await telegram.call("sendMessage", 7)
        assert 3 < now() < 4
        real = Telegram(Limiter.of("4242:AAsandbox-abc"))
        await flood(real, [("sendMessage", BOB)] * 13)
        assert real.times(BOB)[-1] - real.times(BOB)[0] == 12

    hurry(work())


@pytest.fixture
def calls() -> Callable[[Sandbox], Any]:
    """A bot of PTB's with the limiter, in a sandbox."""

    def build(sandbox: Sandbox) -> Any:
        builder = ApplicationBuilder().token(sandbox.token).base_url(f"{sandbox.url}/bot")
        return builder.updater(None).rate_limiter(Limiter.of(sandbox.token)).build()

    return build


async def test_refusals_over_real_http_are_waited_for(calls: Callable[[Sandbox], Any]) -> None:
    """Every message arrives once and in order, and no call comes before its time."""
    sandbox = await Sandbox.start()
    people = [sandbox.person(f"Guest {n}") for n in range(10)]
    for person in people:
        await person.send_text("/start")
    sandbox.faults.add("429", share=0.3, seed=2)
    texts = ["1", "2", "3"]
    async with calls(sandbox) as app:
        await asyncio.gather(
            *(app.bot.send_message(each.id, text) for text in texts for each in people),
            *(app.bot.get_chat(each.id) for each in people),
        )
    assert sandbox.faults.came["429"] > 5
    assert sandbox.log.too_early() == []
    for person in people:
        assert [message.text for message in sandbox.messages(person)] == ["/start", *texts]
    await sandbox.stop()
