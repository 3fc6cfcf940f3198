"""One bot a data folder."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.lock import InUse, locked
from tests.conftest import SAMPLES

from .test_process import ROOT, started

HOLD = """
import subprocess, sys
from pathlib import Path
from bot.lock import locked

with locked(Path(sys.argv[1])):
    child = subprocess.Popen(["sleep", "60"])
    print(child.pid, flush=True)
    child.wait()
"""

DECODE = """
import sys
from pathlib import Path
from search.image import Decoder

decoder = Decoder()
decoder.gray(Path(sys.argv[1]).read_bytes(), 100)
print(decoder._process.pid, flush=True)
sys.stdin.read()
"""


def test_the_second_one_is_told(tmp_path: Path) -> None:
    """The first goes on; when it is gone, the next may come."""
    folder = tmp_path / "data"
    with locked(folder):
        with pytest.raises(InUse, match="Another Kazami is at work"), locked(folder):
            pass
        with pytest.raises(InUse), locked(folder):
            pass
    with locked(folder):
        pass


def test_the_lock_dies_with_its_holder(tmp_path: Path) -> None:
    """Killed at once, while a process that it had started lives on."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout
        child = int(holder.stdout.readline())
        with pytest.raises(InUse), locked(tmp_path):
            pass
        holder.kill()
        holder.wait()
        os.kill(child, 0)  # it is there
        with locked(tmp_path):
            os.kill(child, signal.SIGKILL)


def test_an_orphaned_decoder_ends(tmp_path: Path) -> None:
    """Its owner was killed: its pipe is closed, and it goes."""
    photo = SAMPLES / "photos" / "cropped.jpg"
    owner = subprocess.Popen(
        [sys.executable, "-c", DECODE, str(photo)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with owner:
        assert owner.stdout
        decoder = os.pidfd_open(int(owner.stdout.readline()))
        owner.kill()
        owner.wait()
        ended, _, _ = select.select([decoder], [], [], 20)
        os.close(decoder)
    assert ended


def test_a_second_bot_says_so_and_ends(tmp_path: Path) -> None:
    """Exit code 2, one line."""
    away = {"BOT_TOKEN": "99:x", "BOT_API_URL": "http://127.0.0.1:9"}
    with started(tmp_path, **away) as first:
        assert first.stderr
        first.stderr.readline()  # it has begun
        with started(tmp_path, **away) as second:
            _, err = second.communicate(timeout=30)
        assert first.poll() is None
    assert second.returncode == 2
    assert err == "Another Kazami is at work in data. Stop it, or use another DATA_DIR.\n"
