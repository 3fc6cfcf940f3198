"""Bytes that are boxes in boxes (AVIF, MP4) or elements in elements (WebM) -> their size in pixels.

Plain Python: what a file claims, before any decoder sees it.
"""

import struct
from collections.abc import Callable, Iterator

from search.errors import Damaged, NoPicture

_MOST = 1_000  # parts beside one another; real files have tens before what is looked for
_TRACK = 84  # bytes of an MP4's track header, at least
_SEGMENT, _TRACKS = b"\x18\x53\x80\x67", b"\x16\x54\xae\x6b"
_ENTRY, _VIDEO, _WIDTH, _HEIGHT = b"\xae", b"\xe0", b"\xb0", b"\xba"

Span = tuple[int, int]  # start and stop
Part = tuple[bytes, int, int]  # its kind, start and stop of what it holds
Walk = Callable[[bytes, int, int], Iterator[Part]]
Size = tuple[int, int]  # width and height, px


def avif(data: bytes) -> Size:
    """Size from the largest image that the file declares (ISO 23008-12, 6.5.3): of several, the
    others are its tiles or its alpha.
    """
    start, stop = 0, len(data)
    for kind, header in ((b"meta", 4), (b"iprp", 0), (b"ipco", 0)):
        start, stop = next(_within(_boxes, data, (start, stop), [kind]), (0, 0))
        start += header
    sizes = [
        struct.unpack_from(">II", data, at + 4)
        for at, _ in _within(_boxes, data, (start, stop), [b"ispe"])
    ]
    if not sizes:
        raise Damaged("AVIF without a size")
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    return width, height


def mp4(data: bytes) -> Size:
    """Size from the largest track (ISO 14496-12, 8.3.2): those of sound have none."""
    film = next(_within(_boxes, data, (0, len(data)), [b"moov"]), None)
    if film is None:
        raise Damaged("MP4 without moov", "clip")
    sizes = []
    for start, stop in _within(_boxes, data, film, [b"trak", b"tkhd"]):
        if stop - start < _TRACK:
            raise Damaged("MP4 track is cut short", "clip")
        sizes.append(struct.unpack_from(">H2xH", data, stop - 8))  # 16.16 bits
    return _largest(sizes)


def webm(data: bytes) -> Size:
    """Size from the largest track (RFC 9559, 5.1.4.1.28)."""
    film = next(_within(_elements, data, (0, len(data)), [_SEGMENT, _TRACKS]), None)
    if film is None:
        raise Damaged("WebM without tracks", "clip")
    sizes = []
    for start, stop in _within(_elements, data, film, [_ENTRY, _VIDEO]):
        parts = {kind: data[at:end] for kind, at, end in _elements(data, start, stop)}
        width, height = (int.from_bytes(parts.get(each, b"")[:8]) for each in (_WIDTH, _HEIGHT))
        sizes.append((width, height))
    return _largest(sizes)


def _largest(sizes: list[Size]) -> Size:
    seen = [size for size in sizes if min(size) > 0]
    if not seen:
        raise NoPicture
    return max(seen, key=lambda size: size[0] * size[1])


def _within(walk: Walk, data: bytes, span: Span, kinds: list[bytes]) -> Iterator[Span]:
    """Where each part lies to which such a path of kinds leads."""
    if not kinds:
        yield span
        return
    for kind, start, stop in walk(data, *span):
        if kind == kinds[0]:
            yield from _within(walk, data, (start, stop), kinds[1:])


def _boxes(data: bytes, start: int, stop: int) -> Iterator[Part]:
    """Boxes one after another (ISO 14496-12, 4.2)."""
    for _ in range(_MOST):
        if start + 8 > stop:
            return
        size, kind = struct.unpack_from(">I4s", data, start)
        head = 8
        if size == 1:
            head, (size,) = 16, struct.unpack_from(">Q", data, start + 8)
        if size < head:  # to the end of the file: nothing comes after it
            return
        yield kind, start + head, min(start + size, stop)
        start += size
    raise Damaged("too many boxes")


def _elements(data: bytes, start: int, stop: int) -> Iterator[Part]:
    """Elements one after another (RFC 8794, 6); one of unknown size ends with what it is in."""
    for _ in range(_MOST):
        if start >= stop:
            return
        kind = data[start : start + _length(data[start])]
        start += len(kind)
        width = _length(data[start])
        size = int.from_bytes(data[start : start + width]) & ((1 << 7 * width) - 1)
        start += width
        end = stop if size == (1 << 7 * width) - 1 else min(start + size, stop)
        yield kind, start, end
        start = end
    raise Damaged("too many elements", "clip")


def _length(first: int) -> int:
    """Bytes of a number that begins with this one (RFC 8794, 4)."""
    return 9 - first.bit_length()
