"""KAZE keypoints and their descriptors: what an image is known by, and how it is packed."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from search.options import CELLS, DESCRIPTOR, PICTURE_FEATURES, PICTURE_SIDE, THRESHOLD

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Indices = NDArray[np.intp]
Mask = NDArray[np.bool_]
Rows = NDArray[np.void]  # of ROW

VERSION = f"kaze-3 {PICTURE_SIDE} px, threshold {THRESHOLD}, {PICTURE_FEATURES} spread over {CELLS}"
ROW = np.dtype([("xy", "<u2", 2), ("size", "<f2"), ("angle", "<f2"), ("descriptor", "i1", 64)])
_XY_UNIT = 1 / 32  # px of the working image: 16 bits reach 2048 px
_DESCRIPTOR_UNIT = 1 / 160  # a unit vector's numbers stay within 0.8 (measured: 0.67)


@dataclass(frozen=True)
class Features:
    """KAZE features of one image in its working size, best first.

    `xy` (n, 2) px, origin at the centre of the top left pixel; `size` (n,) px, diameter; `angle`
    (n,) degrees; `descriptors` (n, 64), unit length; all float32. `width` and `height` are those
    of the working image, `scale` the working pixels in one pixel of the image as given; `flipped`:
    these are the features of its mirror image; `negative`: of its negative.
    """

    xy: Floats
    size: Floats
    angle: Floats
    descriptors: Floats
    width: int
    height: int
    scale: float
    flipped: bool = False
    negative: bool = False

    def __len__(self) -> int:
        return len(self.xy)

    def where(self, kept: NDArray[np.bool_] | NDArray[np.int64]) -> Self:
        """Some of them, (n,) bool, or their numbers."""
        few = {name: getattr(self, name)[kept] for name in ("xy", "size", "angle", "descriptors")}
        return replace(self, **few)

    def best(self, count: int) -> Self:
        """The first of them, at most so many."""
        return self.where(np.arange(len(self)) < count) if count < len(self) else self

    def mirrored(self) -> Self:
        """The features of the mirrored image, without a second extraction.

        An M-SURF descriptor (Alcantarilla, Bartoli, Davison 2012, 4.3) is a 4 x 4 grid of
        (sum dx, sum dy, sum |dx|, sum |dy|), rows along the keypoint's own x axis: the mirror
        swaps the grid's second axis and the sign of what lies across.
        """
        grid = self.descriptors.reshape(-1, 4, 4, 4)[:, :, ::-1].copy()
        grid[..., 0] *= -1
        return replace(
            self,
            xy=np.column_stack([self.width - 1 - self.xy[:, 0], self.xy[:, 1]]).astype(np.float32),
            angle=(180 - self.angle) % 360,
            descriptors=grid.reshape(-1, DESCRIPTOR),
            flipped=not self.flipped,
        )

    def negated(self) -> Self:
        """The features of the negative, in which light is dark, likewise: all slopes point the
        other way, and with them the keypoint's x axis, so the same is seen from the grid's other
        end.
        """
        return replace(
            self,
            angle=(self.angle + 180) % 360,
            descriptors=self.descriptors.reshape(-1, 16, 4)[:, ::-1].reshape(-1, DESCRIPTOR),
            negative=not self.negative,
        )

    def as_given(self, xy: Floats) -> Floats:
        """Working pixels (n, 2) -> pixels of the image as given, origin at its top left corner."""
        across = self.width - 1 - xy[:, 0] if self.flipped else xy[:, 0]
        at = np.column_stack([across, xy[:, 1]]) + 0.5
        return (at / self.scale).astype(np.float32)

    def pack(self) -> bytes:
        """72 bytes a row, for the disk: positions to 1/32 px, descriptors to 1/160."""
        rows = np.zeros(len(self), ROW)
        rows["xy"] = np.round(self.xy / _XY_UNIT).clip(0, 65535)
        rows["size"], rows["angle"] = self.size, self.angle
        rows["descriptor"] = np.round(self.descriptors / _DESCRIPTOR_UNIT).clip(-127, 127)
        return rows.tobytes()

    @classmethod
    def unpack(
        cls,
        data: bytes | memoryview,
        width: int,
        height: int,
        scale: float,
        which: NDArray[np.int64] | None = None,
    ) -> Self:
        """The reverse of `pack`, with the three numbers that are kept beside the rows; perhaps only
        `which` (n,) of these.
        """
        rows = np.frombuffer(data, ROW)
        rows = rows if which is None else rows[which]
        xy = rows["xy"].astype(np.float32) * np.float32(_XY_UNIT)
        size, angle = rows["size"].astype(np.float32), rows["angle"].astype(np.float32)
        return cls(xy, size, angle, descriptors(rows), width, height, scale)


@dataclass(frozen=True)
class Packed:
    """Features as they are kept: `rows` of ROW, and the three numbers that are kept beside them.

    To unpack and pack them again would change them: each rounds.
    """

    rows: bytes
    width: int
    height: int
    scale: float

    def __len__(self) -> int:
        return len(self.rows) // ROW.itemsize

    def pack(self) -> bytes:
        """As they are."""
        return self.rows


def descriptors(rows: Rows) -> Floats:
    """The descriptors of packed rows: (n, 64) float32, unit length."""
    numbers = rows["descriptor"].astype(np.float32)
    numbers /= np.linalg.norm(numbers, axis=1, keepdims=True).clip(1e-6)
    return numbers
