"""A sandbox of its own for each test, and a raw client beside the three libraries."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.sandbox import Sandbox


class Api:
    """Calls methods as any program could: JSON, or a multipart form when there are files."""

    def __init__(self, sandbox: Sandbox, client: httpx.AsyncClient) -> None:
        """Remember where."""
        self.base = f"{sandbox.url}/bot{sandbox.token}"
        self.client = client

    async def __call__(self, method: str, files: Any = None, **params: Any) -> dict[str, Any]:
        """The whole response."""
        url = f"{self.base}/{method}"
        if files:
            response = await self.client.post(url, data=params, files=files, timeout=60)
        else:
            kind = {"Content-Type": "application/json"}
            body = json.dumps(params)  # ASCII: it can hold half a surrogate pair
            response = await self.client.post(url, content=body, headers=kind, timeout=60)
        told: dict[str, Any] = response.json()
        assert response.status_code == told.get("error_code", 200)
        return told

    async def result(self, method: str, files: Any = None, **params: Any) -> Any:
        """The result; a refusal fails the test."""
        body = await self(method, files, **params)
        assert body["ok"], body
        return body["result"]

    async def refusal(self, method: str, files: Any = None, **params: Any) -> str:
        """The words of a refusal; a result fails the test."""
        body = await self(method, files, **params)
        assert not body["ok"], body
        return str(body["description"])


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A sandbox in which Alice has started the bot, and the bot has heard of it."""
    sandbox = await Sandbox.start()
    await sandbox.alice.send_text("/start")
    sandbox.world.updates.clear()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def api(sandbox: Sandbox) -> AsyncIterator[Api]:
    """The raw client of that sandbox."""
    async with httpx.AsyncClient() as client:
        yield Api(sandbox, client)
