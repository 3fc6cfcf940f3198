"""Clips: found by their frames, harmless whatever is in them."""

import os
import random
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import cv2
import numpy as np
import pytest

from search import Engine, apart, clip, frames, gate
from search.apart import Deaths
from search.clip import Frame, Projector
from search.clock import Clock, Seconds
from search.decoder import REPLY
from search.errors import Damaged, Moving, NoPicture, NotAnImage, PhotoError, TooLarge
from search.options import CLIP_FRAMES, CLIP_SECONDS, CLIP_SIDE, DECODER_MEMORY, MAX_CLIP_PIXELS
from search.verdict import Answer, Match, Verdict

from .clips import CODECS, KINDS, RARE, RATE, SIZE, film, gif, noise, picture, song, with_barn

BARN = "photographs/barn.jpg"
FORMATS = {"gif": "GIF", "h264": "MP4", "mpeg4": "MP4", "mov": "MP4"}  # else WebM


@pytest.fixture
def projector() -> Iterator[Projector]:
    """A process that takes frames, kept for several clips."""
    projector = Projector()
    yield projector
    projector.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_shown_for_a_while_is_found(engine: Engine, kind: str) -> None:
    """Among strangers, and it is said when; a proof can be drawn of it."""
    data = with_barn(kind)
    answer = engine.find(data)
    assert (answer.verdict, answer.matches[0].name) == ("same", BARN)
    assert answer.at is not None
    assert 2 <= answer.at <= 4
    assert any("cropped" in each for each in answer.report)
    assert min(answer.seconds.decode, answer.seconds.extract) > 0
    drawn = np.frombuffer(engine.prove(data, answer.proven, answer.at), np.uint8)
    proof = cv2.imdecode(drawn, cv2.IMREAD_COLOR)
    assert proof is not None
    assert proof.shape[1] > SIZE[0]


@pytest.mark.parametrize("kind", ["gif", "h264", "vp9"])
def test_strangers_are_none(engine: Engine, kind: str, samples: Path) -> None:
    """All frames are looked at."""
    stranger = picture(samples / "photos" / "stranger.jpg")
    shots = [(stranger, 1.0), (noise(1), 1.0), (noise(2), 1.0)]
    assert engine.find(gif(shots) if kind == "gif" else film(kind, shots)).verdict == "none"


@pytest.mark.parametrize(
    ("verdicts", "at", "asked"),
    [
        (("none", "same", "same"), 1.0, 2),
        (("plain", "none", "plain"), 1.0, 3),
        (("maybe", "none", "maybe"), 2.0, 3),  # of two the one with more evidence
    ],
)
def test_the_first_sure_answer_counts_else_the_best(
    verdicts: tuple[Verdict, ...], at: float, asked: int
) -> None:
    """Its seconds are those of all that were looked up."""
    shown = [Frame(float(number), bytes([number])) for number in range(len(verdicts))]

    def look_up(frame: bytes) -> Answer:
        (number,) = frame
        matches = (Match("a", None, 0.5, evidence=float(number)),)
        return Answer("kaze", verdicts[number], matches, Seconds(search=1.0))

    answer = clip.find(shown, look_up, Clock())
    assert (answer.at, answer.seconds.search) == (at, asked)
    assert answer.verdict == verdicts[int(at)]


def test_a_still_has_no_time(engine: Engine, samples: Path) -> None:
    """Nor has a GIF of one frame."""
    assert engine.find((samples / "photos" / "cropped.jpg").read_bytes()).at is None
    assert engine.find(gif([(noise(1), 0.1)])).at is None


def test_a_gif_that_is_no_clip_to_ffmpeg_is_a_still(projector: Projector, tmp_path: Path) -> None:
    """Browsers pass over a stray byte, and so does what adds it: it is found, and has a mark."""
    data = gif([(noise(1), 1), (noise(2), 1)])
    at = data.index(b"\x21\xf9\x04")
    stray = data[:at] + b"\x55" + data[at:]
    with pytest.raises(Damaged):
        projector.show(stray)
    with Engine.open(tmp_path, create=True) as engine:
        engine.add("stray", stray)
        answer = engine.find(stray)
        assert (answer.verdict, answer.at, answer.matches[0].name) == ("same", 0.0, "stray")
        assert engine.mark(stray) == engine.mark(data)
        assert engine.prove(stray, answer.proven, answer.at)
        assert engine.find(stray[: at + 1]).verdict == "unreadable"


@pytest.mark.parametrize("kind", KINDS)
def test_frames_are_spread_over_the_clip(projector: Projector, kind: str) -> None:
    """One in the middle of each fifth, to within a frame."""
    shots = [(noise(seed), 1.0) for seed in range(CLIP_FRAMES)]
    shown = projector.show(gif(shots) if kind == "gif" else film(kind, shots))
    middles = [second + (0.0 if kind == "gif" else 0.5) for second in range(CLIP_FRAMES)]
    assert [each.at for each in shown] == pytest.approx(middles, abs=1 / RATE)
    for number, each in enumerate(shown):
        seen = cv2.imdecode(np.frombuffer(each.image, np.uint8), cv2.IMREAD_COLOR_RGB)
        assert seen is not None
        assert float(np.abs(seen.astype(int) - np.asarray(noise(number))).mean()) < 20


