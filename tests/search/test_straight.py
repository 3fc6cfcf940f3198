"""A doubtful match is judged on the photo as it looks in the picture's own frame."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from search import Engine, matching
from search.clock import Clock
from search.features import Features
from search.geometry import Geometry
from search.image import Gray
from search.levels import PICTURE, Levels, extract
from search.matching import matches
from search.options import (
    BENDABLE,
    CANDIDATES,
    DOUBTFUL_EVIDENCE,
    PHOTO_SIDE,
    SAME_EVIDENCE,
    STRAIGHT_EVIDENCE,
    SURE_EVIDENCE,
    SURPRISING,
    UNLIKELY,
)
from search.snapshot import Snapshot
from search.straight import doubtful, straight
from search.verdict import Match
from tests.search.edits import (
    Edit,
    Edited,
    Pixels,
    both,
    compressed,
    encoded,
    inverted,
    mirrored,
    pasted_onto,
    project,
    resized,
    speckled,
    stretched,
    tilted,
    turned,
    unchanged,
)

NAME, OTHER = "photographs/lighthouse.jpg", "photographs/barn.jpg"
NONE = np.zeros(0, np.intp)


@pytest.fixture
def snapshot(engine: Engine) -> Snapshot:
    """Of the samples."""
    return engine._snapshot


def gray(edited: Edited) -> Gray:
    """As a decoder gives it, at its own size."""
    pixels = cv2.imdecode(np.frombuffer(edited.jpeg(), np.uint8), cv2.IMREAD_GRAYSCALE)
    assert pixels is not None
    return Gray(pixels.astype(np.uint8), *edited.size)


def looked_at(
    picture: Edited,
    photo: Edited,
    *,
    off: float = 0.0,
    mirrored: bool = False,
    negative: bool = False,
) -> Match:
    """Straight on, where the picture's corners are said to be `off`, a share of the photo's long
    side, from where they are.
    """
    away = off * max(photo.size)
    outline = tuple((float(x) + away, float(y) - away) for x, y in photo.corners)
    known = Match("a", None, 0.0, 9, mirrored, outline, surprise=30.0, negative=negative)
    return straight(Levels(gray(photo), PHOTO_SIDE), extract(gray(picture), PICTURE), known)


def seeming(evidence: float, surprise: float = SURPRISING) -> Match:
    """A match with an outline, a square."""
    square = ((0, 0), (9, 0), (9, 9), (0, 9))
    return Match("a", None, 0.0, outline=square, evidence=evidence, surprise=surprise)


@pytest.mark.parametrize(
    ("evidence", "wanted"),
    [
        (STRAIGHT_EVIDENCE - 0.01, False),
        (STRAIGHT_EVIDENCE, True),
        (DOUBTFUL_EVIDENCE - 0.01, True),
        (DOUBTFUL_EVIDENCE, False),
    ],
)
def test_what_is_neither_sure_nor_nothing_is_doubtful(evidence: float, *, wanted: bool) -> None:
    """Where there is an outline to look at."""
    match = seeming(evidence)
    assert doubtful(match) == wanted
    assert not doubtful(replace(match, outline=()))


def test_what_seems_sure_but_slanted_is_doubtful_too() -> None:
    """Chance likes such views."""
    match = seeming(DOUBTFUL_EVIDENCE + 1)
    assert doubtful(replace(match, outline=((0, 0), (9, 0), (12, 1), (0, 9))))
    assert not doubtful(match)


def test_what_seems_sure_by_few_points_is_doubtful_too() -> None:
    """A few letters at the size of a line of text are all there, in any other line."""
    assert doubtful(seeming(DOUBTFUL_EVIDENCE + 1, SURPRISING - 0.1))
    assert not doubtful(seeming(DOUBTFUL_EVIDENCE + 1, SURPRISING))
    assert not doubtful(seeming(STRAIGHT_EVIDENCE - 1, SURPRISING - 0.1))


@pytest.mark.parametrize(
    ("edit", "least"),
    [(unchanged, 0.95), (turned(30), 0.7), (tilted(0.25), 0.6), (resized(0.4), 0.6)],
    ids=["unchanged", "turned", "tilted", "small"],
)
@pytest.mark.parametrize("off", [0.0, 0.004])
def test_most_of_the_detail_is_confirmed_whatever_the_view(
    samples: Path, edit: Edit, least: float, off: float
) -> None:
    """The outline comes out right, too, where it was some pixels off before."""
    picture = Edited.of(samples / "pictures" / NAME)
    photo = edit(picture)
    found = looked_at(picture, photo, off=off)
    assert found.confirmed > least
    assert np.abs(np.array(found.outline) - photo.corners).max() < 0.01 * max(photo.size)


@pytest.mark.parametrize("negative", [False, True])
def test_points_lie_on_what_they_show(samples: Path, *, negative: bool) -> None:
    """In pixels as given, of the photo and of the picture: also of a mirrored photo, and of a
    negative of it.
    """
    picture = Edited.of(samples / "pictures" / NAME)
    photo = both(turned(20), mirrored, *[inverted] * negative)(picture)
    found = looked_at(picture, photo, mirrored=True, negative=negative)
    assert (found.mirrored, found.negative) == (True, negative)
    assert found.confirmed > 0.6
    at = np.column_stack([found.picture_xy, np.ones(len(found.picture_xy))]) @ photo.view.T
    off = np.linalg.norm(at[:, :2] / at[:, 2:] - found.photo_xy, axis=1)
    assert np.median(off) < 1


@pytest.mark.parametrize("edit", [unchanged, turned(20), mirrored], ids=["", "turned", "mirrored"])
def test_a_bent_view_is_tried_again_as_a_turned_one(samples: Path, edit: Edit) -> None:
    """Where the points say so, and that shows enough: of another picture it does not."""
    picture = Edited.of(samples / "pictures" / NAME)
    photo, other = edit(picture), edit(Edited.of(samples / "pictures" / OTHER))
    there = np.random.default_rng(1).uniform((0, 0), picture.size, (40, 2))
    points = [each.astype(np.float32) for each in (project(photo.view, there), there)]
    bent = tuple(map(tuple, (photo.corners * [(1, 1), (1, 1), (1, 1), (0.5, 0.5)]).tolist()))
    way = edit is mirrored
    known = Match(
        "a", None, 0.0, 40, way, bent, surprise=30.0, photo_xy=points[0], picture_xy=points[1]
    )
    features = extract(gray(picture), PICTURE)
    found = straight(Levels(gray(photo), PHOTO_SIDE), features, known)
    assert found.evidence > SURE_EVIDENCE
    assert np.abs(np.array(found.outline) - photo.corners).max() < 0.01 * max(photo.size)
    assert not straight(Levels(gray(other), PHOTO_SIDE), features, known).sure


@pytest.mark.parametrize("wide", [1.0, 0.5])
def test_less_speaks_for_a_bent_view_that_chance_can_make(samples: Path, wide: float) -> None:
    """The more it is bent, the less; where many points agree on it, nothing is taken away."""
    picture = Edited.of(samples / "pictures" / NAME)
    photo = stretched(wide)(picture)
    outline = tuple(map(tuple, photo.corners.tolist()))
    known = Match("a", None, 0.0, 40, outline=outline, surprise=BENDABLE)
    levels, features = Levels(gray(photo), PHOTO_SIDE), extract(gray(picture), PICTURE)
    sure, unsure = (
        straight(levels, features, replace(known, surprise=surprise)).evidence
        for surprise in (BENDABLE, np.nextafter(BENDABLE, 0))
    )
    assert sure - unsure == pytest.approx(UNLIKELY * abs(np.log(wide)), abs=0.02)


def test_a_picture_of_a_few_pixels_is_looked_at_in_its_working_size(samples: Path) -> None:
    """Small images are enlarged on the way to their features, and so is the frame."""
    picture = resized(0.15)(Edited.of(samples / "pictures" / NAME))
    assert max(picture.size) * 4 < 480
    found = looked_at(picture, resized(2)(picture))
    assert found.confirmed > 0.8


def test_what_is_outside_of_the_photo_is_not_missed(samples: Path) -> None:
    """A quarter of the picture is all that can be confirmed."""
    picture = Edited.of(samples / "pictures" / NAME)
    width, height = picture.size
    photo = picture.warped(np.eye(3), (width // 2, height // 2))
    assert looked_at(picture, photo).confirmed > 0.85


def test_another_picture_with_a_half_in_common_is_half_confirmed(samples: Path) -> None:
    """However closely it is looked at: the verdict rests on that."""
    ours = Edited.of(samples / "pictures" / NAME)
    other = Edited.of(samples / "pictures" / "photographs" / "hats.jpg")
    theirs = cv2.resize(other.pixels, ours.size)
    half = ours.size[0] // 2
    theirs[:, :half] = ours.pixels[:, :half]
    found = looked_at(ours, replace(ours, pixels=theirs.astype(np.uint8)))
    assert 0.2 < found.confirmed < 0.65


def test_a_blank_photo_says_nothing_more(samples: Path) -> None:
    """The match stays as it was; likewise where the outline is outside of the photo."""
    picture = Edited.of(samples / "pictures" / NAME)
    blank = replace(picture, pixels=np.full_like(picture.pixels, 90))
    features = extract(gray(picture), PICTURE)
    outline = tuple((float(x), float(y)) for x, y in picture.corners)
    known = Match("a", None, 0.0, 9, outline=outline, evidence=0.5, surprise=30.0)
    assert straight(Levels(gray(blank), PHOTO_SIDE), features, known) is known
    away = replace(known, outline=tuple((x + 9_000, y) for x, y in outline))
    assert straight(Levels(gray(picture), PHOTO_SIDE), features, away) is away


def test_what_stays_slanted_is_nothing(samples: Path) -> None:
    """However much agrees: nobody could tell what is seen from so far aside."""
    picture = Edited.of(samples / "pictures" / NAME)
    width, height = picture.size
    squash = np.array([[0.6, -0.5, height / 2], [-0.5, 0.6, width / 2], [0, 0, 1.0]])
    photo = picture.warped(squash, (width, height))
    found = looked_at(picture, photo)
    assert found.outline == ()
    assert found.confirmed == 0


def test_what_is_confirmed_counts_more_when_it_is_seen_straight_on() -> None:
    """As there is less reason to miss it."""
    look = Geometry(np.eye(3), NONE, NONE, 0, 30.0, 0.6)
    assert replace(look, straight=True).evidence > SAME_EVIDENCE
    few, many = (
        [replace(look, straight=on, confirmed=share).evidence for share in (0.1, 0.6)]
        for on in (False, True)
    )
    assert many[1] - many[0] > few[1] - few[0]


def colour(pixels: Pixels) -> Edited:
    """A picture of gray pixels."""
    return Edited(np.dstack([pixels] * 3), np.eye(3), (pixels.shape[1], pixels.shape[0]))


def test_what_is_confirmed_in_a_wrong_place_as_well_counts_less() -> None:
    """Of a pattern all is there, and so it is one tile farther."""
    pattern, other = colour(np.tile(speckled(1, 24), (20, 20))), colour(speckled(2, 480))
    assert looked_at(pattern, pattern).confirmed < 0.6
    assert looked_at(other, other).confirmed > 0.95


def outlined(match: Match) -> bool:
    """As `doubtful`, of everything that has an outline."""
    return bool(match.outline)


@pytest.mark.parametrize("edit", [compressed(60), both(mirrored, compressed(60))])
def test_a_lookup_looks_straight_at_what_is_doubtful(
    snapshot: Snapshot, samples: Path, edit: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a small picture on a photo of something else, far more is there than seemed at first."""
    ground = samples / "photos" / "stranger.jpg"
    photo = both(edit, pasted_onto(ground, 0.06))(Edited.of(samples / "pictures" / NAME))

    def confirmed() -> float:
        found = matches(Levels(gray(photo), PHOTO_SIDE), snapshot, Clock())
        return next(match.confirmed for match in found or [] if match.name == NAME)

    monkeypatch.setattr(matching, "doubtful", lambda _: False)
    before = confirmed()
    monkeypatch.setattr(matching, "doubtful", outlined)
    assert confirmed() > 1.3 * before


