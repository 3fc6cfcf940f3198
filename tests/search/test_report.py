"""What was done to a picture: each edit is named with its number, and nothing else is said."""

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.image import Colour, Decoders
from search.options import PHRASES, PROOF_SIDE
from search.pair import compare
from search.report import report
from search.verdict import Match, Outline
from tests.search import edits
from tests.search.edits import KNOWN, Edit, Edited, both

PICTURES = Path(__file__).parent.parent.parent / "samples" / "pictures"
GARDEN = PICTURES / "photographs" / "garden.jpg"
LIGHT = ("brighter", "darker")  # follow from more or less contrast, as the picture is
SIZE, INSIDE = "{size} % of the size", "inside something larger, on {covered} % of it"
TEXT = "text over it, at the bottom"
STRONG = "strongly compressed"

# edit; phrases it must be told by; pictures for which they may lack; what else may be said
CASES = {
    "unchanged": (edits.unchanged, ["unchanged"], 0, ()),
    "JPEG 60": (edits.compressed(60), ["unchanged"], 1, ()),
    "JPEG 30": (edits.compressed(30), [], 0, ("unchanged",)),
    "JPEG 10": (edits.compressed(10), [STRONG], 3, ("unchanged",)),
    "JPEG 4": (edits.compressed(4), [STRONG], 0, ()),
    "a quarter of the size": (edits.resized(0.25), ["25 % of the size"], 0, ()),
    "less than half the size": (edits.resized(0.48), ["48 % of the size"], 0, ()),
    "nine tenths of the size": (edits.resized(0.9), ["90 % of the size"], 0, ()),
    "twice the size": (edits.resized(2), ["200 % of the size"], 0, ()),
    "cropped to 92 %": (edits.cropped(0.92), ["cropped to 92 %"], 0, ()),
    "cropped to 62 %": (edits.cropped(0.62), ["cropped to 62 %"], 0, ()),
    "cropped to 25 %": (edits.cropped(0.25), ["cropped to 25 %"], 0, ()),
    "mirrored": (edits.mirrored, ["mirrored"], 0, ()),
    "upside down": (both(edits.mirrored, edits.turned(180)), ["flipped upside down"], 0, ()),
    "turned by 4": (edits.turned(4), ["turned by 4° to the left"], 0, ()),
    "turned by -10": (edits.turned(-10), ["turned by 10° to the right"], 0, ()),
    "turned by 30": (edits.turned(30), ["turned by 30° to the left"], 0, ()),
    "turned by -90": (edits.turned(-90), ["turned by 90° to the right"], 0, ()),
    "turned by 180": (edits.turned(180), ["turned by 180°"], 0, ()),
    "mirrored, then turned": (
        both(edits.mirrored, edits.turned(90)),
        *(["mirrored", "turned by 90° to the left"], 0, ()),
    ),
    "a little from the side": (edits.tilted(0.15), ["photographed at an angle"], 0, ()),
    "from the side": (edits.tilted(0.5), ["photographed at an angle"], 0, ()),
    "wider": (edits.stretched(1.2), ["stretched: 20 % wider"], 0, ()),
    "narrower": (edits.stretched(0.8), ["stretched: 25 % taller"], 0, ()),
    "caption above": (edits.captioned(0.2), ["caption added at the top"], 0, ()),
    "caption below": (edits.footed(0.25), ["caption added at the bottom"], 0, ()),
    "small caption below": (
        *(edits.footed(0.15), ["caption added at the bottom"], 2),
        ("something added at the bottom",),
    ),
    "border": (edits.bordered(0.08, 0.08, 255), ["white border added"], 0, ()),
    "bars": (edits.bordered(0, 0.2, 0), ["black bars added at the top and bottom"], 0, ()),
    "gray bars": (edits.bordered(0.3, 0, 128), ["bars added at the left and right"], 0, ()),
    "border and caption": (
        both(edits.bordered(0.05, 0.05, 255), edits.captioned(0.2)),
        *(["caption added at the top", "white border added"], 0, ()),
    ),
    "in a screenshot": (edits.in_a_screenshot(0.7), [INSIDE], 0, (SIZE,)),
    "large in a screenshot": (edits.in_a_screenshot(0.9), [INSIDE], 0, (SIZE,)),
    "in another picture": (edits.pasted_onto(GARDEN, 0.35), [INSIDE, SIZE], 0, ()),
    "blurred": (edits.blurred(2), ["blurred"], 0, ()),
    "badly blurred": (edits.blurred(4), ["blurred"], 0, ()),
    "noise": (edits.noisy(25), ["noisy"], 0, LIGHT),
    "much noise": (edits.noisy(50), ["noisy"], 0, LIGHT),
    "a little noise": (edits.noisy(10), [], 0, ("noisy",)),
    "flat": (edits.contrasted(0.5, 0), ["less contrast"], 0, LIGHT),
    "hard": (edits.contrasted(1.6, 0), ["more contrast"], 3, LIGHT),
    "bright": (edits.contrasted(1, 40), ["brighter"], 0, ()),
    "dark": (edits.contrasted(1, -40), ["darker"], 0, ("paler",)),
    "dark and flat": (edits.contrasted(0.5, -40), ["less contrast", "darker"], 0, ()),
    "in fog": (edits.contrasted(0.2, 70), ["less contrast", "brighter"], 1, ()),
    "gray in fog": (
        both(edits.grayed, edits.contrasted(0.3, 60)),
        *(["made black and white", "brighter", "less contrast"], 1, ()),
    ),
    "black and white": (edits.grayed, ["made black and white"], 0, ()),
    "negative": (edits.inverted, ["inverted colours"], 0, ()),
    "pale": (edits.saturated(0.4), ["paler"], 1, ()),
    "strong colours": (edits.saturated(1.8), ["more colourful"], 2, ()),
    "red for blue": (edits.swapped, ["colours changed"], 0, LIGHT),
    "warm light": (edits.tinted(0.6, 0.95, 1.2), ["colours changed"], 2, ()),
    "squares of 4 px": (edits.pixelated(4), ["pixelated"], 1, ()),
    "squares of 8 px": (edits.pixelated(8), ["pixelated"], 0, ()),
    "squares of 12 px": (edits.pixelated(12), ["pixelated"], 1, ("blurred",)),
    "words over it": (edits.written_over(0.15), [TEXT], 1, ()),
    "small words over it": (edits.written_over(0.08), [TEXT], 2, ()),
    "sticker": (
        edits.covered(0.6, 0.75, 0.15),
        *(["something covers 15 % of it, at the bottom"], 1, ()),
    ),
    "small sticker": (
        edits.covered(0.3, 0.3, 0.05),
        *(["something covers 5 % of it, at the top left"], 1, ()),
    ),
    "mirrored, cropped, JPEG 30": (
        both(edits.mirrored, edits.cropped(0.6), edits.compressed(30)),
        *(["cropped to 60 %", "mirrored"], 0, ()),
    ),
    "gray and turned": (
        both(edits.grayed, edits.turned(24)),
        *(["turned by 24° to the left", "made black and white"], 0, ()),
    ),
    "small, noisy, captioned": (
        both(edits.resized(0.6), edits.noisy(20), edits.captioned(0.25)),
        *(["60 % of the size", "caption added at the top", "noisy"], 0, ()),
    ),
    "cropped, words, JPEG 25": (
        both(edits.cropped(0.7), edits.written_over(0.12), edits.compressed(25)),
        *(["cropped to 70 %", TEXT], 1, ()),
    ),
}
APART = {"turned": 1.5, "cropped": 3, "of the size": 3, "stretched": 3, "larger": 3, "covers": 4}


