"""Work on all cores, in order, a few items ahead."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from search.cores import on_all_cores


def test_it_is_map_in_threads() -> None:
    """Same results in the same order, though later ones are quicker."""

    def work(number: int) -> int:
        time.sleep((20 - number) / 2000)
        return number * number

    assert list(on_all_cores(work, range(20))) == [number * number for number in range(20)]


def test_only_a_few_items_are_taken_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory does not grow with the folder."""
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    taken = []

    def items() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    results = on_all_cores(lambda number: number, items())
    for _ in range(3):
        next(results)
    assert len(taken) <= 3 + 2 * 2 + 1
    results.close()


def test_an_early_end_waits_for_what_runs_and_no_more() -> None:
    """No thread is left."""
    started: list[int] = []

    def work(number: int) -> None:
        started.append(number)
        time.sleep(0.01)

    before = threading.active_count()
    with closing(on_all_cores(work, range(100_000))) as results:
        next(results)
    assert len(started) < 50
    assert threading.active_count() == before


def test_an_error_comes_out_where_its_result_would() -> None:
    """And ends it."""

    def work(number: int) -> int:
        return 10 // (3 - number)

    results = on_all_cores(work, range(10))
    assert [next(results) for _ in range(3)] == [3, 5, 10]
    with pytest.raises(ZeroDivisionError):
        next(results)
