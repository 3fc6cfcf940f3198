"""Logging that shows neither the token nor who uses the bot, not even in a traceback."""

import logging
import re
import sys
import threading
from types import TracebackType
from typing import Any

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{30,}")  # anything shaped like one, whoever it belongs to
_LONG_NUMBER = re.compile(r"\b\d{6,}\b")  # as ids of people are; in a traceback nobody misses it
_LOGIN = re.compile(r"(?<=://)[^\s/]+@")  # in a URL, as that of a queue
_SHORTEST = 16  # characters of a secret that is looked for by itself; a short one is a word
_log = logging.getLogger(__name__)


class Masked(logging.Formatter):
    """Formats as usual, then hides `token`, whatever looks like one, and who logs in by a URL."""

    def __init__(self, token: str) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        secret = token.partition(":")[2]
        self._secrets = [token, secret] if len(secret) >= _SHORTEST else [token] if token else []

    def format(self, record: logging.LogRecord) -> str:
        """The whole text of a record, exception and stack included; it steers no terminal."""
        record.exc_text = None  # as another handler formatted it
        text = self.mask(super().format(record))
        return "".join(c if c.isprintable() or c in "\n\t" else ascii(c)[1:-1] for c in text)

    def formatException(self, ei: Any) -> str:  # noqa: N802  logging's names
        """What was raised, without ids."""
        return _LONG_NUMBER.sub("<number>", self.mask(super().formatException(ei)))

    def mask(self, text: str) -> str:
        """`text` without the token, or names and passwords in URLs."""
        for secret in self._secrets:
            text = text.replace(secret, "<token>")
        return _LOGIN.sub("<login>@", _TOKEN.sub("<token>", text))


def begin(level: str, token: str) -> None:
    """Log to standard error, what ends a thread or the program included.

    httpx tells every URL at INFO: libraries speak only when debugging. Those that would tell then
    who wrote what, as parameters of a call or of a statement, only warn.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Masked(token))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("httpx", "httpcore", "tornado.access", "watchfiles"):
        logging.getLogger(chatty).setLevel(level if level in ("DEBUG", "ERROR") else "WARNING")
    for telltale in ("telegram", "aiosqlite"):
        logging.getLogger(telltale).setLevel("ERROR" if level == "ERROR" else "WARNING")
    logging.getLogger("tornado.general").setLevel("ERROR")  # strangers write what it warns of
    logging.getLogger("telegram.request.BaseRequest").setLevel("CRITICAL")  # it raises them too
    logging.captureWarnings(capture=True)
    sys.excepthook = _ended
    threading.excepthook = lambda end: _ended(end.exc_type, end.exc_value, end.exc_traceback)


def _ended(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    """Python itself would print it as it is."""
    _log.critical("This should not have happened", exc_info=(kind, error or kind(), trace))
