"""Clips made of pictures, each shown for some seconds."""

import io
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import av
import numpy as np
from PIL import Image

from tests.conftest import SAMPLES

Shot = tuple[Image.Image, float]  # what is shown, seconds
SIZE = (480, 360)
RATE = 10  # frames a second
CODECS = {  # by name: container, codec
    "h264": ("mp4", "libx264"),
    "mpeg4": ("mp4", "mpeg4"),
    "mov": ("mov", "libx264"),
    "vp8": ("webm", "libvpx"),
    "vp9": ("webm", "libvpx-vp9"),
    "mkv": ("matroska", "libx264"),
}
RARE = {"hevc": ("mp4", "libx265"), "av1": ("mp4", "libsvtav1")}  # likewise, slow to make

KINDS = ("gif", *CODECS)


def picture(path: Path) -> Image.Image:
    """A picture, small enough for a clip, on white."""
    image, ground = Image.open(path).convert("RGB"), Image.new("RGB", SIZE, "white")
    image.thumbnail(SIZE)
    ground.paste(image)
    return ground


def noise(seed: int) -> Image.Image:
    """What is in no collection."""
    coarse = np.random.default_rng(seed).integers(0, 256, (36, 48, 3), np.uint8)
    return Image.fromarray(coarse).resize(SIZE, Image.Resampling.BICUBIC)


@cache
def with_barn(kind: str) -> bytes:
    """Two strangers, and from second 2 to 4, between them, a picture of the samples, cropped."""
    stranger, barn = (SAMPLES / "photos" / name for name in ("stranger.jpg", "cropped.jpg"))
    return clip(kind, [(picture(stranger), 2), (picture(barn), 2), (noise(1), 2)])


def clip(kind: str, shots: Sequence[Shot]) -> bytes:
    """A GIF or film."""
    return gif(shots) if kind == "gif" else film(kind, shots)


def gif(shots: Sequence[Shot]) -> bytes:
    """One frame for each shot."""
    first, *others = [image.quantize(method=Image.Quantize.FASTOCTREE) for image, _ in shots]
    seconds = [round(1000 * each) for _, each in shots]
    file = io.BytesIO()
    first.save(file, "GIF", save_all=True, append_images=others, duration=seconds)
    return file.getvalue()


def film(kind: str, shots: Sequence[Shot], *, turn: int = 0, **options: str) -> bytes:
    """Of one of CODECS; `turn`: degrees counter-clockwise by which it is to be shown turned."""
    container, codec = {**CODECS, **RARE}[kind]
    file = io.BytesIO()
    with av.open(file, "w", format=container, options=options) as output:
        stream = output.add_stream(codec, rate=RATE)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height = shots[0][0].size
        stream.pix_fmt, stream.bit_rate = "yuv420p", 2_000_000
        if turn:
            stream.set_display_rotation(turn)
        for image in _images(shots):
            output.mux(stream.encode(av.VideoFrame.from_ndarray(np.asarray(image), "rgb24")))
        output.mux(stream.encode())
    return file.getvalue()


def song(shots: Sequence[Shot] = ()) -> bytes:
    """An MP4 of sound, alone or beside a film."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as output:
        sound = output.add_stream("aac", rate=44_100)
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        silence.sample_rate = 44_100
        sights = [output.add_stream("libx264", rate=RATE)] if shots else []
        for sight in sights:
            sight.width, sight.height, sight.pix_fmt = *SIZE, "yuv420p"
        output.mux([*sound.encode(silence), *sound.encode()])
        for sight in sights:
            for image in _images(shots):
                output.mux(sight.encode(av.VideoFrame.from_ndarray(np.asarray(image), "rgb24")))
            output.mux(sight.encode())
    return file.getvalue()


def _images(shots: Sequence[Shot]) -> Iterator[Image.Image]:
    for image, seconds in shots:
        yield from [image] * round(seconds * RATE)
