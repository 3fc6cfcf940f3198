"""Gray -> 64 bits by which a photo is known again, and from which nobody can see what it shows."""

import cv2
import numpy as np

from search.image import Gray

SIDE = 128  # px to decode at: more is averaged away anyway
_PATCHES, _WAVES = 32, 8  # a side
_ALIKE = 8  # bits at most between copies; JPEG at 20 % or half the size changes 0 to 4


def mark(gray: Gray) -> int:
    """The perceptual hash (Zauner 2010, 3.2.1): which of the 64 longest waves of the image, by the
    cosine transform, are stronger than their median.

    Signed, as SQLite keeps 64 bits. It knows copies of one file, not edited ones.
    """
    size = _PATCHES, _PATCHES
    small = cv2.resize(gray.pixels, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    waves = cv2.dct(small)[:_WAVES, :_WAVES]
    bits = np.packbits(waves > np.median(waves))
    return int.from_bytes(bits.tobytes(), "big", signed=True)


def alike(one: int, other: int) -> bool:
    """Whether two marks are of copies of one photo."""
    return ((one ^ other) & (2**64 - 1)).bit_count() <= _ALIKE
