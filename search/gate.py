"""Bytes -> what they claim to be. Plain Python; refuses before any decoder sees them."""

import re
import struct
from dataclasses import dataclass, replace

from search.boxes import avif, mp4, webm
from search.errors import Damaged, NotAnImage, TooLarge, TooNarrow, UnsupportedFormat
from search.options import MAX_BYTES, MAX_CLIP_PIXELS, MAX_JPEG_PIXELS, MAX_PIXELS, MAX_SIDE

# Suffixes of the files that a folder's indexing looks at; what is inside decides all the same.
SUFFIXES = frozenset(
    [
        *(".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".bmp", ".avif"),  # opened
        *(".tif", ".tiff", ".heic", ".heif", ".jp2", ".jxl"),  # refused by name
    ]
)

VIDEOS = ("MP4", "WebM")  # never a still
_REFUSED = (  # offset, magic, the name people know it by
    (4, b"ftypavis", "animated AVIF"),
    (4, b"ftyphei", "HEIC"),
    (4, b"ftyphev", "HEIC"),
    (4, b"ftypmif1", "HEIC"),
    (4, b"ftypmsf1", "HEIC"),
    (0, b"II*\0", "TIFF"),
    (0, b"MM\0*", "TIFF"),
    (0, b"\0\0\0\x0cjP  ", "JPEG 2000"),
    (0, b"\0\0\0\x0cJXL ", "JPEG XL"),
    (0, b"\xff\x0a", "JPEG XL"),
    (0, b"8BPS", "Photoshop"),
    (0, b"%PDF", "PDF"),
    (0, b"<svg", "SVG"),
)

_CONTROL = b"\x21\xf9\x04"  # before each frame of a GIF that moves (GIF89a, 23)
_BRANDS = (  # ISO 14496-12 and its kin, MOV too; what is for sound alone says so itself
    *(b"iso", b"mp4", b"avc1", b"av01", b"hvc1", b"dash", b"cmf", b"M4", b"qt  ", b"3g", b"MSNV"),
    *(b"mmp4", b"f4v", b"F4V", b"kddi"),
)
_MARKER = re.compile(rb"\xff[^\x00\xff]")  # in C: hostile files are long
_MOST_SEGMENTS = 10_000  # before a frame header; real files have tens
_MOST_PIXELS = {  # what the decoder's memory and time are enough for
    "JPEG": MAX_JPEG_PIXELS,
    "WebP": 32_000_000,  # 16 bytes each
    "AVIF": 32_000_000,  # up to 0.11 us each
    **dict.fromkeys(VIDEOS, MAX_CLIP_PIXELS),
}
_NARROW = 200  # times as long as wide; a working image of 960 px is 5 px wide then


@dataclass(frozen=True)
class Claim:
    """What a file says it is: format and size in pixels as stored (before EXIF orientation).

    `moves`: a clip, to be looked at by its frames.
    """

    format: str
    width: int
    height: int
    moves: bool = False


def inspect(data: bytes) -> Claim:
    """Read the header of JPEG, PNG, WebP, AVIF, GIF, BMP, MP4 (also MOV) or WebM bytes.

    Raises NoPicture, NotAnImage, UnsupportedFormat, TooLarge, TooNarrow or Damaged.
    """
    if len(data) > MAX_BYTES:
        raise TooLarge(f"{len(data) >> 20} MB", f"{MAX_BYTES >> 20} MB")
    claim = _claim(data)
    _check(claim)
    return replace(claim, moves=_moves(claim, data))


def _moves(claim: Claim, data: bytes) -> bool:
    """Of a GIF that is too large for a clip the first frame is looked at."""
    several = claim.format == "GIF" and data.count(_CONTROL) > 1
    fits = claim.width * claim.height <= MAX_CLIP_PIXELS
    return claim.format in VIDEOS or (several and fits)


def _check(claim: Claim) -> None:
    size, what = f"{claim.width} x {claim.height} pixels", word(claim.format)
    short, long = sorted((claim.width, claim.height))
    limit = _MOST_PIXELS.get(claim.format, MAX_PIXELS)
    if long > MAX_SIDE:
        raise TooLarge(size, f"{MAX_SIDE} pixels a side", what)
    if short * long > limit:
        raise TooLarge(size, f"{limit // 1_000_000} million pixels", what)
    if short < 1:
        raise Damaged(size, what)
    if long > _NARROW * short:
        raise TooNarrow(size)


def _claim(data: bytes) -> Claim:
    for offset, magic, name, size in _READ:
        if data.startswith(magic, offset):
            try:
                return Claim(name, *size(data))
            except (struct.error, IndexError) as error:
                raise Damaged(f"{name} header is cut short", word(name)) from error
    for offset, magic, name in _REFUSED:
        if data.startswith(magic, offset):
            raise UnsupportedFormat(name)
    raise NotAnImage


def word(name: str) -> str:
    """What people call a file of this format."""
    return "clip" if name in VIDEOS else "image"


def _jpeg(data: bytes) -> tuple[int, int]:
    """Size from the first frame header (ITU T.81, B.2.2): segments are walked, not searched."""
    at = 2
    for _ in range(_MOST_SEGMENTS):
        found = _MARKER.search(data, at)
        if found is None:
            break
        at, marker = found.end(), data[found.end() - 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, at + 3)
            return width, height
        if not (0xD0 <= marker <= 0xD9 or marker == 0x01):  # these have no length
            at += int(struct.unpack_from(">H", data, at)[0])
    raise Damaged("JPEG without a frame header")


def _png(data: bytes) -> tuple[int, int]:
    if data[12:16] != b"IHDR":
        raise Damaged("PNG without IHDR")
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _webp(data: bytes) -> tuple[int, int]:
    """Size from the first chunk: VP8 (RFC 6386, 9.1), VP8L or VP8X (RFC 9649)."""
    if data[8:12] != b"WEBP":
        raise NotAnImage
    kind = data[12:16]
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8X":
        width, height = struct.unpack("<II", data[24:27] + b"\0" + data[27:30] + b"\0")
        return width + 1, height + 1
    raise Damaged("WebP without a picture")


def _gif(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<HH", data, 6)
    return width, height


def _bmp(data: bytes) -> tuple[int, int]:
    if struct.unpack_from("<I", data, 14)[0] == 12:
        width, height = struct.unpack_from("<HH", data, 18)
    else:
        width, height = struct.unpack_from("<ii", data, 18)
    return abs(width), abs(height)


_READ = (  # offset, magic, name, how its size is read
    (0, b"\xff\xd8\xff", "JPEG", _jpeg),
    (0, b"\x89PNG\r\n\x1a\n", "PNG", _png),
    (0, b"RIFF", "WebP", _webp),
    (4, b"ftypavif", "AVIF", avif),
    (0, b"GIF8", "GIF", _gif),
    (0, b"BM", "BMP", _bmp),
    *((4, b"ftyp" + brand, "MP4", mp4) for brand in _BRANDS),
    (0, b"\x1aE\xdf\xa3", "WebM", webm),
)
