"""What the key of a row at an index server says; a search answers keys and distances alone.

It is the picture's id << 32 | row << 16 | turn, in 256 steps of the circle, << 8 | size, in 1/32 of
an octave.
"""

import hashlib
import math

import numpy as np

from search.features import Floats, Rows
from search.index import Neighbours, Numbers

_TURNS, _SIZES = 256, 32  # steps of the circle, and of an octave; votes are counted far coarser


def of_rows(picture: int, rows: Rows) -> Numbers:
    """The keys (n,) of the packed rows (n,) of a picture; its id is below 2^31."""
    turn = np.round(rows["angle"].astype(np.float64) * _TURNS / 360).astype(np.int64) % _TURNS
    size = np.round(np.log2(rows["size"].astype(np.float64).clip(1)) * _SIZES)
    at = np.arange(len(rows), dtype=np.int64)
    key: Numbers = picture << 32 | at << 16 | turn << 8 | size.clip(0, 255).astype(np.int64)
    return key


def neighbours(distance: Floats, key: Numbers) -> Neighbours:
    """What keys (n, k) say; where one is -1 there is no row."""
    there = key >= 0
    return Neighbours(
        np.where(there, distance, np.inf).astype(np.float32),
        np.where(there, key >> 32, -1),
        np.where(there, key >> 16 & 0xFFFF, -1),
        ((key >> 8 & 0xFF) * (2 * math.pi / _TURNS)).astype(np.float32),
        ((key & 0xFF) * (math.log(2) / _SIZES)).astype(np.float32),
    )


def of_shelf(shelf: str) -> int:
    """A shelf as a server knows it: 64 bits of its name's hash, so that filters are of numbers."""
    return int.from_bytes(hashlib.sha256(shelf.encode()).digest()[:8], "big", signed=True)