def test_frames_that_are_alike_are_looked_up_once(projector: Projector) -> None:
    """A clip of one frame, and one in which nothing moves, are one photo."""
    for shots in ([(noise(1), 1 / RATE)], [(noise(1), 3.0)]):
        assert len(projector.show(film("h264", shots))) == 1


def test_sound_is_passed_over(projector: Projector) -> None:
    """Nothing of it is decoded."""
    assert len(projector.show(song([(noise(1), 1.0), (noise(2), 1.0)]))) == 2


@pytest.mark.parametrize("kind", RARE)
def test_what_newer_phones_and_browsers_make_is_read(projector: Projector, kind: str) -> None:
    """HEVC and AV1."""
    assert len(projector.show(film(kind, [(noise(1), 0.5), (noise(2), 0.5)]))) == 2


@pytest.mark.parametrize("turn", [90, 180, -90])
def test_a_film_taken_on_the_side_is_upright(
    projector: Projector, turn: int, samples: Path
) -> None:
    """As phones write them: turned when shown."""
    barn = picture(samples / "photos" / "cropped.jpg")
    data = film("h264", [(barn.rotate(-turn, expand=True), 1.0)], turn=turn)
    (frame,) = projector.show(data)
    seen = cv2.imdecode(np.frombuffer(frame.image, np.uint8), cv2.IMREAD_COLOR_RGB)
    assert seen is not None
    assert seen.shape == (*SIZE[::-1], 3)
    assert float(np.abs(seen.astype(int) - np.asarray(barn)).mean()) < 10


