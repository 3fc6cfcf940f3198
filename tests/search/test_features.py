"""Features: the same for a mirrored image, small on disk, spread, and at home in any size."""

from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import article
from search.errors import MissingDetector
from search.features import ROW, Features
from search.image import Gray
from search.kaze import Space
from search.level import spread
from search.levels import PICTURE, Detail, extract, kaze, working
from search.options import (
    CELLS,
    ENLARGE,
    ENLARGED_SIDE,
    PICTURE_SIDE,
    SMALLEST_SIDE,
    THINNEST,
)
from tests.search.edits import Pixels, random_features, speckled


def gray(pixels: Pixels) -> Gray:
    """An image decoded at its own size."""
    return Gray(pixels, pixels.shape[1], pixels.shape[0])


def sample(samples: Path, name: str) -> Pixels:
    """One of the samples in gray."""
    pixels = cv2.imread(str(samples / "pictures" / name), cv2.IMREAD_GRAYSCALE)
    assert pixels is not None
    return pixels.astype(np.uint8)


def flipped(pixels: Pixels) -> Pixels:
    """Left to right."""
    return np.ascontiguousarray(pixels[:, ::-1])


@pytest.mark.parametrize(
    ("seen", "made"),
    [
        (Features.mirrored, flipped),
        (Features.negated, np.invert),
        (lambda ours: ours.negated().mirrored(), lambda pixels: flipped(~pixels)),
    ],
    ids=["mirrored", "negative", "both"],
)
@pytest.mark.parametrize(
    ("name", "least"),
    [("photographs/coffee.jpg", 0.9), ("plates/allium.jpg", 0.9), ("drawings/jeep.jpg", 0.9)],
)
def test_features_of_a_mirror_image_or_a_negative_need_no_second_look(
    samples: Path,
    seen: Callable[[Features], Features],
    made: Callable[[Pixels], Pixels],
    name: str,
    least: float,
) -> None:
    """The same places, sizes, angles and descriptors as of the image really made so."""
    pixels = sample(samples, name)
    ours = seen(extract(gray(pixels), PICTURE))
    theirs = extract(gray(made(pixels)), PICTURE)
    apart = np.linalg.norm(ours.xy[:, None] - theirs.xy, axis=2)
    apart += np.abs(ours.size[:, None] - theirs.size)
    turn = np.abs((ours.angle[:, None] - theirs.angle + 180) % 360 - 180)
    twin = (apart + turn / 10).argmin(axis=1)
    rows = np.flatnonzero((apart + turn / 10)[np.arange(len(ours)), twin] < 1.5)
    assert len(rows) >= least * len(ours)
    cosine = (ours.descriptors[rows] * theirs.descriptors[twin[rows]]).sum(axis=1)
    assert np.mean(cosine > 0.95) >= least


@pytest.mark.parametrize(
    ("seen", "said"), [(Features.mirrored, "flipped"), (Features.negated, "negative")]
)
def test_what_is_done_twice_changes_nothing(
    seen: Callable[[Features], Features], said: str
) -> None:
    """A mirror is its own inverse, and so is a negative."""
    ours = random_features(50)
    once, again = seen(ours), seen(seen(ours))
    for name in ("xy", "size", "angle", "descriptors"):
        np.testing.assert_allclose(getattr(again, name), getattr(ours, name), rtol=0, atol=1e-4)
    assert [getattr(each, said) for each in (ours, once, again)] == [False, True, False]


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
    for each in (Features.unpack(b"", 480, 300, 6.0), none.mirrored(), none.negated()):
        assert len(each) == 0


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
    assert (found.width, found.height) == working(gray(pixels), PICTURE_SIDE)
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
        ((640, 500), (640, 500)),
        ((1280, 600), (640, 300)),
        ((100, 120), (400, 480)),
        ((30, 40), (30 * int(ENLARGE), 40 * int(ENLARGE))),
        ((1, 100_000), (1, 640)),
    ],
)
def test_images_are_brought_to_working_size(
    shape: tuple[int, int], wanted: tuple[int, int]
) -> None:
    """Shrunk to it, or enlarged towards it."""
    assert (PICTURE_SIDE, ENLARGED_SIDE) == (640, 480)
    assert working(gray(np.zeros(shape, np.uint8)), PICTURE_SIDE) == wanted[::-1]


FEW = Detail(PICTURE_SIDE, 240)  # so few that every level but the coarsest has as many as asked


def levels_of(features: Features, every: list[Features]) -> list[int]:
    """Which level each feature is of, as its descriptor tells."""
    known = {row.tobytes(): at for at, each in enumerate(every) for row in each.descriptors}
    return [known[row.tobytes()] for row in features.descriptors]


