"""What is remembered of photos by Telegram's name for them, in memory only, and of nobody."""

from collections import OrderedDict
from typing import NamedTuple

_MOST = 10_000  # photos, those last seen; 300 bytes each


class Print(NamedTuple):
    """By which a photo is known again: SHA-256 of its bytes, and its mark where that was needed
    (search/mark.py).
    """

    sha256: bytes
    mark: int | None = None


class Prints:
    """By `file_unique_id`, which is the same wherever Telegram has the same file."""

    def __init__(self) -> None:
        self._prints: OrderedDict[str, Print] = OrderedDict()

    def of(self, unique: str) -> Print | None:
        """None where the photo was not seen, or long ago."""
        if unique in self._prints:
            self._prints.move_to_end(unique)
        return self._prints.get(unique)

    def keep(self, unique: str, seen: Print) -> None:
        """Remember a photo, if it has a name."""
        if unique:
            self._prints[unique] = seen
            self._prints.move_to_end(unique)
        if len(self._prints) > _MOST:
            self._prints.popitem(last=False)

    def clear(self) -> None:
        """Forget them all."""
        self._prints.clear()
