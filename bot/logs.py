"""Logging that never shows the token, in tracebacks neither."""

import logging
import re
import sys

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{30,}")  # anything shaped like one, whoever it belongs to


class Masked(logging.Formatter):
    """Formats as usual, then hides `token` and whatever looks like one."""

    def __init__(self, token: str) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        """The whole text of a record, exception and stack included."""
        return self.mask(super().format(record))

    def mask(self, text: str) -> str:
        """`text` without the token."""
        return _TOKEN.sub("<token>", text.replace(self._token, "<token>"))


def begin(level: str, token: str) -> None:
    """Log to standard error. httpx tells every URL at INFO: libraries speak only when debugging."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Masked(token))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("httpx", "httpcore", "telegram", "aiosqlite", "tornado.access"):
        logging.getLogger(chatty).setLevel(level if level in ("DEBUG", "ERROR") else "WARNING")
    logging.captureWarnings(capture=True)