@pytest.fixture(scope="module")
def levels(samples: Path) -> tuple[Gray, list[Features]]:
    """A picture of working size, and the features of each level, found one by one."""
    pixels = sample(samples, "photographs/coffee.jpg")
    size = working(gray(pixels), PICTURE_SIDE)
    image = gray(np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8))
    every, most = [], FEW.features
    while max(image.pixels.shape) >= SMALLEST_SIDE and min(image.pixels.shape) >= THINNEST:
        space = Space.of(image.pixels)
        best = spread(space.xy, space.response, image.width, image.height)[:most]
        zoom, (angle, computed) = size / np.array(image.pixels.shape[::-1]), space.describe(best)
        every.append(
            Features(
                ((space.xy[best] + 0.5) * zoom - 0.5).astype(np.float32),
                (space.size[best] * np.sqrt(zoom.prod())).astype(np.float32),
                angle,
                computed,
                *(image.width, 0, 1.0),
            )
        )
        half = cv2.resize(
            image.pixels, (image.width // 2, image.height // 2), interpolation=cv2.INTER_AREA
        )
        image, most = gray(half.astype(np.uint8)), -(-most // 2)
    return gray(sample(samples, "photographs/coffee.jpg")), every


def test_each_level_gives_half_as_many_at_twice_the_size(
    levels: tuple[Gray, list[Features]],
) -> None:
    """Where they are in the working image; coarse and fine ones, at most twice as many in all."""
    image, every = levels
    ours = extract(image, FEW)
    assert len(every) == 4
    of = np.array(levels_of(ours, every))
    counts = np.bincount(of).tolist()
    assert counts == [len(each) for each in every]
    assert len(ours) <= 2 * FEW.features + len(every)
    median = [float(np.median(ours.size[of == level])) for level in range(4)]
    assert all(1.5 < b / a < 2.6 for a, b in pairwise(median))
    for level, theirs in enumerate(every):
        mine = np.flatnonzero(of == level)
        np.testing.assert_allclose(ours.xy[mine], theirs.xy, atol=1e-3)
        np.testing.assert_allclose(ours.size[mine], theirs.size, rtol=1e-5)
        np.testing.assert_array_equal(ours.angle[mine], theirs.angle)
        np.testing.assert_array_equal(ours.descriptors[mine], theirs.descriptors)


@pytest.mark.parametrize("count", [7, 20, 60, 240])
def test_any_beginning_holds_the_same_mixture_of_levels(
    levels: tuple[Gray, list[Features]], count: int
) -> None:
    """Of each level its share, to one: the index takes the first, the geometry all."""
    image, every = levels
    of = levels_of(extract(image, FEW), every)
    asked = [-(-FEW.features // 2**level) for level in range(len(every))]
    full = [at for at, each in enumerate(every) if len(each) == asked[at]]
    assert len(full) >= 3
    first = [of[:count].count(level) / asked[level] for level in full]
    assert max(first) - min(first) <= 1 / min(asked[level] for level in full) + 1e-6


def test_levels_take_turns_in_the_order_of_their_shares(
    levels: tuple[Gray, list[Features]],
) -> None:
    """Equal to the slow way: always the level of which the smallest share was taken; of equals the
    finest.
    """
    image, every = levels
    taken, wanted = [0] * len(every), []
    asked = [-(-FEW.features // 2**level) for level in range(len(every))]
    while left := [at for at, each in enumerate(every) if taken[at] < len(each)]:
        turn = min(left, key=lambda at: (np.float32(taken[at] / asked[at]), at))
        wanted.append(turn)
        taken[turn] += 1
    assert levels_of(extract(image, FEW), every) == wanted


@pytest.mark.parametrize("most", [1, 10, 500])
def test_never_more_than_asked_and_the_best_of_them(most: int) -> None:
    """At most twice as many as of the finest level (and one more of each by rounding)."""
    pixels = speckled(5, 256)
    everything, some = (
        extract(gray(pixels), Detail(PICTURE_SIDE, 10_000)),
        extract(gray(pixels), Detail(PICTURE_SIDE, most)),
    )
    assert len(some) <= 2 * most + 4
    assert len(some) >= min(most, len(everything))
    known = {row.tobytes() for row in everything.descriptors}
    assert all(row.tobytes() in known for row in some.descriptors)


def test_an_enlarged_small_photo_matches_its_picture(samples: Path) -> None:
    """A quarter of the size, most of the picture's features."""
    pixels = sample(samples, "photographs/coffee.jpg")
    small = cv2.resize(pixels, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    photo, picture = (
        extract(gray(small.astype(np.uint8)), Detail(PICTURE_SIDE, 200)),
        extract(gray(pixels), Detail(PICTURE_SIDE, 500)),
    )
    assert photo.width == ENLARGED_SIDE
    seen = photo.xy * picture.width / photo.width
    apart = np.linalg.norm(seen[:, None] - picture.xy, axis=2)
    assert np.mean(apart.min(axis=1) < 4) > 0.6


def test_opencv_without_kaze_is_named_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenCV 5 has none."""
    monkeypatch.delattr(cv2, "KAZE")
    with pytest.raises(MissingDetector, match="opencv-python-headless"):
        kaze()
