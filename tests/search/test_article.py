"""The article's way: the same vector, the same number, and nothing made before it is asked for."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from search import Engine, article
from search.errors import MissingDetector
from search.features import Floats
from search.image import Gray
from tests.search import edits
from tests.search.edits import Pixels

SIZES = {"kaze": 64, "akaze": 61, "sift": 128, "orb": 32}


@pytest.fixture(scope="module")
def few(collection: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Every fifth of the samples: the article's vectors take long."""
    folder = tmp_path_factory.mktemp("few") / "collection"
    shutil.copytree(collection, folder, ignore=shutil.ignore_patterns("*-shm", "*-wal"))
    with Engine.open(folder) as few:
        for name in set(few.names()) - set(few.names()[::5]):
            few.remove(name)
        yield few


def straightforward(pixels: Pixels, detector: str) -> NDArray[np.float64]:
    """The article, word by word: detect, sort, compute, flatten, pad."""
    algorithm: Any = getattr(cv2, f"{detector.upper()}_create")()
    found = list(algorithm.detect(pixels, None))
    found.sort(key=lambda keypoint: keypoint.response, reverse=True)
    _, rows = algorithm.compute(pixels, found[:32])
    numbers = [float(number) for row in rows for number in row]
    return np.array(numbers + [0.0] * (32 * SIZES[detector] - len(numbers)))


def gray(path: Path) -> Gray:
    """Decoded by OpenCV: the samples are friends."""
    pixels = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    assert pixels is not None
    return Gray(pixels.astype(np.uint8), pixels.shape[1], pixels.shape[0])


@pytest.mark.parametrize("detector", SIZES)
@pytest.mark.parametrize("name", ["photographs/coffee.jpg", "drawings/cube.jpg"])
def test_vector_is_what_the_article_says(samples: Path, name: str, detector: str) -> None:
    """Detect, sort by response, compute, flatten, pad: 2048 numbers for KAZE."""
    image = gray(samples / "pictures" / name)
    vector = article.vector(image, detector)
    assert vector is not None
    assert vector.dtype == np.float32
    assert vector.shape == (32 * SIZES[detector],)
    np.testing.assert_array_equal(vector, straightforward(image.pixels, detector))


def test_vector_of_few_keypoints_is_padded_with_zeros() -> None:
    """One blob makes fewer than 32 descriptors; the rest of the vector is zero."""
    pixels = np.full((120, 120), 255, np.uint8)
    cv2.circle(pixels, (60, 60), 12, 0, -1)
    vector = article.vector(Gray(pixels, 120, 120))
    assert vector is not None
    used = int(np.count_nonzero(np.linalg.norm(vector.reshape(32, 64), axis=1)))
    assert 0 < used < 32
    assert not vector[used * 64 :].any()


@pytest.mark.parametrize("detector", SIZES)
def test_a_plain_image_has_no_vector(detector: str) -> None:
    """It is a result, not a crash."""
    assert article.vector(Gray(np.full((64, 64), 200, np.uint8), 64, 64), detector) is None


def test_an_unknown_detector_is_refused_by_name() -> None:
    """Only the four of the command line."""
    with pytest.raises(MissingDetector, match="SURF"):
        article.vector(Gray(edits.speckled(1), 96, 96), "surf")


def test_a_detector_that_this_opencv_lacks_is_refused_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """OpenCV 5 has no KAZE."""
    monkeypatch.delattr(cv2, "KAZE_create")
    with pytest.raises(MissingDetector, match="pip install"):
        article.vector(Gray(edits.speckled(1), 96, 96))


@pytest.mark.parametrize("detector", [pytest.param("kaze", marks=pytest.mark.slow), "orb"])
def test_the_engine_gives_the_cosine_of_the_vectors(
    few: Engine, samples: Path, detector: str
) -> None:
    """`maybe` with values 1 - scipy's cosine distance, best first, no geometry."""
    photo = samples / "photos" / "turned-and-gray.jpg"
    answer = few.find(photo.read_bytes(), 30, "article", detector)
    vector = straightforward(gray(photo).pixels, detector)
    values = {
        name: 1 - cdist([vector], [straightforward(gray(path).pixels, detector)], "cosine")[0, 0]
        for name in few.names()
        if (path := samples / "pictures" / name).suffix == ".jpg"  # PNG: another gray than luma
    }
    ours = {match.name: match.value for match in answer.matches}
    assert (answer.engine, answer.verdict) == ("article", "maybe")
    assert len(answer.matches) == len(few)
    assert {name: ours[name] for name in values} == pytest.approx(values, abs=1e-5)
    assert list(ours.values()) == sorted(ours.values(), reverse=True)
    assert {(match.inliers, match.outline) for match in answer.matches} == {(0, ())}


