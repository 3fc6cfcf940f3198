"""How the bot is, told to its admins and to programs on its machine, and nothing about people."""

import asyncio
import logging
import re
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot import health, replies, service
from bot.health import Health
from bot.inbox import Inbox
from bot.metrics import Metrics
from bot.port import PortTaken
from bot.settings import Settings
from bot.status import Status
from bot.tally import Tally
from bot.tongue import ENGLISH
from search import Engine
from search.verdict import Answer

from .conftest import Room, photo, running

PERSON = 7_123_456_789


@pytest.fixture
def port() -> int:
    """A port that is free."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


async def get(port: int, page: str) -> tuple[int, str]:
    """What a page says."""
    async with httpx.AsyncClient() as client:
        response = await client.get(f"http://127.0.0.1:{port}/{page}")
    return response.status_code, response.text


async def until(port: int, wanted: str) -> None:
    """Wait until /healthz says something."""
    async with asyncio.timeout(20):
        while not await _says(port, wanted):  # noqa: ASYNC110  it has no event
            await asyncio.sleep(0.02)


async def _says(port: int, wanted: str) -> bool:
    try:
        return (await get(port, "healthz"))[1].strip() == wanted
    except httpx.ConnectError:  # it begins only now
        return False


async def test_status_tells_admins_how_the_bot_is(room: Room) -> None:
    """Six short lines, of which the first is the one that matters."""
    asked = [await room.bob.send_photo(photo(name)) for name in ("cropped.jpg", "plain.png")]
    for each in asked:
        await room.verdict(each)
    logging.getLogger("test").error("once")
    told = (await room.reply(await room.alice.send_text("/status"))).text
    lines = told.splitlines()
    assert lines[0] == "All is well."
    assert lines[1] == "nobody waits"
    assert lines[2] == "lookups: 2 in the last minute, 2 since the start"
    assert lines[3] == "1 error in the log"
    assert lines[4] == "26 pictures, generation 26"
    assert re.fullmatch(r"up \d+ s, [\d,]+ MB of memory", lines[5])
    assert len(lines) == 6


def test_status_begins_with_what_is_wrong() -> None:
    """Both, where both are."""
    status = Status(False, False, 3, 4000.0, 1, 2, 0, 0, 5, 6, 7.0)  # noqa: FBT003  its order
    lines = replies.status(ENGLISH, status).splitlines()
    assert lines[0] == "<b>No updates are coming in. The disk cannot be written.</b>"
    assert lines[1] == "3 waiting, the oldest for 1 h 7 min"
    assert lines[3] == "no errors in the log"
    assert lines[5] == "up 7 s"


@pytest.mark.slow
async def test_healthz_is_well_only_while_updates_come_in(
    data_dir: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not before Telegram was reached, not when it is away for long, and again afterwards."""
    monkeypatch.setattr(health, "_LATE_SECONDS", 2.0)
    monkeypatch.setattr("bot.poller._POLL_SECONDS", 1)
    async with running(data_dir, metrics_port=port) as room:
        room.sandbox.faults.down = True
        await until(port, "no updates are coming in")
        room.sandbox.faults.down = False
        await until(port, "ok")
        assert await get(port, "healthz") == (200, "ok\n")
        room.sandbox.faults.down = True
        await until(port, "no updates are coming in")
        assert (await get(port, "healthz"))[0] == 503
        room.sandbox.faults.down = False
        await until(port, "ok")
        await room.reply(await room.bob.send_text("/help"))


@asynccontextmanager
async def watched(folder: Path) -> AsyncIterator[tuple[Health, Inbox]]:
    """How the bot is, and the inbox that it looks at."""
    settings = Settings(_env_file=None, data_dir=folder)
    inbox = await Inbox.open(folder, 1)
    with Engine.open(folder) as engine:
        yield Health(settings, engine, inbox, Tally()), inbox
    await inbox.close()