def colour(pixels: edits.Pixels) -> Colour:
    """As decoded."""
    return Colour(np.ascontiguousarray(pixels[..., ::-1]), pixels.shape[1], pixels.shape[0])


def seen(photo: Edited) -> Colour:
    """What a photo's bytes decode to."""
    pixels = cv2.imdecode(np.frombuffer(photo.jpeg(), np.uint8), cv2.IMREAD_COLOR)
    assert pixels is not None
    return colour(pixels.astype(np.uint8))


def match(outline: object, *, mirrored: bool = False) -> Match:
    """A match with this geometry."""
    corners: Outline = tuple((float(x), float(y)) for x, y in np.asarray(outline).reshape(-1, 2))
    return Match("a", None, 1.0, 20, mirrored, corners)


def told(name: str, edit: Edit) -> tuple[Edited, tuple[str, ...]]:
    """An edited picture, and what the report says where the outline is the truth."""
    picture = Edited.of(PICTURES / name)
    photo = edit(picture)
    turned_over = bool(np.linalg.det(photo.view[:2, :2]) < 0)
    found = match(photo.corners, mirrored=turned_over)
    return photo, report(seen(photo), colour(picture.pixels), found)


def truth(photo: Edited) -> dict[str, int]:
    """Numbers that differ from picture to picture."""
    area = cv2.contourArea(photo.corners.astype(np.float32)) / np.prod(photo.size)
    size = abs(np.linalg.det(photo.view[:2, :2])) ** 0.5
    return {"covered": round(100 * area), "size": round(100 * size)}


