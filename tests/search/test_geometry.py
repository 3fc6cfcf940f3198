"""Geometry: known views are recovered, impossible ones refused."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from search import homography
from search.features import Features, Floats
from search.geometry import fits, pairs, prove
from search.guided import guided, refined
from search.homography import bend, corners, local, possible, slanted, turned
from search.options import LIKENESS, RATIO, REPROJECTION, TURN, ZOOM
from tests.search.edits import View, chosen, project, random_features, shift, together

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
    _, zoom, turn = slow_local(view, picture.xy)
    rows = picture.descriptors + draw.normal(0, 0.02, picture.descriptors.shape)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    other = random_features(strangers, 99)
    return together(
        replace(
            picture,
            xy=xy.astype(np.float32),
            size=(picture.size * np.exp(zoom)).astype(np.float32),
            angle=((picture.angle + np.degrees(turn)) % 360).astype(np.float32),
            descriptors=rows.astype(np.float32),
        ),
        other,
    )


def slow_local(
    view: View, xy: Floats
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Where a view takes points, and its zoom (log) and turn there, by finite differences."""
    step = 1e-4
    at, right, below = (project(view, xy + np.array(by)) for by in ((0, 0), (step, 0), (0, step)))
    (a, c), (b, d) = ((each - at).T / step for each in (right, below))
    zoom = np.log(np.abs(a * d - b * c)) / 2
    turns = np.linspace(-np.pi, np.pi, 7201)  # the similarity nearest to a matrix, by trying
    away = [(a + d) * np.cos(turn) + (c - b) * np.sin(turn) for turn in turns]
    return at, zoom, turns[np.argmax(away, axis=0)]


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
@pytest.mark.parametrize(("pictures", "strangers"), [(200, 300), (40, 460)])
def test_a_known_view_is_recovered(view: View, pictures: int, strangers: int) -> None:
    """The outline lies within 3 px of the truth, and most pairs agree."""
    picture = random_features(pictures)
    photo = seen(picture, view, strangers)
    found = prove(photo, picture)
    assert found is not None
    around = corners(picture.width, picture.height)
    outline = homography.project(found.homography, around)
    assert np.linalg.norm(outline - project(view, around), axis=1).max() < 3
    assert found.inliers > 0.8 * guided(view, photo, picture).expected
    assert found.photo_at.shape == found.picture_at.shape
    assert np.mean(found.photo_at == found.picture_at) > 0.95  # as `seen` orders them
    assert found.surprise > 20
    assert found.confirmed > 0.9


def test_the_same_input_gives_the_same_answer() -> None:
    """The robust estimator is seeded."""
    picture = random_features(60)
    photo = seen(picture, VIEWS["from the side"], 400, 2)
    first, second = prove(photo, picture), prove(photo, picture)
    assert first is not None
    assert second is not None
    np.testing.assert_array_equal(first.homography, second.homography)


@pytest.mark.parametrize("corner", [0, 9])
@pytest.mark.parametrize("wide", [0.3, 0.4, 2.5])
def test_a_squeezed_picture_is_found_where_that_is_thought_of(wide: float, corner: int) -> None:
    """One pair of seven is right, turned by up to 25 degrees more than the picture: no similarity
    is that of many, or only that of a `corner` that seems to be elsewhere; but an affine view is.
    """
    picture, draw = random_features(180), np.random.default_rng(3)
    photo = seen(picture, np.diag([wide, 1, 1]), 0, 2)
    turns = draw.uniform(-25, 25, 180).astype(np.float32)
    photo = replace(photo, angle=(photo.angle + turns) % 360)
    photo = together(photo, seen(chosen(picture, np.arange(corner)), VIEWS["half the size"], 0))
    every, wrong = np.arange(180), draw.permutation(180)
    known = np.where(every < 25, every, wrong)
    paired = np.arange(180 + corner), np.concatenate([known, np.arange(corner)])
    alone = prove(photo, picture, paired)
    found = prove(photo, picture, paired, stretched=True)
    assert bool(alone and alone.surprise) == bool(corner)
    assert found is not None
    around = corners(picture.width, picture.height)
    off = homography.project(found.homography, around) - around * [wide, 1]
    assert np.linalg.norm(off, axis=1).max() < 5
    assert found.confirmed > 0.7


@pytest.mark.parametrize("stretched", [False, True])
@pytest.mark.parametrize("seed", range(5))
def test_strangers_have_next_to_nothing_in_common(seed: int, *, stretched: bool) -> None:
    """No more than chance brings in, and next to nothing of the picture is there."""
    strange = random_features(500, seed + 100)
    found = prove(random_features(500, seed), strange, stretched=stretched)
    assert found is None or (found.surprise < 1 and found.confirmed < 0.02)


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
    assert found is None or found.surprise < 1
    again = prove(photo.mirrored(), picture)
    assert again is not None
    assert again.inliers > 80
    assert again.confirmed > 0.9


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
    assert len(found.photo_at) > 80
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


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_what_a_view_does_about_a_point_equals_finite_differences(view: View) -> None:
    """Place, zoom and turn."""
    xy = random_features(40).xy.astype(np.float64)
    for ours, theirs in zip(local(view, xy), slow_local(view, xy.astype(np.float32)), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=2e-3)