def test_a_picture_itself_comes_first_with_value_1(few: Engine) -> None:
    """The one photo that the article's way always finds."""
    name = few.names()[2]
    best, second = few.find(few.read(name), 2, "article").matches
    assert best.name == name
    assert best.value == pytest.approx(1, abs=1e-6)
    assert second.value < 0.99


def test_a_plain_or_broken_photo_is_an_answer(few: Engine, samples: Path) -> None:
    """As with the default engine."""
    plain = (samples / "photos" / "plain.png").read_bytes()
    assert few.find(plain, engine="article").verdict == "plain"
    assert few.find(b"GIF89a", engine="article").verdict == "unreadable"


@pytest.mark.parametrize(
    ("size", "read"), [((640, 80), (640, 80)), ((1280, 64), (1280, 64)), ((90, 2560), (45, 1280))]
)
def test_images_are_read_at_their_own_size_and_shrunk_only_past_1280(
    size: tuple[int, int],
    read: tuple[int, int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The article knows no working size."""
    sizes: list[tuple[int, ...]] = []
    monkeypatch.setattr(article, "vector", lambda gray, _: sizes.append(gray.pixels.shape[::-1]))
    with Engine.open(tmp_path, create=True) as engine:
        engine.find(edits.encoded(np.zeros(size[::-1], np.uint8), ".jpg"), engine="article")
    assert sizes == [read]


def test_vectors_are_made_at_first_use_kept_and_made_anew_where_a_picture_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The default index does not pay for them."""
    pictures, folder = tmp_path / "pictures", tmp_path / "collection"
    pictures.mkdir()
    for seed in range(3):
        (pictures / f"{seed}.png").write_bytes(edits.encoded(edits.speckled(seed)))
    made: list[str] = []
    vector = article.vector

    def counted(gray: Gray, detector: str) -> Floats | None:
        made.append(detector)
        return vector(gray, detector)

    monkeypatch.setattr(article, "vector", counted)

    def index_and_find() -> tuple[int, int]:
        """How many vectors were stored before, and were made by the first lookup."""
        with Engine.open(folder, create=True) as engine:
            edits.last(engine.index([pictures]))
            before = stored(folder)
            made.clear()
            answer = engine.find(edits.encoded(edits.speckled(9)), engine="article")
            assert answer.verdict == "maybe"
            return before, len(made) - 1

    assert index_and_find() == (0, 3)
    assert index_and_find() == (3, 0)
    (pictures / "1.png").write_bytes(edits.encoded(edits.speckled(9)))
    assert index_and_find() == (2, 1)
    with Engine.open(folder) as engine:
        best = engine.find(edits.encoded(edits.speckled(9)), engine="article").matches[0]
    assert best.name == "1.png"
    assert best.value == pytest.approx(1, abs=1e-6)


def stored(folder: Path) -> int:
    """Vectors on disk."""
    with sqlite3.connect(folder / "collection.sqlite") as database:
        (count,) = database.execute("SELECT count(*) FROM vectors").fetchone()
    database.close()
    return int(count)


def test_a_picture_without_keypoints_or_file_has_no_row_and_does_not_stop_the_others(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The picture whose file is gone is logged; the next reindex will say so."""
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for seed in range(3):
        (pictures / f"{seed}.png").write_bytes(edits.encoded(edits.speckled(seed)))
    with Engine.open(tmp_path / "collection", create=True) as engine:
        edits.last(engine.index([pictures]))
        (pictures / "1.png").unlink()
        answer = engine.find(edits.encoded(edits.speckled(2)), engine="article")
    assert sorted(match.name for match in answer.matches) == ["0.png", "2.png"]
    assert "1.png" in caplog.text
