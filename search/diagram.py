"""A calibration -> its reliability diagram (PNG): how often answers of a value were right."""

import io
import math
from collections.abc import Sequence
from typing import Final, TypeAlias

from PIL import Image, ImageDraw, ImageFont

from search.calibration import Report
from search.calibration.reliability import BINS, Bin

Point: TypeAlias = tuple[float, float]

WIDTH: Final = 720  # px
HEIGHT: Final = 920
_FINE: Final = 3  # drawn so many times as large, then shrunk: Pillow's lines have hard edges
_LEFT, _TOP, _SIDE = 96, 144, 552  # px, of the square
_FLOOR, _BARS = 852, 84  # px, where the bars stand, and the highest of them
_SURE: Final = 1.96  # standard deviations: 95 of 100
_KEY: Final = "Above the line a value is too modest, below it too bold. Bars: 95 % confidence."

_PAPER, _INK, _QUIET, _GRID = "#ffffff", "#1f2933", "#6b7785", "#e3e8ee"
_POINT, _BAR, _BOLD = "#0b6e99", "#a8cfe0", "#f7f9fb"


def draw(report: Report) -> bytes:
    """WIDTH x HEIGHT px: a point for each bin, with what chance leaves open; the counts below."""
    sheet = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE), _PAPER)
    pen = _Pen(ImageDraw.Draw(sheet))
    pen.write((_LEFT, 34), "How far can the match value be believed?", 24, _INK, "lm")
    pen.write((_LEFT, 64), _summary(report), 15, _QUIET, "lm")
    pen.write((_LEFT, 86), _KEY, 15, _QUIET, "lm")
    _frame(pen)
    for each in report.bins:
        _point(pen, each)
    _counts(pen, report.bins)
    file = io.BytesIO()
    sheet.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(file, "PNG", optimize=True)
    return file.getvalue()


def _summary(report: Report) -> str:
    return (
        f"{report.photos} photos and {report.strangers} strangers."
        f" On average a value is off by {report.error:.1%}."
    )


class _Pen:
    """Draws in px of the diagram as people see it."""

    def __init__(self, canvas: ImageDraw.ImageDraw) -> None:
        self._canvas = canvas

    def line(self, points: Sequence[Point], colour: str, width: float) -> None:
        """Joined up."""
        fine = [(x * _FINE, y * _FINE) for x, y in points]
        self._canvas.line(fine, colour, round(width * _FINE))

    def shape(self, points: Sequence[Point], colour: str) -> None:
        """Filled."""
        self._canvas.polygon([(x * _FINE, y * _FINE) for x, y in points], colour)

    def bar(self, top_left: Point, bottom_right: Point, colour: str) -> None:
        """Filled."""
        (left, top), (right, bottom) = top_left, bottom_right
        self.shape([(left, top), (right, top), (right, bottom), (left, bottom)], colour)

    def dot(self, at: Point, radius: float, colour: str) -> None:
        """Round."""
        x, y = at[0] * _FINE, at[1] * _FINE
        self._canvas.circle((x, y), radius * _FINE, colour)

    def write(self, at: Point, text: str, size: int, colour: str, anchor: str) -> None:
        """`anchor` as Pillow has it: "mm" is the middle."""
        font = ImageFont.load_default(size * _FINE)
        self._canvas.text((at[0] * _FINE, at[1] * _FINE), text, colour, font, anchor)


def _at(value: float, right: float) -> Point:
    return _LEFT + value * _SIDE, _TOP + (1 - right) * _SIDE


def _frame(pen: _Pen) -> None:
    """The square with its grid, the diagonal, and words."""
    pen.shape([_at(0, 0), _at(1, 1), _at(1, 0)], _BOLD)
    for fifth in range(6):
        share = fifth / 5
        pen.line([_at(share, 0), _at(share, 1)], _GRID, 1)
        pen.line([_at(0, share), _at(1, share)], _GRID, 1)
        x, y = _at(share, share)
        pen.write((_LEFT - 12, y), f"{share:.0%}", 14, _QUIET, "rm")
        pen.write((x, _FLOOR + 16), f"{share:.0%}", 14, _QUIET, "mm")
    pen.line([_at(0, 0), _at(1, 1)], _QUIET, 1.5)
    pen.write((_LEFT, _TOP - 18), "share that was right", 15, _INK, "lm")
    pen.write((_LEFT + _SIDE / 2, _FLOOR + 44), "match value", 15, _INK, "mm")


def _point(pen: _Pen, each: Bin) -> None:
    low, high = chance(each)
    x, _ = at = _at(each.value, each.right)
    for end in (low, high):
        _, y = _at(0, end)
        pen.line([(x - 5, y), (x + 5, y)], _POINT, 1.5)
    pen.line([_at(each.value, low), _at(each.value, high)], _POINT, 1.5)
    pen.dot(at, 7, _PAPER)
    pen.dot(at, 5.5, _POINT)


def _counts(pen: _Pen, bins: Sequence[Bin]) -> None:
    """As logarithms, or a few hundred sure answers would hide the rest; the number is on top."""
    most = max((each.count for each in bins), default=1)
    pen.line([(_LEFT, _FLOOR), (_LEFT + _SIDE, _FLOOR)], _QUIET, 1)
    for each in bins:
        left = _LEFT + min(BINS - 1, int(each.value * BINS)) * _SIDE / BINS
        right = left + _SIDE / BINS
        top = _FLOOR - _BARS * math.log1p(each.count) / math.log1p(most)
        pen.bar((left + 4, top), (right - 4, _FLOOR), _BAR)
        pen.write(((left + right) / 2, top - 11), str(each.count), 14, _INK, "mm")
    pen.write((_LEFT - 12, _FLOOR - 8), "answers", 14, _QUIET, "rm")


def chance(each: Bin) -> tuple[float, float]:
    """Between which shares the true one lies in 95 of 100 cases (Wilson 1927)."""
    n, square = each.count, _SURE**2
    middle = (each.right + square / (2 * n)) / (1 + square / n)
    spread = each.right * (1 - each.right) / n + square / (4 * n * n)
    reach = _SURE * math.sqrt(spread) / (1 + square / n)
    return max(0.0, middle - reach), min(1.0, middle + reach)
