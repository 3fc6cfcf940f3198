"""KAZE's inner loops in C (loops.c), where the machine that installed Kazami had a compiler.

Where it had none the same is done in whole arrays (diffusion.py, kaze.py, msurf.py), which takes
twice as long and gives the same numbers but for their last digits. Other threads run meanwhile.
"""

import ctypes
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from search.features import Floats, Indices, Mask


class Loops:
    """Images are (rows, columns) float32 in one piece, neither less than 2; places (n,) are flat
    indices into (scales, rows, columns).
    """

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library

    @classmethod
    def load(cls) -> Self | None:
        """None where they were not compiled."""
        try:
            return cls(np.ctypeslib.load_library("_loops", Path(__file__).parent))
        except OSError:
            return None

    def conductivity(self, image: Floats, edge: float) -> Floats:
        """How easily it flows (2012, equation 2: g2) across slopes as Scharr's kernel has them."""
        flow = np.empty_like(image)
        self._library.conductivity(_at(image), *image.shape, ctypes.c_float(edge / 32), _at(flow))
        return flow

    def diffused(self, image: Floats, flow: Floats, lengths: tuple[float, ...]) -> Floats:
        """The image after explicit steps of these lengths."""
        done, other, steps = image.copy(), np.empty_like(image), np.array(lengths, np.float32)
        images = _at(done), _at(other), _at(flow)
        self._library.diffuse(*images, *image.shape, _at(steps), len(steps))
        return done

    def derivatives(self, image: Floats, size: int) -> tuple[Floats, Floats]:
        """Scharr's, across and down, between pixels `size` away, times `size`."""
        across, down = np.empty_like(image), np.empty_like(image)
        self._library.derivatives(_at(image), *image.shape, size, _at(across), _at(down))
        return across, down

    def curvature(self, across: Floats, down: Floats, size: int, blobs: Floats) -> None:
        """Write the determinant of the Hessian, of such derivatives."""
        self._library.curvature(_at(across), _at(down), *across.shape, size, _at(blobs))

    def peaks(self, blobs: Floats, threshold: float) -> Indices:
        """The places that are above the threshold, and none beside them is higher; ascending."""
        found, row = np.empty(blobs.size, np.int32), np.empty(blobs.shape[2], np.uint8)
        least = ctypes.c_float(threshold)
        count = self._library.peaks(_at(blobs), *blobs.shape, least, _at(row), _at(found))
        return found[:count].astype(np.intp)

    def apart(self, blobs: Floats, places: Indices, reaches: Indices) -> Mask:
        """Which of the places have no higher one beside them: nearer than the larger of their
        scales' `reaches` (scales,) px, at the same scale or the next.
        """
        at, reach = np.append(places, 0).astype(np.int32), reaches.astype(np.int32)
        marked, kept = np.zeros(blobs.size, np.uint8), np.empty(len(at), np.uint8)
        asked = _at(reach), _at(at), len(places)
        self._library.apart(_at(blobs), *blobs.shape, *asked, _at(marked), _at(kept))
        return kept[:-1].view(np.bool_)

    def angles(self, xy: Floats, size: Floats, slopes: Floats) -> Floats:
        """As msurf.angles, of at least one keypoint."""
        angles, shape = np.empty(len(xy), np.float32), slopes.shape[:2]
        self._library.directions(_at(xy), _at(size), len(xy), _at(slopes), *shape, _at(angles))
        return angles

    def cells(
        self, xy: Floats, size: Floats, angle: Floats, slopes: Floats, line: Floats
    ) -> Floats:
        """The sums of slopes along each keypoint and across, and of their lengths, in each cell of
        M-SURF, (n, 16, 4): of at least one keypoint of one scale. `xy` (n, 2) and `size` (n,) px,
        `angle` (n,) radians, `slopes` (rows, columns, 2) down and across; `line` (4, 9) is how much
        each sample of each cell counts along one axis.
        """
        cells = np.empty((len(xy), 16, 4), np.float32)
        keypoints = _at(xy), _at(size), _at(angle), len(xy)
        shape = slopes.shape[:2]
        self._library.describe(*keypoints, _at(slopes), *shape, _at(line), _at(cells))
        return cells


def _at(array: NDArray[Any]) -> Any:
    """Where an array begins: a quarter of the time of NumPy's own way, much for small images.

    Raises ValueError where it is empty, TypeError where it is not in one piece.
    """
    return ctypes.byref(ctypes.c_char.from_buffer(array.data))


LOOPS = Loops.load()
