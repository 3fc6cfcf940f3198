"""Match -> where the picture lies in the photo, and what that says of turning, size and view."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import cv2
import numpy as np

from search.features import Doubles, Mask
from search.homography import convex
from search.image import Colour
from search.options import SURROUNDINGS_LEAST
from search.verdict import Match

_FARTHEST = 50.0  # photo sides that a corner may lie outside before numbers mean nothing
_SMALLEST = 64.0  # px^2 of the photo that a picture must cover
_GRID = 192  # points a side: the visible share to 1 %
_STEPS = (np.arange(_GRID) + 0.5) / _GRID  # of width and height: where they lie


@dataclass(frozen=True)
class Placement:
    """How a picture lies in a photo.

    `view` (3, 3) float64 takes points of the whole picture to points of the whole photo: pixels,
    origin at the top left corner. `photo` and `picture` are width and height of the whole images.
    """

    view: Doubles
    photo: tuple[int, int]
    picture: tuple[int, int]

    @classmethod
    def of(cls, photo: Colour, picture: Colour, match: Match) -> Self | None:
        """None where the match has no outline, or one that no flat thing has."""
        sizes = (photo.width, photo.height), (picture.width, picture.height)
        outline = np.array(match.outline, np.float64)
        if min(*sizes[0], *sizes[1]) < 1 or not _sound(outline, max(sizes[0])):
            return None
        around = _corners(*sizes[1]).astype(np.float32)
        view = cv2.getPerspectiveTransform(around, outline.astype(np.float32)).astype(np.float64)
        return cls(view, *sizes) if np.isfinite(view).all() else None

    @cached_property
    def outline(self) -> Doubles:
        """(4, 2): the picture's corners in the photo."""
        return self.project(_corners(*self.picture))

    def project(self, xy: Doubles) -> Doubles:
        """Points of the picture (n, 2) -> points of the photo."""
        seen: Doubles = cv2.perspectiveTransform(xy[:, None], self.view)[:, 0].astype(np.float64)
        return seen

    @cached_property
    def visible(self) -> Mask:
        """(rows, columns): which points of a fine grid over the picture the photo shows."""
        width, height = self.photo
        x, y, depth = (self._grid(row) for row in self.view)
        seen = (x >= 0) & (y >= 0) & (x <= width * depth) & (y <= height * depth)
        return np.asarray(seen)

    def _grid(self, row: Doubles) -> Doubles:
        """(rows, columns): a row of the view times each point of the grid; depth is above 0."""
        x, y = _STEPS * self.picture[0], _STEPS * self.picture[1]
        return np.asarray(row[0] * x + (row[1] * y + row[2])[:, None])

    @cached_property
    def box(self) -> Doubles:
        """(2, 2): top left and bottom right of what is visible, which must be something."""
        columns, rows = (np.flatnonzero(self.visible.any(axis=axis)) for axis in (0, 1))
        ends = [[columns[0], rows[0]], [columns[-1], rows[-1]]]
        return np.asarray(_STEPS[ends] * self.picture)

    @cached_property
    def within(self) -> Mask:
        """(4,): whether the photo goes on beyond the picture's top, bottom, left and right."""
        x, y = self.box.mean(axis=0)
        (left, top), (right, bottom) = (
            np.array([[0], [1]]) + np.array([[-1], [1]]) * SURROUNDINGS_LEAST
        ) * self.picture
        at = self.project(np.array([[x, top], [x, bottom], [left, y], [right, y]]))
        return np.asarray(((at >= 0) & (at <= self.photo)).all(axis=1))

    @cached_property
    def middle(self) -> Doubles:
        """(2,): the middle of what is visible, or else of all."""
        if not self.share:
            return np.array(self.picture) / 2
        along = [self.visible.mean(axis=axis) @ _STEPS for axis in (0, 1)]
        return np.array(along) / _GRID / self.share * self.picture

    @cached_property
    def share(self) -> float:
        """The visible share of the picture's area."""
        return float(self.visible.mean())

    @cached_property
    def covered(self) -> float:
        """The share of the photo's area that shows the picture."""
        width, height = self.photo
        scale = min(1.0, 512 / max(width, height))
        mask = np.zeros((max(1, round(height * scale)), max(1, round(width * scale))), np.uint8)
        cv2.fillConvexPoly(mask, np.round(self.outline * scale - 0.5).astype(np.int32), 1)
        return float(mask.mean())

    @cached_property
    def local(self) -> Doubles:
        """(2, 2): the view's derivative in the middle of what is visible; columns are x and y."""
        u, v, depth = self.view @ (*self.middle, 1)
        at = np.array([u, v]) / depth
        steps: Doubles = (self.view[:2, :2] - np.outer(at, self.view[2, :2])) / depth
        return steps

    @cached_property
    def mirrored(self) -> bool:
        """Whether left and right are swapped."""
        return bool(np.linalg.det(self.local) < 0)

    @cached_property
    def turn(self) -> float:
        """Degrees to the right, -180..180; of the mirrored picture where it is mirrored."""
        (a, b), (c, d) = self.local * ([-1, 1] if self.mirrored else [1, 1])
        return float(np.degrees(np.arctan2(c - b, a + d)))

    @cached_property
    def size(self) -> float:
        """Pixels of the photo for one of the picture, along a side."""
        return float(abs(np.linalg.det(self.local)) ** 0.5)

    @cached_property
    def stretch(self) -> float:
        """How much wider the picture has become, compared with its height."""
        across, down = np.linalg.norm(self.local, axis=0)
        return float(across / down)

    @cached_property
    def slant(self) -> float:
        """Degrees by which a right angle in the middle is none any more."""
        across, down = (self.local / np.linalg.norm(self.local, axis=0)).T
        return float(np.degrees(np.arcsin(np.clip(abs(across @ down), 0, 1))))

    @cached_property
    def depth(self) -> float:
        """How much farther the farthest visible point is than the nearest, as a ratio from 1."""
        away = self._grid(self.view[2])[self.visible]
        return float(away.max() / away.min()) if len(away) else 1.0


def _corners(width: int, height: int) -> Doubles:
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)


def _sound(outline: Doubles, side: int) -> bool:
    """Whether it is a convex quadrangle of some area, not too far away."""
    if outline.shape != (4, 2) or not (np.abs(outline) <= _FARTHEST * side).all():
        return False
    whole = convex(outline) or convex(outline[::-1])  # mirrored it goes round the other way
    return whole and cv2.contourArea(outline.astype(np.float32)) >= _SMALLEST
