"""What the photo shows around the picture: nothing, a border, writing, something else."""

from dataclasses import dataclass
from typing import Literal, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from search.image import Colour, Pixels
from search.options import SURROUNDINGS_LEAST
from search.report.placement import Placement

Kind = Literal["nothing", "plain", "words", "other"]
Side = Literal["top", "bottom", "left", "right"]

_OFF = 0.012  # of the photo's sides: an outline may be so far off
_ENOUGH = 240  # px of a side, to see whether all is plain
_SAME = 40  # levels of a channel: less apart is one colour (JPEG frays edges)
_PLAIN, _PAGE = 0.99, 0.55  # share of one colour of a plain ground, of one that is written on
_STROKE = 0.25  # of the strip's height, 16 px at most: writing is thinner
_THIN = 0.3  # of writing that may be thicker
_LETTERS, _REACH = 4, 0.25  # pieces, and share of the width they span, that make a line


@dataclass(frozen=True)
class Surroundings:
    """What is on each side of an upright picture, and the sides' thickness.

    `thick` is in heights of the picture above and below, in widths left and right; `grounds` is
    "white", "black" or "" for each side.
    """

    kinds: dict[Side, Kind]
    thick: dict[Side, float]
    grounds: dict[Side, str]

    @classmethod
    def of(cls, photo: Colour, placement: Placement) -> Self:
        """Look at the four strips beside the picture; those above and below have the corners."""
        (left, top), (right, bottom) = placement.outline.min(axis=0), placement.outline.max(axis=0)
        width, height = right - left, bottom - top
        thick: dict[Side, float] = {
            "top": top / height,
            "bottom": (placement.photo[1] - bottom) / height,
            "left": left / width,
            "right": (placement.photo[0] - right) / width,
        }
        strips = _strips(photo, (left, top, right, bottom))
        kinds: dict[Side, Kind] = {
            side: _kind(strips[side]) if thick[side] > SURROUNDINGS_LEAST else "nothing"
            for side in thick
        }
        grounds = {side: _ground(strips[side]) for side in kinds if kinds[side] == "plain"}
        return cls(kinds, thick, grounds)

    def sides(self, kind: Kind) -> list[Side]:
        """The sides that are of a kind."""
        return [side for side, each in self.kinds.items() if each == kind]


def plain_around(photo: Colour, placement: Placement) -> bool:
    """Whether all that is not the picture is of one colour."""
    step = max(1, max(photo.pixels.shape) // _ENOUGH)
    pixels = photo.pixels[::step, ::step]
    rows, columns = pixels.shape[:2]
    outline = placement.outline * (columns / placement.photo[0], rows / placement.photo[1])
    points = np.round(outline).astype(np.int32)
    inside = np.zeros((rows, columns), np.uint8)
    cv2.fillConvexPoly(inside, points, 1)
    off = round(_OFF * max(rows, columns))
    cv2.polylines(inside, [points[:, None]], True, 1, 2 * off + 1)  # noqa: FBT003  OpenCV's
    around = pixels[inside == 0][:, None]
    return not len(around) or _kind(around) == "plain"


def _strips(photo: Colour, box: tuple[float, float, float, float]) -> dict[Side, Pixels]:
    rows, columns = photo.pixels.shape[:2]
    x, y = columns / photo.width, rows / photo.height
    off = round(_OFF * max(rows, columns))
    left, top = round(box[0] * x) - off, round(box[1] * y) - off
    right, bottom = round(box[2] * x) + off, round(box[3] * y) + off
    beside = slice(max(0, top), max(0, bottom))
    return {
        "top": photo.pixels[: max(0, top)],
        "bottom": photo.pixels[max(0, bottom) :],
        "left": photo.pixels[beside, : max(0, left)],
        "right": photo.pixels[beside, max(0, right) :],
    }


def _kind(strip: Pixels) -> Kind:
    if not strip.size:
        return "nothing"
    ground = _middle(strip)
    ink = (cv2.inRange(strip, ground - _SAME, ground + _SAME) == 0).astype(np.uint8)
    same = 1 - float(ink.mean())
    if same >= _PLAIN:
        return "plain"
    return "words" if same >= _PAGE and _written(ink) else "other"


def _written(ink: Pixels) -> bool:
    """Whether it is made of thin strokes, in pieces that stand side by side."""
    stroke = max(3, round(_STROKE * min(len(ink), 64)))
    thick = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((stroke, stroke), np.uint8))
    if thick.sum() > _THIN * ink.sum():
        return False
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    pieces = stats[1:][stats[1:, cv2.CC_STAT_AREA] >= 4]  # noqa: PLR2004  px: not dust
    if count <= _LETTERS or len(pieces) < _LETTERS:
        return False
    left = pieces[:, cv2.CC_STAT_LEFT]
    right = left + pieces[:, cv2.CC_STAT_WIDTH]
    widest = pieces[:, cv2.CC_STAT_WIDTH].max()
    return bool(right.max() - left.min() > _REACH * ink.shape[1] and widest < ink.shape[1] / 2)


def _ground(strip: Pixels) -> str:
    middle = _middle(strip)
    if middle.min() > 235:  # noqa: PLR2004  levels
        return "white"
    return "black" if middle.max() < 24 else ""  # noqa: PLR2004


def _middle(strip: Pixels) -> NDArray[np.float64]:
    """(3,): the median of each channel."""
    levels = strip[::2, ::2].reshape(-1, 3).T
    below = (np.bincount(each).cumsum() for each in levels)
    return np.array([np.searchsorted(each, each[-1] / 2) for each in below], np.float64)
