"""Bytes -> upright gray image, decoded in a process apart (the map, 7: never in this one)."""

import hashlib
import logging
import signal
import subprocess
import sys
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from search import gate
from search.decoder import FORMATS, NO_MEMORY, READY, REPLY, REQUEST, WELL
from search.errors import Damaged, Moving, NoDecoder, PhotoError, TooLarge
from search.gate import Claim
from search.options import DECODE_SECONDS, DECODER_IMAGES, DECODER_MEMORY, MAX_JPEG_PIXELS

_COMMAND = (
    sys.executable,
    "-I",  # neither the environment nor the folder it starts in can add code
    *("-W", "ignore"),  # nobody reads what it writes
    str(Path(__file__).with_name("decoder.py")),
    str(DECODER_MEMORY),
    str(DECODE_SECONDS),
    str(MAX_JPEG_PIXELS),
)
_TRIES = 2  # of an image whose decoder is killed by something else
_DYING = 1.0  # seconds that a process takes to end, at most
_REMEMBERED = 1000  # files that a decoder died of, the last ones; 32 bytes each

_log = logging.getLogger(__name__)
Pixels = NDArray[np.uint8]
T = TypeVar("T")
Exchange = Callable[[subprocess.Popen[bytes]], T]  # a request, and what comes of its reply
_witness: ContextVar[list[str] | None] = ContextVar("witness", default=None)


@dataclass(frozen=True)
class Gray:
    """An upright gray image.

    `pixels` is (rows, columns) uint8, origin top left, perhaps shrunk; `width` and `height` are
    those of the whole upright image in its own pixels.
    """

    pixels: Pixels
    width: int
    height: int


@dataclass(frozen=True)
class Colour:
    """The same in colour, for people to look at: `pixels` is (rows, columns, 3), red first."""

    pixels: Pixels
    width: int
    height: int


@contextmanager
def witness() -> Iterator[list[str]]:
    """What decoders die of in here, in words: also where nobody else hears of it, and in threads
    that run in this context.
    """
    deaths = list[str]()
    token = _witness.set(deaths)
    try:
        yield deaths
    finally:
        _witness.reset(token)


class Deaths:
    """Files that a decoder died of, by their SHA-256: they are not decoded again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._files: OrderedDict[bytes, None] = OrderedDict()

    def __len__(self) -> int:
        return len(self._files)

    def __contains__(self, data: bytes) -> bool:
        return bool(self._files) and hashlib.sha256(data).digest() in self._files

    def add(self, data: bytes) -> None:
        """Remember a file, and say so; the oldest one is forgotten where there are many."""
        _log.error("A decoder died of a file (%d bytes), which is refused from now on", len(data))
        if (seen := _witness.get()) is not None:
            seen.append("a decoder died of its file")
        with self._lock:
            self._files[hashlib.sha256(data).digest()] = None
            if len(self._files) > _REMEMBERED:
                self._files.popitem(last=False)


class Apart:
    """Owns one process that reads strangers' bytes. One thread at a time; started when needed."""

    _what = "image"

    def __init__(self, deaths: Deaths | None = None) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._decoded = 0
        self._deaths = Deaths() if deaths is None else deaths

    def close(self) -> None:
        """End the process; a later use starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()  # closes the pipes, reaps the process
            self._process = None

    def _begin(self) -> subprocess.Popen[bytes]:
        return _start()

    @staticmethod
    def _receive(process: subprocess.Popen[bytes], size: int) -> bytes:
        return _read(process, size)

    def _ask(self, data: bytes, exchange: Exchange[T]) -> T:
        """What comes of `exchange`; a file that kills its process is given up, and remembered."""
        if data in self._deaths:
            raise Damaged("a decoder died of it before", self._what)
        for _ in range(_TRIES):
            with suppress(_Killed):
                return self._try(data, exchange)
        self._deaths.add(data)
        raise Damaged("the decoder gave up", self._what)

    def _try(self, data: bytes, exchange: Exchange[T]) -> T:
        process = self._running()
        watchdog = threading.Timer(DECODE_SECONDS, process.kill)
        watchdog.start()
        try:
            self._await(process)
            return exchange(process)
        except (BrokenPipeError, EOFError) as error:
            if self._killed() and watchdog.is_alive():
                raise _Killed from error
            self._deaths.add(data)
            raise Damaged("the decoder gave up", self._what) from error
        except PhotoError:
            raise
        except BaseException:  # else the next image would get the answer that is left in the pipe
            self.close()
            raise
        finally:
            watchdog.cancel()

    def _killed(self) -> bool:
        """Whether somebody killed the process, which is gone after this."""
        assert self._process is not None  # noqa: S101  it was asked something
        with suppress(subprocess.TimeoutExpired):  # it lives, and says what it should not
            self._process.wait(_DYING)
        killed = self._process.poll() == -signal.SIGKILL
        self.close()
        return killed

    def _running(self) -> subprocess.Popen[bytes]:
        if self._decoded >= DECODER_IMAGES or (self._process and self._process.poll() is not None):
            self.close()
        if self._process is None:
            self._decoded = 0
            self._process = self._begin()
        return self._process

    def _await(self, process: subprocess.Popen[bytes]) -> None:
        """A new one has to begin. Raises NoDecoder: that it does not is not the image's fault."""
        if not self._decoded:
            try:
                _read(process, len(READY))
            except EOFError as error:
                self.close()
                raise NoDecoder("its process does not start") from error
        self._decoded += 1


