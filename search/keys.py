"""What the key of a row at an index server says; a search answers keys and distances alone.

It is the picture's id << 32 | row << 16 | turn << 8 | size, these two as in search/draft.py.
"""

import hashlib

import numpy as np

from search.draft import keys, seen
from search.features import Floats, Rows
from search.index import Neighbours, Numbers


def of_rows(picture: int, rows: Rows) -> Numbers:
    """The keys (n,) of the packed rows (n,) of a picture; its id is below 2^31."""
    turn, size = keys(rows).astype(np.int64).T
    key: Numbers = picture << 32 | np.arange(len(rows)) << 16 | turn << 8 | size
    return key


def neighbours(distance: Floats, key: Numbers) -> Neighbours:
    """What keys (n, k) say; where one is -1 there is no row."""
    there = key >= 0
    turn, size = seen(np.stack([key >> 8, key], axis=-1).astype(np.uint8))
    return Neighbours(
        np.where(there, distance, np.inf).astype(np.float32),
        np.where(there, key >> 32, -1),
        np.where(there, key >> 16 & 0xFFFF, -1),
        turn,
        size,
    )


def of_shelf(shelf: str) -> int:
    """A shelf as a server knows it: 64 bits of its name's hash, so that filters are of numbers."""
    return int.from_bytes(hashlib.sha256(shelf.encode()).digest()[:8], "big", signed=True)