def agree(said: str, true: str) -> bool:
    """Whether they are the same words, with numbers that are near enough."""
    number = re.compile(r"\d+")
    if number.sub("#", said) != number.sub("#", true):
        return False
    apart = max((most for word, most in APART.items() if word in true), default=0)
    pairs = zip(number.findall(said), number.findall(true), strict=True)
    return all(abs(int(one) - int(other)) <= apart for one, other in pairs)


@pytest.mark.parametrize(("edit", "must", "missed", "may"), CASES.values(), ids=CASES)
def test_an_edit_is_named_and_nothing_else_is_said(
    edit: Edit, must: list[str], missed: int, may: tuple[str, ...]
) -> None:
    """With numbers as near as APART has them, for all pictures but `missed`."""
    lacking = 0
    for name in KNOWN:
        photo, said = told(name, edit)
        true = [phrase.format(**truth(photo)) for phrase in must]
        allowed = true + [phrase.format(**truth(photo)) for phrase in may]
        false = [phrase for phrase in said if not any(agree(phrase, each) for each in allowed)]
        assert not false, (name, said)
        lacking += not all(any(agree(phrase, each) for phrase in said) for each in true)
    assert lacking <= missed


@pytest.mark.parametrize("edit", [edits.contrasted(0.5, -40), edits.contrasted(1.6, 20)])
def test_brighter_and_darker_follow_the_mean(edit: Edit) -> None:
    """Which is what an edit's own numbers do not tell: it clips."""
    for name in KNOWN:
        photo, said = told(name, edit)
        shift = photo.pixels.mean() - Edited.of(PICTURES / name).pixels.mean()
        assert ("brighter" in said) <= (shift > 10), (name, shift)
        assert ("darker" in said) <= (shift < -10), (name, shift)


# --- With the geometry that the engine finds ------------------------------------------------------

SAMPLES = {
    "at-an-angle.jpg": ("photographs/astronaut.jpg", {"photographed at an angle"}),
    "captioned.jpg": ("photographs/lighthouse.jpg", {"caption added at the top"}),
    "cropped.jpg": ("photographs/barn.jpg", set()),
    "in-a-screenshot.jpg": ("photographs/motocross.jpg", set()),
    "mirrored.jpg": ("photographs/macaws.jpg", {"mirrored"}),
    "turned-and-gray.jpg": ("photographs/coffee.jpg", {"paler"}),
}


@pytest.fixture(scope="module")
def decoders() -> Iterator[Decoders]:
    """Decoder processes to share."""
    decoders = Decoders()
    yield decoders
    decoders.close()


def reported(photo: bytes, picture: bytes, decoders: Decoders) -> tuple[str, ...]:
    """The report on what the engine finds."""
    answer = compare(photo, picture, "a", decoders)
    assert answer.verdict == "same"
    with decoders.borrow() as decoder:
        looks = [decoder.colour(data, PROOF_SIDE) for data in (photo, picture)]
    return report(looks[0], looks[1], answer.matches[0])


