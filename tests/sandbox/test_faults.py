"""Calls go wrong as they are told to, seen from a client on the other end of a real connection."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from bot.sandbox import Sandbox
from bot.sandbox.log import Entry, too_early

from .conftest import Api
from .pictures import picture

ALICE = 1001


def said(sandbox: Sandbox) -> list[str]:
    """What the bot said to Alice."""
    return [m.text for m in sandbox.messages(sandbox.alice) if m.sender_id != ALICE]


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what it came from."""
    while error:
        yield error
        error = error.__cause__ or error.__context__


async def download(sandbox: Sandbox, api: Api) -> httpx.Response:
    """The photo that Alice sent last, as the bot gets it."""
    file_id = sandbox.messages(sandbox.alice)[-1].json["photo"][-1]["file_id"]
    file = await api.result("getFile", file_id=file_id)
    address = f"{sandbox.url}/file/bot{sandbox.token}/{file['file_path']}"
    return await api.client.get(address)


async def test_too_many_requests(sandbox: Sandbox, api: Api) -> None:
    """A refusal with the time to wait; nothing is sent."""
    sandbox.faults.add("429", retry_after=7)
    told = await api("sendMessage", chat_id=ALICE, text="x")
    assert (told["error_code"], told["parameters"]) == (429, {"retry_after": 7})
    assert told["description"] == "Too Many Requests: retry after 7"
    assert said(sandbox) == []
    [entry] = sandbox.log.entries
    assert (entry.method, entry.about, entry.status) == ("sendMessage", ALICE, 429)
    assert (entry.retry_after, entry.fault) == (7, "429")
    assert 0 <= entry.ended - entry.came < 5


async def test_a_server_error(sandbox: Sandbox, api: Api) -> None:
    """A refusal without a reason."""
    sandbox.faults.add("500")
    told = await api("sendMessage", chat_id=ALICE, text="x")
    assert told == {"ok": False, "error_code": 500, "description": "Internal Server Error"}
    assert said(sandbox) == []


@pytest.mark.parametrize(("kind", "done"), [("reset before", []), ("reset after", ["x"])])
async def test_a_reset(sandbox: Sandbox, api: Api, kind: str, done: list[str]) -> None:
    """The connection breaks; only one of the two has done the work."""
    sandbox.faults.add(kind)
    with pytest.raises(httpx.ReadError) as told:
        await api("sendMessage", chat_id=ALICE, text="x")
    assert any(isinstance(cause, ConnectionResetError) for cause in causes(told.value))
    assert said(sandbox) == done
    assert sandbox.log.entries[0].status == 0


async def test_no_answer_until_the_client_gives_up(sandbox: Sandbox, api: Api) -> None:
    """The work is done nevertheless, and the sandbox is free again."""
    sandbox.faults.add("hang", times=1)
    with pytest.raises(httpx.ReadTimeout):
        await api.client.post(f"{api.base}/sendMessage?chat_id={ALICE}&text=x", timeout=0.1)
    assert said(sandbox) == ["x"]
    await api.result("sendMessage", chat_id=ALICE, text="y")
    assert [(each.method, each.fault) for each in sandbox.log.entries] == [
        ("sendMessage", "hang"),
        ("sendMessage", ""),
    ]


async def test_no_answer_for_a_time(sandbox: Sandbox, api: Api) -> None:
    """Then the connection breaks."""
    sandbox.faults.add("hang", hang=0.05)
    with pytest.raises(httpx.ReadError):
        await api("sendMessage", chat_id=ALICE, text="x")
    assert said(sandbox) == ["x"]
    assert sandbox.log.entries[0].ended - sandbox.log.entries[0].came >= 0.05


async def test_half_an_answer(sandbox: Sandbox, api: Api) -> None:
    """The work is done, the response says how long it would be, and ends before."""
    sandbox.faults.add("cut")
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
        await api("sendMessage", chat_id=ALICE, text="x")
    assert said(sandbox) == ["x"]


async def test_a_late_answer(sandbox: Sandbox, api: Api) -> None:
    """It comes, and the work is done once."""
    sandbox.faults.add("slow", latency=0.05)
    await api.result("sendMessage", chat_id=ALICE, text="x")
    assert said(sandbox) == ["x"]
    assert sandbox.log.entries[0].ended - sandbox.log.entries[0].came >= 0.05


DOWNLOADS: list[tuple[str, type[Exception] | int]] = [
    ("429", 429),
    ("500", 500),
    ("reset before", httpx.ReadError),
    ("reset after", httpx.ReadError),
    ("hang", httpx.ReadError),
    ("cut", httpx.RemoteProtocolError),
    ("slow", 200),
]


