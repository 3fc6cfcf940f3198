"""Features: the same for a mirrored image, small on disk, spread, and at home in any size."""

from collections import defaultdict
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import article
from search.errors import MissingDetector
from search.features import PICTURE, ROW, Detail, Features, extract, spread, working
from search.image import Gray
from search.options import CELLS, ENLARGE, PICTURE_SIDE
from tests.search.edits import Pixels, random_features, speckled


def gray(pixels: Pixels) -> Gray:
    """An image decoded at its own size."""
    return Gray(pixels, pixels.shape[1], pixels.shape[0])


def sample(samples: Path, name: str) -> Pixels:
    """One of the samples in gray."""
    pixels = cv2.imread(str(samples / "pictures" / name), cv2.IMREAD_GRAYSCALE)
    assert pixels is not None
    return pixels.astype(np.uint8)


@pytest.mark.parametrize(
    ("name", "least"),
    [("photographs/coffee.jpg", 0.9), ("plates/allium.jpg", 0.9), ("drawings/jeep.jpg", 0.9)],
)
def test_mirrored_features_are_those_of_the_mirror_image(
    samples: Path, name: str, least: float
) -> None:
    """The same places, sizes, angles and descriptors as of the image really flipped."""
    pixels = sample(samples, name)
    ours = extract(gray(pixels), PICTURE).mirrored()
    theirs = extract(gray(np.ascontiguousarray(pixels[:, ::-1])), PICTURE)
    apart = np.linalg.norm(ours.xy[:, None] - theirs.xy, axis=2)
    apart += np.abs(ours.size[:, None] - theirs.size)
    turn = np.abs((ours.angle[:, None] - theirs.angle + 180) % 360 - 180)
    twin = (apart + turn / 10).argmin(axis=1)
    rows = np.flatnonzero((apart + turn / 10)[np.arange(len(ours)), twin] < 1.5)
    assert len(rows) >= least * len(ours)
    cosine = (ours.descriptors[rows] * theirs.descriptors[twin[rows]]).sum(axis=1)
    assert np.mean(cosine > 0.95) >= least


def test_mirroring_twice_changes_nothing() -> None:
    """A mirror is its own inverse."""
    ours = random_features(50)
    again = ours.mirrored().mirrored()
    for name in ("xy", "size", "angle", "descriptors"):
        np.testing.assert_allclose(getattr(again, name), getattr(ours, name), rtol=0, atol=1e-4)
    assert (ours.flipped, ours.mirrored().flipped, again.flipped) == (False, True, False)


def test_points_of_a_mirrored_photo_lie_in_the_photo_as_given() -> None:
    """Both ways lead to the same pixels, origin at the corner, before shrinking."""
    ours = Features(**{**vars(random_features(50)), "scale": 0.5})
    wanted = (ours.xy + 0.5) * 2
    np.testing.assert_allclose(ours.as_given(ours.xy), wanted, atol=1e-3)
    mirror = ours.mirrored()
    np.testing.assert_allclose(mirror.as_given(mirror.xy), wanted, atol=1e-3)


@pytest.mark.parametrize("name", ["photographs/coffee.jpg", "drawings/cube.jpg"])
def test_packing_loses_little(samples: Path, name: str) -> None:
    """72 bytes a row; positions within 1/64 px, descriptors within a cosine of 0.999."""
    ours = extract(gray(sample(samples, name)), PICTURE)
    data = ours.pack()
    again = Features.unpack(data, ours.width, ours.height, ours.scale)
    assert len(data) == len(ours) * ROW.itemsize
    np.testing.assert_allclose(again.xy, ours.xy, atol=1 / 64 + 1e-4)
    np.testing.assert_allclose(again.size, ours.size, rtol=1e-3)
    np.testing.assert_allclose(again.angle, ours.angle, rtol=1e-3)
    assert (again.descriptors * ours.descriptors).sum(axis=1).min() > 0.999
    np.testing.assert_allclose(np.linalg.norm(again.descriptors, axis=1), 1, atol=1e-5)


def test_packing_again_is_exact_in_all_but_rounding(samples: Path) -> None:
    """A snapshot packs what the collection unpacked: nothing drifts."""
    ours = extract(gray(sample(samples, "photographs/coffee.jpg")), Detail(PICTURE_SIDE, 100))
    once = Features.unpack(ours.pack(), ours.width, ours.height, ours.scale)
    twice = Features.unpack(once.pack(), ours.width, ours.height, ours.scale)
    np.testing.assert_array_equal(once.xy, twice.xy)
    assert (once.descriptors * twice.descriptors).sum(axis=1).min() > 0.9999


