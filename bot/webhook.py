"""Takes updates that Telegram posts: each is kept first, then acknowledged."""

import asyncio
import hmac
import json
import logging
import sqlite3
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType

from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RequestHandler

from bot.desk import Desk
from bot.envelope import Envelope
from bot.port import listen

_log = logging.getLogger(__name__)
BODY_BYTES = 1 << 20
_BODY_SECONDS = 30  # to send one
_HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass(frozen=True)
class Webhook:
    """The port that updates come to; TLS is the business of a proxy before it."""

    desk: Desk
    secret: str
    host: str
    port: int

    async def run(self) -> None:
        """Listen until cancelled. Raises PortTaken or NoSuchPlace."""
        server = HTTPServer(
            Application([(r".*", Door, {"webhook": self})], log_function=lambda _: None),
            max_body_size=BODY_BYTES,
            max_buffer_size=2 * BODY_BYTES,
            body_timeout=_BODY_SECONDS,
            idle_connection_timeout=_BODY_SECONDS,
        )
        listen(server, self.host, self.port, "WEBHOOK_LISTEN")
        try:
            await asyncio.Event().wait()
        finally:
            server.stop()
            await server.close_all_connections()


class Door(RequestHandler):
    """Lets in updates from whoever knows the secret."""

    def initialize(self, webhook: Webhook) -> None:
        """Keep what is shared."""
        self._desk, self._secret = webhook.desk, webhook.secret

    def prepare(self) -> None:
        """Refuse whoever does not know the secret."""
        given = self.request.headers.get(_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            raise HTTPError(HTTPStatus.FORBIDDEN)

    async def post(self) -> None:
        """200 only when the update is on disk; until then Telegram sends it again."""
        envelope = _envelope(self.request.body)
        if envelope is None:
            raise HTTPError(HTTPStatus.BAD_REQUEST)
        if self._desk.full:
            raise HTTPError(HTTPStatus.SERVICE_UNAVAILABLE)
        try:
            await self._desk.take_in([envelope])
        except sqlite3.Error as error:
            _log.warning("An update cannot be kept, so it is not taken: %s", error)
            raise HTTPError(HTTPStatus.SERVICE_UNAVAILABLE) from error

    def write_error(self, status_code: int, **_: object) -> None:
        """The number says enough."""
        self.set_status(status_code)
        self.finish()

    def log_exception(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Strangers cannot fill the log."""
        if kind and value and not isinstance(value, HTTPError):
            _log.error("The webhook failed", exc_info=(kind, value, trace))


def _envelope(body: bytes) -> Envelope | None:
    try:
        return Envelope.of(json.loads(body))
    except (ValueError, RecursionError):
        return None
