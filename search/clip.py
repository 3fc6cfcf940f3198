"""A clip -> its frames, each a photo; and of the answers to them the one that counts."""

import math
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from search import gate
from search.apart import Apart, Deaths, ask, read, start
from search.clock import Clock, Seconds
from search.decoder import CLIPS, FRAME, NO_MEMORY, NO_PICTURE, TOO_LARGE, WELL
from search.errors import Damaged, NoPicture, PhotoError, TooLarge
from search.gate import Claim
from search.options import (
    CLIP_FRAMES,
    CLIP_SIDE,
    DECODE_SECONDS,
    DECODER_MEMORY,
    MAX_CLIP_PIXELS,
)
from search.verdict import Answer

_COMMAND = (
    sys.executable,
    "-I",
    *("-W", "ignore"),
    str(Path(__file__).with_name("frames.py")),
    str(DECODER_MEMORY),
    str(DECODE_SECONDS),
    str(MAX_CLIP_PIXELS),
)
_MOST = CLIP_FRAMES * (CLIP_SIDE * (CLIP_SIDE + 1) * 3 + 100)  # bytes of all frames
_RANKS = ("unreadable", "plain", "none", "maybe", "same")


@dataclass(frozen=True)
class Frame:
    """What a clip shows `at` some seconds: the bytes of an image (BMP), a photo as any other."""

    at: float
    image: bytes


def frames(clip: bytes, deaths: Deaths) -> tuple[Frame, ...]:
    """At most CLIP_FRAMES, spread evenly, upright, with a long side of CLIP_SIDE px at most.

    They are taken by a process of the clip's own. Raises what `gate.inspect` does, NoPicture,
    TooLarge or Damaged; NoDecoder where no process can be started.
    """
    projector = Projector(deaths)
    try:
        return projector.show(clip)
    finally:
        projector.close()


class Projector(Apart):
    """Owns a process that takes frames out of clips."""

    def show(self, clip: bytes) -> tuple[Frame, ...]:
        """As `frames` does."""
        claim = gate.inspect(clip)
        self._what = gate.word(claim.format)
        return self._ask(clip, lambda process: self._exchange(process, clip, claim))

    def _begin(self) -> subprocess.Popen[bytes]:
        return start(_COMMAND)

    def _exchange(
        self, process: subprocess.Popen[bytes], clip: bytes, claim: Claim
    ) -> tuple[Frame, ...]:
        number = CLIPS.index(claim.format.upper())
        how, width, height, count, size = ask(process, clip, CLIP_SIDE, 3, number)
        if how != WELL:
            raise _refusal(how, f"{width} x {height} pixels", self._what)
        if not (0 < count <= CLIP_FRAMES and size <= _MOST):
            raise EOFError("an answer that was not asked for")
        return tuple(_unpacked(read(process, size), count))


def _refusal(how: int, size: str, what: str) -> PhotoError:
    if how == NO_MEMORY:
        return TooLarge("it takes much memory", f"{DECODER_MEMORY >> 20} MB", what)
    if how == TOO_LARGE:
        return TooLarge(size, f"{MAX_CLIP_PIXELS // 1_000_000} million pixels", what)
    return NoPicture() if how == NO_PICTURE else Damaged("the decoder refused it", what)


def _unpacked(data: bytes, count: int) -> Iterator[Frame]:
    """Raises EOFError where lengths do not add up."""
    start = 0
    for _ in range(count):
        if len(data) - start < FRAME.size:
            raise EOFError("a frame is missing")
        at, size = FRAME.unpack_from(data, start)
        start += FRAME.size
        if not math.isfinite(at):
            raise EOFError("a frame of no time")
        yield Frame(round(at, 3), data[start : start + size])
        start += size
    if start != len(data):
        raise EOFError("more or less than was said")


def find(frames: Iterable[Frame], look_up: Callable[[bytes], Answer], clock: Clock) -> Answer:
    """The first answer that is sure, else the best; its seconds are those of all, and `clock`'s."""
    answers = []
    for frame in frames:
        answers.append(replace(look_up(frame.image), at=frame.at))
        if answers[-1].verdict == "same":
            break
    laps = [clock.seconds(), *(each.seconds for each in answers)]
    return replace(max(answers, key=_rank), seconds=_sum(laps))


def _rank(answer: Answer) -> tuple[int, float, float]:
    best = max(((each.evidence, each.value) for each in answer.matches), default=(0.0, 0.0))
    return _RANKS.index(answer.verdict), *best


def _sum(laps: Iterable[Seconds]) -> Seconds:
    """Stage by stage."""
    return Seconds(*map(sum, zip(*(astuple(each) for each in laps), strict=True)))
