"""What all tests share: the samples, an engine that holds them, and the shared data."""

import os
import signal
import ssl
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import settings
from numpy.typing import NDArray

from search import Engine, article, levels
from search.features import Floats
from search.image import Decoder, Gray

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as of a job in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)  # some tests press Ctrl-C

Found = tuple[Sequence[cv2.KeyPoint], Any]
SEEN: dict[tuple[bytes, tuple[int, ...]], Found] = {}
REMEMBERED = 128  # images; half a gigabyte at most
SAMPLES = Path(__file__).parent.parent / "samples"

settings.register_profile("quick", max_examples=60, deadline=None, derandomize=True)
settings.load_profile("quick")


class Remembering:
    """KAZE that finds at once what it has found in the same pixels before."""

    def __init__(self, kaze: cv2.KAZE) -> None:
        self._kaze = kaze

    def detectAndCompute(self, pixels: NDArray[np.uint8], _: None) -> Found:  # noqa: N802  OpenCV's
        """As OpenCV does."""
        key = pixels.tobytes(), pixels.shape
        if key not in SEEN:
            if len(SEEN) >= REMEMBERED:
                SEEN.clear()
            SEEN[key] = self._kaze.detectAndCompute(pixels, None)
        return SEEN[key]


def _see_the_same_image_once() -> None:
    """A third of the suite's time would go into KAZE of the same few samples."""
    kaze, vector = levels.kaze, article.vector

    @lru_cache(maxsize=REMEMBERED)
    def seen(data: bytes, shape: tuple[int, ...], detector: str) -> Floats | None:
        return vector(Gray(np.frombuffer(data, np.uint8).reshape(shape), *shape[::-1]), detector)

    def again(gray: Gray, detector: str = "kaze") -> Floats | None:
        article._detector(detector)  # raises where OpenCV has none
        return seen(gray.pixels.tobytes(), gray.pixels.shape, detector)

    vars(levels)["kaze"] = lambda: Remembering(kaze())
    vars(article)["vector"] = again


_see_the_same_image_once()
vars(ssl)["create_default_context"] = cache(ssl.create_default_context)  # 45 ms each


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder with `pictures/` and `photos/` that ships with the project."""
    return SAMPLES


@pytest.fixture(scope="session")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A collection of samples/pictures; for asking and copying only."""
    folder = tmp_path_factory.mktemp("samples")
    with Engine.open(folder, create=True) as engine:
        for _ in engine.index([SAMPLES / "pictures"]):
            pass
    return folder


@pytest.fixture(scope="session")
def engine(collection: Path) -> Iterator[Engine]:
    """An engine that holds samples/pictures; for asking only."""
    with Engine.open(collection) as engine:
        yield engine


@pytest.fixture(autouse=True)
def _unasked(request: pytest.FixtureRequest) -> None:
    """What one test has asked is not known to the next."""
    if "engine" in request.fixturenames:
        request.getfixturevalue("engine")._answers.clear()


@pytest.fixture(scope="session")
def decoder() -> Iterator[Decoder]:
    """A decoder process to share; for asking only."""
    decoder = Decoder()
    yield decoder
    decoder.close()


@pytest.fixture(scope="session")
def kazami_data() -> Path:
    """The folder with `dev/` and `badimages/`; skips where KAZAMI_DATA does not name it."""
    folder = os.environ.get("KAZAMI_DATA")
    if not folder:
        pytest.skip("KAZAMI_DATA names no folder of shared data")
    return Path(folder)
