"""The process apart that takes frames out of strangers' clips, with PyAV (FFmpeg).

Started by `search/clip.py` as a script, for one clip: what decoder.py is for images, and as
confined. A clip is opened as what it claims to be, of few containers and codecs; nothing but its
first video stream is decoded, in one thread.
"""

import io
import sys
import time
import types
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path

import av
import av.audio.codeccontext
import av.audio.stream
import av.subtitles.codeccontext
import av.subtitles.stream  # all four for clips that have such streams: nothing is loaded later
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image

if __name__ == "__main__":  # `search` without its __init__, which loads all that is there
    sys.modules["search"] = types.ModuleType("search")
    sys.modules["search"].__path__ = [str(Path(__file__).parent)]
from search.decoder import (
    CLIPS,
    FRAME,
    NO_PICTURE,
    REPLY,
    TOO_LARGE,
    WELL,
    flat,
    limit,
    serve,
    shield,
)
from search.options import CLIP_ALIKE, CLIP_FORWARD, CLIP_FRAMES, CLIP_SECONDS

_CODECS = "gif,h264,hevc,mpeg4,vp8,vp9,libdav1d,av1"  # what Telegram, phones and browsers make
_DEMUXERS = {"GIF": "gif", "MP4": "mp4", "WEBM": "matroska"}  # FFmpeg's names
_TINY = (16, 16)  # px: at which frames are told apart
_LATEST = 2**62  # of a stream's own units: headers may say anything
_SOON = 0.001  # seconds: times are rounded

Picture = tuple[float, Image.Image]  # seconds into the clip; upright, RGB


class Film:
    """The first video stream of a clip, from which frames are taken in order."""

    def __init__(self, container: InputContainer, stream: VideoStream, pixels: int) -> None:
        self._container, self._stream = container, stream
        context = stream.codec_context
        context.thread_count = 1
        context.options = {"max_pixels": str(pixels)}
        self._unit = float(stream.time_base or 1)  # seconds
        self._held: list[VideoFrame] = []  # read already: the one that is shown, and the next
        self._frames = self._decoded()
        if context.name != "gif":
            self._go(stream.start_time or 0)  # WebM's key frames are only known after it

    @property
    def begin(self) -> float:
        """Time of the first frame."""
        return (self._stream.start_time or 0) * self._unit

    @property
    def length(self) -> float:
        """Seconds; where no header says, all of it is looked through."""
        if self._stream.duration:
            return self._stream.duration * self._unit
        if self._container.duration:
            return self._container.duration / av.time_base
        return self._last() - self.begin

    def at(self, seconds: float, forward: int) -> VideoFrame | None:
        """The frame that is shown then, or, after so many pixels on the way, one before it.

        None where no more come.
        """
        self._seek(self.begin + seconds)
        found = None
        for frame in chain(self._held, self._frames):
            if found is not None and (frame.time or 0.0) > self.begin + seconds + _SOON:
                self._held = [found, frame]
                return found
            found, forward = frame, forward - frame.width * frame.height
            if forward < 0:
                break
        self._held = [found] if found else []
        return found

    def _seek(self, seconds: float) -> None:
        """To the key frame before, where that is not behind already; GIFs have but the first."""
        wanted, keys = min(int(seconds / self._unit), _LATEST), self._stream.index_entries
        found = keys.search_timestamp(wanted)
        here = (self._held[-1].pts if self._held else self._stream.start_time) or 0
        if found >= 0 and keys[found].timestamp > here:
            self._go(wanted)

    def _go(self, wanted: int) -> None:
        with suppress(av.FFmpegError, OverflowError):  # then what comes next is taken
            self._container.seek(wanted, stream=self._stream)
        self._held, self._frames = [], self._decoded()

    def _decoded(self) -> Iterator[VideoFrame]:
        """Frames from here on; those that fail are left out."""
        with suppress(av.FFmpegError):
            for packet in self._container.demux(self._stream):
                with suppress(av.FFmpegError):
                    yield from packet.decode()

    def _last(self) -> float:
        """Time of the last packet."""
        last = 0.0
        with suppress(av.FFmpegError):
            for packet in self._container.demux(self._stream):
                last = max(last, float((packet.pts or 0) * packet.time_base))
        self._go(self._stream.start_time or 0)
        return last


def pictures(film: Film, side: int, seconds: float) -> Iterator[Picture]:
    """At most CLIP_FRAMES from the middles of as many equal parts; none is like another.

    What has come when so many seconds of the processor are over is enough.
    """
    length, began, seen = film.length, time.process_time(), list[bytes]()
    for part in range(CLIP_FRAMES):
        frame = film.at((part + 0.5) / CLIP_FRAMES * length, CLIP_FORWARD)
        if frame is not None:
            image = _upright(frame, side)
            tiny = image.resize(_TINY).tobytes()
            if all(_apart(tiny, other) > CLIP_ALIKE for other in seen):
                seen.append(tiny)
                yield max(0.0, (frame.time or 0.0) - film.begin), image
        if time.process_time() - began > seconds:
            return


def _upright(frame: VideoFrame, side: int) -> Image.Image:
    """Shrunk to a long side of `side` px; alpha lies over white."""
    scale = min(1.0, side / max(frame.width, frame.height))
    size = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
    shown = frame.reformat(*size, format="rgba", interpolation="AREA")
    (plane,) = shown.planes
    seen = Image.frombuffer("RGBA", size, bytes(plane), "raw", "RGBA", plane.line_size, 1)
    return flat(seen, "RGB").rotate(frame.rotation, expand=True)


def _apart(one: bytes, other: bytes) -> float:
    """Mean difference of two tiny images, in gray levels."""
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / len(one)


def answer(data: bytes, side: int, channels: int, number: int, pixels: int) -> bytes:
    """A REPLY with the size of the clip, the number of frames and their bytes; then the frames."""
    del channels  # always three
    with _opened(data, CLIPS[number]) as container:
        stream = next(iter(container.streams.video), None)
        if stream is None or getattr(stream.codec_context, "name", "") not in _CODECS.split(","):
            return REPLY.pack(NO_PICTURE, 0, 0, 0, 0)
        size = stream.width, stream.height
        if size[0] * size[1] > pixels:
            return REPLY.pack(TOO_LARGE, *size, 0, 0)
        film = Film(container, stream, pixels)
        taken = [_packed(at, image) for at, image in pictures(film, side, CLIP_SECONDS)]
    if not taken:
        raise ValueError("no frame can be decoded")
    frames = b"".join(taken)
    return REPLY.pack(WELL, *size, len(taken), len(frames)) + frames


def _opened(data: bytes, name: str) -> InputContainer:
    """As a container of this format, whose decoders are known; nothing else is opened for it."""
    options = {"codec_whitelist": _CODECS, "protocol_whitelist": "none"}
    return av.open(
        io.BytesIO(data),
        "r",
        format=_DEMUXERS[name],
        container_options=options,
        metadata_errors="replace",
    )


def _packed(at: float, image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "BMP")  # at once, and nothing is lost
    return FRAME.pack(at, file.tell()) + file.getvalue()


def main(memory: int, seconds: int, pixels: int) -> None:
    """Serve clips."""
    shield()
    _packed(0.0, Image.new("RGB", (2, 2)))  # Pillow loads some of itself at the first image
    limit(memory)
    serve(seconds, pixels, answer)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
