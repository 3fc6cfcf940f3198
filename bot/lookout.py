"""What a worker does with one errand: reads the file, looks at it, says what there is."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import cv2

from bot.errand import LONGEST_REASON, Errand, Outcome
from search.console import printable
from search.errors import PhotoError
from search.extractors import Extractors
from search.image import Decoders
from search.levels import PICTURE
from search.walk import File

cv2.setNumThreads(1)  # the threads are ours: one file each


@dataclass(frozen=True)
class Lookout:
    """Knows the pictures below `folder`, and reads no file elsewhere. Any thread may use it."""

    folder: Path
    extractors: Extractors
    _decoders: Decoders = field(default_factory=Decoders)

    def close(self) -> None:
        """End the decoders."""
        self._decoders.close()

    def look(self, number: int, wanted: Errand, data: bytes | None) -> tuple[Outcome, bytes]:
        """What becomes of an errand, with the rows of the features; `data` where it was sent.

        Raises NoDecoder.
        """
        told = Outcome(number=number, sha256=wanted.sha256, how="unread")
        try:
            gray = self._decoders.gray(self._read(wanted, data), PICTURE.side)
        except PhotoError as error:
            return told.model_copy(update={"how": "refused", "why": _sentence(str(error))}), b""
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or str(error)
            return told.model_copy(update={"why": _sentence(why)}), b""
        found = self.extractors.features(gray)
        size = {"width": found.width, "height": found.height, "scale": found.scale}
        return told.model_copy(update={"how": "found", **size}), found.pack()

    def _read(self, wanted: Errand, data: bytes | None) -> bytes:
        """The file as the bot saw it. Raises OSError or ValueError."""
        if data is None:
            root, name = self.folder.resolve(), wanted.name or ""
            data = File(name, str(root), root / name).read()
        if hashlib.sha256(data).hexdigest() != wanted.sha256:
            raise ValueError("it is not as the bot saw it")
        return data


def _sentence(text: str) -> str:
    return printable(text)[:LONGEST_REASON]
