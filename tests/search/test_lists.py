"""Inverted lists against FAISS's own, made of the same codes."""

import gc
from functools import cache
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import pytest
from numpy.typing import NDArray

from search import sections
from search.codebook import CODE_BYTES, Codebook
from search.features import ROW, Floats, descriptors
from search.lists import Lists, arranged, packed
from tests.search.edits import random_features

SIZES = [1, 31, 32, 33, 64, 65, 1000, 4000]  # rows; of a block there are 32


@cache
def rows(count: int, seed: int = 0) -> Floats:
    """Random descriptors, as they are once they were packed."""
    return descriptors(np.frombuffer(random_features(count, seed).pack(), ROW))


@cache
def codebook(lists: int) -> Codebook:
    """One with so many lists."""
    book = Codebook.train(rows(max(40 * lists, 1000))[: 40 * lists], lists**2, 150)
    return book if book.lists == lists else Codebook.train(rows(40 * lists), 10**6, 150)


def reference(book: Codebook, held: Floats) -> Any:
    """FAISS's own index of these rows."""
    index = faiss.deserialize_index(np.frombuffer(book.dump(), np.uint8))
    index.add(held)
    return index


def made(book: Codebook, held: Floats) -> Lists:
    """Ours."""
    return Lists(book, *arranged(book.encode(held), book.lists))


def bits(some: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Eight in a byte, lowest first."""
    return np.packbits(some, bitorder="little")


@pytest.mark.parametrize("neighbours", [1, 10])
@pytest.mark.parametrize("count", SIZES)
@pytest.mark.parametrize("lists", [1, 25])
def test_it_equals_faiss(lists: int, count: int, neighbours: int) -> None:
    """In which rows are nearest, and in how far they are; some lists are empty, and some full."""
    book, held = codebook(lists), rows(count, 1)
    asked = book.ask(rows(20, 2))
    ours, found = made(book, held).search(asked, neighbours)
    theirs = reference(book, held)
    theirs.nprobe = asked.lists.shape[1]
    wanted, order = theirs.search(asked.descriptors, neighbours)
    np.testing.assert_array_equal(ours, wanted)
    np.testing.assert_array_equal(found, order)
    assert (found >= 0).any()


@pytest.mark.parametrize("count", SIZES)
@pytest.mark.parametrize("lists", [1, 25])
def test_it_equals_faiss_where_only_some_rows_may_be_found(lists: int, count: int) -> None:
    """Every third, none, and all."""
    book, held = codebook(lists), rows(count, 1)
    asked, index, theirs = book.ask(rows(20, 2)), made(book, held), reference(book, held)
    for some in (np.arange(count) % 3 == 0, np.zeros(count, np.bool_), np.ones(count, np.bool_)):
        ours, found = index.search(asked, 10, bits(some))
        of: Any = faiss
        selector = of.IDSelectorBitmap(bits(some))
        parameters = of.SearchParametersIVF(nprobe=asked.lists.shape[1], sel=selector)
        wanted, order = theirs.search(asked.descriptors, 10, params=parameters)
        np.testing.assert_array_equal(ours, wanted)
        np.testing.assert_array_equal(found, order)
        assert set(found[found >= 0].tolist()) <= set(np.flatnonzero(some).tolist())


def test_all_rows_of_all_lists_are_there() -> None:
    """Asked for more than there are: each once, then -1."""
    book, held = codebook(1), rows(70, 1)
    _, found = made(book, held).search(book.ask(rows(3, 2)), 80)
    assert [sorted(each) for each in found.tolist()] == [[-1] * 10 + list(range(70))] * 3


def test_nothing_is_found_where_there_is_nothing() -> None:
    """All lists are empty."""
    book = codebook(25)
    _, found = made(book, rows(0)).search(book.ask(rows(5, 2)), 10)
    assert (found == -1).all()


@pytest.mark.parametrize("count", SIZES)
@pytest.mark.parametrize("lists", [1, 25])
def test_codes_are_packed_as_faiss_packs_them(lists: int, count: int) -> None:
    """Byte for byte, in every list."""
    book, held, of = codebook(lists), rows(count, 1), faiss
    codes, index = book.encode(held), reference(book, held)
    theirs = index.invlists  # the index's own: it goes with it
    for number in range(lists):
        mine = codes["code"][codes["list"] == number]
        assert theirs.list_size(number) == len(mine)
        if len(mine):
            full = np.zeros((-(-len(mine) // 32) * 32, CODE_BYTES), np.uint8)
            full[: len(mine)] = mine
            wanted = of.rev_swig_ptr(theirs.get_codes(number), full.size)
            np.testing.assert_array_equal(packed(full), wanted)


@pytest.mark.parametrize("count", [0, *SIZES])
def test_arranged_has_each_row_in_its_list_in_its_order(count: int) -> None:
    """Against a slow loop; each list is filled up to whole blocks."""
    book = codebook(25)
    codes = book.encode(rows(count, 1))
    sizes, data = arranged(codes, book.lists)
    at = 0
    for number, size in enumerate(sizes.tolist()):
        theirs = np.flatnonzero(codes["list"] == number)
        assert size == len(theirs)
        full = -(-size // 32) * 32
        block = np.zeros((full, CODE_BYTES), np.uint8)
        block[:size] = codes["code"][theirs]
        np.testing.assert_array_equal(data[at : at + full * CODE_BYTES], packed(block))
        at += full * CODE_BYTES
        np.testing.assert_array_equal(data[at : at + full * 8].view(np.int64)[:size], theirs)
        at += full * 8
    assert at == len(data)


@pytest.mark.parametrize("fault", ["cut", "longer", "other lists", "other sizes"])
def test_wrong_sizes_are_refused(fault: str) -> None:
    """FAISS would read what is not there."""
    book = codebook(25)
    sizes, data = arranged(book.encode(rows(1000, 1)), book.lists)
    if fault == "other sizes":
        sizes = sizes + np.uint32(32)
    wrong = {
        "cut": (sizes, data[:-1]),
        "longer": (sizes, np.append(data, np.uint8(0))),
        "other lists": (sizes[:-1], data),
        "other sizes": (sizes, data),
    }
    with pytest.raises(ValueError, match="cut"):
        Lists(book, *wrong[fault])


def test_it_may_go_at_any_time(tmp_path: Path) -> None:
    """In memory and mapped, in any order, more often than there is memory; files may go first."""
    book, held = codebook(25), rows(4000, 1)
    sizes, data = arranged(book.encode(held), book.lists)
    asked = book.ask(rows(5, 2))
    wanted = Lists(book, sizes, data).search(asked, 10)
    kept = []
    for turn in range(50):
        path = tmp_path / str(turn)
        sections.write(path, {"sizes": sizes.view(np.uint8), "lists": data})
        held_in_file = sections.mapped(path)
        path.unlink()
        mapped = Lists(book, held_in_file["sizes"].view(np.uint32), held_in_file["lists"])
        kept += [mapped, Lists(book, sizes.copy(), data.copy())]
        del held_in_file, mapped
        if turn % 7 == 0:
            kept.clear()
        gc.collect()
        for each in kept:
            for ours, theirs in zip(each.search(asked, 10), wanted, strict=True):
                np.testing.assert_array_equal(ours, theirs)


def test_a_refused_one_goes_without_a_word(recwarn: pytest.WarningsRecorder) -> None:
    """It was never finished: there is nothing to give back."""
    book = codebook(25)
    with pytest.raises(ValueError, match="cut"):
        Lists(book, np.ones(3, np.uint32), np.zeros(9, np.uint8))
    gc.collect()
    assert not recwarn.list