class Decoder(Apart):
    """Owns one decoder process."""

    def gray(self, data: bytes, side: int) -> Gray:
        """Decode to gray with a long side of at most `side` px.

        Raises NotAnImage, UnsupportedFormat, TooLarge or Damaged.
        """
        pixels, (width, height) = self._decode(data, side, 1)
        return Gray(pixels[:, :, 0], width, height)

    def colour(self, data: bytes, side: int) -> Colour:
        """The same in colour."""
        pixels, (width, height) = self._decode(data, side, 3)
        return Colour(pixels, width, height)

    def _decode(self, data: bytes, side: int, channels: int) -> tuple[Pixels, tuple[int, int]]:
        """Pixels (rows, columns, channels), and the size of the whole upright image.

        Raises NotAnImage, UnsupportedFormat, TooLarge, TooNarrow, Moving or Damaged (also when the
        decoder died of it or took longer than DECODE_SECONDS, now or before; the next call starts
        another); NoDecoder where none can be started.
        """
        claim = gate.inspect(data)
        if claim.format in gate.VIDEOS:
            raise Moving
        return self._ask(data, lambda process: _exchange(process, data, claim, side, channels))


class _Killed(Exception):
    """The decoder was killed from outside, as the system does where memory ends."""


class Decoders:
    """Decoders for many threads: each borrows one of its own, and there are as many as needed."""

    def __init__(self) -> None:
        self.deaths = Deaths()
        self._idle: deque[Decoder] = deque()  # its ends may be used from any thread
        self._closed = False

    @contextmanager
    def borrow(self) -> Iterator[Decoder]:
        """A decoder for this thread alone."""
        try:
            decoder = self._idle.pop()
        except IndexError:
            decoder = Decoder(self.deaths)
        try:
            yield decoder
        finally:
            self._idle.append(decoder)
            if self._closed:
                self.close()

    def close(self) -> None:
        """End all; those that are borrowed when they come back."""
        self._closed = True
        with suppress(IndexError):  # somebody else took the last
            while True:
                self._idle.pop().close()


def _start() -> subprocess.Popen[bytes]:
    return start(_COMMAND)


def start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """A process that has nothing of ours but its two pipes. Raises NoDecoder."""
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            close_fds=True,  # neither locks nor databases
            env={},
            cwd="/",
        )
    except OSError as error:
        raise NoDecoder(error.strerror or str(error)) from error


def _exchange(
    process: subprocess.Popen[bytes], data: bytes, claim: Claim, side: int, channels: int
) -> tuple[Pixels, tuple[int, int]]:
    number = FORMATS.index(claim.format.upper())
    how, width, height, columns, rows = ask(process, data, side, channels, number)
    if how == NO_MEMORY:
        limit = f"{DECODER_MEMORY >> 20} MB in memory"
        raise TooLarge(f"{claim.width} x {claim.height} pixels", limit)
    if how != WELL:
        raise Damaged("the decoder refused it")
    size = columns * rows * channels
    if not 0 < size <= side * side * channels:
        raise EOFError("an answer that was not asked for")
    pixels = np.frombuffer(_read(process, size), np.uint8).reshape(rows, columns, channels)
    if {width, height} != {claim.width, claim.height}:
        raise Damaged("it is not of the size that its header says")
    return pixels, (width, height)


def ask(
    process: subprocess.Popen[bytes], data: bytes, side: int, channels: int, number: int
) -> tuple[int, int, int, int, int]:
    """Send a REQUEST; returns the head of the REPLY. Raises BrokenPipeError or EOFError."""
    assert process.stdin is not None  # noqa: S101  Popen was given pipes
    process.stdin.write(REQUEST.pack(len(data), side, channels, number))
    process.stdin.write(data)
    process.stdin.flush()
    how, *sizes = REPLY.unpack(_read(process, REPLY.size))
    width, height, columns, rows = sizes
    return how, width, height, columns, rows


def _read(process: subprocess.Popen[bytes], size: int) -> bytes:
    assert process.stdout is not None  # noqa: S101  Popen was given pipes
    data = process.stdout.read(size)
    if len(data) < size:
        raise EOFError("the decoder died")
    return data
