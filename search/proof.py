"""Matches -> the picture that proves them: side by side, outlines and inlier lines."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from search.features import Floats
from search.homography import corners
from search.image import Colour, Pixels
from search.options import PROOF_LINES, PROOF_SIDE
from search.verdict import Match

Points = NDArray[Any]  # (n, 2) or (2,): x, y

_GAP = 16  # px between the two
_OUTLINE, _LINE, _GROUND = (64, 200, 96), (255, 196, 64), (24, 26, 30)  # red, green, blue
_BADGE, _FONT, _TEXT = 15, cv2.FONT_HERSHEY_DUPLEX, 0.6  # px of its radius; its number
_QUALITY = 90  # of JPEG
_SUBPIXEL = 4  # bits: OpenCV draws at 1/16 px


@dataclass(frozen=True)
class _Pane:
    """An image on the sheet: where its top left corner lies, and how much of its size it has."""

    pixels: Pixels
    corner: Points
    scale: float

    @classmethod
    def of(cls, image: Colour, pixels: Pixels, corner: Points) -> Self:
        """With the scale that `pixels` has of `image`."""
        return cls(pixels, corner, pixels.shape[1] / image.width)

    def place(self, xy: Floats) -> Points:
        """Pixels of the whole image -> of the sheet."""
        return xy * self.scale + self.corner


def draw(photo: Colour, shown: Sequence[tuple[Colour, Match]]) -> bytes:
    """JPEG bytes: the photo left, with a long side of PROOF_SIDE px at most; the pictures right,
    in a square of that side. Several are numbered, beside the photo and in it.

    Each is outlined on both sides, and thin lines join at most PROOF_LINES inliers in all, those
    spread best. A match without geometry is shown without either.
    """
    rows = math.isqrt(max(0, len(shown) - 1)) + 1
    side = (PROOF_SIDE - (rows - 1) * _GAP) // rows
    left = _fitted(photo.pixels, PROOF_SIDE)
    right = [_fitted(picture.pixels, side) for picture, _ in shown]
    places, (width, height) = _grid(right, -(-len(shown) // rows))
    across, down = left.shape[1] + _GAP, max(len(left), height)
    sheet = np.full((down, across + width, 3), _GROUND, np.uint8)
    pane = _Pane.of(photo, left, np.array([0, (down - len(left)) // 2]))
    shift = np.array([across, (down - height) // 2])
    panes = [
        _Pane.of(picture, pixels, corner + shift)
        for (picture, _), pixels, corner in zip(shown, right, places, strict=True)
    ]
    for each in (pane, *panes):
        x, y = each.corner
        sheet[y : y + len(each.pixels), x : x + each.pixels.shape[1]] = each.pixels
    for number, ((picture, match), each) in enumerate(zip(shown, panes, strict=True), start=1):
        if match.outline:
            _join(sheet, (pane, each), picture, match, PROOF_LINES // len(shown))
        if len(shown) > 1:
            _number(sheet, number, pane, each, match)
    return jpeg(sheet)


def _grid(images: Sequence[Pixels], columns: int) -> tuple[Points, Points]:
    """Top left corners (n, 2) x, y of images in cells of one size, and the size of it all."""
    sizes = np.array([image.shape[1::-1] for image in images])
    cell, numbers = sizes.max(axis=0), np.arange(len(images))
    cells = np.stack([numbers % columns, numbers // columns], 1) * (cell + _GAP)
    return cells + (cell - sizes) // 2, cells.max(axis=0) + cell


def _join(
    sheet: Pixels, panes: tuple[_Pane, _Pane], picture: Colour, match: Match, lines: int
) -> None:
    """Outlines, on the left kept to the photo, and as many lines at most."""
    left, right = panes
    whole = right.scale * (corners(picture.width, picture.height) + 0.5)
    _outline(sheet[:, : left.pixels.shape[1]], left.place(np.array(match.outline, np.float32)))
    _outline(sheet, whole.clip(1) + right.corner - 1)
    step = max(1, -(-len(match.photo_xy) // lines))
    _lines(sheet, left.place(match.photo_xy[::step]), right.place(match.picture_xy[::step]))


def _number(sheet: Pixels, number: int, left: _Pane, right: _Pane, match: Match) -> None:
    """At the picture's top left corner, beside the photo and in it."""
    places = [right.corner + _BADGE]
    if match.outline:
        rows, columns = left.pixels.shape[:2]
        first, *_ = around = np.array(match.outline) * left.scale
        inwards = around.mean(axis=0) - first
        inside = first + inwards * min(1, 2 * _BADGE / max(1, float(np.linalg.norm(inwards))))
        places.append(inside.clip(_BADGE, (columns - _BADGE, rows - _BADGE)) + left.corner)
    for x, y in places:
        at, text = (int(x), int(y)), str(number)
        cv2.circle(sheet, at, _BADGE, _OUTLINE, cv2.FILLED, cv2.LINE_AA)
        (wide, high), _ = cv2.getTextSize(text, _FONT, _TEXT, 2)
        start = at[0] - wide // 2, at[1] + high // 2
        cv2.putText(sheet, text, start, _FONT, _TEXT, _GROUND, 2, cv2.LINE_AA)


def jpeg(pixels: Pixels) -> bytes:
    """Encode (rows, columns, 3) RGB pixels."""
    bgr = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    _, data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return bytes(data)


def _fitted(pixels: Pixels, side: int) -> Pixels:
    scale = side / max(pixels.shape[:2])
    size = max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return cv2.resize(pixels, size, interpolation=how).astype(np.uint8)


def _outline(sheet: Pixels, xy: Points) -> None:
    points = _fixed(xy)[:, None]
    cv2.polylines(sheet, [points], True, (0, 0, 0), 5, cv2.LINE_AA, _SUBPIXEL)  # noqa: FBT003
    cv2.polylines(sheet, [points], True, _OUTLINE, 3, cv2.LINE_AA, _SUBPIXEL)  # noqa: FBT003


def _lines(sheet: Pixels, photo_xy: Points, picture_xy: Points) -> None:
    for start, end in zip(_fixed(photo_xy), _fixed(picture_xy), strict=True):
        cv2.line(sheet, start.tolist(), end.tolist(), _LINE, 1, cv2.LINE_AA, _SUBPIXEL)


def _fixed(xy: Points) -> Points:
    """Pixel edges -> OpenCV's fixed point, whose origin is a pixel's centre."""
    limit = 2**26  # outlines of things seen at a steep angle may lie far outside
    fixed: Points = np.round((xy - 0.5) * 2**_SUBPIXEL).clip(-limit, limit).astype(np.int32)
    return fixed
