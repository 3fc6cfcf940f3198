"""Nobody else on the machine reads what the bot keeps, nor its token."""

import asyncio
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot import catalog
from bot.sandbox import Sandbox
from bot.tongue import ENGLISH

from .conftest import launched, photo


def modes(folder: Path) -> dict[str, int]:
    """The permissions of all that is in a folder, and its own."""
    return {
        each.relative_to(folder).as_posix(): each.stat().st_mode & 0o777
        for each in (folder, *folder.rglob("*"))
    }


@pytest.mark.parametrize("mode", [0o600, 0o640])
async def test_all_files_are_ours_alone(tmp_path: Path, mode: int) -> None:
    """Under umask 022, in a folder from a time when it was open to all; .env is spoken of."""
    data, env = tmp_path / "data", tmp_path / ".env"
    data.mkdir(mode=0o755)
    with closing(sqlite3.connect(data / catalog.FILE)) as database:
        database.executescript(f"{catalog.VERSIONS[0]} PRAGMA user_version = 1;")
    (data / catalog.FILE).chmod(0o644)
    sandbox = await Sandbox.start()
    env.write_text(f"BOT_TOKEN={sandbox.token}\nBOT_API_URL={sandbox.url}\nADMIN_IDS=1001\n")
    env.chmod(mode)
    with launched(tmp_path) as process:
        asked = await sandbox.alice.send_photo(photo("stranger.jpg"), caption="/add boat")
        await sandbox.until(lambda m: "Added boat" in m.text, sandbox.alice, 60, after=asked)
        await sandbox.alice.send_text("/backup")
        await sandbox.until(lambda m: "Backed up" in m.text, sandbox.alice, 60)
        await sandbox.alice.send_text("/forget")
        await sandbox.until(lambda m: m.text == ENGLISH("forgotten"), sandbox.alice, 60)
        found = modes(data)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(process.wait, 30) == 0
    await sandbox.stop()
    log = (tmp_path / "log").read_text()
    files = {"bot.sqlite-wal", "bot.sqlite-shm", "inbox.sqlite", "inbox.sqlite-wal", "lock"}
    assert files | {"collection.sqlite", "snapshot.json", "backups", "added"} <= found.keys()
    folders = {".": 0o700, "added": 0o700, "backups": 0o700}
    assert found == dict.fromkeys(found, 0o600) | folders
    assert modes(data) == dict.fromkeys(modes(data), 0o600) | folders
    assert ("Others on this machine can read .env: chmod 600 .env" in log) == (mode != 0o600)
