"""KAZE in whole arrays: the keypoints that OpenCV's finds, described only where that is wanted.

Alcantarilla, Bartoli, Davison 2012, "KAZE Features", with the explicit steps of Grewenig, Weickert,
Bruhn 2010, "From box filtering to fast explicit diffusion", as in OpenCV. OpenCV's spends half of
its time on descriptors of keypoints that are not kept, and much of the rest on single pixels.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from search.options import DESCRIPTOR, OCTAVES, SUBLEVELS, THRESHOLD

Floats = NDArray[np.float32]
Indices = NDArray[np.intp]

_BASE = 1.6  # px: sigma of the finest scale
_SMOOTH = 1.0  # px: sigma with which slopes are taken
_CONTRAST = 0.7  # quantile of the slopes: where diffusion stops
_BINS = 300  # of the slopes' histogram
_STEP = 0.25  # the longest explicit step that is stable
_SIGMAS = _BASE * 2 ** (np.arange(OCTAVES * SUBLEVELS) / SUBLEVELS)
_SIZES = np.round(_SIGMAS).astype(int)  # px: reach of the derivatives at each scale
_ROUND = np.array([(i, j) for i in range(-6, 7) for j in range(-6, 7) if i * i + j * j < 36])
_SECTORS, _SECTOR = 42, 7  # of the circle, and how many of them a window of 60 degrees spans
_GRID = np.arange(-12, 12)  # sizes from the middle: where a descriptor takes its samples
_MIDDLES = np.array([-7, -2, 3, 8])  # of its cells, along each axis
_CELL = 4  # from the middle of a cell to its rim
_WIDE, _WIDER = 2.5, 1.5  # sigmas of the weights in a cell, in sizes, and of the cells, in cells


@dataclass(frozen=True)
class Space:
    """The scale space of an image, and the keypoints in it.

    `xy` (n, 2) and `size` (n,) px, diameter, `response` (n,), all float32; `scale` (n,) is where
    they were found. `slopes` (scales, rows, columns, 2) float32 are the image's there.
    """

    xy: Floats
    size: Floats
    response: Floats
    scale: Indices
    slopes: Floats

    @classmethod
    def of(cls, pixels: NDArray[np.uint8]) -> "Space":
        """Find the keypoints of a gray image (rows, columns) of 2 x 2 pixels at least."""
        smooth = list(_smoothed(pixels))
        slopes = np.empty((len(smooth), *pixels.shape, 2), np.float32)
        blobs = np.empty((len(smooth), *pixels.shape), np.float32)
        for n, (image, size) in enumerate(zip(smooth, _SIZES, strict=True)):
            if n and image is smooth[n - 1] and size == _SIZES[n - 1]:
                slopes[n], blobs[n] = slopes[n - 1], blobs[n - 1]
            else:
                _curved(image, size, slopes[n], blobs[n])
        at = _peaks(blobs)
        off, whole = _refined(blobs, at)
        at, off = at[whole], off[whole]
        kept = _apart(at, blobs[tuple(at.T)])
        at, off = at[kept], off[kept]
        size = 2 * _BASE * 2 ** ((at[:, 0] + off[:, 2]) / SUBLEVELS)
        xy = (at[:, 2:0:-1] + off[:, :2]).astype(np.float32)
        return cls(xy, size.astype(np.float32), blobs[tuple(at.T)], at[:, 0], slopes)

    def describe(self, which: Indices) -> tuple[Floats, Floats]:
        """Angle in degrees (n,) and descriptor (n, 64), unit length, of some of the keypoints."""
        angle = self._angles(which)
        described = np.empty((len(which), DESCRIPTOR), np.float32)
        for scale in np.unique(self.scale[which]):
            here = np.flatnonzero(self.scale[which] == scale)
            described[here] = self._described(scale, which[here], angle[here])
        return np.degrees(angle).astype(np.float32), described

    def _angles(self, which: Indices) -> Floats:
        """Where most slopes within six sizes point to (SURF's way), radians 0..2 pi."""
        size = np.round(self.size[which] / 2)[:, None, None]
        middle = self.xy[which][:, None]
        at = np.round(middle + _ROUND * size)
        near = np.exp(-((at - middle) ** 2).sum(axis=2) / (2 * (_WIDE * size[:, :, 0]) ** 2))
        rows, columns = self.slopes.shape[1:3]
        x, y = at[..., 0].astype(np.intp), at[..., 1].astype(np.intp)
        near[(x < 0) | (x >= columns) | (y < 0) | (y >= rows)] = 0
        x, y = x.clip(0, columns - 1), y.clip(0, rows - 1)
        slopes = self.slopes[self.scale[which][:, None], y, x] * near[..., None]
        turn = np.arctan2(slopes[..., 1], slopes[..., 0]) / (2 * np.pi)
        sector = np.floor(turn * _SECTORS).astype(np.intp) % _SECTORS
        sector += np.arange(len(which))[:, None] * _SECTORS
        sums = [
            np.bincount(sector.ravel(), slopes[..., axis].ravel(), len(which) * _SECTORS)
            for axis in (0, 1)
        ]
        across, down = (each.reshape(-1, _SECTORS) @ _windows() for each in sums)
        best = (across**2 + down**2).argmax(axis=1)[:, None]
        across, down = (np.take_along_axis(each, best, 1)[:, 0] for each in (across, down))
        return (np.arctan2(down, across) % (2 * np.pi)).astype(np.float32)

    def _described(self, scale: int, which: Indices, angle: Floats) -> Floats:
        """M-SURF (section 4.3): slopes along and across the keypoint, in 4 x 4 cells."""
        size = np.round(self.size[which] / 2)
        cos, sin = (size * np.cos(angle))[:, None], (size * np.sin(angle))[:, None]
        down, across = (axis.ravel().astype(np.float32) for axis in np.meshgrid(_GRID, _GRID))
        down, across = across, down  # samples go down first
        x = self.xy[which, :1] + down * cos - across * sin
        y = self.xy[which, 1:] + across * cos + down * sin
        seen = cv2.remap(
            self.slopes[scale], x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        cos, sin = np.cos(angle)[:, None], np.sin(angle)[:, None]
        along = seen[..., 0] * cos + seen[..., 1] * sin
        aside = seen[..., 1] * cos - seen[..., 0] * sin
        parts = [aside, along, np.abs(aside), np.abs(along)]
        cells = np.stack([each @ _weights() for each in parts], axis=2).reshape(-1, DESCRIPTOR)
        length = np.linalg.norm(cells, axis=1, keepdims=True).clip(1e-12)
        return (cells / length).astype(np.float32)


def _smoothed(pixels: NDArray[np.uint8]) -> Iterator[Floats]:
    """The image at each scale, as OpenCV takes slopes of it: one step of diffusion behind."""
    image = cv2.GaussianBlur(
        pixels.astype(np.float32) / 255, (9, 9), _BASE, borderType=cv2.BORDER_REPLICATE
    )
    soft = _soft(image)
    yield soft
    contrast = _contrast(soft)
    times = np.diff(_SIGMAS**2 / 2)
    for time in times[:-1]:
        yield soft
        image = _diffused(image, _flow(soft, contrast), float(time))
        soft = _soft(image)
    yield soft


def _soft(image: Floats) -> Floats:
    return cv2.GaussianBlur(image, (5, 5), _SMOOTH, borderType=cv2.BORDER_REPLICATE).astype(
        np.float32, copy=False
    )


def _contrast(soft: Floats) -> float:
    """The slope that so many are below: what is steeper is an edge, and kept."""
    steep = cv2.sqrt(_squared(soft)[1:-1, 1:-1])
    most = float(steep.max(initial=0))
    if not most:
        return 1.0
    counts = np.bincount((steep * (_BINS / most)).astype(np.intp).ravel(), minlength=_BINS)
    counts[0] -= np.count_nonzero(steep == 0)
    enough = np.cumsum(counts) >= int(counts.sum() * _CONTRAST)
    return most * (int(enough.argmax()) + 1) / _BINS


def _flow(soft: Floats, contrast: float) -> Floats:
    """Conductivity (2012, equation 2: g2)."""
    flow: Floats = _squared(soft)
    flow *= 1 / contrast**2
    flow += 1
    return np.reciprocal(flow, out=flow)


def _squared(soft: Floats) -> Floats:
    """Length of the slope, squared."""
    across, down = (cv2.Scharr(soft, cv2.CV_32F, *axis) for axis in ((1, 0), (0, 1)))
    across *= across
    down *= down
    across += down
    return across.astype(np.float32, copy=False)


def _diffused(image: Floats, flow: Floats, time: float) -> Floats:
    """After some time of diffusion, in explicit steps of varying length."""
    across, down = (flow[:, 1:] + flow[:, :-1]) / 2, (flow[1:] + flow[:-1]) / 2
    right, below = np.empty_like(across), np.empty_like(down)
    image = image.copy()
    for step in _steps(time):
        np.subtract(image[:, 1:], image[:, :-1], out=right)
        np.subtract(image[1:], image[:-1], out=below)
        cv2.multiply(right, across, right, step)
        cv2.multiply(below, down, below, step)
        image[:, :-1] += right
        image[:, 1:] -= right
        image[:-1] += below
        image[1:] -= below
    return image


@cache
def _steps(time: float) -> tuple[float, ...]:
    """Lengths of explicit steps that make up `time`, in an order that keeps errors small."""
    count = int(np.ceil(np.sqrt(3 * time / _STEP + 0.25) - 0.5 - 1e-8))
    longest = 3 * time / (count * (count + 1)) / 2
    lengths = longest / np.cos(np.pi * (2 * np.arange(count) + 1) / (4 * count + 2)) ** 2
    prime = next(n for n in range(count + 1, 4 * count + 4) if all(n % d for d in range(2, n)))
    order = [(n * max(1, count // 2)) % prime - 1 for n in range(1, prime)]
    return tuple(float(lengths[at]) for at in order if at < count)


def _curved(image: Floats, size: int, slopes: Floats, blobs: Floats) -> None:
    """Write the slopes of one scale, and the determinant of its Hessian: large in a blob."""
    across, down = _derivative(image, size, 0), _derivative(image, size, 1)
    cv2.merge([across, down], slopes)
    np.multiply(_derivative(across, size, 0), _derivative(down, size, 1), out=blobs)
    mixed = _derivative(across, size, 1)
    mixed *= mixed
    blobs -= mixed


def _derivative(image: Floats, size: int, axis: int) -> Floats:
    """Scharr's, between pixels `size` away, times `size`."""
    step, smooth = np.zeros((2, 2 * size + 1), np.float32)
    step[[0, -1]] = -1, 1
    smooth[[0, size, -1]] = np.array([3, 10, 3]) / 32
    kernels = (step, smooth) if axis == 0 else (smooth, step)
    return cv2.sepFilter2D(image, cv2.CV_32F, *kernels).astype(np.float32, copy=False)


def _peaks(blobs: Floats) -> Indices:
    """(n, 3): scale, row, column of all that is above the threshold and all of its neighbours."""
    highest = [cv2.dilate(each, np.ones((3, 3), np.uint8)) for each in blobs]
    found = []
    for n in range(1, len(blobs) - 1):
        around = cv2.max(cv2.max(highest[n - 1], highest[n]), highest[n + 1])
        peak = (blobs[n] >= around) & (blobs[n] > THRESHOLD)
        y, x = np.nonzero(peak[1:-1, 1:-1])
        found.append(np.column_stack([np.full(len(x), n), y + 1, x + 1]))
    return np.concatenate(found)


def _refined(blobs: Floats, at: Indices) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
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
        off = -np.column_stack([sum(c * s for c, s in zip(row, slope)) / whole for row in cofactors])
        return off, (np.abs(off) <= 1).all(axis=1)


def _apart(at: Indices, response: Floats) -> NDArray[np.bool_]:
    """Which peaks are not beside a higher one of the same blob."""
    reach = _SIZES[at[:, 0]]
    pairs = cKDTree(at[:, 1:]).query_pairs(int(_SIZES[-1]), output_type="ndarray")
    one, two = pairs.T
    distance = ((at[one, 1:] - at[two, 1:]) ** 2).sum(axis=1)
    same = np.abs(at[one, 0] - at[two, 0]) <= 1
    same &= distance < np.maximum(reach[one], reach[two]) ** 2
    one, two = one[same], two[same]
    apart = np.ones(len(at), np.bool_)
    apart[np.where(response[one] > response[two], two, one)] = False
    return apart


@cache
def _windows() -> NDArray[np.float64]:
    """(sectors, windows): 1 where a sector is in a window."""
    first = np.eye(_SECTORS)
    return np.sum([np.roll(first, step, axis=0) for step in range(_SECTOR)], axis=0)


@cache
def _weights() -> Floats:
    """(24 * 24, 16): how much each sample counts in each cell."""
    apart = _GRID[:, None] - _MIDDLES
    inside = (apart >= -_CELL - 1) & (apart < _CELL)
    line = np.where(inside, np.exp(-(apart**2) / (2 * _WIDE**2)), 0)
    far = np.exp(-((np.arange(4) - 1.5) ** 2) / (2 * _WIDER**2))
    line = line * far
    return np.einsum("ai,bj->abij", line, line).reshape(len(_GRID) ** 2, -1).astype(np.float32)