def test_no_features_pack_into_nothing() -> None:
    """A plain image."""
    none = extract(gray(np.full((50, 80), 90, np.uint8)), Detail(PICTURE_SIDE, 10))
    assert (len(none), none.pack(), none.descriptors.shape) == (0, b"", (0, 64))
    assert len(Features.unpack(b"", 480, 300, 6.0)) == len(none.mirrored()) == 0


@given(st.integers(0, 300), st.integers(0, 2**32 - 1), st.sampled_from([(480, 360), (7, 480)]))
def test_spread_takes_the_strongest_of_every_cell_in_turn(
    count: int, seed: int, size: tuple[int, int]
) -> None:
    """Equal to the slow way: round after round over the cells, the strongest first."""
    draw = np.random.default_rng(seed)
    xy = draw.uniform((0, 0), size, (count, 2)).astype(np.float32)
    response = draw.permutation(count).astype(np.float32)
    cells = defaultdict(list)
    for at in sorted(range(count), key=lambda at: -response[at]):
        column, row = (min(int(xy[at, axis] * CELLS / size[axis]), CELLS - 1) for axis in (0, 1))
        cells[column, row].append(at)
    rounds = [[cell[turn] for cell in cells.values() if turn < len(cell)] for turn in range(count)]
    wanted = [at for row in rounds for at in sorted(row, key=lambda at: -response[at])]
    assert spread(xy, response, *size).tolist() == wanted


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (500, 1), (3, 3), (2, 2000), (8, 8), (30, 9)])
@pytest.mark.parametrize("plain", [True, False])
def test_tiny_images_have_few_features_and_do_no_harm(
    shape: tuple[int, int], *, plain: bool
) -> None:
    """KAZE gets an image of working size, or ENLARGE times as large, whatever came in."""
    draw = np.random.default_rng(0)
    pixels = np.full(shape, 127, np.uint8) if plain else draw.integers(0, 256, shape, np.uint8)
    found = extract(gray(pixels), Detail(PICTURE_SIDE, 500))
    assert (found.height, found.width) == working(gray(pixels), PICTURE_SIDE).shape
    assert (found.xy >= 0).all()
    assert (found.xy < (found.width, found.height)).all()
    assert np.isfinite(found.descriptors).all()


@pytest.mark.parametrize("shape", [(1, 480), (480, 1), (1, 100_000)])
def test_a_line_is_plain_and_never_reaches_kaze(
    shape: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """KAZE reads past the end of an image of one row: it may work, or kill the process."""
    monkeypatch.setattr(cv2, "KAZE", None)
    monkeypatch.setattr(cv2, "KAZE_create", lambda: None)
    draw = np.random.default_rng(0)
    line = gray(draw.integers(0, 256, shape, np.uint8))
    assert len(extract(line, PICTURE)) == 0
    assert article.vector(line) is None


@pytest.mark.parametrize(
    ("shape", "wanted"),
    [
        ((480, 300), (480, 300)),
        ((960, 480), (480, 240)),
        ((100, 120), (400, 480)),
        ((30, 40), (30 * int(ENLARGE), 40 * int(ENLARGE))),
        ((1, 100_000), (1, 480)),
    ],
)
def test_images_are_brought_to_working_size(
    shape: tuple[int, int], wanted: tuple[int, int]
) -> None:
    """Shrunk to it, or enlarged towards it."""
    assert PICTURE_SIDE == 480
    assert working(gray(np.zeros(shape, np.uint8)), PICTURE_SIDE).shape == wanted


@pytest.mark.parametrize("most", [1, 10, 500])
def test_never_more_than_asked_and_the_best_of_them(most: int) -> None:
    """Fewer are the beginning of more."""
    pixels = speckled(5, 64)
    everything, some = (
        extract(gray(pixels), Detail(PICTURE_SIDE, 10_000)),
        extract(gray(pixels), Detail(PICTURE_SIDE, most)),
    )
    assert len(some) == min(most, len(everything))
    np.testing.assert_array_equal(some.xy, everything.xy[:most])


def test_an_enlarged_small_photo_matches_its_picture(samples: Path) -> None:
    """A quarter of the size, most of the picture's features."""
    pixels = sample(samples, "photographs/coffee.jpg")
    small = cv2.resize(pixels, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    photo, picture = (
        extract(gray(small.astype(np.uint8)), Detail(PICTURE_SIDE, 200)),
        extract(gray(pixels), Detail(PICTURE_SIDE, 500)),
    )
    assert photo.width == picture.width
    apart = np.linalg.norm(photo.xy[:, None] - picture.xy, axis=2)
    assert np.mean(apart.min(axis=1) < 4) > 0.6


def test_opencv_without_kaze_is_named_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenCV 5 has none."""
    monkeypatch.delattr(cv2, "KAZE")
    with pytest.raises(MissingDetector, match="opencv-python-headless"):
        extract(gray(speckled(1)), Detail(PICTURE_SIDE, 10))
