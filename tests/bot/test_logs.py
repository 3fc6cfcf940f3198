"""The token is in nothing that is logged."""

import io
import logging

import pytest
from telegram.ext import ApplicationBuilder

from bot.logs import Masked, begin

TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz012345"  # noqa: S105  nobody's


@pytest.mark.parametrize("level", ["DEBUG", "INFO", "ERROR"])
async def test_the_token_is_masked_at_every_level(
    level: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Messages, arguments, tracebacks, and what httpx says of a URL."""
    before = logging.getLogger().handlers[:], logging.getLogger().level
    begin(level, TOKEN)
    log = logging.getLogger("x")
    try:
        log.error("a %s b", TOKEN)
        log.error("one like it: 42:%s", "A" * 35)
        try:
            int(f"https://api/bot{TOKEN}/getMe")
        except ValueError:
            log.exception("failed")
        app = ApplicationBuilder().token(TOKEN).base_url("http://127.0.0.1:9/bot").build()
        try:
            await app.bot.get_me()
        except Exception:
            log.exception("no network")
    finally:
        logging.getLogger().handlers[:], level_ = before[0], before[1]
        logging.getLogger().setLevel(level_)
        logging.captureWarnings(capture=False)
    said = capsys.readouterr().err
    assert "failed" in said
    assert "<token>" in said
    assert "AAF-" not in said
    assert "A" * 35 not in said


def test_a_stack_is_masked_too() -> None:
    """The formatter works on the whole text."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Masked("1:short"))
    log = logging.getLogger("y")
    log.addHandler(handler)
    log.warning("1:short", stack_info=True)
    assert "1:short" not in stream.getvalue().split("Stack")[0]
