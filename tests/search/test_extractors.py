"""Extractors: what processes apart find is what is found here, and their deaths lose nothing."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from search import Engine
from search.extractors import Extractors
from search.image import Gray
from search.levels import PICTURE, extract
from tests.search.edits import Pixels, encoded, last, speckled

NAMES = ("photographs/coffee.jpg", "drawings/jeep.jpg")


def seen(pixels: Pixels) -> Gray:
    """An image at its own size, said to be twice as large."""
    return Gray(pixels, 2 * pixels.shape[1], 2 * pixels.shape[0])


@pytest.fixture
def pictures(samples: Path) -> list[Gray]:
    """Samples, a plain image, and one of a single row."""
    read = (cv2.imread(str(samples / "pictures" / name), cv2.IMREAD_GRAYSCALE) for name in NAMES)
    plain = np.full((40, 50), 7, np.uint8)
    return [seen(np.asarray(each, np.uint8)) for each in (*read, plain, plain[:1])]


def test_features_are_those_that_are_found_here(pictures: list[Gray]) -> None:
    """To the last bit, one after another by one process."""
    with Extractors() as extractors:
        for gray in pictures:
            theirs, ours = extractors.features(gray), extract(gray, PICTURE)
            assert theirs.pack() == ours.pack()
            assert (theirs.width, theirs.height) == (ours.width, ours.height)
            assert theirs.scale == ours.scale
        assert len(extractors._idle) == 1


def test_one_that_is_killed_is_replaced(pictures: list[Gray]) -> None:
    """What it was asked is found here."""
    with Extractors() as extractors:
        extractors.features(pictures[0])
        (process,) = extractors._idle
        process.kill()
        process.wait()
        wanted = extract(pictures[1], PICTURE).pack()
        assert extractors.features(pictures[1]).pack() == wanted
        assert not extractors._idle
        assert extractors.features(pictures[1]).pack() == wanted
        assert len(extractors._idle) == 1


def test_where_none_starts_features_are_found_here(
    pictures: list[Gray], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the system has no more processes."""
    monkeypatch.setattr("search.extractors._COMMAND", ("/no/such/python",))
    with Extractors() as extractors:
        assert extractors.features(pictures[0]).pack() == extract(pictures[0], PICTURE).pack()


def test_they_end_when_all_is_done_or_their_pipe_closes(pictures: list[Gray]) -> None:
    """So that none outlives a program that dies."""
    with Extractors() as extractors:
        extractors.features(pictures[0])
        (process,) = extractors._idle
    assert process.returncode is not None
    with Extractors() as extractors:
        extractors.features(pictures[0])
        process = extractors._idle.pop()
        process.communicate(timeout=20)
    assert process.returncode == 0


@pytest.fixture
def indexed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[int], list[tuple[str, bytes]]]:
    """Names and features of a folder, of which so many pictures are looked at in threads."""
    (tmp_path / "pictures").mkdir()
    for number in range(6):
        (tmp_path / "pictures" / f"{number}.png").write_bytes(encoded(speckled(number)))
    (tmp_path / "pictures" / "broken.png").write_bytes(encoded(speckled(9))[:90])

    def indexed(few: int) -> list[tuple[str, bytes]]:
        monkeypatch.setattr("search.looks.FEW_LOOKED_AT", few)
        with Engine.open(tmp_path / str(few), create=True) as engine:
            report = last(engine.index([tmp_path / "pictures"]))
            assert [each.name for each in report.unreadable] == ["broken.png"]
            return sorted((p.source.name, p.packed) for p in engine._collection.pictures())

    return indexed


def test_a_collection_is_the_same_whoever_finds_its_features(
    indexed: Callable[[int], list[tuple[str, bytes]]],
) -> None:
    """Threads, processes, or first these and then those; a broken file is one, either way."""
    threads, both, processes = (indexed(few) for few in (1000, 3, 0))
    assert len(threads) == 6
    assert threads == both == processes
