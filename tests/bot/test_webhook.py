"""Updates that Telegram posts."""

import asyncio
import json
import socket
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from bot.envelope import Envelope
from bot.port import NoSuchPlace, PortTaken
from bot.webhook import BODY_BYTES, Webhook

from .conftest import photo, running

SECRET = "a-secret-that-nobody-knows"  # noqa: S105  a test's
HEADER = "X-Telegram-Bot-Api-Secret-Token"
UPDATE = {"update_id": 7, "message": {"message_id": 1, "chat": {"id": 2}}}


class Kept:
    """Stands in for the desk: `go` lets it keep an update, `fault` is raised instead."""

    def __init__(self) -> None:
        self.ids: list[int] = []
        self.go, self.asked = asyncio.Event(), asyncio.Event()
        self.fault: Exception | None = None
        self.full = False

    async def take_in(self, envelopes: list[Envelope]) -> None:
        """Keep them, once that is allowed."""
        self.asked.set()
        await self.go.wait()
        if self.fault:
            raise self.fault
        self.ids += [each.id for each in envelopes]


@pytest.fixture
async def kept() -> Kept:
    """A desk that keeps at once."""
    kept = Kept()
    kept.go.set()
    return kept


@pytest.fixture
async def client(kept: Kept) -> AsyncIterator[httpx.AsyncClient]:
    """Posts to a webhook of that desk, with the secret."""
    port = free_port()
    webhook = Webhook(cast("Any", kept), SECRET, "127.0.0.1", port)
    running_ = asyncio.create_task(webhook.run())
    await asyncio.sleep(0)
    address = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=address, headers={HEADER: SECRET}) as client:
        yield client
    running_.cancel()
    await asyncio.gather(running_, return_exceptions=True)


async def test_an_update_is_acknowledged_when_it_is_on_disk(
    client: httpx.AsyncClient, kept: Kept
) -> None:
    """200 only then."""
    kept.go.clear()
    posting = asyncio.create_task(client.post("/hook", json=UPDATE))
    await kept.asked.wait()
    assert not posting.done()
    kept.go.set()
    assert (await posting).status_code == 200
    assert kept.ids == [7]


@pytest.mark.parametrize("secret", ["", "wrong", SECRET[:-1], SECRET + "x", "ü"])
async def test_whoever_does_not_know_the_secret_is_refused(
    client: httpx.AsyncClient, kept: Kept, secret: str, caplog: pytest.LogCaptureFixture
) -> None:
    """403, nothing is kept, and the log is not filled."""
    headers = [(HEADER.encode(), secret.encode())]
    assert (await client.post("/", json=UPDATE, headers=headers)).status_code == 403
    del client.headers[HEADER]
    assert (await client.post("/", json=UPDATE)).status_code == 403
    assert (await client.get("/")).status_code == 403
    assert kept.ids == []
    assert not caplog.records


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"update_id": "7"}', b"[" * 100_000, b"\xff\xfe"]
)
async def test_what_is_no_update_is_refused(
    client: httpx.AsyncClient, kept: Kept, body: bytes
) -> None:
    """400; the next one is taken."""
    assert (await client.post("/", content=body)).status_code == 400
    assert (await client.post("/", json=UPDATE)).status_code == 200
    assert kept.ids == [7]


@pytest.mark.parametrize("fault", [sqlite3.OperationalError("disk is full"), None])
async def test_what_cannot_be_kept_is_not_acknowledged(
    client: httpx.AsyncClient, kept: Kept, fault: Exception | None
) -> None:
    """503 for a full disk and for a full backlog: Telegram sends it again."""
    kept.fault, kept.full = fault, fault is None
    assert (await client.post("/", json=UPDATE)).status_code == 503
    kept.fault, kept.full = None, False
    assert (await client.post("/", json=UPDATE)).status_code == 200


async def test_a_body_is_a_mebibyte_at_most(client: httpx.AsyncClient, kept: Kept) -> None:
    """More is not even read."""
    padded = {**UPDATE, "x": "x" * (BODY_BYTES - len(json.dumps(UPDATE)) - 100)}
    assert (await client.post("/", json=padded)).status_code == 200
    assert await _refused(client, content=json.dumps({**UPDATE, "x": "x" * BODY_BYTES}).encode())
    assert await _refused(client, content=_chunks())
    assert kept.ids == [7]


async def test_the_bot_answers_by_webhook(data_dir: Path) -> None:
    """It tells Telegram its address and secret, and serves what comes."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/kazami"
    async with running(data_dir, webhook_url=address, webhook_listen=f"127.0.0.1:{port}") as room:
        asked = await room.bob.send_photo(photo("cropped.jpg"))
        assert "barn" in (await room.verdict(asked)).text
        (told,) = await room.sent("setWebhook")
        assert told.params["url"] == address
        assert len(str(told.params["secret_token"])) >= 32
        assert not await room.sent("getUpdates")


async def test_a_port_that_is_taken_ends_the_bot(data_dir: Path) -> None:
    """Rather than that it sits there and hears nothing."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(PortTaken, match="Set WEBHOOK_LISTEN to another"):
            await _serve_until_it_ends(data_dir, address)


async def test_a_place_that_is_none_is_not_said_to_be_taken(kept: Kept) -> None:
    """Another machine has that address."""
    webhook = Webhook(cast("Any", kept), SECRET, "192.0.2.1", 8443)
    with pytest.raises(NoSuchPlace, match=r"port 8443 of 192\.0\.2\.1: .*Change WEBHOOK_LISTEN"):
        await webhook.run()


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as each:
        each.bind(("127.0.0.1", 0))
        return int(each.getsockname()[1])


async def _serve_until_it_ends(data_dir: Path, address: str) -> None:
    hook = {"webhook_url": f"http://{address}/", "webhook_listen": address}
    async with running(data_dir, **hook) as room:
        assert room._task
        await room._task


async def _refused(client: httpx.AsyncClient, **what: Any) -> bool:
    try:
        return (await client.post("/", **what)).status_code >= 400
    except httpx.HTTPError:  # it hung up
        return True


async def _chunks() -> AsyncIterator[bytes]:
    for _ in range(2 * BODY_BYTES // 65536):
        yield b" " * 65536
