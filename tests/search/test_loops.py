"""KAZE's inner loops in C: beside the same in whole arrays."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.spatial import cKDTree

from search.kaze import Space
from search.loops import LOOPS
from tests.search.edits import Edited, speckled

ROOT = Path(__file__).parents[2]
_BUILD = "import setuptools; setuptools.setup()"
compiled = pytest.mark.skipif(not LOOPS, reason="no compiler was there when this was installed")


def compiles() -> bool:
    """Whether there is a compiler, and the headers of C."""
    command = ("gcc", "-fsyntax-only", *("-x", "c"), "-")
    if not shutil.which("gcc"):
        return False
    asked = b"#include <math.h>\n"
    return not subprocess.run(command, input=asked, capture_output=True, check=False).returncode


@pytest.mark.skipif(not compiles(), reason="there is no compiler")
def test_they_are_compiled_where_there_is_a_compiler() -> None:
    """Else all the tests below would be skipped."""
    assert LOOPS


def test_without_a_compiler_there_are_none(tmp_path: Path) -> None:
    """And Kazami installs none the less."""
    (tmp_path / "search").mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", "search/loops.c"):
        shutil.copy(ROOT / name, tmp_path / name)
    command = (sys.executable, "-c", _BUILD, "build_ext", "--build-lib", "built")
    none = {"CC": "/nowhere/cc", "PATH": "/nowhere"}
    subprocess.run(command, cwd=tmp_path, env=none, check=True, capture_output=True)
    assert not list(tmp_path.rglob("*.so"))


@compiled
@pytest.mark.parametrize("shape", [(3, 3), (3, 40), (40, 3), (8, 300), (64, 48), (131, 97)])
def test_the_smallest_images_and_odd_ones(
    shape: tuple[int, int], arrays: pytest.MonkeyPatch
) -> None:
    """Rows and columns shorter than the reach of derivatives, and sizes that are no multiples."""
    pixels = np.ascontiguousarray(speckled(1, 304)[: shape[0], : shape[1]])
    slow = Space.of(pixels)
    arrays.undo()
    same(Space.of(pixels), slow, all_but=0)


@compiled
@pytest.mark.parametrize("name", ["photographs/coffee.jpg", "photographs/astronaut.jpg"])
def test_they_find_and_describe_the_same(
    name: str, samples: Path, arrays: pytest.MonkeyPatch
) -> None:
    """All keypoints but one in a thousand, which rounding makes or takes."""
    pixels = np.ascontiguousarray(Edited.of(samples / "pictures" / name).pixels[..., 1])
    slow = Space.of(pixels)
    described = slow.describe(np.arange(len(slow.xy)))
    arrays.undo()
    quick = Space.of(pixels)
    at = same(quick, slow, all_but=0.001)
    angles, rows = quick.describe(at)
    turned = np.abs((angles - described[0] + 180) % 360 - 180)
    assert np.quantile(turned, 0.99) < 1  # a slope at the border of two sectors may fall in either
    likeness = (rows * described[1]).sum(axis=1)[turned < 1]
    assert likeness.min() > 0.999  # OpenCV knows 32 places between two pixels, and C all


def same(quick: Space, slow: Space, all_but: float) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Which keypoints of the one are those of the other."""
    assert abs(len(quick.xy) - len(slow.xy)) <= all_but * len(slow.xy)
    if not len(slow.xy):
        return np.zeros(0, np.intp)
    apart, at = cKDTree(np.column_stack([quick.xy, quick.size])).query(
        np.column_stack([slow.xy, slow.size])
    )
    assert (apart > 0.01).mean() <= all_but
    return np.asarray(at, np.intp)