def test_at_the_horizon_nothing_breaks() -> None:
    """A point that is nowhere is far away."""
    view = np.array([[1, 0, 0], [0, 1, 0], [-0.01, 0, 1.0]])
    told = local(view, np.array([[100.0, 50.0], [100.0 + 1e-12, 0.0]]))
    assert all(np.isfinite(each).all() for each in told)


def test_what_is_too_small_to_show_need_not_be_confirmed() -> None:
    """A photo at a third of the size has no keypoints for the finest of the picture's."""
    picture = replace(random_features(400), size=np.geomspace(2, 40, 400).astype(np.float32))
    small = seen(picture, np.diag([1 / 3, 1 / 3, 1]), 0, 0.1)
    photo = chosen(small, np.flatnonzero(small.size >= 2))
    assert len(photo) < 300
    assert guided(np.diag([1 / 3, 1 / 3, 1]), photo, picture).share > 0.95


def test_a_pair_fits_only_in_place_size_and_angle() -> None:
    """Each of the three, just within its tolerance and just beyond."""
    picture = replace(random_features(7), size=np.full(7, 8, np.float32))
    away = np.array([0, REPROJECTION - 0.1, REPROJECTION + 0.1, 0, 0, 0, 0])
    zoom = np.array([0, 0, 0, ZOOM - 0.01, -ZOOM - 0.01, 0, 0])
    turn = np.degrees([0, 0, 0, 0, 0, TURN - 0.01, TURN + 0.01])
    photo = replace(
        picture,
        xy=(picture.xy + np.column_stack([away, 0 * away])).astype(np.float32),
        size=(picture.size * np.exp(zoom)).astype(np.float32),
        angle=((picture.angle + turn) % 360).astype(np.float32),
    )
    every = np.arange(7)
    fit = fits(np.eye(3), photo, every, picture, every)
    assert fit.tolist() == [True, True, False, True, False, True, False]


def test_confirmed_is_the_share_of_what_must_show() -> None:
    """Half of the picture's keypoints are in the photo; those outside of it do not count."""
    picture = random_features(400)
    photo = seen(chosen(picture, np.arange(0, 400, 2)), np.eye(3), 0)
    assert guided(np.eye(3), photo, picture).share == pytest.approx(0.5, abs=0.03)
    crop = replace(seen(picture, shift(-240, 0), 0), width=240)
    shown = np.flatnonzero((crop.xy[:, 0] >= 0) & (crop.xy[:, 0] < 240))
    assert 100 < len(shown) < 300
    assert guided(shift(-240, 0), chosen(crop, shown), picture).share > 0.95
    assert guided(np.eye(3), random_features(400, 9), picture).share < 0.02


def test_what_is_confirmed_on_one_line_counts_little() -> None:
    """As little as the line is wide: two lines of text agree with each other."""
    picture = random_features(400)
    x, y = picture.xy.T
    level, upright = (np.flatnonzero(np.abs(each - each.mean()) < 12) for each in (x, y))
    half = np.flatnonzero(x < x.mean())
    shares = {}
    for name, some in {"level": level, "upright": upright, "half": half}.items():
        found = guided(np.eye(3), seen(chosen(picture, some), np.eye(3), 0, 0.1), picture)
        assert len(found.picture_at) > 0.9 * len(some)
        shares[name] = found.share / len(found.picture_at) * found.expected
    assert shares["level"] < 0.2
    assert shares["upright"] < 0.2
    assert shares["half"] > 0.8


@pytest.mark.parametrize(("tilt", "wanted"), [(0, False), (60, False), (80, True)])
@pytest.mark.parametrize("about", [0, 45, 90])
def test_what_is_seen_from_far_aside_is_slanted(tilt: float, about: float, *, wanted: bool) -> None:
    """Turned about a diagonal; about a side its corners stay as they are."""
    turn = np.radians(about)
    axes = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    shrink = axes @ np.diag([np.cos(np.radians(tilt)), 1]) @ axes.T
    outline = corners(300, 200) @ shrink.astype(np.float32)
    assert slanted(outline) == (wanted and about == 45)


def test_an_outline_with_two_corners_in_one_is_no_error() -> None:
    """A side without length has no angle."""
    assert not slanted(corners(1, 1)[[0, 0, 1, 2]] * 0)


