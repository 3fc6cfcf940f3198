"""Geometry: known views are recovered, impossible ones refused."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import geometry
from search.features import Features, Floats
from search.geometry import corners, pairs, possible, prove
from search.options import RATIO
from tests.search.edits import View, project, random_features, shift

VIEWS = {
    "as it is": np.eye(3),
    "shifted": shift(30, -20),
    "half the size": np.diag([0.5, 0.5, 1]),
    "turned by 90": np.array([[0, -1, 360], [1, 0, 0], [0, 0, 1.0]]),
    "turned and shrunk": np.array([[0.5, -0.3, 150], [0.3, 0.5, 40], [0, 0, 1]]),
    "from the side": np.array([[0.8, 0.05, 20], [-0.1, 0.9, 60], [-0.0006, 0.0001, 1]]),
}


def seen(picture: Features, view: View, strangers: int, noise: float = 0.5) -> Features:
    """The picture's features through `view`, `noise` px off, among `strangers` others."""
    draw = np.random.default_rng(1)
    xy = project(view, picture.xy) + draw.normal(0, noise, (len(picture), 2))
    rows = picture.descriptors + draw.normal(0, 0.02, picture.descriptors.shape)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    other = random_features(strangers, 99)
    return replace(
        other,
        xy=np.concatenate([xy, other.xy]).astype(np.float32),
        size=np.concatenate([picture.size, other.size]),
        angle=np.concatenate([picture.angle, other.angle]),
        descriptors=np.concatenate([rows, other.descriptors]).astype(np.float32),
    )


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
@pytest.mark.parametrize(("pictures", "strangers"), [(200, 300), (40, 460)])
def test_a_known_view_is_recovered(view: View, pictures: int, strangers: int) -> None:
    """The outline lies within 3 px of the truth, and most pairs agree."""
    picture = random_features(pictures)
    found = prove(seen(picture, view, strangers), picture)
    assert found is not None
    around = corners(picture.width, picture.height)
    outline = geometry.project(found.homography, around)
    assert np.linalg.norm(outline - project(view, around), axis=1).max() < 3
    assert found.inliers > 0.8 * pictures
    assert found.photo_xy.shape == found.picture_xy.shape
    errors = np.linalg.norm(project(view, found.picture_xy) - found.photo_xy, axis=1)
    assert errors.max() < 6


def test_the_same_input_gives_the_same_answer() -> None:
    """The robust estimator is seeded."""
    picture = random_features(60)
    photo = seen(picture, VIEWS["from the side"], 400, 2)
    first, second = prove(photo, picture), prove(photo, picture)
    assert first is not None
    assert second is not None
    np.testing.assert_array_equal(first.homography, second.homography)


@pytest.mark.parametrize("seed", range(5))
def test_strangers_have_next_to_nothing_in_common(seed: int) -> None:
    """Fewer inliers than any verdict but `none` takes."""
    found = prove(random_features(500, seed), random_features(500, seed + 100))
    assert found is None or found.inliers < 8


IMPOSSIBLE = {
    "mirrored": np.array([[-1, 0, 480], [0, 1, 0], [0, 0, 1.0]]),
    "upside down in a mirror": np.array([[1, 0, 0], [0, -1, 360], [0, 0, 1.0]]),
    "a line": np.array([[1, 0, 0], [0, 1e-6, 180], [0, 0, 1.0]]),
    "a point": np.diag([0.01, 0.01, 1.0]),
    "folded over the horizon": np.array([[1, 0, 0], [0, 1, 0], [-0.004, 0, 1.0]]),
    "crossed": np.array([[1, 0, 0], [0, 1, 0], [0, -0.006, 1.0]]),
    "not a number": np.full((3, 3), np.nan),
    "infinite": np.diag([np.inf, 1, 1]),
    "nothing": np.zeros((3, 3)),
}


@pytest.mark.parametrize("view", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_no_camera_sees_is_refused(view: View) -> None:
    """Turned over, folded, shrunk to nothing: chance, not a picture."""
    some = random_features(5)
    assert not possible(view, some, some)


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
@pytest.mark.parametrize("scale", [1, -3.0, 1e-3])
def test_what_a_camera_sees_is_possible(view: View, scale: float) -> None:
    """Whatever the homography's scale, which means nothing."""
    some = random_features(5)
    assert possible(view * scale, some, some)


def test_a_mirrored_picture_is_refused_as_it_is_and_proven_in_the_mirror() -> None:
    """The photo's mirrored features are another photo."""
    picture = random_features(100)
    photo = seen(picture, VIEWS["shifted"], 100).mirrored()
    found = prove(photo, picture)
    assert found is None or found.inliers < 8
    again = prove(photo.mirrored(), picture)
    assert again is not None
    assert again.inliers > 80


@pytest.mark.parametrize("count", range(4))
def test_fewer_than_four_pairs_prove_nothing(count: int) -> None:
    """A homography needs four."""
    picture = random_features(count)
    assert prove(seen(picture, np.eye(3), 50), picture) is None
    assert prove(picture, random_features(50)) is None


def test_pairs_on_a_line_prove_nothing() -> None:
    """They agree on every view that keeps the line."""
    picture = random_features(60)
    line = replace(picture, xy=(picture.xy * (1, 0) + (0, 100)).astype(np.float32))
    assert prove(seen(line, np.eye(3), 0, 0), line) is None


def test_a_spot_that_fired_at_several_scales_counts_once() -> None:
    """Ten keypoints in one place are one witness."""
    picture = random_features(100)
    crowd = np.repeat(picture.xy[:10], 10, axis=0)
    dense = replace(picture, xy=crowd)
    found = prove(seen(dense, np.eye(3), 0, 0.1), dense)
    assert found is not None
    assert len(found.photo_xy) > 80
    assert found.inliers <= 20


def slow(photo: Floats, picture: Floats) -> dict[int, int]:
    """Picture row -> photo row: clear by the ratio test, the likest photo row for each."""
    best: dict[int, tuple[float, int]] = {}
    for at, descriptor in enumerate(photo):
        likeness = [(float(descriptor @ other), number) for number, other in enumerate(picture)]
        (first, nearest), (second, _) = sorted(likeness, reverse=True)[:2]
        if (2 - 2 * first) ** 0.5 < RATIO * (2 - 2 * second) ** 0.5:
            best[nearest] = max(best.get(nearest, (-2.0, 0)), (first, at))
    return {picture_at: photo_at for picture_at, (_, photo_at) in best.items()}


@given(st.integers(0, 40), st.integers(2, 40), st.integers(0, 2**32 - 1))
def test_pairs_equal_the_slow_loop(photos: int, pictures: int, seed: int) -> None:
    """Nearest by RATIO, each of the picture's descriptors at most once."""
    picture = random_features(pictures, seed % 1000).descriptors
    draw = np.random.default_rng(seed)
    near = picture[draw.integers(0, pictures, photos)] + draw.normal(0, 0.1, (photos, 64))
    photo = (near / np.linalg.norm(near, axis=1, keepdims=True)).astype(np.float32)
    photo_at, picture_at = pairs(photo, picture)
    ours = dict(zip(picture_at.tolist(), photo_at.tolist(), strict=True))
    assert len(ours) == len(photo_at)
    assert ours == slow(photo, picture)


def test_nothing_pairs_with_nothing() -> None:
    """And one descriptor alone has no second nearest."""
    none, one = (random_features(count).descriptors for count in (0, 1))
    for photo, picture in ((none, one), (one, none), (one, one), (none, none)):
        assert [len(each) for each in pairs(photo, picture)] == [0, 0]
