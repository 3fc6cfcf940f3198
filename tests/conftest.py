"""What all tests share: the samples, an engine that holds them, and the shared data."""

import os
import signal
import ssl
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from search import Engine, article, diffusion, kaze, msurf
from search.features import Floats
from search.image import Decoder, Gray

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as of a job in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)  # some tests press Ctrl-C

REMEMBERED = 128  # images; half a gigabyte at most
SAMPLES = Path(__file__).parent.parent / "samples"

settings.register_profile("quick", max_examples=60, deadline=None, derandomize=True)
settings.load_profile("quick")


def _see_the_same_image_once() -> None:
    """Much of the suite's time would go into the article's KAZE of the same few samples."""
    vector = article.vector

    @lru_cache(maxsize=REMEMBERED)
    def seen(data: bytes, shape: tuple[int, ...], detector: str) -> Floats | None:
        return vector(Gray(np.frombuffer(data, np.uint8).reshape(shape), *shape[::-1]), detector)

    def again(gray: Gray, detector: str = "kaze") -> Floats | None:
        article._detector(detector)  # raises where OpenCV has none
        return seen(gray.pixels.tobytes(), gray.pixels.shape, detector)

    vars(article)["vector"] = again


_see_the_same_image_once()
vars(ssl)["create_default_context"] = cache(ssl.create_default_context)  # 45 ms each


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder with `pictures/` and `photos/` that ships with the project."""
    return SAMPLES


@pytest.fixture
def arrays(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Whole arrays instead of loops in C (search/loops.py), until `undo`."""
    for module in (diffusion, kaze, msurf):
        monkeypatch.setattr(module, "LOOPS", None)
    return monkeypatch


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
    shared = request.getfixturevalue("engine") if "engine" in request.fixturenames else None
    if isinstance(shared, Engine):  # a parameter of that name is not
        shared._answers.clear()


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
