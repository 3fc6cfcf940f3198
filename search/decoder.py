"""The process apart that decodes strangers' bytes. search/apart.py starts it as a script.

It imports the standard library and Pillow only, has no secrets (an empty environment, the root
folder), may open no file once it has started, and dies alone when a file kills it. Requests come on
standard input, answers go to standard output, as raw bytes with their lengths: nothing is pickled.
"""

import contextlib
import io
import resource
import signal
import struct
import sys
from pathlib import Path
from typing import Protocol

from PIL import Image

REQUEST = struct.Struct("<IIBB")  # bytes that follow; long side wanted, px; 1 or 3 channels; format
REPLY = struct.Struct("<BIIII")  # how it went; upright width, height; width, height sent
WELL, DAMAGED, NO_MEMORY, NO_PICTURE, TOO_LARGE = range(5)  # how it went
READY = b"!"  # comes first, once
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF")  # a file is tried as what it claims to be
CLIPS = ("GIF", "MP4", "WEBM")  # likewise, by frames.py, whose replies end in their count and bytes
FRAME = struct.Struct("<dI")  # before each of them: seconds into the clip; bytes of BMP that follow
_ORIENTATION = 0x0112  # EXIF tag
_TURNS = {  # EXIF 2.32, table 6: what makes the image upright
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ON_ITS_SIDE = (5, 6, 7, 8)


class Answer(Protocol):
    """What the process does with a file: bytes that begin with a REPLY."""

    def __call__(self, data: bytes, side: int, channels: int, number: int, pixels: int) -> bytes:
        """The numbers are those of a REQUEST, and how many pixels are too many."""


def confine(memory: int) -> None:
    """Take from this process what a decoder does not need, once all that it does is loaded."""
    # Not in the process that starts it. Without AVIF and WebP Pillow loads all that it knows. MPO:
    # a JPEG with other images behind it (a preview, a gain map), as phones write them.
    from PIL import AvifImagePlugin, MpoImagePlugin, WebPImagePlugin, features  # noqa: F401,PLC0415

    AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # each takes address space
    for name in FORMATS:
        if name != "AVIF" or features.check("avif"):
            _try(name)
    limit(memory)


def limit(memory: int) -> None:
    """So many bytes of address space, and no file, from now on."""
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # some systems know fewer limits
            resource.setrlimit(kind, (most, most))


def _try(name: str) -> None:
    """Pillow loads some of itself at the first image."""
    file = io.BytesIO()
    exif = Image.Exif()
    exif[_ORIENTATION] = 6
    Image.new("P", (2, 2)).convert("RGB").save(file, name, exif=exif)
    decode(file.getvalue(), 1, 3, 4, name)


def allow(seconds: int) -> None:
    """So much time on the processor for the next image."""
    used = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds + 1, hard))


def decode(
    data: bytes, side: int, channels: int, pixels: int, name: str
) -> tuple[tuple[int, int], Image.Image]:
    """Decode a file of format `name` to an upright 8-bit image, gray or RGB.

    Its long side is at most `side` px; alpha lies over white. Returns the upright size of the whole
    image, and the (shrunk) image.
    """
    Image.MAX_IMAGE_PIXELS = None  # our own limit, in the gate and here
    image = Image.open(io.BytesIO(data), formats=[name])
    if image.width * image.height > pixels:
        raise ValueError("more pixels than its header says")
    size, turn, mode = image.size, _orientation(image), "L" if channels == 1 else "RGB"
    image.draft(mode, _least(size, side))  # JPEG: decoded at 1/2, 1/4 or 1/8 where that is enough
    small = _shrunk(flat(image, mode), side)
    upright = small.transpose(_TURNS[turn]) if turn in _TURNS else small
    return (size[::-1] if turn in _ON_ITS_SIDE else size), upright


def _least(size: tuple[int, int], side: int) -> tuple[int, int]:
    """Width and height that are enough: Pillow's draft is large enough for both."""
    return max(1, size[0] * side // max(size)), max(1, size[1] * side // max(size))


def _orientation(image: Image.Image) -> int:
    """EXIF orientation 1 to 8; 1 where there is none or it is broken."""
    try:
        turn = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001  a broken EXIF block does not make a picture unreadable
        return 1
    return turn if turn in range(1, 9) else 1


def flat(image: Image.Image, mode: str) -> Image.Image:
    """8-bit over white: 16-bit is scaled, alpha and transparent colours show white."""
    if image.mode.startswith("I"):
        return image.point(lambda value: value * (1 / 257)).convert("L").convert(mode)
    if image.mode == "P" or "transparency" in image.info:
        image = image.convert("RGBA")
    if "A" not in image.getbands():
        return image.convert(mode)
    white = Image.new(mode, image.size, "white")
    white.paste(image.convert(mode), mask=image.getchannel("A"))
    return white


def _shrunk(image: Image.Image, side: int) -> Image.Image:
    scale = side / max(image.size)
    if scale >= 1:
        return image
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    how = Image.Resampling.LANCZOS  # Hamming's takes a third, but one edited picture in 250 is lost
    return image.resize(size, how, reducing_gap=2.0)


def _still(data: bytes, side: int, channels: int, number: int, pixels: int) -> bytes:
    size, image = decode(data, side, channels, pixels, FORMATS[number])
    return REPLY.pack(WELL, *size, *image.size) + image.tobytes()


def serve(seconds: int, pixels: int, answer: Answer) -> None:
    """Answer until the pipe closes, which is also how an orphan ends."""
    requests, replies = sys.stdin.buffer, sys.stdout.buffer
    replies.write(READY)
    replies.flush()
    while len(header := requests.read(REQUEST.size)) == REQUEST.size:
        length, side, channels, number = REQUEST.unpack(header)
        allow(seconds)
        try:
            replies.write(answer(requests.read(length), side, channels, number, pixels))
        except MemoryError:
            replies.write(REPLY.pack(NO_MEMORY, 0, 0, 0, 0))
        except Exception:  # noqa: BLE001  whatever a decoder raises, the file is damaged
            replies.write(REPLY.pack(DAMAGED, 0, 0, 0, 0))
        replies.flush()


def shield() -> None:
    """Who wants it to stop closes its pipe: a signal to the whole group (Ctrl-C, a service that
    stops) would make the image at hand look damaged.
    """
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")  # where memory ends: this, not the bot


def main(memory: int, seconds: int, pixels: int) -> None:
    """Serve stills."""
    shield()
    confine(memory)
    serve(seconds, pixels, _still)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
