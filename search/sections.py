"""Several arrays in one file, which is mapped and not read: a line that says where each begins."""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from search import disk

Data = bytes | bytearray | memoryview | NDArray[Any]
_ALIGNED = 64  # bytes: where each begins; fast scan wants 32
_CHUNK = 1 << 20  # bytes that are hashed at once


def write(path: Path, sections: Mapping[str, Data]) -> str:
    """All of it or nothing; returns the SHA-256, hexadecimal. Raises OSError."""
    views = {name: memoryview(cast("bytes", data)).cast("B") for name, data in sections.items()}
    sizes = {name: data.nbytes for name, data in views.items()}
    head = json.dumps(sizes).encode() + b"\n"
    checksum = hashlib.sha256()
    with disk.written(path) as put:
        for data in (head, *views.values()):
            for part in (cast("bytes", data), bytes(-len(data) % _ALIGNED)):
                checksum.update(part)
                put(part)
    return checksum.hexdigest()


def mapped(path: Path) -> dict[str, NDArray[np.uint8]]:
    """What `write` wrote. The caller has verified the file. Raises OSError or ValueError."""
    data = np.memmap(path, np.uint8, "r")
    head = bytes(data[:_CHUNK]).partition(b"\n")[0] + b"\n"
    at = _aligned(len(head))
    found = {}
    for name, size in json.loads(head).items():
        found[name] = np.asarray(data[at : at + size])
        at += _aligned(size)
    return found


def sha256(path: Path) -> str:
    """Of a file, which is read and not mapped: else all of it would count as our memory."""
    with os.fdopen(disk.opened(path), "rb", buffering=0) as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_SEQUENTIAL)
        return hashlib.file_digest(file, "sha256").hexdigest()


def _aligned(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED
