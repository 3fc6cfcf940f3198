"""KAZE in whole arrays: the keypoints that OpenCV's finds, described only where that is wanted.

Alcantarilla, Bartoli, Davison 2012, "KAZE Features". OpenCV's spends two thirds of its time on
descriptors of keypoints that are not kept, and most of the rest on one pixel after another.
"""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from search import msurf, nearby
from search.diffusion import BASE, SIGMAS, scales
from search.features import Doubles, Floats, Indices, Mask
from search.loops import LOOPS
from search.options import DESCRIPTOR, FAINT, FAINTEST, SUBLEVELS, THRESHOLD

_SIZES = np.rint(SIGMAS).astype(int)  # px: reach of the derivatives at each scale
_FEW = 0.0005  # of the pixels: a small logo on white is not faint


@dataclass(frozen=True)
class Space:
    """The keypoints of an image, and what is needed to describe them.

    `xy` (n, 2) and `size` (n,) px, diameter, `response` (n,), all float32; `scale` (n,) is where
    they were found. `slopes` (scales, rows, columns, 2) float32 are the image's there, down and
    across.
    """

    xy: Floats
    size: Floats
    response: Floats
    scale: Indices
    slopes: Floats

    @classmethod
    def of(cls, pixels: NDArray[np.uint8]) -> Self:
        """Find the keypoints of a gray image (rows, columns), neither less than 3."""
        blobs, slopes = _blobs(pixels)
        at = _peaks(blobs, THRESHOLD * _contrast(pixels) ** 2)
        off, whole = _refined(blobs, at)
        whole[whole] = _apart(at[whole], blobs)
        at, off = at[whole], off[whole]
        size = 2 * BASE * 2 ** ((at[:, 0] + off[:, 2]) / SUBLEVELS)
        xy = (at[:, 2:0:-1] + off[:, :2]).astype(np.float32)
        return cls(xy, size.astype(np.float32), blobs[tuple(at.T)], at[:, 0] - 1, slopes)

    @classmethod
    def empty(cls) -> Self:
        """Of an image in which there is nothing."""
        none = np.zeros(0, np.float32)
        slopes = np.zeros((0, 0, 0, 2), np.float32)
        return cls(np.zeros((0, 2), np.float32), none, none, np.zeros(0, np.intp), slopes)

    def describe(self, which: Indices) -> tuple[Floats, Floats]:
        """Angle in degrees (n,) and descriptor (n, 64), unit length, of some of the keypoints."""
        angle = np.empty(len(which), np.float32)
        described = np.empty((len(which), DESCRIPTOR), np.float32)
        for scale in np.unique(self.scale[which]):
            here = self.scale[which] == scale
            xy, size, slopes = self.xy[which[here]], self.size[which[here]], self.slopes[scale]
            angle[here] = turned = msurf.angles(xy, size, slopes)
            described[here] = msurf.descriptors(xy, size, turned, slopes)
        return np.degrees(angle), described


def _blobs(pixels: NDArray[np.uint8]) -> tuple[Floats, Floats]:
    """How much each place of each scale is a blob (scales, rows, columns), and the slopes at all
    scales but the first and the last, at which no blob is sought.
    """
    images = list(scales(pixels))
    blobs = np.empty((len(images), *pixels.shape), np.float32)
    slopes = np.empty((len(images) - 2, *pixels.shape, 2), np.float32)
    for n, (image, size) in enumerate(zip(images, _SIZES.tolist(), strict=True)):
        if n == 1 and size == _SIZES[0]:  # the first two are one image
            blobs[1] = blobs[0]
        else:
            across, down = _derivatives(image, size)
            _curved(across, down, size, blobs[n])
        if 0 < n < len(images) - 1:
            cv2.merge([down, across], slopes[n - 1])
    return blobs, slopes


def _curved(across: Floats, down: Floats, size: int, blobs: Floats) -> None:
    """Write the determinant of the Hessian, which is large in a blob."""
    if LOOPS:
        LOOPS.curvature(across, down, size, blobs)
        return
    np.multiply(_derivative(across, size, 0), _derivative(down, size, 1), out=blobs)
    mixed = _derivative(across, size, 1)
    mixed *= mixed
    blobs -= mixed


def _derivatives(image: Floats, size: int) -> tuple[Floats, Floats]:
    """Across and down."""
    if LOOPS:
        return LOOPS.derivatives(image, size)
    return _derivative(image, size, 0), _derivative(image, size, 1)


def _derivative(image: Floats, size: int, axis: int) -> Floats:
    """Scharr's, between pixels `size` away, times `size`: most of such a kernel is zeros, so the
    image is added to itself, moved, rather than filtered.
    """
    rows, columns = image.shape
    framed = cv2.copyMakeBorder(image, size, size, size, size, cv2.BORDER_REFLECT_101)
    if axis == 0:
        steps = cv2.subtract(framed[:, 2 * size :], framed[:, : -2 * size])
        low, middle, high = (steps[at : at + rows] for at in (0, size, 2 * size))
    else:
        steps = cv2.subtract(framed[2 * size :], framed[: -2 * size])
        low, middle, high = (steps[:, at : at + columns] for at in (0, size, 2 * size))
    found = cv2.addWeighted(low, 3 / 32, high, 3 / 32, 0)
    return np.asarray(cv2.scaleAdd(middle, 10 / 32, found, found), np.float32)


def _contrast(pixels: NDArray[np.uint8]) -> float:
    """Of an image, FAINTEST to 1: blobs are as strong as its square."""
    histogram = cv2.calcHist([pixels], [0], None, [256], [0, 256]).cumsum() / pixels.size
    dark, light = np.searchsorted(histogram, (_FEW, 1 - _FEW))
    return float(np.clip((light - dark) / FAINT, FAINTEST, 1.0))


def _peaks(blobs: Floats, threshold: float) -> Indices:
    """(n, 3): scale, row, column of all that is above the threshold and all of its neighbours."""
    if LOOPS:
        at = LOOPS.peaks(blobs, threshold)
        return np.column_stack(np.unravel_index(at, blobs.shape))
    _, rows, columns = blobs.shape
    highest = [cv2.dilate(each, np.ones((3, 3), np.uint8)) for each in blobs]
    found = []
    for n in range(1, len(blobs) - 1):
        here = blobs[n].ravel()
        at = np.flatnonzero(here >= np.maximum(highest[n], np.float32(threshold)).ravel())
        for beside in (highest[n - 1], highest[n + 1]):
            at = at[here[at] >= beside.ravel()[at]]
        y, x = np.divmod(at, columns)
        inner = (y > 0) & (y < rows - 1) & (x > 0) & (x < columns - 1)
        found.append(np.column_stack([np.full(inner.sum(), n), y[inner], x[inner]]))
    return np.concatenate(found)


def _refined(blobs: Floats, at: Indices) -> tuple[Doubles, Mask]:
    """How far the peaks are off in x, y and scale (n, 3), by a parabola; and which are peaks."""
    _, rows, columns = blobs.shape
    near = np.arange(-1, 2)
    cube = (near[:, None, None] * rows + near[:, None]) * columns + near
    place = (at[:, 0] * rows + at[:, 1]) * columns + at[:, 2]
    d = blobs.ravel()[place[:, None] + cube.ravel()].astype(np.float64).reshape(-1, 3, 3, 3)
    here = 2 * d[:, 1, 1, 1]
    slope = [
        (d[:, 1, 1, 2] - d[:, 1, 1, 0]) / 2,
        (d[:, 1, 2, 1] - d[:, 1, 0, 1]) / 2,
        (d[:, 2, 1, 1] - d[:, 0, 1, 1]) / 2,
    ]
    xx = d[:, 1, 1, 2] + d[:, 1, 1, 0] - here
    yy = d[:, 1, 2, 1] + d[:, 1, 0, 1] - here
    ss = d[:, 2, 1, 1] + d[:, 0, 1, 1] - here
    xy = (d[:, 1, 2, 2] + d[:, 1, 0, 0] - d[:, 1, 0, 2] - d[:, 1, 2, 0]) / 4
    xs = (d[:, 2, 1, 2] + d[:, 0, 1, 0] - d[:, 2, 1, 0] - d[:, 0, 1, 2]) / 4
    ys = (d[:, 2, 2, 1] + d[:, 0, 0, 1] - d[:, 2, 0, 1] - d[:, 0, 2, 1]) / 4
    cofactors = [
        [yy * ss - ys * ys, xs * ys - xy * ss, xy * ys - yy * xs],
        [xs * ys - xy * ss, xx * ss - xs * xs, xy * xs - xx * ys],
        [xy * ys - yy * xs, xy * xs - xx * ys, xx * yy - xy * xy],
    ]
    whole = xx * cofactors[0][0] + xy * cofactors[0][1] + xs * cofactors[0][2]
    with np.errstate(divide="ignore", invalid="ignore"):
        off = -np.einsum("ijn,jn->ni", np.array(cofactors), np.array(slope)) / whole[:, None]
        return off, (np.abs(off) <= 1).all(axis=1)


def _apart(at: Indices, blobs: Floats) -> Mask:
    """Which peaks (n,) are not beside a higher one of the same blob, at their scale or the next."""
    if LOOPS:
        return LOOPS.apart(blobs, np.ravel_multi_index(tuple(at.T), blobs.shape), _SIZES)
    scale, row, column = at.T
    height = blobs[tuple(at.T)]
    one, other = nearby.around(at[:, 1:], at[:, 1:], _SIZES[-1])
    reach = _SIZES[np.maximum(scale[one], scale[other])]
    down, across = row[one] - row[other], column[one] - column[other]
    lower = (height[one] < height[other]) & (np.abs(scale[one] - scale[other]) <= 1)
    lower &= down * down + across * across < reach * reach
    apart = np.ones(len(at), np.bool_)
    apart[one[lower]] = False
    return apart
