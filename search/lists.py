"""Inverted lists of a segment, laid out as FAISS's fast scan reads them: mapped, or in memory."""

from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from search.codebook import CODE_BYTES, Asked, Codebook, Codes
from search.features import Floats
from search.index import Numbers

_BLOCK = 32  # rows that are scanned at once
_UNIT = 8 * _BLOCK  # bytes: the ids of a block; its codes take two such units
_ORDER = np.arange(16).reshape(2, 8).T.ravel()  # 0, 8, 1, 9, ...: of the halves of a block
_LIST = np.dtype([("size", "<u8"), ("capacity", "<u8"), ("offset", "<u8")])  # faiss.OnDiskOneList


class Lists:
    """`sizes` (lists,) uint32: rows in each; `data` (bytes,) uint8: list after list, of each first
    its codes, then the numbers of its rows in the segment (int64), both filled up to whole blocks.

    Built by FAISS's own inverted lists it would be in memory as a whole; these are read from the
    file as they are needed (faiss.OnDiskInvertedLists, of which only the reading is used).
    """

    _lists: Any = None

    def __init__(
        self, codebook: Codebook, sizes: NDArray[np.uint32], data: NDArray[np.uint8]
    ) -> None:
        if len(sizes) != codebook.lists or data.size != _capacity(sizes).sum() * _ROW:
            raise ValueError("lists of another codebook, or cut")
        self.sizes = sizes
        self.data = data  # kept: FAISS has only its address
        self._lists = _lists(sizes, data)
        self._index = _empty(codebook)
        self._index.replace_invlists(self._lists, False)  # noqa: FBT003  not to be freed
        self._index.ntotal = int(sizes.sum())

    def __del__(self) -> None:
        """FAISS would unmap what it has not mapped."""
        if self._lists is not None:  # else it was refused
            self._lists.ptr = None

    def search(
        self, asked: Asked, neighbours: int, only: NDArray[np.uint8] | None = None
    ) -> tuple[Floats, Numbers]:
        """Squared distances and numbers of the nearest rows, (n, neighbours) each, -1 where there
        are none. `only`: a bit for each row that may be found, eight in a byte, lowest first.
        """
        count = len(asked.descriptors)
        distance = np.empty((count, neighbours), np.float32)
        row = np.empty((count, neighbours), np.int64)
        arrays = [
            np.ascontiguousarray(each)
            for each in (asked.descriptors, asked.lists, asked.apart, distance, row)
        ]  # held until FAISS is done
        self._index.search_preassigned_c(
            count,
            faiss.swig_ptr(arrays[0]),
            neighbours,
            *map(faiss.swig_ptr, arrays[1:]),
            False,  # noqa: FBT003  numbers of rows, not their places
            _parameters(only, asked),
        )
        return distance, row


_ROW = CODE_BYTES + 8  # bytes


def arranged(codes: Codes, lists: int) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """`sizes` and `data` of Lists: rows (n,) by their lists, in their order."""
    sizes = np.bincount(codes["list"], minlength=lists).astype(np.uint32)
    order = np.argsort(codes["list"], kind="stable")
    capacity = _capacity(sizes)
    gaps = np.repeat(np.cumsum(capacity - sizes) - (capacity - sizes), sizes)
    place = np.arange(len(codes)) + gaps  # of each row once lists are filled up
    full = np.zeros((int(capacity.sum()), CODE_BYTES), np.uint8)
    full[place] = codes["code"][order]
    numbers = np.zeros(len(full), np.int64)
    numbers[place] = order
    return sizes, _woven(packed(full), numbers, capacity)


def packed(codes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Codes (n, CODE_BYTES), n a multiple of 32, as fast scan reads them: of a block of 32 rows
    first all first bytes, then all second ones, each split into its halves (Andre, Kermarrec,
    Le Scouarnec 2015, "Cache locality is not enough"; the order of rows is FAISS's).
    """
    block = codes.reshape(-1, _BLOCK, CODE_BYTES).transpose(0, 2, 1)
    halves = np.stack([block & 15, block >> 4], axis=2)  # (blocks, bytes, 2, rows)
    mixed = halves[..., _ORDER] | halves[..., _ORDER + 16] << 4
    return np.ascontiguousarray(mixed).reshape(-1)


def _woven(
    codes: NDArray[np.uint8], numbers: Numbers, capacity: NDArray[np.int64]
) -> NDArray[np.uint8]:
    """Codes of all lists and numbers of all lists -> list after list."""
    blocks = capacity // _BLOCK
    first = np.repeat(np.cumsum(blocks) - blocks, blocks)  # block of each block's list
    count, at = np.repeat(blocks, blocks), np.arange(int(blocks.sum()))
    data = np.empty((3 * len(at), _UNIT), np.uint8)
    place = 3 * first + 2 * (at - first)
    data[place], data[place + 1] = codes.reshape(-1, 2, _UNIT).transpose(1, 0, 2)
    data[3 * first + 2 * count + (at - first)] = numbers.view(np.uint8).reshape(-1, _UNIT)
    return data.reshape(-1)


def _capacity(sizes: NDArray[np.uint32]) -> NDArray[np.int64]:
    return -(-sizes.astype(np.int64) // _BLOCK) * _BLOCK


def _lists(sizes: NDArray[np.uint32], data: NDArray[np.uint8]) -> Any:
    capacity = _capacity(sizes)
    table = np.zeros(len(sizes), _LIST)
    table["size"], table["capacity"] = sizes, capacity
    table["offset"] = (np.cumsum(capacity) - capacity) * _ROW
    lists: Any = faiss.OnDiskInvertedLists()
    lists.nlist, lists.code_size, lists.read_only = len(sizes), CODE_BYTES, True
    lists.lists.resize(len(sizes))
    faiss.memcpy(lists.lists.data(), faiss.swig_ptr(table.view(np.uint8)), table.nbytes)
    lists.totsize = data.size
    lists.ptr = faiss.swig_ptr(data)
    return lists


def _empty(codebook: Codebook) -> Any:
    book = codebook.book
    index = faiss.IndexIVFPQFastScan(book.quantizer, book.d, book.nlist, book.pq.M, book.pq.nbits)
    index.by_residual, index.pq, index.is_trained = False, book.pq, True
    index.precompute_table()
    return index


def _parameters(only: NDArray[np.uint8] | None, asked: Asked) -> Any:
    of: Any = faiss  # its types are those of C++
    selector = {} if only is None else {"sel": of.IDSelectorBitmap(only)}
    return of.SearchParametersIVF(nprobe=asked.lists.shape[1], **selector)