def test_a_large_film_is_shrunk(projector: Projector) -> None:
    """Its frames are no larger than a clip's need be."""
    large = noise(1).resize((1920, 1440))
    (frame,) = projector.show(film("h264", [(large, 0.2)]))
    assert gate.inspect(frame.image) == gate.Claim("BMP", CLIP_SIDE, CLIP_SIDE * 3 // 4)


def test_a_film_that_does_not_say_how_long_it_is_is_looked_through(projector: Projector) -> None:
    """As browsers record them."""
    shots = [(noise(seed), 1.0) for seed in range(CLIP_FRAMES)]
    shown = projector.show(film("vp8", shots, live="1"))
    assert len(shown) == CLIP_FRAMES


@pytest.mark.parametrize("kind", CODECS)
def test_a_clip_is_no_picture(engine: Engine, kind: str) -> None:
    """Nothing is added of it, and it is not compared; it is said what is meant."""
    data = with_barn(kind)
    with pytest.raises(Moving, match="a clip, not a picture"):
        engine.add("film", data)
    assert (engine.compare(data, data, "film").error or "").startswith("This is a clip")


# --- What is wrong with a clip ------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_gate_knows_clips(kind: str) -> None:
    """Their kind and size; those that are cut short are refused or known all the same."""
    data, claim = with_barn(kind), gate.Claim(FORMATS.get(kind, "WebM"), *SIZE, moves=True)
    assert gate.inspect(data) == claim
    for length in range(0, len(data), len(data) // 200):
        with suppress(Damaged, NotAnImage, NoPicture):
            seen = gate.inspect(data[:length])
            assert (seen.format, seen.width, seen.height) == (claim.format, *SIZE)


def test_a_clip_of_sound_has_no_picture(engine: Engine) -> None:
    """It is said."""
    with pytest.raises(NoPicture):
        gate.inspect(song())
    answer = engine.find(song())
    assert answer.verdict == "unreadable"
    assert (answer.error or "").startswith("There is no picture in this clip")


@pytest.mark.parametrize("side", [0xFFFF, 30_000, 3001])
def test_a_header_that_claims_too_much_is_refused(side: int) -> None:
    """Before any decoder sees it; what is said is right for a clip."""
    data = with_barn("h264")
    header = data.index(b"tkhd") + 4 + 84 - 8
    forged = data[:header] + struct.pack(">HHHH", side, 0, side, 0) + data[header + 8 :]
    with pytest.raises(TooLarge, match=r"This clip is too large .* Send a smaller one"):
        gate.inspect(forged)


@pytest.mark.parametrize("kind", KINDS)
def test_a_film_that_is_larger_than_its_header_says_is_not_decoded(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process looks for itself."""
    command = ["100" if part == str(MAX_CLIP_PIXELS) else part for part in clip._COMMAND]
    monkeypatch.setattr(clip, "_COMMAND", command)
    with pytest.raises(TooLarge, match="480 x 360 pixels"):
        clip.frames(with_barn(kind), Deaths())


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["h264", "vp9"])
def test_the_largest_film_is_read_in_time_and_memory(projector: Projector, kind: str) -> None:
    """With much room left."""
    data = film(kind, [(noise(seed).resize((4096, 2160)), 1.0) for seed in range(3)])
    assert len(projector.show(data)) == 3
    assert projector._process
    inside = Path("/proc", str(projector._process.pid))
    if not inside.exists():
        pytest.skip("needs /proc")
    peak = int((inside / "status").read_text().split("VmPeak:")[1].split()[0]) << 10
    ticks = sum(map(int, (inside / "stat").read_text().rpartition(") ")[2].split()[11:13]))
    assert peak < DECODER_MEMORY * 0.9
    assert ticks / os.sysconf("SC_CLK_TCK") < CLIP_SECONDS


@pytest.mark.parametrize("kind", KINDS)
def test_a_clip_cut_short_is_found_or_refused(projector: Projector, kind: str) -> None:
    """Wherever; films whose index comes first are looked at as far as they go."""
    data, seen = with_barn(kind), 0
    if kind == "h264":
        shots = [(noise(seed), 1.0) for seed in range(CLIP_FRAMES)]
        data = film(kind, shots, movflags="frag_keyframe+empty_moov")
    for part in range(12):
        with suppress(PhotoError):
            seen += len(projector.show(data[: len(data) * part // 12]))
    assert seen or kind in ("mpeg4", "mov")  # whose index comes last


def harmless(projector: Projector, count: int) -> None:
    """Mutants are frames or a refusal; no death, and a sound clip is read afterwards."""
    chance, kinds = random.Random(1), [*KINDS]  # noqa: S311  no secret
    for number in range(count):
        data = bytearray(with_barn(kinds[number % len(kinds)]))
        most = len(data) if number % 2 else 4000
        for _ in range(chance.choice((1, 8, 64, 512))):
            data[chance.randrange(12, most)] = chance.randrange(256)
        began = time.monotonic()
        with suppress(PhotoError):
            assert 0 < len(projector.show(bytes(data))) <= CLIP_FRAMES
        assert time.monotonic() - began < 12
    assert len(projector.show(with_barn("h264"))) > 1


def test_some_mutants_are_harmless(projector: Projector) -> None:
    """A quick look."""
    harmless(projector, 100)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_mutants_are_harmless(projector: Projector) -> None:
    """A longer one."""
    harmless(projector, 1000)


@pytest.mark.parametrize(
    "data", [b"", b"\0\0\0\x20ftypisom", b"\x1aE\xdf\xa3", b"\x1aE\xdf\xa3" * 9]
)
def test_what_only_begins_like_a_clip_is_refused(data: bytes) -> None:
    """Also where it goes on for ever."""
    for each in (data, data + bytes(20 << 20)):
        began = time.process_time()
        with pytest.raises(PhotoError):
            clip.frames(each, Deaths())
        assert time.process_time() - began < 1.5


def test_a_clip_that_takes_for_ever_is_given_up(
    projector: Projector, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is not tried again; the next one is read."""
    projector.show(with_barn("vp8"))
    assert projector._process
    os.kill(projector._process.pid, signal.SIGSTOP)
    with monkeypatch.context() as patch:
        patch.setattr(apart, "DECODE_SECONDS", 0.1)
        for reason in ("the decoder gave up", "a decoder died of it before"):
            with pytest.raises(Damaged, match="This clip is damaged") as refused:
                projector.show(with_barn("h264"))
            assert refused.value.detail == reason
    assert projector.show(with_barn("vp8"))
    assert engine.find(with_barn("h264")).verdict == "same"


def test_what_has_come_in_time_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather than nothing at all."""
    monkeypatch.setattr(frames, "CLIP_SECONDS", 0)
    reply = frames.answer(with_barn("h264"), CLIP_SIDE, 3, 1, MAX_CLIP_PIXELS)
    assert REPLY.unpack_from(reply)[3] == 1


# --- The process --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "most"),
    [
        ("Max address space", DECODER_MEMORY),
        ("Max file size", 0),
        ("Max core file size", 0),
        ("Max open files", 0),
    ],
)
def test_the_process_is_confined(projector: Projector, limit: str, most: int) -> None:
    """As that of images is; nothing of ours is open in it."""
    projector.show(with_barn("vp8"))
    assert projector._process
    inside = Path("/proc", str(projector._process.pid))
    if not inside.exists():
        pytest.skip("needs /proc")
    (line,) = (
        line for line in (inside / "limits").read_text().splitlines() if line.startswith(limit)
    )
    assert line.removeprefix(limit).split()[:2] == [str(most)] * 2
    assert sorted(path.name for path in (inside / "fd").iterdir()) == ["0", "1", "2"]


def test_no_process_is_left(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each clip has its own, which ends with it."""
    started, start = [], apart.start

    def noted(command: Sequence[str]) -> subprocess.Popen[bytes]:
        started.append(start(command))
        return started[-1]

    monkeypatch.setattr(clip, "start", noted)
    assert engine.find(with_barn("vp8")).verdict == "same"
    assert [each.poll() for each in started] == [-signal.SIGKILL]


@pytest.mark.parametrize("module", ["search", "bot.service"])
def test_ffmpeg_is_not_in_our_own_process(module: str) -> None:
    """It is loaded where a clip is, and nowhere else."""
    code = f"import sys, {module}; assert 'av' not in sys.modules"
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True)
