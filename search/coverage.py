"""Matches -> how much of the photo they explain, and how exactly."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from search.features import Floats
from search.levels import Size
from search.options import CELLS, EDGE, EXACT_INLIERS, SURE_EVIDENCE
from search.verdict import Match, Outline


def explained(xy: Floats, size: Size, found: Iterable[Match]) -> NDArray[np.bool_]:
    """Which keypoints (n, 2) of a photo of some width and height lie where something is found: in a
    cell of a grid over it that has a point in common with a sure picture, or on the edge of one,
    which makes keypoints of its own. None, until one is there beyond doubt.
    """
    sure = [match for match in found if match.sure]
    if not any(match.evidence >= SURE_EVIDENCE for match in sure):
        return np.zeros(len(xy), np.bool_)
    shown = np.concatenate([_cells(match.photo_xy, size) for match in sure])
    known = np.isin(_cells(xy, size), shown)
    for match in sure:
        if match.outline:
            known |= _on_edge(xy, match.outline, EDGE * max(size))
    return known


def exact(found: Iterable[Match]) -> bool:
    """Whether there are points enough for the outlines of all that is surely there."""
    return all(match.inliers >= EXACT_INLIERS for match in found if match.sure)


def _on_edge(xy: Floats, outline: Outline, reach: float) -> NDArray[np.bool_]:
    """Which points (n, 2) are less than `reach` px from a side of an outline."""
    corners = np.array(outline)
    sides = np.roll(corners, -1, axis=0) - corners
    from_corner = xy[:, None] - corners  # (n, 4, 2)
    along = (from_corner * sides).sum(axis=2) / (sides * sides).sum(axis=1).clip(1e-9)
    off = from_corner - along.clip(0, 1)[..., None] * sides
    return np.asarray(((off * off).sum(axis=2) < reach * reach).any(axis=1))


def _cells(xy: Floats, size: Size) -> NDArray[np.intp]:
    """Which cell each point (n, 2) is in."""
    column, row = (xy * CELLS / np.array(size)).astype(np.intp).clip(0, CELLS - 1).T
    return np.asarray(row * CELLS + column)
