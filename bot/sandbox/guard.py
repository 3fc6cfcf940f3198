"""Who may talk to the sandbox: this machine, and no page of another site."""

import json
from types import TracebackType
from urllib.parse import urlsplit

from tornado.log import app_log
from tornado.web import HTTPError, RequestHandler

from .records import Json

HERE = ("127.0.0.1", "localhost", "::1")
SECURITY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Guarded(RequestHandler):
    """A handler that answers only to this machine, and shows no traceback."""

    def set_default_headers(self) -> None:
        """Allow the page nothing but itself."""
        self.clear_header("Server")
        for name, value in SECURITY.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        """Refuse names that were made to point here (DNS rebinding) and other sites' pages."""
        if not is_here(self.request.host):
            raise HTTPError(403, reason="Wrong host")
        origin = self.request.headers.get("Origin")
        if origin is not None and not is_same_origin(origin, self.request.host):
            raise HTTPError(403, reason="Wrong origin")

    def write_error(self, status_code: int, **_kwargs: object) -> None:
        """Say it in the Bot API's shape."""
        body = {"ok": False, "error_code": status_code, "description": self._reason}
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(body))

    def log_exception(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Log what is our fault, without the address: it holds the token."""
        if kind and value and not isinstance(value, HTTPError):
            app_log.error("the sandbox failed", exc_info=(kind, value, trace))


class Action(Guarded):
    """What the page does: JSON in, JSON out, from the own page only."""

    def prepare(self) -> None:
        """Refuse a POST that does not say which page it is of."""
        super().prepare()
        if self.request.method == "POST" and "Origin" not in self.request.headers:
            raise HTTPError(403, reason="Wrong origin")

    def body(self) -> Json:
        """The JSON that came."""
        try:
            body = json.loads(self.request.body)
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, dict):
            raise HTTPError(400)
        return body

    def reply(self, body: object, status: int = 200) -> None:
        """Answer with JSON."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(body))


def is_here(host: str) -> bool:
    """Whether a Host header names this machine.

    >>> is_here("127.0.0.1:8081"), is_here("[::1]:8081"), is_here("evil.example:8081")
    (True, True, False)
    """
    try:
        return urlsplit(f"//{host}").hostname in HERE
    except ValueError:
        return False


def is_same_origin(origin: str, host: str) -> bool:
    """Whether an Origin header is the sandbox's own page."""
    return origin.lower() == f"http://{host.lower()}"