@pytest.mark.parametrize(("kind", "seen"), DOWNLOADS)
async def test_downloads_go_wrong_too(
    sandbox: Sandbox, api: Api, kind: str, seen: type[Exception] | int
) -> None:
    """As any call, and again all right afterwards."""
    await sandbox.alice.send_photo(picture())
    sandbox.faults.add(kind, methods=("file",), times=1, hang=0.01, latency=0.01)
    if isinstance(seen, int):
        assert (await download(sandbox, api)).status_code == seen
    else:
        with pytest.raises(seen):
            await download(sandbox, api)
    assert (await download(sandbox, api)).content[:3] == b"\xff\xd8\xff"
    assert sandbox.log.counts == {"getFile": 2, "file": 2}
    assert sandbox.faults.came == {kind: 1}


async def test_only_some_methods_and_only_some_times(sandbox: Sandbox, api: Api) -> None:
    """The others never notice."""
    sandbox.faults.add("500", methods=("sendMessage", "sendPhoto"), times=2)
    kinds = []
    for _ in range(3):
        assert (await api("getMe"))["ok"]
        kinds.append((await api("sendMessage", chat_id=ALICE, text="x"))["ok"])
    assert kinds == [False, False, True]
    assert sandbox.faults.state["faults"] == []


async def test_a_share_is_drawn_alike_each_time(sandbox: Sandbox, api: Api) -> None:
    """So that a test that fails does so again; kinds are mixed evenly."""
    runs = []
    for _ in range(2):
        sandbox.faults.clear()
        sandbox.faults.add("429", "500", share=0.2, seed=1)
        runs.append([(await api("getMe")).get("error_code") for _ in range(200)])
    assert runs[0] == runs[1]
    counted = Counter(runs[0])
    assert 20 <= counted[429] + counted[500] <= 60
    assert min(counted[429], counted[500]) >= 10


async def test_a_call_has_the_first_fault_that_hits_it(sandbox: Sandbox, api: Api) -> None:
    """They come one after the other, and a refusal may have words of its own."""
    sandbox.fail("getMe", code=403, description="Forbidden: no")
    sandbox.faults.add("429", times=1)
    told = [await api("getMe") for _ in range(3)]
    assert [each.get("description") for each in told] == [
        "Forbidden: no",
        "Too Many Requests: retry after 1",
        None,
    ]


async def test_away_and_back(sandbox: Sandbox, api: Api) -> None:
    """A poll under way breaks, new calls break at once, and nothing that waits is lost."""
    poll = asyncio.create_task(api("getUpdates", timeout=30))
    while not sandbox.world.updates._poll:  # noqa: ASYNC110  it is there within a moment
        await asyncio.sleep(0.001)
    sandbox.faults.down = True
    for attempt in (poll, api("getMe"), api("nothing"), download_of(sandbox, api)):
        with pytest.raises(httpx.ReadError):
            await attempt
    assert (await api.client.get(sandbox.url)).status_code == 200  # the page can switch it on again
    sandbox.faults.down = False
    await sandbox.alice.send_text("hello")
    [update] = await api.result("getUpdates", timeout=1)
    assert update["message"]["text"] == "hello"
    faults = [each.fault for each in sandbox.log.entries]
    assert faults == ["down", "down", "down", "down", ""]
    assert sandbox.faults.came == {"down": 3}


async def download_of(sandbox: Sandbox, api: Api) -> httpx.Response:
    """A download without asking where."""
    return await api.client.get(f"{sandbox.url}/file/bot{sandbox.token}/photos/file_1.jpg")


async def test_a_late_poll_that_nobody_waits_for(sandbox: Sandbox, api: Api) -> None:
    """It does not go on behind the back of the next one."""
    sandbox.faults.add("slow", latency=0.1, times=1)
    with pytest.raises(httpx.ReadTimeout):
        await api.client.post(f"{api.base}/getUpdates?timeout=30", timeout=0.02)
    while sandbox.faults.under_way:  # noqa: ASYNC110  it is over within a moment
        await asyncio.sleep(0.001)
    assert not sandbox.world.updates._poll


async def test_a_late_answer_that_telegram_takes_away(sandbox: Sandbox, api: Api) -> None:
    """What had not begun when the server went away is not done."""
    sandbox.faults.add("slow", latency=30)
    sending = asyncio.create_task(api("sendMessage", chat_id=ALICE, text="x"))
    while not sandbox.faults.under_way:  # noqa: ASYNC110  it is there within a moment
        await asyncio.sleep(0.001)
    sandbox.faults.down = True
    with pytest.raises(httpx.ReadError):
        await sending
    assert said(sandbox) == []


WRONG: list[dict[str, Any]] = [
    {"kinds": []},
    {"kinds": ["418"]},
    {"kinds": ["500"], "share": 1.1},
    {"kinds": ["500"], "share": float("nan")},
    {"kinds": ["500"], "methods": ["sendPigeon"]},
    {"kinds": ["500"], "times": 0},
    {"kinds": ["hang"], "hang": -1},
    {"kinds": ["slow"], "latency": "long"},
    {"kinds": ["429"], "retry_after": 0},
    {"kinds": ["500"], "colour": "red"},
]


