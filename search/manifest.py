"""What a saved snapshot is made of: files with their checksums, in JSON, signed."""

import hmac
from typing import Any

from search.features import VERSION
from search.snapshot import Snapshot

Manifest = dict[str, Any]  # read from a disk, where anything may be
_FORMAT = 4


def of(snapshot: Snapshot) -> Manifest:
    """Of one whose segments and codebook have files."""
    book = snapshot.codebook
    return {
        "stamp": stamp(),
        "generation": snapshot.generation,
        "codebook": book and {"files": book.files, "rows": book.rows, "most": book.most},
        "parts": [
            {
                "files": part.segment.files,
                "gone": part.segment.table["id"][~part.live].tolist(),
            }
            for part in snapshot.parts
        ],
    }


def files(said: Manifest) -> dict[str, str]:
    """All that it names, with their checksums. Raises LookupError or TypeError: it is not ours."""
    book = said["codebook"]
    every = dict(book["files"]) if book else {}
    for part in said["parts"]:
        every |= part["files"]
    return every


def stamp() -> list[object]:
    """Of what this code writes and reads."""
    return [_FORMAT, VERSION]


def signature(mark: bytes, text: bytes) -> bytes:
    """Of its text, by the mark of its generation."""
    return hmac.new(mark, text, "sha256").hexdigest().encode()
