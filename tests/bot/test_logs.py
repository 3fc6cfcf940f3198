"""The token is in nothing that the bot writes, and its log does not tell who uses it."""

import asyncio
import logging
import re
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from telegram.ext import ApplicationBuilder

from bot.logs import Masked, begin
from bot.sandbox import Sandbox
from bot.sandbox.sandbox import make_token
from bot.tongue import ENGLISH

from .conftest import launched, photo

TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz012345"  # noqa: S105  nobody's
_HELP = re.sub("</?b>", "", ENGLISH("help"))  # as it is read
LEVELS = ["DEBUG", "INFO", "WARNING", "ERROR"]
DORA = 7_123_456_789


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[logging.Logger]:
    """A logger; what `begin` changes is as it was afterwards."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    yield logging.getLogger("x")
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    logging.captureWarnings(capture=False)


@pytest.mark.parametrize("level", LEVELS)
async def test_the_token_is_masked_at_every_level(
    level: str, log: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    """Messages, arguments, tracebacks, its secret half, and what httpx says of a URL."""
    begin(level, TOKEN)
    log.error("a %s b", TOKEN)
    log.error("half of it: %s", TOKEN.partition(":")[2])
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
    said = capsys.readouterr().err
    assert "failed" in said
    assert said.count("<token>") >= 4
    assert "AAF-" not in said
    assert "A" * 35 not in said


@pytest.mark.parametrize("login", ["bot:secret", "secret", "bot:sec@ret"])
def test_who_logs_in_by_a_url_is_masked(login: str) -> None:
    """As at a queue; a worker has no token, and the rest of its lines is as it was."""
    said = Masked("").mask(f"nats://{login}@host:4222 is away; see https://example.org/@a")
    assert said == "nats://<login>@host:4222 is away; see https://example.org/@a"


def test_a_stack_is_masked_too() -> None:
    """The formatter works on the whole text."""
    assert "1:short" not in _formatted("1:short", stack_info=True).split("Stack")[0]


def test_a_short_secret_is_no_word_to_hide() -> None:
    """Else nothing could be read where a token is x."""
    assert _formatted("fixed 99:x", token="99:x").endswith("fixed <token>\n")


def test_ids_are_hidden_in_tracebacks() -> None:
    """What was raised may hold what somebody wrote; line numbers stay."""
    try:
        int(f"/ban {DORA}")
    except ValueError:
        said = _formatted("failed", exc_info=True)
    assert str(DORA) not in said
    assert "/ban <number>" in said
    assert re.search(r"line \d+", said)


def test_nothing_steers_the_terminal() -> None:
    """Colours, bells, turned writing and half characters are shown by their codes."""
    said = _formatted("a\x1b[2Jb\x07c\u202ed\ud800e\r")
    assert said.endswith(r"a\x1b[2Jb\x07c\u202ed\ud800e\r" + "\n")


def test_what_ends_a_thread_is_masked_too(
    log: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    """Python itself would print it as it is."""
    begin("INFO", TOKEN)

    def fail() -> None:
        raise RuntimeError(TOKEN)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    log.info("after it")
    said = capsys.readouterr().err
    assert "RuntimeError: <token>" in said
    assert "after it" in said


def _formatted(
    message: str,
    token: str = "1:short",  # noqa: S107  nobody's
    *,
    exc_info: bool = False,
    stack_info: bool = False,
) -> str:
    """Not by a logger: pytest would keep the message, and half a character cannot be sent on."""
    record = logging.LogRecord("y", logging.ERROR, __file__, 1, message, (), None)
    record.exc_info = sys.exc_info() if exc_info else None
    record.stack_info = "".join(traceback.format_stack()) if stack_info else None
    return Masked(token).format(record) + "\n"


# --- The real process -----------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("level", LEVELS)
async def test_nothing_that_a_bot_in_trouble_writes_has_the_token(
    tmp_path: Path, data_dir: Path, level: str
) -> None:
    """A bad network, an update that no handler can take: not the log, no reply, no file on disk.

    Nor does the log tell who was there.
    """
    sandbox = await Sandbox.start(token=make_token(4242))
    sandbox.world.users[DORA - 1] = sandbox.bob.user
    dora = sandbox.person("Dora")
    env = {"BOT_API_URL": sandbox.url, "DATA_DIR": str(data_dir), "ADMIN_IDS": "1001"}
    with launched(tmp_path, BOT_TOKEN=sandbox.token, LOG_LEVEL=level, **env) as process:
        for person in (sandbox.alice, dora):
            await person.send_text("/help")
            await sandbox.until(lambda m: m.text == _HELP, person, 60)
        kinds = "429", "500", "reset before", "reset after", "cut"
        sandbox.faults.add(*kinds, share=0.3, times=8)
        poison = {"chat": sandbox.alice.chat.json, "from": dora.user, "text": f"/ban {DORA}"}
        sandbox.world.updates.add("message", {"message_id": 1, **poison})
        await dora.send_photo(photo("cropped.jpg"), caption=f"I am {DORA}")
        await sandbox.until(lambda m: m.text == ENGLISH("failed"), sandbox.alice, 60)
        await sandbox.until(lambda m: "barn" in m.text, dora, 60)
        sandbox.faults.clear()
        process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(process.wait, 30) == 0
    log, secret = (tmp_path / "log").read_text(), sandbox.token.partition(":")[2]
    assert "could not be handled" in log
    assert "Traceback" in log
    assert ("<token>" in log) == (level == "DEBUG")
    assert str(DORA) not in log
    assert "Dora" not in log
    assert secret not in log
    assert secret not in str([(each.params, each.response) for each in sandbox.requests])
    assert _holding(data_dir, secret) == []
    await sandbox.stop()


def _holding(folder: Path, secret: str) -> list[Path]:
    files = [each for each in folder.rglob("*") if each.is_file()]
    return [each for each in files if secret.encode() in each.read_bytes()]


def test_an_end_that_nobody_expected_is_masked(
    log: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    """Likewise."""
    begin("INFO", TOKEN)
    try:
        raise RuntimeError(TOKEN)  # noqa: TRY301  it is not caught in earnest
    except RuntimeError as error:
        sys.excepthook(RuntimeError, error, error.__traceback__)
    log.info("after it")
    said = capsys.readouterr().err
    assert "RuntimeError: <token>" in said
    assert "after it" in said