@pytest.mark.parametrize("wrong", WRONG)
async def test_a_wrong_fault_is_refused(sandbox: Sandbox, api: Api, wrong: dict[str, Any]) -> None:
    """From Python and over HTTP; what was set before stays."""
    with pytest.raises(ValidationError):
        sandbox.faults.add(*wrong["kinds"], **{k: v for k, v in wrong.items() if k != "kinds"})
    sandbox.faults.add("500", methods=("getFile",))
    origin = {"Origin": sandbox.url}
    address = f"{sandbox.url}/faults"
    body = json.dumps({"faults": [wrong]})
    told = await api.client.post(address, headers=origin, content=body)
    assert told.status_code == 400
    assert "faults.0" in told.json()["error"]
    assert len(sandbox.faults.state["faults"]) == 1


async def test_the_endpoint_switches_and_tells(sandbox: Sandbox, api: Api) -> None:
    """What it sets takes the place of what was set before; what it tells can be sent back."""
    address, origin = f"{sandbox.url}/faults", {"Origin": sandbox.url}
    sandbox.faults.add("500")
    fault = {"kinds": ["429"], "share": 1, "methods": ["getMe"], "retry_after": 3, "times": 2}
    told = await api.client.post(address, headers=origin, json={"faults": [fault]})
    assert told.status_code == 200
    assert (await api("getMe"))["parameters"] == {"retry_after": 3}
    assert (await api("getChat", chat_id=ALICE))["ok"]
    state = (await api.client.get(address)).json()
    assert (state["down"], state["came"]) == (False, {"429": 1})
    assert state["faults"][0]["times"] == 1
    again = {name: state[name] for name in ("down", "faults")}
    assert (await api.client.post(address, headers=origin, json=again)).json() == state
    await api.client.post(address, headers=origin, json={"down": True})
    with pytest.raises(httpx.ReadError):
        await api("getMe")
    await api.client.post(address, headers=origin, json={})
    assert (await api("getMe"))["ok"]


@pytest.mark.parametrize("origin", [None, "https://evil.example"])
async def test_no_other_site_can_cause_trouble(
    sandbox: Sandbox, api: Api, origin: str | None
) -> None:
    """A page elsewhere cannot take Telegram away."""
    headers = {"Origin": origin} if origin else {}
    told = await api.client.post(f"{sandbox.url}/faults", headers=headers, json={"down": True})
    assert told.status_code == 403
    assert not sandbox.faults.down


async def test_it_stops_while_a_call_hangs(sandbox: Sandbox, api: Api) -> None:
    """Nothing is left behind."""
    sandbox.faults.add("hang")
    call = asyncio.create_task(api("getMe"))
    while not sandbox.faults.under_way:  # noqa: ASYNC110  it is there within a moment
        await asyncio.sleep(0.001)
    await sandbox.stop()
    with pytest.raises(httpx.TransportError):
        await call
    assert not sandbox.faults.under_way


def entry(method: str, about: int | str | None, came: float, retry_after: int = 0) -> Entry:
    """A call that took no time."""
    return Entry(method, about, came, came, 429 if retry_after else 200, retry_after)


def test_calls_that_come_too_early_are_found() -> None:
    """In the same chat whatever they are; else the same call again."""
    calm = [
        entry("sendMessage", 1, 0, retry_after=5),
        entry("sendMessage", 2, 1),
        entry("getFile", "a", 1, retry_after=5),
        entry("getFile", "b", 2),
        entry("sendMessage", 1, 5),
        entry("getFile", "a", 6),
    ]
    hasty = [entry("sendChatAction", 1, 4.9), entry("getFile", "a", 5.9)]
    assert too_early(calm) == []
    assert too_early([*calm, *hasty]) == hasty


async def test_a_thousand_photos_of_a_hundred_chats(sandbox: Sandbox, api: Api) -> None:
    """Everybody has a chat of their own; all photos wait, in order, and can be fetched."""
    people = [sandbox.person(f"Guest {n}") for n in range(100)]
    photos = [picture(400, 300, color=color) for color in ("teal", "plum", "olive")]
    for n in range(1000):
        await people[n % 100].send_photo(photos[n % 3])
    assert sandbox.updates_pending == 1000
    assert sandbox.person("guest 7") is people[7]
    assert sandbox.person("Alice") is sandbox.alice
    offset, chats = 0, Counter[int]()
    while updates := await api.result("getUpdates", offset=offset, limit=100):
        chats.update(each["message"]["chat"]["id"] for each in updates)
        offset = updates[-1]["update_id"] + 1
    assert set(chats.values()) == {10}
    assert len(chats) == 100
    file = people[0].chat.messages[1].json["photo"][-1]["file_id"]
    assert (await api("getFile", file_id=file))["ok"]
