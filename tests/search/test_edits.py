"""Edited pictures are found, where they are; strangers with the same edit are not."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from search import Answer, Engine
from search.cores import on_all_cores
from tests.search import edits
from tests.search.edits import KNOWN, Edit, Edited

STRANGERS = ("photographs/barn.jpg", "drawings/soup.jpg", "photographs/regatta.jpg")

STRANGE = Path(__file__).parent.parent.parent / "samples" / "photos" / "stranger.jpg"

EASY = [  # edit, pictures that may be missed, median error of the outline in % of the diagonal
    pytest.param(edits.unchanged, 0, 0.05, id="unchanged"),
    pytest.param(edits.compressed(4), 0, 0.5, id="JPEG 4"),
    pytest.param(edits.resized(0.125), 0, 0.8, id="an eighth of the size"),
    pytest.param(edits.resized(2), 0, 0.2, id="twice the size"),
    pytest.param(edits.cropped(0.4), 0, 0.6, id="cropped to 40 %"),
    pytest.param(edits.mirrored, 0, 0.1, id="mirrored"),
    pytest.param(edits.turned(30), 0, 0.2, id="turned by 30"),
    pytest.param(edits.turned(180), 0, 0.2, id="turned by 180"),
    pytest.param(edits.captioned(1), 0, 0.3, id="caption as high as the picture"),
    pytest.param(edits.blurred(4), 0, 0.4, id="blurred by 4 px"),
    pytest.param(edits.noisy(50), 0, 0.4, id="noise of 50"),
    pytest.param(edits.contrasted(0.5, -40), 0, 0.1, id="dark and flat"),
    pytest.param(edits.tilted(0.4), 0, 0.6, id="seen from the side"),
    pytest.param(edits.in_a_screenshot(0.5), 0, 0.8, id="half as wide as a screenshot"),
    pytest.param(edits.pasted_onto(STRANGE, 0.2), 0, 1.0, id="on a fifth of another"),
]
HARD = [
    pytest.param(edits.compressed(2), 0, 0.5, id="JPEG 2"),
    pytest.param(edits.resized(0.1), 0, 1.5, id="a tenth of the size"),
    pytest.param(edits.cropped(0.15), 0, 2.0, id="cropped to 15 %"),
    pytest.param(edits.cropped(0.08), 3, 9.0, id="cropped to 8 %"),
    pytest.param(edits.turned(45), 0, 0.3, id="turned by 45"),
    pytest.param(edits.turned(90), 0, 0.3, id="turned by 90"),
    pytest.param(edits.blurred(6), 0, 0.8, id="blurred by 6 px"),
    pytest.param(edits.noisy(70), 0, 0.6, id="noise of 70"),
    pytest.param(edits.contrasted(2, 60), 0, 0.2, id="hard and bright"),
    pytest.param(edits.contrasted(0.2, 0), 0, 0.2, id="a fifth of the contrast"),
    pytest.param(edits.contrasted(0.1, -105), 0, 0.3, id="at night"),
    pytest.param(edits.contrasted(0.1, 100), 0, 0.3, id="in fog"),
    pytest.param(edits.tilted(0.7), 0, 4.0, id="seen from far aside"),
    pytest.param(edits.tilted(0.8), 1, 8.0, id="seen from farther aside"),
    pytest.param(edits.in_a_screenshot(0.35), 3, 1.5, id="a third as wide as a screenshot"),
    pytest.param(edits.pasted_onto(STRANGE, 0.1), 1, 3.0, id="on a tenth of another"),
    pytest.param(edits.stretched(1.5), 0, 0.5, id="half as wide again"),
    pytest.param(edits.stretched(0.67), 0, 0.8, id="two thirds as wide"),
    pytest.param(edits.stretched(0.35), 2, 1.0, id="a third as wide"),
    pytest.param(edits.stretched(3), 2, 1.0, id="three times as wide"),
    pytest.param(edits.pixelated(6), 0, 0.5, id="in squares of 6 px"),
    pytest.param(edits.covered(0.5, 0.5, 0.3), 0, 0.2, id="covered on 30 %"),
    pytest.param(
        edits.both(edits.mirrored, edits.cropped(0.6), edits.compressed(30)),
        *(0, 0.5),
        id="mirrored, cropped, JPEG 30",
    ),
]


@pytest.fixture(scope="module")
def some(collection: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The samples without the three that serve as strangers."""
    folder = tmp_path_factory.mktemp("some") / "collection"
    shutil.copytree(collection, folder, ignore=shutil.ignore_patterns("*-shm", "*-wal"))
    with Engine.open(folder) as some:
        for name in STRANGERS:
            some.remove(name)
        yield some


@pytest.mark.parametrize(("edit", "missed", "percent"), EASY[1::3])  # the slow test has them all
def test_an_edited_picture_is_found_where_it_is(
    some: Engine, samples: Path, edit: Edit, missed: int, percent: float
) -> None:
    """The verdict is `same`, the outline is near the true corners, no stranger is ever `same`."""
    _check(some, samples, (KNOWN[:2], STRANGERS[:1]), edit, (missed, percent))


@pytest.mark.slow
@pytest.mark.parametrize(("edit", "missed", "percent"), EASY + HARD)
def test_a_badly_edited_picture_is_mostly_found(
    some: Engine, samples: Path, edit: Edit, missed: int, percent: float
) -> None:
    """Likewise for more pictures, and for edits that cost them most of their features."""
    _check(some, samples, (KNOWN, STRANGERS), edit, (missed, percent))


def _check(
    engine: Engine,
    samples: Path,
    names: tuple[tuple[str, ...], tuple[str, ...]],
    edit: Edit,
    most: tuple[int, float],
) -> None:
    (known, strangers), (missed, percent) = names, most
    photos = [edit(Edited.of(samples / "pictures" / name)) for name in known + strangers]
    answers = list(on_all_cores(lambda photo: engine.find(photo.jpeg()), photos))
    found = [
        (answer, photo)
        for name, answer, photo in zip(known, answers, photos, strict=False)
        if answer.verdict == "same" and answer.matches[0].name == name
    ]
    assert len(known) - len(found) <= missed
    assert float(np.median([_error(*each) for each in found])) * 100 <= percent
    assert "same" not in [answer.verdict for answer in answers[len(known) :]]


def _error(answer: Answer, photo: Edited) -> float:
    """Largest distance of the outline from the true corners, as a share of the diagonal."""
    outline, true = np.array(answer.matches[0].outline), photo.corners
    diagonal = np.linalg.norm(true[2] - true[0])
    return float(np.linalg.norm(outline - true, axis=1).max() / diagonal)
