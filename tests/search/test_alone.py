"""Two programs that index one collection take turns."""

import logging
from contextlib import closing
from pathlib import Path

import pytest

from search import Engine
from search.alone import alone
from search.curator import LOCK
from search.errors import Unavailable
from tests.search.edits import encoded, last, speckled


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A folder of two."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    for seed in range(2):
        (folder / f"{seed}.png").write_bytes(encoded(speckled(seed)))
    return folder


def test_who_comes_second_waits_and_finds_all_done(
    tmp_path: Path, pictures: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It says so once, and no picture is looked at twice."""
    held = tmp_path / "held"
    with Engine.open(held, create=True) as one, Engine.open(held) as two:
        with closing(one.index([pictures])) as first, closing(two.index([pictures])) as second:
            next(first)
            waited = [next(second) for _ in range(2)]
            assert [(step.done, step.total) for step in waited] == [(0, 0)] * 2
            assert last(first).added == 2
            report = last(second)
        assert (report.added, report.unchanged, report.pictures) == (0, 2, 2)
        assert len(two) == 2
    assert caplog.text.count("Another program indexes this collection") == 1


def test_who_is_interrupted_lets_the_next_go_on(
    tmp_path: Path, pictures: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Also who gives up waiting; lookups and changes by hand wait for nobody."""
    held = tmp_path / "held"
    with Engine.open(held, create=True) as one, Engine.open(held) as two:
        first = one.index([pictures])
        next(first)
        with closing(two.index([pictures])) as second:
            next(second)
        two.add("by hand", encoded(speckled(9)))
        first.close()
        caplog.clear()
        assert last(two.index([pictures])).pictures == 3
    assert caplog.records == [] or caplog.records[0].levelno < logging.WARNING


def test_a_lock_that_cannot_be_made_is_named(tmp_path: Path, pictures: Path) -> None:
    """Nothing is indexed, and it says why."""
    held = tmp_path / "held"
    with Engine.open(held, create=True) as engine:
        (held / LOCK).mkdir()
        with pytest.raises(Unavailable, match="cannot be used now"):
            last(engine.index([pictures]))


def test_a_lock_ends_where_it_is_left(tmp_path: Path) -> None:
    """Only one has it at a time; the file may stay."""
    with alone(tmp_path / "lock") as ours, alone(tmp_path / "lock") as theirs:
        assert (ours, theirs) == (True, False)
    with alone(tmp_path / "lock") as ours:
        assert ours
