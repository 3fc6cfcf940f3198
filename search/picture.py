"""A picture as the collection holds it."""

from dataclasses import dataclass

from search.features import Features
from search.source import Source


@dataclass(frozen=True)
class Picture:
    """Where it comes from, and its features, packed, with the three numbers that go with them."""

    id: int
    source: Source
    packed: bytes
    width: int
    height: int
    scale: float

    @property
    def features(self) -> Features:
        """They, unpacked."""
        return Features.unpack(self.packed, self.width, self.height, self.scale)
