"""The webhook: updates are posted to the bot, in order, each until it is taken."""

import asyncio
import json
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.simple_httpclient import SimpleAsyncHTTPClient

from .records import Json, RefusedError
from .updates import Updates

HERE = ("127.0.0.1", "localhost", "::1")
FIRST_PAUSE = 0.1  # seconds before an update is tried again, doubled each time
LONGEST_PAUSE = 5.0  # seconds
TIMEOUT = 60.0  # seconds that the bot may take for one update


@dataclass
class Webhook:
    """Where updates go, and how it went."""

    updates: Updates
    url: str = ""
    secret: str = ""
    max_connections: int = 40
    has_certificate: bool = False
    error: Json = field(default_factory=dict)
    task: asyncio.Task[None] | None = None

    @property
    def info(self) -> Json:
        """The WebhookInfo of the Bot API."""
        info: Json = {
            "url": self.url,
            "has_custom_certificate": self.has_certificate,
            "pending_update_count": self.updates.pending,
            **self.error,
        }
        if self.url:
            info["max_connections"] = self.max_connections
        if self.updates.allowed:
            info["allowed_updates"] = self.updates.allowed
        return info

    def start(self, url: str, secret: str) -> None:
        """Deliver to this address from now on; an empty one stops it."""
        check_address(url, secret)
        self.stop()
        self.url, self.secret, self.error = url, secret, {}
        if url:
            self.task = asyncio.create_task(self._deliver())

    def stop(self) -> None:
        """Deliver no more."""
        if self.task:
            self.task.cancel()
        self.task, self.url = None, ""

    async def _deliver(self) -> None:
        client = SimpleAsyncHTTPClient(force_instance=True)
        pause = FIRST_PAUSE
        try:
            while True:
                update = await self.updates.oldest()
                if await self._post(client, update):
                    self.updates.confirm(update["update_id"] + 1)
                    pause = FIRST_PAUSE
                else:
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, LONGEST_PAUSE)
        finally:
            client.close()

    async def _post(self, client: SimpleAsyncHTTPClient, update: Json) -> bool:
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.secret
        request = HTTPRequest(
            self.url, "POST", headers, json.dumps(update), request_timeout=TIMEOUT
        )
        try:
            await client.fetch(request)
        except HTTPClientError as error:
            words = f"Wrong response from the webhook: {error.code} {error.message}"
        except (OSError, ValueError):
            words = "Connection refused"
        else:
            return True
        self.error = {"last_error_date": int(time.time()), "last_error_message": words}
        return False


def check_address(url: str, secret: str) -> None:
    """Refuse an address that is not of this machine: the sandbox talks to nobody else."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
        raise RefusedError("secret token contains unallowed characters")
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and parts.hostname in HERE
        known = known and parts.port != 0
    except ValueError:
        known = False
    if url and not known:
        raise RefusedError("bad webhook: the sandbox delivers to this machine only")
