"""The 64 bits by which a photo is known again."""

import io
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image

from search import Engine
from search.mark import alike
from tests.conftest import SAMPLES

FILES = sorted((SAMPLES / "pictures").rglob("*.*"))


def weak(image: Image.Image) -> bytes:
    """A strongly compressed JPEG."""
    data = io.BytesIO()
    image.save(data, "JPEG", quality=20)
    return data.getvalue()


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_a_copy_has_a_like_mark(engine: Engine, file: Path) -> None:
    """Compressed anew, and made smaller; SQLite can keep it."""
    mark = engine.mark(file.read_bytes())
    assert -(2**63) <= mark < 2**63
    pixels = engine.look(file.read_bytes(), 4096).pixels
    image = Image.fromarray(pixels)
    for copy in (image.resize((image.width // 2, image.height // 2)), image):
        assert alike(mark, engine.mark(weak(copy)))


def test_no_two_pictures_are_alike(engine: Engine) -> None:
    """Else one that was refused would hide another."""
    marks = [engine.mark(file.read_bytes()) for file in FILES]
    assert not any(alike(*pair) for pair in combinations(marks, 2))


def test_the_sign_does_not_matter() -> None:
    """It is one of the bits."""
    assert alike(-(2**63), 0)
    assert alike(-1, -2)
    assert not alike(-1, 0)
