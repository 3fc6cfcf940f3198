"""What the gate lets through, and what it refuses before any decoder sees it."""

import io
import struct
import time
import zlib
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from search import gate
from search.errors import (
    Damaged,
    NotAnImage,
    PhotoError,
    TooLarge,
    TooNarrow,
    UnsupportedFormat,
)
from search.gate import Claim
from search.options import MAX_BYTES, MAX_SIDE


def image(kind: str, size: tuple[int, int] = (37, 23), **options: object) -> bytes:
    """A file of this format."""
    noise = np.random.default_rng(0).integers(0, 256, (size[1], size[0], 3), np.uint8)
    file = io.BytesIO()
    Image.fromarray(noise).save(file, kind, **options)
    return file.getvalue()


def png(width: int, height: int) -> bytes:
    """A PNG header that claims a size."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n\0\0\0\x0d" + header + struct.pack(">I", zlib.crc32(header))


def jpeg(width: int, height: int, marker: int = 0xC0) -> bytes:
    """A JPEG frame header that claims a size."""
    return b"\xff\xd8\xff" + bytes([marker]) + struct.pack(">HBHHB", 17, 8, height, width, 3)


def bmp(width: int, height: int) -> bytes:
    """A BMP header that claims a size."""
    return b"BM" + bytes(12) + struct.pack("<Iii", 40, width, height)


def box(kind: bytes, *inside: bytes, size: int | None = None) -> bytes:
    """A box of an AVIF; `size`: what it claims to be long."""
    held = b"".join(inside)
    return struct.pack(">I4s", 8 + len(held) if size is None else size, kind) + held


def avif(*sizes: tuple[int, int]) -> bytes:
    """An AVIF that declares images of these sizes."""
    declared = [box(b"ispe", struct.pack(">III", 0, *size)) for size in sizes]
    meta = box(b"meta", bytes(4), box(b"iprp", box(b"ipco", *declared)))
    return box(b"ftyp", b"avif", bytes(4)) + meta


REAL = {
    "JPEG": [image("JPEG"), image("JPEG", progressive=True), image("JPEG", exif=b"Exif\0\0" * 99)],
    "PNG": [image("PNG")],
    "WebP": [
        image("WEBP"),
        image("WEBP", lossless=True),
        image("WEBP", exif=b"Exif\0\0II*\0\x08\0\0\0\0\0"),
    ],
    "AVIF": [image("AVIF"), image("AVIF", subsampling="4:0:0")],
    "GIF": [image("GIF")],
    "BMP": [image("BMP")],
}
FILES = [(kind, data) for kind, several in REAL.items() for data in several]


@pytest.mark.parametrize(("kind", "data"), FILES)
def test_format_and_size_are_read_from_the_header(kind: str, data: bytes) -> None:
    """Every format that is opened, in each of its dialects."""
    assert gate.inspect(data) == Claim(kind, 37, 23)


def test_a_bmp_may_be_upside_down_or_of_os2() -> None:
    """Negative height: top row first; a header of 12 bytes: 16-bit sizes."""
    assert gate.inspect(bmp(30, -20)) == Claim("BMP", 30, 20)
    os2 = b"BM" + bytes(12) + struct.pack("<IHH", 12, 30, 20)
    assert gate.inspect(os2) == Claim("BMP", 30, 20)


def test_jpeg_segments_are_walked_not_searched() -> None:
    """A thumbnail's frame header inside EXIF is not the image's."""
    thumbnail = jpeg(9, 9)
    exif = b"\xff\xe1" + struct.pack(">H", 2 + len(thumbnail)) + thumbnail
    assert gate.inspect(b"\xff\xd8" + exif + b"\xff" * 5 + jpeg(400, 300)[2:]).width == 400


@pytest.mark.parametrize(("kind", "data"), FILES)
def test_a_header_cut_short_is_refused(kind: str, data: bytes) -> None:
    """At any byte: a claim only where the whole of it is there."""
    for length in range(400):
        with suppress(Damaged, NotAnImage):
            assert gate.inspect(data[:length]) == Claim(kind, 37, 23)


FORGED = [
    png(65535, 65535),
    png(8_001, 8_001),
    png(2**32 - 1, 1),
    png(MAX_SIDE + 1, 1),
    jpeg(65500, 65500),
    jpeg(1, MAX_SIDE + 1, 0xC2),
    bmp(-(2**31), -(2**31)),
    b"GIF89a\xff\xff\xff\xff",
    b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + b"\xff" * 6,
    b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + struct.pack("<HBHB", 5999, 0, 5999, 0),
    avif((1, 2**31), (9, 9)),
    avif((9, 9), (8000, 8000)),
]


@pytest.mark.parametrize("data", FORGED)
def test_forged_sizes_are_refused(data: bytes) -> None:
    """Whatever the pixels would be, the claim alone is too much."""
    with pytest.raises(TooLarge, match="Send a smaller one"):
        gate.inspect(data)


def test_the_largest_image_of_an_avif_is_the_one() -> None:
    """The others are its tiles; boxes are walked, also those of 64 bits, in any order."""
    assert gate.inspect(avif((9, 9), (40, 30), (9, 9))) == Claim("AVIF", 40, 30)
    first = box(b"ftyp", b"avif", bytes(4))
    rest = avif((40, 30))[len(first) :]
    long = struct.pack(">I4sQ", 1, b"mdat", 16 + 99) + b"ispe" * 24 + bytes(3)
    assert gate.inspect(first + long + box(b"free", b"meta") + rest) == Claim("AVIF", 40, 30)


@pytest.mark.parametrize(
    "data",
    [
        avif(),
        box(b"ftyp", b"avif") + box(b"meta", bytes(4), size=0),
        box(b"ftyp", b"avif") + box(b"free", size=7) + avif((9, 9)),
        box(b"ftyp", b"avif") + box(b"free") * (5 << 20),
        box(b"ftyp", b"avif") + box(b"meta", bytes(4), box(b"iprp", box(b"ipco", box(b"ispe")))),
    ],
    ids=["none", "endless", "too short", "too many", "cut"],
)
def test_an_avif_without_a_size_is_damaged(data: bytes) -> None:
    """And 40 MB of empty boxes are no work."""
    started = time.process_time()
    with pytest.raises(Damaged):
        gate.inspect(data)
    assert time.process_time() - started < 1.5


@pytest.mark.parametrize(("long", "short"), [(201, 1), (32_000, 100), (1001, 5)])
def test_a_line_is_refused(long: int, short: int) -> None:
    """Upright or lying: nothing can be seen in it."""
    for size in ((long, short), (short, long)):
        with pytest.raises(TooNarrow, match=f"too narrow .{size[0]} x {size[1]} pixels"):
            gate.inspect(png(*size))
    assert gate.inspect(png(200 * short, short)).height == short


@pytest.mark.parametrize("data", [png(0, 9), png(9, 0), jpeg(9, 0), bmp(0, 0), b"GIF89a\0\0\0\0"])
def test_an_image_without_pixels_is_damaged(data: bytes) -> None:
    """Nothing to decode."""
    with pytest.raises(Damaged):
        gate.inspect(data)


def test_too_many_bytes_are_refused_before_they_are_read() -> None:
    """Size first."""
    with pytest.raises(TooLarge, match="64 MB; at most 64 MB"):
        gate.inspect(b"\xff\xd8\xff" + bytes(MAX_BYTES))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\0\0\0\x1cftypavis", "animated AVIF"),
        (b"\0\0\0\x18ftypheic", "HEIC"),
        (b"\0\0\0\x18ftypmif1", "HEIC"),
        (b"II*\0\x08\0\0\0", "TIFF"),
        (b"MM\0*\0\0\0\x08", "TIFF"),
        (b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"),
        (b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"),
        (b"\xff\x0a\xfa\x1f", "JPEG XL"),
        (b"8BPS\0\x01", "Photoshop"),
        (b"%PDF-1.7", "PDF"),
        (b"<svg xmlns=", "SVG"),
    ],
)
def test_formats_that_are_not_opened_are_refused_by_name(data: bytes, name: str) -> None:
    """So that people know what to send instead."""
    with pytest.raises(UnsupportedFormat, match=f"{name} images cannot be read here") as refused:
        gate.inspect(data + bytes(64))
    assert refused.value.name == name


@pytest.mark.parametrize(
    "data", [b"", b"\0", b"hello", b"<html>", b"PK\x03\x04", b"RIFF\0\0\0\0WAVEfmt ", b"\xff\xd8"]
)
def test_what_is_no_image_is_said_to_be_none(data: bytes) -> None:
    """Neither opened nor known by name."""
    with pytest.raises(NotAnImage):
        gate.inspect(data)


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\x0dIDAT" + bytes(20), "without IHDR"),
        (b"RIFF\0\0\0\0WEBPANIM" + bytes(20), "without a picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(20), "without a frame header"),
    ],
)
def test_a_header_without_its_first_part_is_damaged(data: bytes, detail: str) -> None:
    """The detail is for the log."""
    with pytest.raises(Damaged) as refused:
        gate.inspect(data)
    assert detail in refused.value.detail


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8\xff\xe0\0\x02" + bytes(20 << 20),
        b"\xff\xd8" + b"\xff\xe0\0\x02" * (5 << 20),
        b"\xff\xd8\xff" + b"\xff\xd0" * (10 << 20),
        b"\xff\xd8" + b"\xff" * (20 << 20),
    ],
    ids=["zeros", "empty segments", "restart markers", "fill bytes"],
)
def test_a_long_header_that_leads_nowhere_is_refused_quickly(data: bytes) -> None:
    """20 MB that would take a loop in Python seconds, during which nobody else is served."""
    started = time.process_time()
    with pytest.raises(Damaged):
        gate.inspect(data)
    assert time.process_time() - started < 1.5


@given(st.binary(max_size=400))
def test_arbitrary_bytes_are_a_claim_or_a_refusal(data: bytes) -> None:
    """Nothing else can come out."""
    _inspect(data)


@given(
    st.sampled_from([data[:200] for _, data in FILES] + FORGED),
    st.lists(st.tuples(st.integers(0, 199), st.integers(0, 255)), max_size=8),
    st.integers(0, 200),
)
def test_mutated_headers_are_a_claim_or_a_refusal(
    data: bytes, changes: list[tuple[int, int]], length: int
) -> None:
    """Real headers, a few bytes changed, perhaps cut."""
    mutant = bytearray(data)
    for at, byte in changes:
        mutant[at % len(mutant)] = byte
    _inspect(bytes(mutant[:length]))


def _inspect(data: bytes) -> None:
    with suppress(PhotoError):
        claim = gate.inspect(data)
        assert min(claim.width, claim.height) >= 1
        assert max(claim.width, claim.height) <= MAX_SIDE
