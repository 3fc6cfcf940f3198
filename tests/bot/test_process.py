"""`python -m bot` as people start it."""

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.inbox import FILE
from bot.sandbox import Sandbox
from bot.settings import Settings, WrongSettingsError, example, load
from search.collection import Collection
from tests.conftest import SAMPLES

ROOT = Path(__file__).parents[2]


@contextmanager
def started(folder: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """The bot in a process of its own, in a folder without .env; it never outlives the test."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def test_all_wrong_settings_are_listed_at_once(tmp_path: Path) -> None:
    """One message, exit code 2."""
    wrong = {"BOT_TOKEN": "x", "ADMIN_IDS": "1, bob", "TOP_N": "many", "ENGINE": "surf"}
    with started(tmp_path, **wrong) as process:
        out, err = process.communicate(timeout=30)
    assert process.returncode == 2
    assert not out
    assert [name for name in wrong if f"  {name}: " in err] == list(wrong)


def test_without_a_token_the_sandbox_starts_and_stops(tmp_path: Path) -> None:
    """It indexes the samples, prints the page's address, serves it, and ends on SIGTERM.

    What the last sandbox's bot was told is forgotten: this one's updates have the same numbers.
    """
    inbox = tmp_path / "data" / "sandbox" / FILE
    inbox.parent.mkdir(parents=True)
    inbox.write_bytes(b"an old one")
    with started(tmp_path) as process:
        assert process.stdout
        assert process.stdout.readline() == "26 pictures in the collection\n"
        lines = map(re.compile(r"http://127\.0\.0\.1:\d+").search, process.stdout)
        address = next(filter(None, lines))
        with urllib.request.urlopen(address[0], timeout=10) as page:  # noqa: S310  our own
            assert b"Kazami" in page.read()
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert inbox.read_bytes().startswith(b"SQLite")
    assert not list(inbox.parent.glob("*damaged*"))


def test_it_can_be_stopped_while_it_indexes(tmp_path: Path) -> None:
    """Politely: what is done is kept, and that is no failure."""
    with started(tmp_path) as process:
        while not (tmp_path / "data" / "sandbox" / "collection.sqlite").exists():
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")
    assert out == "Stopped. What is done is kept.\n"


async def test_a_token_that_telegram_refuses_is_said(tmp_path: Path) -> None:
    """Exit code 2, and where to get the right one; the token is not repeated."""
    sandbox = await Sandbox.start()
    with started(tmp_path, BOT_TOKEN="99:wrong-one", BOT_API_URL=sandbox.url) as process:
        _, err = await asyncio.to_thread(process.communicate, timeout=30)
    await sandbox.stop()
    assert process.returncode == 2
    assert "BOT_TOKEN. Copy it again from @BotFather." in err
    assert "wrong-one" not in err


async def test_a_webhook_that_telegram_refuses_is_said(tmp_path: Path) -> None:
    """Exit code 2, in Telegram's words."""
    sandbox = await Sandbox.start()
    settings = {"BOT_TOKEN": sandbox.token, "BOT_API_URL": sandbox.url}
    with started(
        tmp_path, **settings, WEBHOOK_URL="https://example.org", WEBHOOK_LISTEN=":0"
    ) as bot:
        _, err = await asyncio.to_thread(bot.communicate, timeout=30)
    await sandbox.stop()
    assert bot.returncode == 2
    assert "Telegram refuses to work with these settings: Bad webhook" in err


def test_a_bot_that_finds_no_telegram_waits_and_can_be_stopped(tmp_path: Path) -> None:
    """Nobody listens there; it tries again, and a polite request ends it."""
    with started(tmp_path, BOT_TOKEN="99:x", BOT_API_URL="http://127.0.0.1:9") as process:
        assert process.stderr
        assert "trying again" in process.stderr.readline()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=10)
    assert process.returncode == 0


def test_the_environment_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are read; an empty value is as good as none."""
    (tmp_path / ".env").write_text("TOP_N=3\nENGINE=article\nADMIN_IDS=7, 8\nBOT_TOKEN=\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TOP_N", "4")
    monkeypatch.setenv("IMAGES_DIR", "")
    settings = load()
    assert (settings.top_n, settings.engine) == (4, "article")
    assert settings.admin_ids == {7, 8}
    assert settings.images_dir == Path("images")
    assert settings.bot_token is None


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_a_file_in_another_encoding_is_said(tmp_path: Path, encoding: str) -> None:
    """Exit code 2, and what to do."""
    (tmp_path / ".env").write_text("# café\nTOP_N=3\n", encoding=encoding)
    with started(tmp_path) as process:
        _, err = process.communicate(timeout=30)
    assert process.returncode == 2
    assert err == ".env cannot be read as text. Save it as UTF-8.\n"


def test_a_byte_order_mark_is_no_part_of_the_first_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some editors write one."""
    (tmp_path / ".env").write_text("TOP_N=3\n", encoding="utf-8-sig")
    monkeypatch.chdir(tmp_path)
    assert load().top_n == 3


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ADMIN_IDS", "@alice"),
        ("BOT_API_URL", "ftp://x"),
        ("BOT_API_URL", "http://"),
        ("BOT_API_URL", "http://127.0.0.1:99999"),
        ("LOG_LEVEL", "loud"),
        ("ACCESS", "none"),
        ("TOP_N", "11"),
        ("PHOTOS_PER_MINUTE", "-1"),
        ("WEBHOOK_URL", "example.org"),
        ("WEBHOOK_URL", "http://example.org"),
        ("WEBHOOK_URL", "https://"),
        ("WEBHOOK_SECRET", "short"),
        ("WEBHOOK_LISTEN", "127.0.0.1:99999"),
        ("QUEUE_URL", "http://127.0.0.1:4222"),
        ("QUEUE_URL", "nats://127.0.0.1:99999"),
    ],
)
def test_a_wrong_setting_names_itself(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    """And says what it takes."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSettingsError, match=f"  {name}: "):
        load()


def test_ids_are_shown_by_an_example(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A name is no id."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ADMIN_IDS", "@alice")
    with pytest.raises(WrongSettingsError) as wrong:
        load()
    said = "These settings are wrong:\n  ADMIN_IDS: Telegram ids are numbers, as in 12345, 67890"
    assert str(wrong.value) == said


def test_a_server_of_ones_own_may_post_without_tls(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Telegram's does not."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_API_URL", "http://127.0.0.1:8081")
    monkeypatch.setenv("WEBHOOK_URL", "http://127.0.0.1:8443")
    assert load().webhook_url == "http://127.0.0.1:8443"


def test_the_example_lists_every_setting() -> None:
    """`.env.example` is what the code says, to the letter."""
    assert (ROOT / ".env.example").read_text() == example()
    assert all(field.description for field in Settings.model_fields.values())


def test_it_does_not_let_go_of_much_when_it_starts(tmp_path: Path) -> None:
    """A disk may be missing: /reindex asks about that."""
    pictures = shutil.copytree(SAMPLES / "pictures" / "photographs", tmp_path / "pictures")
    for wanted in ("16 pictures in the collection", "16 pictures are gone from"):
        with started(tmp_path, IMAGES_DIR=str(pictures)) as process:
            assert process.stdout
            assert process.stdout.readline().startswith(wanted)
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)
        shutil.rmtree(pictures, ignore_errors=True)
        pictures.mkdir()
    with closing(Collection(tmp_path / "data" / "sandbox", create=False)) as collection:
        assert len(collection) == 16
