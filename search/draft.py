"""Pictures, one after another -> what a segment is made of."""

import json
import zlib
from collections.abc import Callable
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.codebook import CODE, Codebook, Codes
from search.cores import on_all_cores
from search.features import ROW, Floats, Rows, descriptors
from search.options import INDEX_FEATURES

PICTURE = np.dtype(
    [
        *(("id", "<i8"), ("name", "<u8"), ("shelf", "<u2")),  # name: a hash; shelf: its number
        *(("width", "<u2"), ("height", "<u2"), ("scale", "<f8")),
        *(("start", "<i8"), ("rows", "<u2"), ("crc", "<u4")),  # its features among all
        *(("first", "<i8"), ("indexed", "<u2"), ("text", "<i8")),  # in the index, in the texts
    ]
)
_BATCH = 200  # pictures that are encoded at once
_PARTS = 8  # of a batch, which all cores share
_ANGLES, _SIZES = 256, 32  # steps of the circle, and of an octave


class Piece(NamedTuple):
    """What goes into a segment of one picture: its features as they are packed on disk."""

    id: int
    name: str
    path: str | None
    shelf: str
    packed: bytes
    width: int
    height: int
    scale: float


class Draft:
    """Gathers what a segment is made of; the features go to `write` as they come.

    `most`: rows of a picture that are indexed where no codebook says it.
    """

    def __init__(
        self,
        codebook: Codebook | None,
        write: Callable[[bytes], object],
        most: int = INDEX_FEATURES,
    ) -> None:
        self.codebook = codebook
        self.table: list[tuple[object, ...]] = []
        self.texts = bytearray()
        self.shelves: dict[str, int] = {}
        self.keys: list[NDArray[np.uint8]] = []
        self.rows: list[Rows] = []  # not encoded yet
        self._codes: list[Codes] = []
        self._most = codebook.most if codebook else most
        self._write = write
        self._count = self._indexed = 0

    def add(self, piece: Piece, codes: Codes | None = None) -> None:
        """One more picture, with a larger id than those before."""
        rows = np.frombuffer(piece.packed, ROW)
        few = rows[: self._most]
        shelf = self.shelves.setdefault(piece.shelf, len(self.shelves))
        self.table.append(
            (
                *(piece.id, hashed(piece.name), shelf, piece.width, piece.height, piece.scale),
                *(self._count, len(rows), zlib.crc32(piece.packed)),
                *(self._indexed, len(few), len(self.texts)),
            )
        )
        self.texts += json.dumps([piece.name, piece.path]).encode()
        self.keys.append(keys(few))
        self._write(piece.packed)
        self._count += len(rows)
        self._indexed += len(few)
        self._encode(few, codes)

    def encoded(self) -> Codes:
        """Of all indexed rows; none without a codebook."""
        if self.codebook is not None:
            self._flush()
        return np.concatenate([np.zeros(0, CODE), *self._codes])

    def _encode(self, rows: Rows, codes: Codes | None) -> None:
        """Many at once, for speed."""
        if self.codebook is not None and codes is not None:
            self._flush()
            self._codes.append(codes)
            return
        self.rows.append(rows)
        if self.codebook is not None and len(self.rows) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        if self.codebook is not None and self.rows:
            encode, parts = self.codebook.encode, np.array_split(np.concatenate(self.rows), _PARTS)
            self._codes += on_all_cores(lambda rows: encode(descriptors(rows)), parts)
            self.rows.clear()


def hashed(name: str) -> int:
    """64 bits of a name."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little")


def keys(rows: Rows) -> NDArray[np.uint8]:
    """Turn and size of the keypoints of packed rows, (n, 2): 256 steps of the circle, 1/32 of an
    octave. Votes are counted far coarser.
    """
    turn = np.round(rows["angle"].astype(np.float32) * _ANGLES / 360) % _ANGLES
    size = np.round(np.log2(rows["size"].astype(np.float32).clip(1)) * _SIZES).clip(0, 255)
    return np.stack([turn, size], axis=1).astype(np.uint8)


def seen(keys: NDArray[np.uint8]) -> tuple[Floats, Floats]:
    """The reverse of `keys` (..., 2): radians, and log px, float32."""
    turn, size = np.moveaxis(keys, -1, 0).astype(np.float32)
    return turn * np.float32(2 * np.pi / _ANGLES), size * np.float32(np.log(2) / _SIZES)
