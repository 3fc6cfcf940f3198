"""The picture that proves a match."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from search.image import Colour
from search.options import PROOF_SIDE
from search.proof import draw
from search.verdict import Match, Outline
from tests.search.edits import Pixels

GREEN = (96, 200, 64)  # as OpenCV reads it: blue first


def gray(width: int, height: int) -> Colour:
    """An image without any colour."""
    return Colour(np.full((height, width, 3), 128, np.uint8), width, height)


def drawn(photo: Colour, picture: Colour, match: Match) -> Pixels:
    """The proof's pixels, halves apart by the gap of 16 px."""
    data = draw(photo, [(picture, match)])
    assert data.startswith(b"\xff\xd8")
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert pixels is not None
    return pixels.astype(np.uint8)


def near(pixels: Pixels, colour: tuple[int, int, int]) -> NDArray[np.intp]:
    """(n, 2) x, y where the pixels have nearly this colour (a JPEG blurs thin lines)."""
    apart = np.abs(pixels.astype(int) - colour).max(axis=2)
    return np.argwhere(apart < 60)[:, ::-1]


def match(outline: Outline, photo_xy: object = (), picture_xy: object = ()) -> Match:
    """A match with this geometry."""
    points = [np.array(xy, np.float32).reshape(-1, 2) for xy in (photo_xy, picture_xy)]
    return Match("a", None, 1.0, 20, mirrored=False, outline=outline, photo_xy=points[0],
        picture_xy=points[1])  # fmt: skip


def test_photo_and_picture_lie_side_by_side_outlined_and_joined() -> None:
    """The outline is where the match says, in the photo's own pixels; a line joins two points."""
    square = ((200.0, 100.0), (600.0, 100.0), (600.0, 500.0), (200.0, 500.0))
    found = match(square, [[400, 300]], [[720, 720]])
    pixels = drawn(gray(1440, 720), gray(1440, 1440), found)
    assert pixels.shape == (PROOF_SIDE, 2 * PROOF_SIDE + 16, 3)
    left = near(pixels[:, :PROOF_SIDE], GREEN)
    top = (PROOF_SIDE - 360) // 2
    assert left.min(axis=0).tolist() == pytest.approx([100, top + 50], abs=4)
    assert left.max(axis=0).tolist() == pytest.approx([300, top + 250], abs=4)
    right = near(pixels[:, PROOF_SIDE + 16 :], GREEN)
    assert right.min(axis=0).tolist() == pytest.approx([0, 0], abs=4)
    assert right.max(axis=0).tolist() == pytest.approx([PROOF_SIDE - 1] * 2, abs=4)
    gap = pixels[:, PROOF_SIDE : PROOF_SIDE + 16].astype(int)  # dark but for the line
    crossing = np.argwhere(gap[..., 2] - gap[..., 0] > 60)[:, 0]
    start, end = (200, top + 150), (PROOF_SIDE + 16 + 360, 360)
    share = (PROOF_SIDE + 8 - start[0]) / (end[0] - start[0])
    assert crossing.mean() == pytest.approx(start[1] + share * (end[1] - start[1]), abs=3)


def test_a_match_without_geometry_is_shown_without_lines() -> None:
    """The article's."""
    pixels = drawn(gray(100, 50), gray(50, 100), match(()))
    assert not len(near(pixels, GREEN))
    assert pixels.shape == (PROOF_SIDE, PROOF_SIDE + 16 + PROOF_SIDE // 2, 3)


@pytest.mark.parametrize("far", [1e9, -1e30, 3e38])
def test_an_outline_that_leaves_the_photo_stays_out_of_the_picture(far: float) -> None:
    """Seen at a steep angle corners lie anywhere."""
    outline = ((-5.0, -5.0), (far, -9.0), (far, 800.0), (-5.0, 900.0))
    drawn(gray(720, 720), gray(720, 720), match(outline))


@pytest.mark.parametrize("size", [(1, 1), (1, 2000), (3000, 1)])
def test_any_size_can_be_drawn(size: tuple[int, int]) -> None:
    """Down to one pixel."""
    outline = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    drawn(gray(*size), gray(7, 7), match(outline, [[0, 0]] * 300, [[1, 1]] * 300))


@pytest.mark.parametrize("count", [2, 3, 5, 10])
def test_several_pictures_are_numbered_in_the_photo_and_beside_it(count: int) -> None:
    """All fit beside it; each has its badge where it is in the photo and at its corner."""
    step = 1400 / count
    outlines = [
        ((x, 200.0), (x + step * 0.8, 200.0), (x + step * 0.8, 500.0), (x, 500.0))
        for x in np.arange(count) * step
    ]
    pictures = [gray(600 + 100 * (n % 3), 400) for n in range(count)]
    shown = [(each, match(o)) for each, o in zip(pictures, outlines, strict=True)]
    data = draw(gray(1440, 720), shown)
    sheet = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert sheet is not None
    assert sheet.shape[0] <= PROOF_SIDE
    assert sheet.shape[1] <= 2 * PROOF_SIDE + 16
    green = np.abs(sheet.astype(int) - GREEN).max(axis=2) < 60
    badges = cv2.erode(green.astype(np.uint8), np.ones((7, 7)))  # outlines are thinner
    found, _, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(badges, np.ones((15, 15))))
    assert found - 1 == 2 * count
    left = sorted(x + width / 2 for x, _, width, _, _ in stats[1:] if x + width / 2 < PROOF_SIDE)
    inside = [(o[0][0] / 2, o[1][0] / 2) for o in outlines]
    assert all(low < x < high for x, (low, high) in zip(left, inside, strict=True))