@pytest.mark.parametrize("name", SAMPLES)
def test_the_sample_photos_are_reported(samples: Path, decoders: Decoders, name: str) -> None:
    """Those that ship with the project."""
    source, words = SAMPLES[name]
    photo = (samples / "photos" / name).read_bytes()
    said = reported(photo, (samples / "pictures" / source).read_bytes(), decoders)
    assert words <= set(said)
    starts = {"cropped.jpg": "cropped to ", "in-a-screenshot.jpg": "inside something larger, on "}
    assert any(phrase.startswith(starts.get(name, "")) for phrase in said)
    assert len(said) <= 3


@pytest.mark.parametrize(
    "case", ["mirrored, cropped, JPEG 30", "turned by 4", "less than half the size", "wider"]
)
def test_the_engine_s_outline_is_good_enough(decoders: Decoders, case: str) -> None:
    """The same words and numbers as with the true one."""
    edit, must, *_ = CASES[case]
    path = PICTURES / "photographs" / "pier.jpg"
    said = reported(edit(Edited.of(path)).jpeg(), path.read_bytes(), decoders)
    assert len(said) == len(must)
    assert all(agree(*pair) for pair in zip(said, must, strict=True)), said


@pytest.mark.slow
def test_phone_photos_get_few_words(kazami_data: Path, decoders: Decoders) -> None:
    """A camera's own light, glare and focus are nobody's edit."""
    folder = kazami_data / "dev"
    with (folder / "truth.csv").open() as table:
        rows = [row for row in csv.DictReader(table) if row["kind"].startswith("rephoto_")][::7]
    unsure = {"blurred", "noisy", "pixelated", "unchanged", "mirrored", STRONG, "inverted colours"}
    angles = 0
    for row in rows:
        photo, picture = ((folder / row[key]).read_bytes() for key in ("query", "reference"))
        if compare(photo, picture, "a", decoders).verdict == "same":
            said = reported(photo, picture, decoders)
            assert not unsure & set(said), (row["query"], said)
            angles += "photographed at an angle" in said
    assert angles > 0.7 * len(rows)


# --- Whatever comes -------------------------------------------------------------------------------

SQUARE = ((0, 0), (300, 0), (300, 200), (0, 200))
WRONG = {
    "none": (),
    "three corners": SQUARE[:3],
    "a point": ((5, 5),) * 4,
    "a line": ((0, 0), (100, 100), (200, 200), (300, 300)),
    "crossed": (SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]),
    "folded": ((0, 0), (300, 0), (100, 50), (0, 200)),
    "not a number": ((0, 0), (300, 0), (float("nan"), 200), (0, 200)),
    "infinite": ((0, 0), (300, 0), (float("inf"), 200), (0, 200)),
    "gigantic": ((-1e30, -1e30), (1e30, -1e30), (1e30, 1e30), (-1e30, 1e30)),
    "outside": ((1000, 1000), (1300, 1000), (1300, 1200), (1000, 1200)),
}


@pytest.mark.parametrize("outline", WRONG.values(), ids=WRONG)
def test_nothing_is_said_of_an_outline_that_is_none(outline: Outline) -> None:
    """Nor of one that the photo does not show."""
    some = colour(Edited.of(GARDEN).pixels)
    assert report(some, some, match(outline)) == ()


@pytest.mark.parametrize("gray", [0, 128, 255])
@pytest.mark.parametrize("size", [(1, 1), (1, 500), (500, 1), (24, 24), (60, 40)])
def test_plain_and_tiny_images_say_nothing_of_colours(size: tuple[int, int], gray: int) -> None:
    """There is nothing to compare."""
    plain = Colour(np.full((*size, 3), gray, np.uint8), size[1], size[0])
    height, width = size
    assert report(plain, plain, match(((0, 0), (width, 0), (width, height), (0, height)))) == ()


COORDINATE = st.one_of(st.floats(-50, 400), st.floats(-1e9, 1e9), st.sampled_from([0.0, 300.0]))
SIDE = st.one_of(st.integers(1, 300), st.sampled_from([1, 2, 8, 64, 300]))


