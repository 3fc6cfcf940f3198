"""The methods that benchmarks.peers compares, each as one would build it, behind one door.

Mirrored photos: only Kazami's default looks for them. imagededup is not here: on Linux the torch
that it needs comes from PyPI with CUDA, and its CNN fetches its weights from the
network; its hashes are pHash and dHash again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import cv2
import imagehash
import numpy as np
import pdqhash
from numpy.typing import NDArray
from PIL import Image

from benchmarks.studio import Pixels
from search.engine import Engine, EngineName

Bits = NDArray[np.bool_]
Pictures = Mapping[str, Pixels]  # by name, blue first


@dataclass(frozen=True)
class Found:
    """A method's first picture, and how sure it is: more is surer, the scale its own."""

    name: str
    value: float
    same: bool = False  # Kazami's verdict; the others leave it to a threshold
    elsewhere: float = 0.0  # seconds of the lookup that another process worked


class Method(Protocol):
    """Something that was given a collection."""

    title: str

    def find(self, photo: bytes) -> Found:
        """The picture that this photo is most likely."""

    def size(self) -> float:
        """Bytes that it has to keep for each picture."""


def decoded(photo: bytes) -> Pixels:
    """In colour, blue first."""
    return cv2.imdecode(np.frombuffer(photo, np.uint8), cv2.IMREAD_COLOR)  # type: ignore[return-value]


# --- Hashes ------------------------------------------------------------------------------------


def phash(pixels: Pixels) -> Bits:
    """Zauner 2010: signs of the lowest frequencies."""
    return np.asarray(imagehash.phash(_pil(pixels)).hash)


def dhash(pixels: Pixels) -> Bits:
    """Krawetz 2013: brighter or darker than the pixel at the left, at 9 x 8."""
    return np.asarray(imagehash.dhash(_pil(pixels)).hash)


def pdq(pixels: Pixels) -> Bits:
    """Facebook 2019."""
    bits, _ = pdqhash.compute(np.ascontiguousarray(pixels[:, :, ::-1]))
    return np.asarray(bits, bool)


def _pil(pixels: Pixels) -> Image.Image:
    return Image.fromarray(np.ascontiguousarray(pixels[:, :, ::-1]))


def hashes(pictures: Pictures) -> list["Hashes"]:
    """Hashes of 64, 64 and 256 bits."""
    made: dict[str, Callable[[Pixels], Bits]] = {"pHash": phash, "dHash": dhash, "PDQ": pdq}
    return [Hashes(title, bits, pictures) for title, bits in made.items()]


class Hashes:
    """One hash for each picture; all are compared."""

    def __init__(self, title: str, bits: Callable[[Pixels], Bits], pictures: Pictures) -> None:
        self.title = title
        self._bits = bits
        self._names = list(pictures)
        self._rows = np.stack([np.packbits(bits(pixels)) for pixels in pictures.values()])

    def find(self, photo: bytes) -> Found:
        """The picture with the fewest bits that differ; the value is the share of those alike."""
        differ = np.bitwise_count(self._rows ^ np.packbits(self._bits(decoded(photo))))
        distances = differ.sum(axis=1)
        nearest = int(distances.argmin())
        return Found(self._names[nearest], 1 - float(distances[nearest]) / self.size() / 8)

    def size(self) -> float:
        """8 or 32."""
        return float(self._rows.shape[1])


# --- Kazami ------------------------------------------------------------------------------------


class Kazami:
    """One of its two engines."""

    def __init__(self, title: str, engine: Engine, name: EngineName, size: float) -> None:
        self.title = title
        self._engine, self._name, self._size = engine, name, size

    def find(self, photo: bytes) -> Found:
        """The first match; the photo was decoded in another process."""
        answer = self._engine.find(photo, 1, self._name)
        seconds = answer.seconds.decode
        if not answer.matches:
            return Found("", 0.0, elsewhere=seconds)
        best = answer.matches[0]
        return Found(best.name, best.value, answer.verdict == "same", seconds)

    def size(self) -> float:
        """Of the collection's folder, index and all; the article's matrix apart."""
        return self._size
