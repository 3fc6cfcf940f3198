"""The decoder as a process: what it cannot do, what becomes of it, and what it died of."""

import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

import numpy as np
import pytest

from search import apart, image
from search.apart import Deaths
from search.decoder import REPLY
from search.errors import Damaged, NoDecoder, TooLarge
from search.gate import Claim
from search.image import Decoder, Decoders
from search.options import DECODER_MEMORY
from tests.search.edits import encoded, speckled

SIDE = 960
ONE, TWO = encoded(speckled(1)), encoded(speckled(2))


@pytest.fixture
def alone() -> Iterator[Decoder]:
    """A decoder at work, that the test may harm."""
    decoder = Decoder()
    decoder.gray(encoded(speckled(9)), SIDE)
    yield decoder
    decoder.close()


def pid(decoder: Decoder) -> int:
    """Of its process."""
    assert decoder._process
    return decoder._process.pid


def reason(decoder: Decoder, data: bytes) -> str:
    """Why a file is said to be damaged."""
    with pytest.raises(Damaged, match="damaged and cannot be read") as refused:
        decoder.gray(data, SIDE)
    return refused.value.detail


def die_of(decoder: Decoder, data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the decoder be given up over a file."""
    decoder.gray(encoded(speckled(9)), SIDE)
    os.kill(pid(decoder), signal.SIGSTOP)
    with monkeypatch.context() as patch:
        patch.setattr(apart, "DECODE_SECONDS", 0.1)
        assert reason(decoder, data) == "the decoder gave up"


def test_a_file_that_killed_a_decoder_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """By all decoders of one owner, and none is started for it; other files are read."""
    decoders = Decoders()
    with decoders.borrow() as one, decoders.borrow() as other:
        die_of(one, ONE, monkeypatch)
        for each in (one, other):
            assert reason(each, ONE) == "a decoder died of it before"
            assert each._process is None
            assert each.gray(TWO, SIDE).width == 96
    assert len(decoders.deaths) == 1
    decoders.close()


def test_only_the_last_deaths_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory has an end."""
    monkeypatch.setattr(apart, "_REMEMBERED", 3)
    deaths = Deaths()
    for data in (b"1", b"2", b"3", b"3", b"4"):
        deaths.add(data)
    assert len(deaths) == 3
    assert (b"1" in deaths, b"2" in deaths, b"4" in deaths) == (False, True, True)


def test_a_damaged_file_is_no_death(alone: Decoder) -> None:
    """It may come again, and the decoder goes on."""
    before = pid(alone)
    for _ in range(2):
        assert reason(alone, ONE[:200]) == "the decoder refused it"
    assert pid(alone) == before


@pytest.mark.parametrize("size", [(96, 97), (97, 96), (1, 96), (95, 95)])
def test_an_image_of_another_size_than_its_header_says_is_damaged(
    alone: Decoder, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    """The size says how far things are apart: nobody makes it up."""
    monkeypatch.setattr("search.gate.inspect", lambda _: Claim("PNG", *size))
    assert reason(alone, ONE) == "it is not of the size that its header says"


def test_an_image_that_takes_too_much_memory_is_too_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Not damaged: a smaller one would do. The decoder lives."""
    command = [str(200 << 20) if part == str(DECODER_MEMORY) else part for part in image._COMMAND]
    monkeypatch.setattr(image, "_COMMAND", command)
    decoder = Decoder()
    with pytest.raises(TooLarge, match="7000 x 7000 pixels; at most 1024 MB in memory"):
        decoder.colour(encoded(np.zeros((7000, 7000), np.uint8)), 10)
    before = pid(decoder)
    assert decoder.gray(ONE, SIDE).width == 96
    assert pid(decoder) == before
    decoder.close()


def test_where_no_process_can_be_started_nothing_is_said_of_the_image(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is not damaged; later it is looked at."""

    def full(*_: object, **__: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    decoder = Decoder()
    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", full)
        with pytest.raises(NoDecoder, match=r"\(Resource temporarily unavailable\). Try again"):
            decoder.gray(ONE, SIDE)
    assert decoder.gray(ONE, SIDE).width == 96
    decoder.close()


def kill_soon(decoder: Decoder) -> None:
    """While it is at work, as the system does where memory ends."""
    os.kill(pid(decoder), signal.SIGSTOP)
    threading.Timer(0.1, os.kill, (pid(decoder), signal.SIGKILL)).start()


def test_an_image_whose_decoder_somebody_killed_is_looked_at_again(alone: Decoder) -> None:
    """By another; it is not the image's fault, and not held against it."""
    before = pid(alone)
    kill_soon(alone)
    np.testing.assert_array_equal(alone.gray(ONE, SIDE).pixels, speckled(1))
    assert pid(alone) != before


def test_an_image_whose_decoders_are_killed_again_and_again_is_given_up(
    alone: Decoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twice is enough, and then it is the image."""
    start = image._start

    def started() -> object:
        process = start()
        assert isinstance(process.stdout, BufferedReader)
        process.stdout.peek()  # it has begun
        os.kill(process.pid, signal.SIGSTOP)
        threading.Timer(0.1, process.kill).start()
        return process

    monkeypatch.setattr(image, "_start", started)
    kill_soon(alone)
    assert reason(alone, ONE) == "the decoder gave up"
    monkeypatch.undo()
    assert reason(alone, ONE) == "a decoder died of it before"
    assert alone.gray(TWO, SIDE).width == 96


def test_a_decoder_that_does_not_start_is_no_fault_of_the_image(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Said as it is; when it starts again the image is looked at."""
    decoder = Decoder()
    with monkeypatch.context() as patch:
        patch.setattr(image, "_COMMAND", (sys.executable, "-c", "raise SystemExit"))
        with pytest.raises(NoDecoder, match="its process does not start"):
            decoder.gray(ONE, SIDE)
    assert decoder.gray(ONE, SIDE).width == 96
    decoder.close()


def test_an_answer_that_was_not_asked_for_ends_the_decoder(
    alone: Decoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that was taken over could say anything: it is not listened to any longer."""
    before = pid(alone)
    monkeypatch.setattr(apart, "_DYING", 0.01)

    class Odd:
        size = REPLY.size

        @staticmethod
        def unpack(_: bytes) -> tuple[int, ...]:
            return 0, 96, 96, 60_000, 60_000

    monkeypatch.setattr("search.apart.REPLY", Odd)
    assert reason(alone, ONE) == "the decoder gave up"
    monkeypatch.undo()
    assert not Path(f"/proc/{before}").exists()
    assert alone.gray(TWO, SIDE).width == 96


def test_a_signal_to_everybody_costs_no_image(alone: Decoder) -> None:
    """Ctrl-C and a service that stops reach decoders too; who owns one ends it."""
    before = pid(alone)
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        os.kill(before, each)
    assert alone.gray(ONE, SIDE).width == 96
    assert pid(alone) == before


_OWNER = """
import sys, time
from search.image import Decoder
decoder = Decoder()
decoder.gray(sys.stdin.buffer.read(), 99)
print(decoder._process.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux")
def test_a_decoder_whose_owner_was_killed_ends() -> None:
    """It sees that its pipe is closed."""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", _OWNER], stdin=pipe, stdout=pipe) as owner:
        assert owner.stdin
        assert owner.stdout
        owner.stdin.write(ONE)
        owner.stdin.close()
        orphan = os.pidfd_open(int(owner.stdout.readline()))
        owner.kill()
    ended, _, _ = select.select([orphan], [], [], 10)
    os.close(orphan)
    assert ended


@pytest.fixture
def inside(alone: Decoder) -> Path:
    """What the system says of its process."""
    process = Path("/proc", str(pid(alone)))
    if not process.exists():
        pytest.skip("needs /proc")
    return process


def test_no_file_of_ours_is_open_in_a_decoder(tmp_path: Path) -> None:
    """Neither locks nor databases, whatever was left inheritable: a lock ends with its owner."""
    with (tmp_path / "lock").open("w") as lock:
        os.set_inheritable(lock.fileno(), True)  # noqa: FBT003
        decoder = Decoder()
        decoder.gray(ONE, SIDE)
        open_files = sorted(Path("/proc", str(pid(decoder)), "fd").iterdir())
        assert [path.name for path in open_files] == ["0", "1", "2"]
        decoder.close()


@pytest.mark.parametrize(
    ("limit", "most"),
    [
        ("Max address space", DECODER_MEMORY),
        ("Max file size", 0),  # nothing can be written
        ("Max core file size", 0),
        ("Max open files", 0),  # nor read, nor a connection be made
    ],
)
def test_a_decoder_is_confined(inside: Path, limit: str, most: int) -> None:
    """For good: it cannot ask for more."""
    (line,) = (
        line for line in (inside / "limits").read_text().splitlines() if line.startswith(limit)
    )
    assert line.removeprefix(limit).split()[:2] == [str(most)] * 2


def test_a_decoder_has_little_time_for_each_image(inside: Path) -> None:
    """Of the processor: also where its owner is not there any more to end it."""
    words = (inside / "limits").read_text().split("Max cpu time")[1].split()
    assert int(words[0]) <= 12


def test_where_memory_ends_the_decoder_goes_first(inside: Path) -> None:
    """Not the bot."""
    assert (inside / "oom_score_adj").read_text() == "1000\n"


_TRY = """
import socket, sys
sys.path.insert(0, sys.argv[1])
from search import decoder
decoder.confine(1 << 30)
tried = (
    lambda: open("/etc/hostname"),
    lambda: open(sys.argv[2], "w"),
    socket.socket,
)
for each in tried:
    try:
        each()
    except OSError as error:
        print(error.errno)
"""


def test_a_decoder_that_was_taken_over_opens_nothing(tmp_path: Path) -> None:
    """No file to read or write, no connection."""
    root = str(Path(image.__file__).parents[1])
    ran = subprocess.run(
        [sys.executable, "-c", _TRY, root, str(tmp_path / "new")],
        capture_output=True,
        check=False,
        env={},
    )
    assert ran.stdout.split() == [b"24"] * 3, ran.stderr
    assert not list(tmp_path.iterdir())
