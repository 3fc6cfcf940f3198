"""What edits are made with: a picture's pixels, chance, other pictures, and brushes.

An edit takes a picture's pixels, (rows, columns, 3) uint8, and a `Studio`, and returns the photo's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
_SENT = 1280  # px: messengers shrink a photo to this long side
_QUALITY = 85  # of the JPEG that a photo is sent as


@dataclass(frozen=True)
class Studio:
    """What an edit may use: chance, and pictures that are not in the collection."""

    draw: np.random.Generator
    others: list[Pixels]

    def other(self) -> Pixels:
        """Another picture, to paste on or to blend with."""
        return self.others[self.draw.integers(len(self.others))]


Edit = Callable[[Pixels, Studio], Pixels]


def opened(path: Path) -> Pixels:
    """An image file in colour; what is transparent shows white, as in a chat."""
    image = Image.open(path).convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    return np.asarray(Image.alpha_composite(white, image).convert("RGB"))[:, :, ::-1].copy()


def sent(pixels: Pixels) -> bytes:
    """The JPEG that arrives."""
    return jpeg(fit(pixels, min(_SENT, max(pixels.shape))), _QUALITY)


def received(pixels: Pixels) -> Pixels:
    """What that JPEG shows."""
    return decoded(sent(pixels))


def jpeg(pixels: Pixels, quality: int) -> bytes:
    """Bytes of a JPEG."""
    return cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def decoded(data: bytes) -> Pixels:
    """What the bytes of an image show."""
    return u8(np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)))


def u8(pixels: NDArray[np.generic]) -> Pixels:
    """Within what a pixel can be."""
    return np.asarray(pixels).clip(0, 255).astype(np.uint8)


def fit(pixels: Pixels, side: int) -> Pixels:
    """A long side of `side` px."""
    factor = side / max(pixels.shape[:2])
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return u8(cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=how))


def shrunk_into(pixels: Pixels, width: float, height: float) -> Pixels:
    """As large as fits."""
    factor = min(width / pixels.shape[1], height / pixels.shape[0])
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return u8(cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=how))


def middle(pixels: Pixels, aspect: float) -> Pixels:
    """Cut to an aspect about its middle."""
    rows, columns = pixels.shape[:2]
    width, height = min(columns, round(rows * aspect)), min(rows, round(columns / aspect))
    top, left = (rows - height) // 2, (columns - width) // 2
    return pixels[top : top + height, left : left + width]


def write(  # noqa: PLR0913, PLR0917  a pen has so many settings
    pixels: Pixels, words: str, x: float, y: float, ink: int, share: float, *, edge: bool = False
) -> None:
    """`words` from (x, y) in shares of the canvas, `share` of its width."""
    rows, columns = pixels.shape[:2]
    (wide, _), _ = cv2.getTextSize(words, cv2.FONT_HERSHEY_DUPLEX, 1, 2)
    size = columns * share / wide
    at, thick = (round(columns * x), round(rows * y)), max(1, round(2 * size))
    if edge:
        cv2.putText(pixels, words, at, cv2.FONT_HERSHEY_DUPLEX, size, [0] * 3, 3 * thick)
    cv2.putText(pixels, words, at, cv2.FONT_HERSHEY_DUPLEX, size, [ink] * 3, thick, cv2.LINE_AA)


def emoji(pixels: Pixels, x: int, y: int, radius: int) -> None:
    """A face with a smile."""
    cv2.circle(pixels, (x, y), radius, (60, 210, 255), -1, cv2.LINE_AA)
    for eye in (-1, 1):
        cv2.circle(
            pixels, (x + eye * radius // 3, y - radius // 4), max(1, radius // 7), [40] * 3, -1
        )
    cv2.ellipse(pixels, (x, y), [radius * 3 // 5] * 2, 0, 20, 160, [40] * 3, max(1, radius // 10))
