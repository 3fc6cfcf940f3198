"""A process apart that reads strangers' bytes, its owner, and the files that it died of."""

import hashlib
import logging
import signal
import struct
import subprocess
import threading
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any, TypeVar

from search.decoder import READY, REPLY, REQUEST
from search.errors import Damaged, NoDecoder, PhotoError
from search.options import DECODE_SECONDS, DECODER_IMAGES

_TRIES = 2  # of an image whose decoder is killed by something else
_DYING = 1.0  # seconds that a process takes to end, at most
_REMEMBERED = 1000  # files that a decoder died of, the last ones; 32 bytes each

_log = logging.getLogger(__name__)
T = TypeVar("T")
Exchange = Callable[[subprocess.Popen[bytes]], T]  # a request, and what comes of its reply
_witness: ContextVar[list[str] | None] = ContextVar("witness", default=None)


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


class Apart(ABC):
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

    @abstractmethod
    def _begin(self) -> subprocess.Popen[bytes]:
        """Another process."""

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
                read(process, len(READY))
            except EOFError as error:
                self.close()
                raise NoDecoder("its process does not start") from error
        self._decoded += 1


class _Killed(Exception):
    """The decoder was killed from outside, as the system does where memory ends."""


def start(
    command: Sequence[str], environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """A process that has nothing of ours but its two pipes. Raises NoDecoder."""
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            close_fds=True,  # neither locks nor databases
            env=environment or {},
            cwd="/",
        )
    except OSError as error:
        raise NoDecoder(error.strerror or str(error)) from error


def ask(
    process: subprocess.Popen[bytes], data: bytes, side: int, channels: int, number: int
) -> tuple[int, int, int, int, int]:
    """Send a REQUEST; returns the head of the REPLY. Raises BrokenPipeError or EOFError."""
    head = REQUEST.pack(len(data), side, channels, number)
    how, width, height, columns, rows = told(process, REPLY, head, data)
    return how, width, height, columns, rows


def told(process: subprocess.Popen[bytes], head: struct.Struct, *asked: bytes) -> tuple[Any, ...]:
    """Send bytes; returns the head of what it says to them. Raises BrokenPipeError or EOFError."""
    assert process.stdin is not None  # noqa: S101  Popen was given pipes
    for each in asked:
        process.stdin.write(each)
    process.stdin.flush()
    return head.unpack(read(process, head.size))


def read(process: subprocess.Popen[bytes], size: int) -> bytes:
    """The next `size` bytes that it says. Raises EOFError."""
    assert process.stdout is not None  # noqa: S101  Popen was given pipes
    data = process.stdout.read(size)
    if len(data) < size:
        raise EOFError("the decoder died")
    return data
