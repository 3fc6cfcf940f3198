"""Every malformed, hostile or odd image that others have collected: an answer, and a next one."""

import random
import shutil
from pathlib import Path

import pytest

from search import Engine
from search.cores import on_all_cores
from tests.search.edits import encoded, last, speckled

WORDS = ("same", "maybe", "none", "plain", "unreadable")
MESSAGES = (
    "This is not an image. Send a JPEG, PNG or WebP.",
    "This image is damaged and cannot be read.",
    "images cannot be read here. Send it as JPEG or PNG.",
    "Send a smaller one.",
    "to see anything in it. Send another.",
)


@pytest.fixture(scope="module")
def bad(kazami_data: Path) -> list[Path]:
    """The files, in an order of chance that is always the same."""
    paths = [path for path in sorted((kazami_data / "badimages").rglob("*")) if path.is_file()]
    random.Random(2).shuffle(paths)  # noqa: S311  no secret
    return paths


def check(engine: Engine, paths: list[Path]) -> None:
    """Each has an answer, in few words; afterwards a sound photo is found as ever."""
    answers = on_all_cores(lambda path: engine.find(path.read_bytes()), paths)
    for path, answer in zip(paths, answers, strict=True):
        assert answer.verdict in WORDS, path
        assert (answer.error is not None) == (answer.verdict == "unreadable"), path
        assert not answer.error or answer.error.endswith(MESSAGES), path
    name = "photographs/coffee.jpg"
    assert engine.find(engine.read(name)).matches[0].name == name


def test_some_bad_images_are_answered(engine: Engine, bad: list[Path]) -> None:
    """A quick look."""
    check(engine, bad[:60])


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_every_bad_image_is_answered(engine: Engine, bad: list[Path]) -> None:
    """No crash, no hang, no other word."""
    check(engine, bad)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_folder_of_bad_images_is_indexed(bad: list[Path], tmp_path: Path) -> None:
    """Those that are images are pictures; the others are listed with a reason; nothing is left."""
    folder = tmp_path / "bad"
    folder.mkdir()
    for number, path in enumerate(bad):
        shutil.copyfile(path, folder / f"{number:04}{path.suffix or '.jpg'}")
    (folder / "good.png").write_bytes(encoded(speckled(1)))
    with Engine.open(tmp_path / "collection", create=True) as engine:
        report = last(engine.index([folder]))
        assert report.pictures == report.added == len(engine)
        assert {each.reason.endswith(MESSAGES) for each in report.unreadable} == {True}
        assert engine.find(encoded(speckled(1))).matches[0].name == "good.png"
        assert engine.check() == []
        again = last(engine.index([folder]))
        assert (again.added, again.unchanged, again.plain) == (0, report.added, report.plain)