def image(seed: int, width: int, height: int, shrunk: int) -> Colour:
    """Anything: plain, noise, or blobs; perhaps shrunk."""
    draw = np.random.default_rng(seed)
    shape = (max(1, height // shrunk), max(1, width // shrunk), 3)
    kinds = [
        np.full(shape, draw.integers(256), np.uint8),
        draw.integers(0, 256, shape, np.uint8),
        cv2.resize(draw.integers(0, 256, (5, 7, 3), np.uint8), shape[1::-1]).astype(np.uint8),
    ]
    return Colour(kinds[seed % 3], width, height)


@given(
    st.lists(st.tuples(COORDINATE, COORDINATE), min_size=4, max_size=4),
    st.tuples(SIDE, SIDE, SIDE, SIDE),
    st.tuples(st.integers(0, 99), st.integers(0, 99), st.sampled_from([1, 1, 3])),
    st.booleans(),
)
def test_no_outline_and_no_image_is_too_much(
    outline: list[tuple[float, float]],
    sides: tuple[int, int, int, int],
    seeds: tuple[int, int, int],
    straight: bool,  # noqa: FBT001
) -> None:
    """Short phrases, a few, without numbers that are none."""
    photo, picture = image(seeds[0], *sides[:2], seeds[2]), image(seeds[1], *sides[2:], 1)
    if straight:  # any corner, then a rectangle, perhaps turned over
        (x, y), (right, bottom) = outline[:2]
        outline = [(x, y), (right, y), (right, bottom), (x, bottom)]
    said = report(photo, picture, match(outline))
    assert len(said) <= PHRASES
    assert all(5 < len(phrase) < 60 for phrase in said)
    assert not re.search("nan|inf ", " ".join(said))


def test_shrunk_images_are_reported_alike() -> None:
    """All but what only a photo's own pixels show."""
    picture = Edited.of(PICTURES / KNOWN[1])
    photo = both(edits.mirrored, edits.cropped(0.6), edits.contrasted(0.5, 0))(picture)
    whole, small = seen(photo), edits.resized(0.5)(photo)
    half = replace(colour(small.pixels), width=whole.width, height=whole.height)
    found = match(photo.corners, mirrored=True)
    told_of_half = report(half, colour(picture.pixels), found)
    assert told_of_half == report(whole, colour(picture.pixels), found)
    assert told_of_half[:2] == ("cropped to 60 %", "mirrored")


def test_a_neighbour_in_a_collage_is_nothing_that_covers_the_picture() -> None:
    """Where only a part of the picture is shown its outline reaches over what is beside it."""
    picture = Edited.of(GARDEN).pixels
    height, width = picture.shape[:2]
    neighbour = cv2.resize(Edited.of(GARDEN.with_name("barn.jpg")).pixels, (width, height))
    photo = np.vstack([picture[: height * 3 // 4], neighbour]).astype(np.uint8)
    corners = ((0, 0), (width, 0), (width, height), (0, height))
    said = report(colour(photo), colour(picture), match(corners))
    assert said == ("something added at the bottom",)


def test_a_photo_without_colours_has_no_other_colours() -> None:
    """Of a picture with hardly any that says nothing, not even that it was made so."""
    vivid = Edited.of(GARDEN.with_name("macaws.jpg")).pixels
    gray = cv2.cvtColor(cv2.cvtColor(vivid, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    pale = cv2.addWeighted(gray, 0.8, vivid, 0.2, 0)
    height, width = gray.shape[:2]
    corners = ((0, 0), (width, 0), (width, height), (0, height))
    photo, picture = (colour(each.astype(np.uint8)) for each in (gray, pale))
    assert report(photo, picture, match(corners)) == ()


def test_the_outline_tells_what_is_mirrored() -> None:
    """A match that says it is mirrored while its outline is not is taken at its outline."""
    picture = colour(Edited.of(GARDEN).pixels)
    corners = ((0, 0), (picture.width, 0), (picture.width, picture.height), (0, picture.height))
    assert report(picture, picture, match(corners, mirrored=True)) == ("unchanged",)
