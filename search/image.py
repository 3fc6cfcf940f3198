"""Bytes -> upright gray image, decoded in a process apart (the map, 7: never in this one)."""

import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search import gate
from search.apart import Apart, Deaths, ask, read, start
from search.decoder import FORMATS, NO_MEMORY, WELL
from search.errors import Damaged, Moving, TooLarge
from search.gate import Claim
from search.options import DECODE_SECONDS, DECODER_MEMORY, MAX_JPEG_PIXELS

_COMMAND = (
    sys.executable,
    "-I",  # neither the environment nor the folder it starts in can add code
    *("-W", "ignore"),  # nobody reads what it writes
    str(Path(__file__).with_name("decoder.py")),
    str(DECODER_MEMORY),
    str(DECODE_SECONDS),
    str(MAX_JPEG_PIXELS),
)

Pixels = NDArray[np.uint8]


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

    def _begin(self) -> subprocess.Popen[bytes]:
        return _start()


class Decoders:
    """Decoders for many threads: each borrows one of its own, and there are as many as needed."""

    def __init__(self) -> None:
        self.deaths = Deaths()
        self._idle: deque[Decoder] = deque()  # its ends may be used from any thread
        self._closed = False

    def gray(self, data: bytes, side: int) -> Gray:
        """By one of them, as it does; raises the same."""
        with self.borrow() as decoder:
            return decoder.gray(data, side)

    def colour(self, data: bytes, side: int) -> Colour:
        """Likewise."""
        with self.borrow() as decoder:
            return decoder.colour(data, side)

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
    pixels = np.frombuffer(read(process, size), np.uint8).reshape(rows, columns, channels)
    if {width, height} != {claim.width, claim.height}:
        raise Damaged("it is not of the size that its header says")
    return pixels, (width, height)
