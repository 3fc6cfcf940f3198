"""What KAZE says of a keypoint: the direction of its slopes, and 64 numbers (M-SURF).

Alcantarilla, Bartoli, Davison 2012, "KAZE Features", 4.3. A keypoint's numbers are the same bit for
bit, whatever else is described with it.
"""

from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from search.features import Doubles, Floats, Indices
from search.loops import LOOPS
from search.options import DESCRIPTOR

_REACH = 6  # sizes from the middle: where slopes are asked for the angle
_LINE = np.arange(-_REACH, _REACH + 1, dtype=np.float32)
_ACROSS, _DOWN = np.nonzero(_LINE[:, None] ** 2 + _LINE**2 < _REACH**2)  # in a circle
_SECTORS, _SECTOR = 42, 7  # of the circle, and how many of them a window of 60 degrees spans
_GRID = np.arange(-12, 12, dtype=np.float32)  # sizes, likewise: where a descriptor takes samples
_MIDDLES = np.array([-7, -2, 3, 8])  # of its cells, along each axis
_CELL = 4  # from the middle of a cell to its rim
_WIDE, _WIDER = 2.5, 1.5  # sigmas of the weights in a cell, in sizes, and of the cells, in cells


def angles(xy: Floats, size: Floats, slopes: Floats) -> Floats:
    """Where most slopes within six sizes point to (SURF's way), (n,) radians 0..2 pi.

    `xy` (n, 2) and `size` (n,) px of keypoints of one scale, `slopes` (rows, columns, 2) there:
    down, then across.
    """
    if LOOPS:
        return LOOPS.angles(xy, size, slopes)
    rows, columns = slopes.shape[:2]
    sizes = np.rint(size / 2).astype(np.float32)[:, None]
    column, near_x = _asked(xy[:, :1], sizes, columns)
    row, near_y = _asked(xy[:, 1:], sizes, rows)
    place = (row * columns).take(_DOWN, 1) + column.take(_ACROSS, 1)
    found = _complex(slopes).ravel().take(place)
    found *= near_x.take(_ACROSS, 1) * near_y.take(_DOWN, 1)
    turns = cv2.phase(found.imag, found.real)
    sector = (turns * np.float32(_SECTORS / (2 * np.pi))).astype(np.intp) % _SECTORS
    sector += np.arange(len(xy))[:, None] * _SECTORS
    down, across = (
        _windows(np.bincount(sector.ravel(), each.ravel(), len(xy) * _SECTORS))
        for each in (found.real, found.imag)
    )
    best = np.arange(len(xy)), (across**2 + down**2).argmax(axis=1)
    return np.asarray(np.arctan2(down[best], across[best]) % (2 * np.pi), np.float32)


def descriptors(xy: Floats, size: Floats, angle: Floats, slopes: Floats) -> Floats:
    """Slopes across and along each keypoint in 4 x 4 cells, (n, 64), unit length; arguments as of
    `angles`.
    """
    described = _cells(xy, size, angle, slopes).reshape(-1, DESCRIPTOR)
    described /= np.linalg.norm(described, axis=1, keepdims=True).clip(1e-12)
    return described


def _cells(xy: Floats, size: Floats, angle: Floats, slopes: Floats) -> Floats:
    """(n, 16, 4): the sums of slopes along each keypoint and across, and of their lengths."""
    if LOOPS:
        return LOOPS.cells(xy, size, angle, slopes, _line())
    cos, sin, sizes = np.cos(angle), np.sin(angle), np.rint(size / 2)
    along, aside = _GRID * (sizes * cos)[:, None], _GRID * (sizes * sin)[:, None]
    x = (xy[:, :1] + along)[:, :, None] - aside[:, None]
    y = (xy[:, 1:] + aside)[:, :, None] + along[:, None]
    flat, how = (len(xy), len(_GRID) ** 2), cv2.INTER_LINEAR
    around = cv2.BORDER_REPLICATE
    seen = cv2.remap(slopes, x.reshape(flat), y.reshape(flat), how, borderMode=around)
    turned = _complex(np.asarray(seen, np.float32))
    turned *= (cos + 1j * sin).astype(np.complex64)[:, None]
    samples = np.empty((len(xy), 4, len(_GRID) ** 2), np.float32)
    samples[:, 0], samples[:, 1] = turned.real, turned.imag
    np.abs(samples[:, :2], out=samples[:, 2:])
    return (samples @ _weights()).transpose(0, 2, 1)  # one by one: all at once rounds otherwise


def _asked(middle: Floats, sizes: Floats, count: int) -> tuple[Indices, Floats]:
    """The pixels (n, 13) along an axis of `count` that are asked about each keypoint, and how much
    they count: those outside nothing.
    """
    at = np.rint(middle + sizes * _LINE)
    near = np.exp((at - middle) ** 2 / (-2 * (_WIDE * sizes) ** 2))
    near *= (at >= 0) & (at < count)
    return at.clip(0, count - 1).astype(np.intp), near


def _complex(pairs: Floats) -> NDArray[np.complex64]:
    """Each two numbers (..., 2) as one (...): moved and turned together."""
    return np.ascontiguousarray(pairs).view(np.complex64)[..., 0]


def _windows(sectors: NDArray[Any]) -> Doubles:
    """Sums of all sectors of all keypoints -> of each window, (n, sectors), from its first on."""
    each = sectors.reshape(-1, _SECTORS)
    sums = np.cumsum(np.column_stack([each, each[:, : _SECTOR - 1]]), axis=1)
    sums[:, _SECTOR:] -= sums[:, :-_SECTOR].copy()
    return np.asarray(sums[:, _SECTOR - 1 :])


@cache
def _line() -> Floats:
    """(4, 9): how much each sample of each cell counts along one axis."""
    apart = np.arange(-_CELL - 1, _CELL)
    far = np.exp(-((np.arange(4) - 1.5) ** 2) / (2 * _WIDER**2))
    return np.outer(far, np.exp(-(apart**2) / (2 * _WIDE**2))).astype(np.float32)


@cache
def _weights() -> Floats:
    """(24 * 24, 16): how much each sample counts in each cell."""
    line = np.zeros((len(_MIDDLES), len(_GRID)), np.float32)
    for weights, cell, middle in zip(_line(), line, _MIDDLES, strict=True):
        first = middle - _CELL - 1 - int(_GRID[0])
        cell[first : first + len(weights)] = weights
    both = np.einsum("ia,jb->abij", line, line)
    return np.ascontiguousarray(both.reshape(len(_GRID) ** 2, -1))
