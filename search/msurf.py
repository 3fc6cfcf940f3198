"""What KAZE says of a keypoint: the direction of its slopes, and 64 numbers (M-SURF).

Alcantarilla, Bartoli, Davison 2012, "KAZE Features", 4.3. A keypoint's numbers are the same bit for
bit, whatever else is described with it.
"""

from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from search.options import DESCRIPTOR

Floats = NDArray[np.float32]
Indices = NDArray[np.intp]

_REACH = 6  # sizes from the middle: where slopes are asked for the angle
_ROUND = np.array(
    [
        (x, y)
        for x in range(-_REACH, _REACH + 1)
        for y in range(-_REACH, _REACH + 1)
        if x * x + y * y < _REACH * _REACH
    ],
    np.float32,
)
_SECTORS, _SECTOR = 42, 7  # of the circle, and how many of them a window of 60 degrees spans
_GRID = np.arange(-12, 12, dtype=np.float32)  # sizes, likewise: where a descriptor takes samples
_MIDDLES = np.array([-7, -2, 3, 8])  # of its cells, along each axis
_CELL = 4  # from the middle of a cell to its rim
_WIDE, _WIDER = 2.5, 1.5  # sigmas of the weights in a cell, in sizes, and of the cells, in cells


def angles(xy: Floats, size: Floats, slopes: Floats) -> Floats:
    """Where most slopes within six sizes point to (SURF's way), (n,) radians 0..2 pi.

    `xy` (n, 2) and `size` (n,) px of keypoints of one scale, `slopes` (rows, columns, 2) there.
    """
    rows, columns = slopes.shape[:2]
    sizes, middle = np.round(size / 2)[:, None], xy.T[:, :, None]
    x, y = at = np.rint(middle + _ROUND.T[:, None] * sizes)
    off = at - middle
    near = np.exp((off * off).sum(axis=0) / (-2 * (_WIDE * sizes) ** 2))
    near *= (x >= 0) & (x < columns) & (y >= 0) & (y < rows)
    place = y.clip(0, rows - 1) * columns + x.clip(0, columns - 1)
    found = slopes.reshape(-1, 2)[place.astype(np.intp)]
    sector = (_turns(found) * _SECTORS).astype(np.intp) % _SECTORS
    sector += np.arange(len(xy))[:, None] * _SECTORS
    found *= near[..., None]
    across, down = (
        _windows(np.bincount(sector.ravel(), each.ravel(), len(xy) * _SECTORS))
        for each in np.moveaxis(found, -1, 0)
    )
    best = np.arange(len(xy)), (across**2 + down**2).argmax(axis=1)
    return np.asarray(np.arctan2(down[best], across[best]) % (2 * np.pi), np.float32)


def descriptors(xy: Floats, size: Floats, angle: Floats, slopes: Floats) -> Floats:
    """Slopes along and across each keypoint in 4 x 4 cells, (n, 64), unit length."""
    cos, sin = np.cos(angle)[:, None], np.sin(angle)[:, None]
    sizes = np.round(size / 2)[:, None]
    y, x = (axis.ravel() for axis in np.meshgrid(_GRID, _GRID, indexing="ij"))
    seen = cv2.remap(
        slopes,
        xy[:, :1] + y * (sizes * cos) - x * (sizes * sin),
        xy[:, 1:] + x * (sizes * cos) + y * (sizes * sin),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    x, y = (np.asarray(each, np.float32) for each in cv2.split(seen))
    samples = np.empty((len(xy), 4, len(_GRID) ** 2), np.float32)
    np.subtract(y * cos, x * sin, out=samples[:, 0])
    np.add(x * cos, y * sin, out=samples[:, 1])
    np.abs(samples[:, :2], out=samples[:, 2:])
    cells = samples @ _weights()  # keypoint by keypoint: not all at once, which rounds otherwise
    described: Floats = cells.transpose(0, 2, 1).reshape(-1, DESCRIPTOR)
    described /= np.linalg.norm(described, axis=1, keepdims=True).clip(1e-12)
    return described


def _turns(slopes: Floats) -> Floats:
    """Where slopes (..., 2) point to, in turns."""
    turns = cv2.phase(slopes[..., 0], slopes[..., 1])
    return np.asarray(turns / (2 * np.pi), np.float32)


def _windows(sectors: NDArray[Any]) -> NDArray[np.float64]:
    """Sums of all sectors of all keypoints -> of each window, (n, sectors), from its first on."""
    each = sectors.reshape(-1, _SECTORS)
    sums = np.cumsum(np.column_stack([each, each[:, : _SECTOR - 1]]), axis=1)
    sums[:, _SECTOR:] -= sums[:, :-_SECTOR].copy()
    return np.asarray(sums[:, _SECTOR - 1 :])


@cache
def _weights() -> Floats:
    """(24 * 24, 16): how much each sample counts in each cell."""
    apart = _GRID[:, None] - _MIDDLES
    inside = (apart >= -_CELL - 1) & (apart < _CELL)
    far = np.exp(-((np.arange(4) - 1.5) ** 2) / (2 * _WIDER**2))
    line = np.where(inside, np.exp(-(apart**2) / (2 * _WIDE**2)), 0) * far
    both = np.einsum("ai,bj->abij", line, line).reshape(len(_GRID) ** 2, -1)
    return np.asarray(both, np.float32)