def slow_guided(view: View, photo: Features, picture: Features) -> tuple[dict[int, int], int]:
    """Picture keypoint -> the most alike of the photo's that is where, as large and as turned as
    the view says; and how many were looked for.
    """
    at, zoom, turn = slow_local(view, picture.xy)
    low, high = (float(np.log(each)) for each in (photo.size.min(), photo.size.max()))
    found: dict[int, int] = {}
    expected = 0
    for one in range(len(picture)):
        size = float(np.log(picture.size[one]) + zoom[one])
        if not (0 <= at[one, 0] < photo.width and 0 <= at[one, 1] < photo.height):
            continue
        if not low + 0.2 < size <= high:
            continue
        expected += 1
        likeness = {}
        for two in range(len(photo)):
            reach = min(max(0.25 * photo.size[two], REPROJECTION), 4 * REPROJECTION)
            own = np.radians(photo.angle[two] - picture.angle[one]) - turn[one]
            alike = float(picture.descriptors[one] @ photo.descriptors[two])
            if (
                np.linalg.norm(at[one] - photo.xy[two]) < reach
                and abs(float(np.log(photo.size[two])) - size) < ZOOM
                and abs((own + np.pi) % (2 * np.pi) - np.pi) < TURN
                and alike > LIKENESS
            ):
                likeness[alike] = two
        if likeness:
            found[one] = likeness[max(likeness)]
    return found, expected


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_what_a_view_finds_equals_the_slow_loop(view: View) -> None:
    """Among keypoints that are misplaced, missized, turned or unlike, some of them crowded."""
    picture = random_features(60)
    draw = np.random.default_rng(3)
    crowd = seen(chosen(picture, np.arange(60).repeat(2)), view, 40, 3)
    photo = replace(
        crowd,
        size=(crowd.size * np.exp(draw.normal(0, 0.4, len(crowd)))).astype(np.float32),
        angle=((crowd.angle + draw.normal(0, 25, len(crowd))) % 360).astype(np.float32),
    )
    ours = guided(view, photo, picture)
    wanted, expected = slow_guided(view, photo, picture)
    assert 10 < len(wanted) < expected
    assert dict(zip(ours.picture_at.tolist(), ours.photo_at.tolist(), strict=True)) == wanted
    assert (len(ours.picture_at), ours.expected) == (len(wanted), expected)
    assert ours.share == len(wanted) / expected


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_a_rough_view_becomes_an_exact_one(view: View) -> None:
    """By all the pairs that it finds."""
    picture = random_features(300)
    photo = seen(picture, view, 200)
    around = corners(picture.width, picture.height)
    rough = shift(2, -2) @ view

    def error(found: View) -> float:
        off = homography.project(found, around) - project(view, around)
        return float(np.linalg.norm(off, axis=1).max())

    better, found = refined(rough, photo, picture)
    assert error(better) < error(rough) / 2
    assert len(found.photo_at) >= len(guided(rough, photo, picture).photo_at)


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_a_look_alike_agrees_surely_in_few_places(view: View) -> None:
    """The same frame around another picture: beyond chance, but little of it is confirmed."""
    picture = random_features(500, 7)
    frame = chosen(picture, np.flatnonzero(picture.xy[:, 1] < 45))
    other = chosen(random_features(500, 8), np.arange(len(frame), 500))
    photo = seen(together(frame, other), view, 0)
    found = prove(photo, picture)
    assert found is not None
    assert found.inliers > 20
    assert found.surprise > 5
    assert found.confirmed < 0.2


def test_what_recurs_in_the_picture_is_proven_by_the_votes() -> None:
    """No pair is clear, as each descriptor is there twice; the votes say which of both it is."""
    once = random_features(60, 11)
    twin = replace(random_features(60, 12), descriptors=once.descriptors)
    picture, photo = together(once, twin), seen(once, VIEWS["turned and shrunk"], 100)
    every = np.arange(60)
    assert prove(photo, picture) is None
    found = prove(photo, picture, (every, every))
    assert found is not None
    assert found.inliers > 50
    assert found.confirmed > 0.4


@pytest.mark.parametrize("larger", [1.0, 1.1, 2.5])
def test_a_view_is_bent_as_much_as_a_side_is_larger_than_others(larger: float) -> None:
    """As of a page that is squeezed, or seen from aside; turned and smaller it is not."""
    picture = random_features(4, width=400, height=300)
    around = corners(400, 300)
    assert bend(around * np.array([larger, 1], np.float32), picture) == pytest.approx(larger)
    assert bend(around[:, ::-1] * np.float32(0.3), picture) == pytest.approx(1, rel=0.01)


def test_a_turned_view_is_that_of_most_pairs() -> None:
    """Whatever the others say; of fewer than four there is none."""
    there = np.random.default_rng(0).uniform(0, 400, (40, 2)).astype(np.float32)
    view = np.array([[0.6, -0.3, 50], [0.3, 0.6, 20], [0, 0, 1]])
    seen = project(view, there).astype(np.float32)
    seen[:12] += np.random.default_rng(1).uniform(50, 90, (12, 2)).astype(np.float32)
    found = turned(seen, there)
    assert found is not None
    np.testing.assert_allclose(found, view, atol=0.01)
    assert turned(seen[:3], there[:3]) is None
