"""An immutable part of a snapshot: some pictures, their features and an index of them."""

import json
import os
import weakref
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from search import disk
from search.codebook import Asked, Codebook, Codes
from search.draft import PICTURE, Draft, Piece, hashed, seen
from search.errors import DamagedIndex
from search.exact import Exact
from search.features import ROW, Features
from search.index import Neighbours, Numbers
from search.lists import Lists, arranged
from search.options import INDEX_FEATURES

Bits = NDArray[np.uint8]  # eight in a byte
Read = Callable[[int, int], bytes]  # so many bytes from there on


class Entry(NamedTuple):
    """A picture of a snapshot; `width` and `height` are those of its working image."""

    id: int
    name: str
    path: str | None
    shelf: str
    width: int
    height: int
    scale: float


@dataclass(frozen=True)
class Segment:
    """`table` (pictures,) of PICTURE, by id; `texts` name and path of each; `shelves` their names;
    `keys` (indexed rows, 2) uint8, turn and size of each; `index` of these rows; `codes` (indexed
    rows,) of CODE, nothing without a codebook; `read` gives packed features.
    `files`: where it is kept (search/saved.py), the SHA-256 of each; none in memory.
    """

    table: NDArray[np.void]
    texts: bytes | memoryview
    shelves: tuple[str, ...]
    keys: NDArray[np.uint8]
    codes: NDArray[np.void]
    index: Exact | Lists
    read: Read
    files: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def made(
        cls,
        pieces: Iterable[tuple[Piece, Codes | None]],
        codebook: Codebook | None,
        most: int = INDEX_FEATURES,
    ) -> Self:
        """In memory, of pictures by id, with the codes of their rows where these are known."""
        packed = bytearray()
        draft = Draft(codebook, packed.extend, most)
        for piece, codes in pieces:
            draft.add(piece, codes)
        return cls.of(draft, memory(packed))

    @classmethod
    def of(cls, draft: Draft, read: Read) -> Self:
        """Of what was gathered."""
        codes, book = draft.encoded(), draft.codebook
        keys = np.concatenate([np.zeros((0, 2), np.uint8), *draft.keys])
        table = np.array(draft.table, PICTURE)
        if book is None:
            index: Exact | Lists = Exact(np.concatenate([np.zeros(0, ROW), *draft.rows]))
        else:
            index = Lists(book, *arranged(codes, book.lists))
        return cls(table, bytes(draft.texts), tuple(draft.shelves), keys, codes, index, read)

    def __len__(self) -> int:
        return len(self.table)

    def entry(self, at: int) -> Entry:
        """Its picture number `at`."""
        row, end = self.table[at], len(self.texts)
        if at + 1 < len(self):
            end = int(self.table["text"][at + 1])
        name, path = json.loads(bytes(self.texts[int(row["text"]) : end]))
        size = int(row["width"]), int(row["height"]), float(row["scale"])
        return Entry(int(row["id"]), name, path, self.shelves[row["shelf"]], *size)

    def packed(self, at: int) -> bytes:
        """The features of picture number `at` as they are stored. Raises DamagedIndex."""
        row = self.table[at]
        try:
            data = self.read(int(row["start"]) * ROW.itemsize, int(row["rows"]) * ROW.itemsize)
        except OSError as error:
            raise DamagedIndex(self.entry(at).name) from error
        if zlib.crc32(data) != row["crc"]:
            raise DamagedIndex(self.entry(at).name)
        return data

    def features(self, at: int, which: Numbers | None = None) -> Features:
        """The features of picture number `at`, or some of them. Raises DamagedIndex."""
        row = self.table[at]
        size = int(row["width"]), int(row["height"]), float(row["scale"])
        return Features.unpack(self.packed(at), *size, which)

    def piece(self, at: int) -> Piece:
        """Picture number `at`, to be put into another segment. Raises DamagedIndex."""
        of = self.entry(at)
        size = of.width, of.height, of.scale
        return Piece(of.id, of.name, of.path, of.shelf, self.packed(at), *size)

    def find(self, id_: int) -> int | None:
        """The number of the picture with an id."""
        at = int(np.searchsorted(self.table["id"], id_))
        return at if at < len(self) and self.table["id"][at] == id_ else None

    def named(self, name: str) -> Iterator[int]:
        """The numbers of the pictures of a name."""
        for at in np.flatnonzero(self.table["name"] == hashed(name)):
            if self.entry(int(at)).name == name:
                yield int(at)

    def on(self, shelves: frozenset[str]) -> NDArray[np.bool_]:
        """Which pictures (pictures,) are on some shelves."""
        some = np.array([each in shelves for each in self.shelves], np.bool_)
        return some[self.table["shelf"]] if len(self) else np.zeros(0, np.bool_)

    def bits(self, some: NDArray[np.bool_]) -> Bits:
        """A bit for each indexed row of some pictures (pictures,), eight in a byte."""
        return np.packbits(np.repeat(some, self.table["indexed"]), bitorder="little")

    def search(self, asked: Asked, neighbours: int, only: Bits | None) -> Neighbours:
        """The nearest rows of each descriptor."""
        if not len(self.keys):
            return Neighbours.none(len(asked.descriptors), neighbours)
        distance, row = self.index.search(asked, neighbours, only)
        there = (row >= 0) & (row < len(self.keys))
        row = np.where(there, row, 0)
        owner = np.searchsorted(self._first, row, "right") - 1
        turn, size = seen(self.keys[row])
        return Neighbours(
            np.where(there, distance, np.inf).astype(np.float32),
            np.where(there, self.table["id"][owner], -1),
            row - self._first[owner],
            turn,
            size,
        )

    @cached_property
    def _first(self) -> NDArray[np.int64]:
        """The first indexed row of each picture; those without any give it away to the next."""
        return np.ascontiguousarray(self.table["first"])


def memory(data: bytes | bytearray) -> Read:
    """Reads what is in memory."""
    view = memoryview(data)
    return lambda start, size: bytes(view[start : start + size])


class File:
    """Reads a file at any place: not mapped, so that what was read once takes no memory."""

    def __init__(self, path: Path) -> None:
        self._file = disk.opened(path)
        weakref.finalize(self, os.close, self._file)

    def __call__(self, start: int, size: int) -> bytes:
        """So many bytes from there on. Raises OSError."""
        return os.pread(self._file, size, start)