def test_only_the_best_of_many_doubts_are_looked_at(
    snapshot: Snapshot, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look takes a twentieth of a second, and a collection may hold a hundred look-alikes."""
    looked: list[float] = []

    def noted(photo: Levels, picture: Features, known: Match) -> Match:
        assert len(picture)
        assert isinstance(photo, Levels)
        looked.append(known.evidence)
        return known

    many = {
        entry.id: Match(entry.name, None, 0.0, evidence=n / 10)
        for n, entry in enumerate(snapshot.entries)
    }
    monkeypatch.setattr(matching, "_looked", lambda *_: dict(many))
    monkeypatch.setattr(matching, "doubtful", lambda _: True)
    monkeypatch.setattr(matching, "straight", noted)
    photo = Levels(gray(Edited.of(samples / "pictures" / NAME)), PHOTO_SIDE)
    assert len(matches(photo, snapshot, Clock()) or []) == len(many) > CANDIDATES
    assert looked == sorted((each.evidence for each in many.values()), reverse=True)[:CANDIDATES]


def test_a_word_is_seldom_taken_for_another(tmp_path: Path) -> None:
    """A few letters agree with those of any logo, and that is all there is to see: 39 times of 80
    without a look straight on, 12 times with it.
    """
    words = "recorded same give everywhere past randomness names stands named variable"
    blank, taken = np.full((480, 640), 255, np.uint8), 0
    with Engine.open(tmp_path, create=True) as engine:
        for logo in ("tabler", "gnome", "wesnoth", "stellarium"):
            image = Image.new("L", (640, 480), 255)
            ImageDraw.Draw(image).text((40, 60), logo, font=ImageFont.load_default(150))
            engine.add(logo, encoded(np.asarray(image)))
        assert engine.find(engine.read("gnome")).verdict == "same"
        for number, word in enumerate(words.split()):
            for face in range(8):
                how = (30, 250), face, (1.5, 2.5)[number % 2], (0,), 4, cv2.LINE_AA
                found = engine.find(encoded(cv2.putText(blank.copy(), word, *how)))
                taken += found.verdict == "same"
    assert taken <= 20
