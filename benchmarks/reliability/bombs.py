"""R4: images that are small files and large in memory, or all noise: how much of it they take."""

import asyncio
import io
import json
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from benchmarks.reliability.process import ROOT, most_memory
from search import Engine

ORDINARY = 50  # lookups before the first bomb
_SIDE = 1280  # px: photos as Telegram sends them
_TEXT = 1 << 28  # bytes that a chunk of a PNG becomes


async def run(ordinary: int = ORDINARY) -> dict[str, object]:
    """Ordinary lookups, then bombs, in a process of its own: the most memory after each, MiB."""
    return await asyncio.to_thread(_run, ordinary)


def _run(ordinary: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for number, data in enumerate(photos(ordinary)):
            (root / f"0-{number:02}").write_bytes(data)
        for number, (name, data) in enumerate(bombs()):
            (root / f"1-{number:02} {name}").write_bytes(data)
        with Engine.open(root / "collection", create=True) as engine:
            for _ in engine.index([ROOT / "samples" / "pictures"]):
                pass
        command = [sys.executable, "-m", "benchmarks.reliability.bombs", folder]
        measured = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
        result: dict[str, object] = json.loads(measured.stdout)
        return result


def measure(root: Path) -> dict[str, object]:
    """In the process that is measured: what it took."""
    ordinary = sorted(root.glob("0-*"))
    bombs: dict[str, object] = {}
    with Engine.open(root / "collection") as engine:
        for path in ordinary:
            engine.find(path.read_bytes())
        usual = most_memory("self", "VmHWM")
        for path in sorted(root.glob("1-*")):
            began = time.monotonic()
            answer = engine.find(path.read_bytes())
            seconds = round(time.monotonic() - began, 2)
            bombs[path.name[5:]] = [path.stat().st_size, answer.error or answer.verdict, seconds]
        after = most_memory("self", "VmHWM")
        children = Path("/proc/self/task").glob("*/children")
        decoders = [pid for each in children for pid in each.read_text().split()]
        return {
            "ordinary_lookups": len(ordinary),
            "peak_of_ordinary_lookups_mib": usual,
            "peak_after_bombs_mib": after,
            "more_mib": round(after - usual, 1),
            "decoder_address_space_mib": max(most_memory(pid, "VmPeak") for pid in decoders),
            "decoder_resident_mib": max(most_memory(pid, "VmHWM") for pid in decoders),
            "bombs": bombs,
        }


def photos(count: int) -> Iterator[bytes]:
    """The samples as Telegram sends photos."""
    paths = sorted((ROOT / "samples" / "pictures").rglob("*.*"))
    for number in range(count):
        image = Image.open(paths[number % len(paths)]).convert("RGBA").convert("RGB")
        scale = _SIDE / max(image.size)
        yield _saved(image.resize([round(side * scale) for side in image.size]), "JPEG", quality=87)


def bombs() -> Iterator[tuple[str, bytes]]:
    """Refused by their header; then such as are within the limits, and as large as they can be."""
    Image.MAX_IMAGE_PIXELS = None
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 256, (4000, 4000), np.uint8))
    yield "69-byte PNG of 65535 x 65535", _png(65535, 65535, b"")
    yield "JPEG of 30000 x 30000", _resized(_saved(noise.crop((0, 0, 270, 270)), "JPEG"), 30000)
    yield "1-bit PNG of 20000 x 20000", _saved(Image.new("1", (20000, 20000)), "PNG")
    yield "noise of 4000 x 4000, PNG", _saved(noise, "PNG")
    yield "noise of 4000 x 4000, JPEG", _saved(noise.convert("RGB"), "JPEG", quality=95)
    yield "1-bit PNG of 8000 x 8000", _saved(Image.new("1", (8000, 8000)), "PNG")
    yield "transparent PNG of 8000 x 8000", _saved(Image.new("RGBA", (8000, 8000)), "PNG")
    yield "GIF of 8000 x 8000", _saved(Image.new("P", (8000, 8000)), "GIF")
    yield "WebP of 5600 x 5600", _saved(Image.new("RGB", (5600, 5600)), "WEBP", lossless=True)
    yield "AVIF of 5600 x 5600", _saved(Image.new("RGB", (5600, 5600)), "AVIF", speed=10)
    jpeg = _saved(Image.new("L", (16000, 16000)), "JPEG", progressive=True)
    yield "progressive JPEG of 16000 x 16000", jpeg
    text = b"zTXt" + b"text\0\0" + zlib.compress(bytes(_TEXT), 9)
    yield "PNG with 256 MiB of text", _png(100, 100, _chunk(text))


def _saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def _resized(jpeg: bytes, side: int) -> bytes:
    """With another size in its frame header."""
    at = jpeg.index(b"\xff\xc0") + 5
    return jpeg[:at] + struct.pack(">HH", side, side) + jpeg[at + 4 :]


def _png(width: int, height: int, between: bytes) -> bytes:
    """One black row, whatever it claims."""
    header = _chunk(b"IHDR" + struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    pixels = _chunk(b"IDAT" + zlib.compress(bytes(2))) if between else _chunk(b"IDAT" + bytes(12))
    end = _chunk(b"IEND")
    return b"\x89PNG\r\n\x1a\n" + header + between + pixels + end


def _chunk(kind_and_data: bytes) -> bytes:
    length = struct.pack(">I", len(kind_and_data) - 4)
    return length + kind_and_data + struct.pack(">I", zlib.crc32(kind_and_data))


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]))))