async def test_healthz_is_not_well_when_nothing_can_be_kept(state: Path) -> None:
    """SQLite is asked to write; 200 again when it can."""
    async with watched(state) as (look, inbox):
        await inbox.put([])
        metrics = Metrics(look, 0)
        ((address, port),) = [each.getsockname() for each in metrics._server._sockets.values()]
        assert address == "127.0.0.1"
        assert await get(port, "healthz") == (200, "ok\n")
        await inbox._database.rows("PRAGMA query_only = ON")
        assert await get(port, "healthz") == (503, "the disk cannot be written\n")
        await inbox._database.rows("PRAGMA query_only = OFF")
        assert await get(port, "healthz") == (200, "ok\n")
        await metrics.close()


async def test_posted_updates_come_when_they_come(state: Path) -> None:
    """With a webhook silence is no fault, once the bot has begun."""
    async with watched(state) as (look, inbox):
        posted = Health(
            look.settings.model_copy(update={"webhook_url": "https://x"}),
            *(look.engine, inbox, look.tally),
        )
        assert not (await posted.status()).takes
        await inbox.waiting()
        inbox.taken -= 1e6
        assert (await posted.status()).takes
        assert not (await look.status()).takes


async def test_metrics_are_numbers_and_nobody_is_in_them(data_dir: Path, port: int) -> None:
    """What Prometheus reads, with what it means."""
    async with running(data_dir, metrics_port=port) as room:
        room.sandbox.world.users[PERSON - 1] = room.bob.user
        dora = room.sandbox.person("Dora")
        await room.verdict(await dora.send_photo(photo("cropped.jpg")))
        await room.verdict(await dora.send_photo(photo("plain.png"), caption="secret"))
        code, text = await get(port, "metrics")
    assert code == 200
    found = {
        sample.name + "".join(sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if family.documentation
    }
    assert found["kazami_lookups_totalsame"] == found["kazami_lookups_totalplain"] == 1
    assert found["kazami_lookup_seconds_count"] == 2
    assert 0 < found["kazami_lookup_seconds_sum"] < 60
    assert found["kazami_pictures"] == found["kazami_index_generation"] == 26
    assert found["kazami_taking_updates"] == found["kazami_disk_writable"] == 1
    assert found["kazami_errors_total"] == 0
    assert found["process_resident_memory_bytes"] > 1e6
    assert {"kazami_queue_updates", "kazami_queue_oldest_seconds", "kazami_uptime_seconds"} <= set(
        found
    )
    for each in (str(PERSON), "Dora", "secret", "barn", room.sandbox.token.partition(":")[2]):
        assert each not in text


async def test_the_queue_is_counted_while_it_is_long(state: Path) -> None:
    """With the age of the oldest."""
    async with watched(state) as (look, inbox):
        insert = "INSERT INTO updates (bot, id, lane, json, at) VALUES (1, ?, '', '{}', ?)"
        for number, at in (1, time.time() - 90), (2, time.time()):
            await inbox._database.rows(insert, number, int(at))
        status = await look.status()
    assert status.waiting == 2
    assert 89 <= status.oldest < 120


def test_only_the_last_minute_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lookups a minute; the sum goes on."""
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    counted = Tally()
    for _ in range(3):
        counted.look_up(Answer("kaze", "same"))
        now += 25
    assert counted.per_minute == 2
    now += 100
    assert counted.per_minute == 0
    assert counted.lookups["same"] == 3


async def test_nothing_listens_unless_a_port_is_set(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is off by default."""
    monkeypatch.setattr(service, "Metrics", None)
    assert Settings(_env_file=None).metrics_port == 0
    async with running(data_dir) as room:
        await room.reply(await room.bob.send_text("/help"))


async def test_a_port_that_is_taken_is_named(data_dir: Path) -> None:
    """The bot does not begin without what was asked for."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        settings = Settings(_env_file=None, bot_token="1:x", data_dir=data_dir, metrics_port=port)
        with Engine.open(data_dir) as engine, pytest.raises(PortTaken, match=f"Port {port} is"):
            await service.serve(settings, engine, asyncio.Event())


async def test_nobody_can_say_anything_there(state: Path) -> None:
    """Other methods, other pages and bodies are refused in a line."""
    async with watched(state) as (look, _):
        metrics = Metrics(look, 0)
        ((_, port),) = [each.getsockname() for each in metrics._server._sockets.values()]
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            assert (await client.post("/metrics")).status_code == 405
            assert (await client.get("/")).status_code == 404
            assert (await client.post("/healthz", content=b"x" * 99)).status_code == 400
        await metrics.close()
