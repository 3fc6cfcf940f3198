"""An image at each scale of KAZE: blurred more and more, but not across edges.

Alcantarilla, Bartoli, Davison 2012, "KAZE Features", with the explicit steps of Grewenig, Weickert,
Bruhn 2010, "From box filtering to fast explicit diffusion", as in OpenCV.
"""

from collections.abc import Iterator
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from search.features import Floats
from search.loops import LOOPS
from search.options import OCTAVES, SUBLEVELS

BASE = 1.6  # px: sigma of the finest scale
SIGMAS = BASE * 2 ** (np.arange(OCTAVES * SUBLEVELS) / SUBLEVELS)
_SMOOTH = 1.0  # px: sigma with which slopes are taken
_CONTRAST = 0.7  # quantile of the slopes: what is steeper is an edge
_BINS = 300  # of the slopes' histogram
_STEP = 0.25  # the longest explicit step that is stable


def scales(pixels: NDArray[np.uint8]) -> Iterator[Floats]:
    """The image at each scale, as OpenCV takes slopes of it: one step of diffusion behind."""
    image = _blurred(pixels * np.float32(1 / 255), BASE, 9)
    soft = _blurred(image, _SMOOTH, 5)
    yield soft
    contrast = _contrast(soft)
    times = np.diff(SIGMAS**2 / 2)
    for time in times[:-1]:
        yield soft
        image = _diffused(image, _flow(soft, contrast), float(time))
        soft = _blurred(image, _SMOOTH, 5)
    yield soft


def _blurred(image: Floats, sigma: float, side: int) -> Floats:
    return np.asarray(
        cv2.GaussianBlur(image, (side, side), sigma, borderType=cv2.BORDER_REPLICATE), np.float32
    )


def _contrast(soft: Floats) -> float:
    """The slope that so many are below: what is steeper is an edge, and kept."""
    steep = np.sqrt(_squared(soft)[1:-1, 1:-1])
    most = float(steep.max(initial=0))
    if not most:
        return 1.0
    counts = np.bincount((steep * (_BINS / most)).astype(np.intp).ravel(), minlength=_BINS)
    counts[0] -= np.count_nonzero(steep == 0)
    enough = np.cumsum(counts) >= int(counts.sum() * _CONTRAST)
    return most * (int(enough.argmax()) + 1) / _BINS


def _flow(soft: Floats, contrast: float) -> Floats:
    """Conductivity (2012, equation 2: g2)."""
    if LOOPS:
        return LOOPS.conductivity(soft, contrast)
    flow: Floats = _squared(soft)
    flow *= 1 / contrast**2
    flow += 1
    return np.reciprocal(flow, out=flow)


def _squared(soft: Floats) -> Floats:
    """Length of the slope, squared."""
    across, down = (
        np.asarray(cv2.Scharr(soft, cv2.CV_32F, *axis), np.float32) for axis in ((1, 0), (0, 1))
    )
    across *= across
    down *= down
    across += down
    return across


def _diffused(image: Floats, flow: Floats, time: float) -> Floats:
    """After some time of diffusion, in explicit steps. All rows in one line: nothing flows from the
    end of one to the beginning of the next.
    """
    if LOOPS:
        return LOOPS.diffused(image, flow, _steps(time))
    columns = image.shape[1]
    across, down = np.zeros_like(flow), flow[1:] + flow[:-1]
    np.add(flow[:, 1:], flow[:, :-1], out=across[:, :-1])
    done = image.reshape(1, -1).copy()
    beside, below = across.reshape(1, -1)[:, :-1], down.reshape(1, -1)
    left, right, upper, lower = done[:, :-1], done[:, 1:], done[:, :-columns], done[:, columns:]
    one, other = np.empty_like(beside), np.empty_like(below)
    for step in _steps(time):
        cv2.multiply(cv2.subtract(right, left, one), beside, one, step / 2)
        cv2.multiply(cv2.subtract(lower, upper, other), below, other, step / 2)
        cv2.add(left, one, left)
        cv2.subtract(right, one, right)
        cv2.add(upper, other, upper)
        cv2.subtract(lower, other, lower)
    return done.reshape(image.shape)


@cache
def _steps(time: float) -> tuple[float, ...]:
    """Lengths of explicit steps that make up `time`, in an order that keeps errors small."""
    count = int(np.ceil(np.sqrt(3 * time / _STEP + 0.25) - 0.5 - 1e-8))
    longest = 3 * time / (count * (count + 1)) / 2
    lengths = longest / np.cos(np.pi * (2 * np.arange(count) + 1) / (4 * count + 2)) ** 2
    prime = next(n for n in range(count + 1, 4 * count + 4) if all(n % d for d in range(2, n)))
    order = [(n * max(1, count // 2)) % prime - 1 for n in range(1, prime)]
    return tuple(float(lengths[at]) for at in order if at < count)
