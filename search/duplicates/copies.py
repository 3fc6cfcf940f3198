"""Pictures that are the same -> which of them is best, and what each of the others is to it."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

from search import disk, gate
from search.collection import Collection
from search.duplicates.links import Link
from search.errors import PhotoError
from search.options import MAX_BYTES
from search.snapshot import Snapshot
from search.source import Source


@dataclass(frozen=True)
class Copy:
    """A picture that is the same as the best of its group.

    `width` and `height` are in px of the upright image, `bytes` those of the file. `inliers`,
    `value` and `mirrored` are of its match with the best one. `exact`: it is the same file, by
    SHA-256. `covers` is the share of the best one's area that this one shows, `within` the share
    of its own area that the best one shows: what else it shows would be lost with it.
    """

    name: str
    width: int
    height: int
    bytes: int
    inliers: int
    value: float
    mirrored: bool
    exact: bool
    covers: float
    within: float


@dataclass(frozen=True)
class Group:
    """Pictures that are the same: name and measures of the best, and its copies, surest first."""

    best: str
    width: int
    height: int
    bytes: int
    copies: tuple[Copy, ...]


@dataclass(frozen=True)
class Held:
    """A picture as it is compared with its copies; `source` is None where it is gone meanwhile."""

    number: int
    name: str
    width: int
    height: int
    source: Source | None

    @classmethod
    def all(cls, snapshot: Snapshot, collection: Collection) -> list[Self]:
        """Every picture of a snapshot, in its order."""
        sources = {source.name: source for source, _ in collection.sources()}
        return [
            cls(
                number,
                entry.name,
                round(entry.width / entry.scale),
                round(entry.height / entry.scale),
                sources.get(entry.name),
            )
            for number, entry in enumerate(snapshot.entries)
        ]

    @property
    def file(self) -> bytes | str:
        """What is the same for exact copies only."""
        return self.source.sha256 if self.source else self.name

    @property
    def bytes(self) -> int:
        """Of its file; 0 where it is gone."""
        return self.source.length if self.source else 0

    @property
    def rank(self) -> tuple[int, int, str]:
        """Lowest for the best: most pixels, then most bytes (compressed least), then the name.

        Not the one that shows most, which of pictures off the web would be the one with a caption
        or a frame, however small. A crop has fewer pixels than what it was cut from; where it has
        more, because that was shrunk, each has what the other lacks, and `within` says so.
        """
        return -self.width * self.height, -self.bytes, self.name

    def size(self, collection: Collection) -> tuple[int, int]:
        """Width and height in px, exactly: the features know the height to a working pixel only."""
        claimed = {self.width: self.height}
        if self.source:
            with suppress(OSError, PhotoError):  # gone or broken since it was indexed
                claim = gate.inspect(disk.read(collection.where(self.source), MAX_BYTES))
                claimed |= {
                    claim.height: claim.width,
                    claim.width: claim.height,
                }  # as EXIF turns it
        return self.width, claimed[self.width]


def group(best: Held, linked: Iterable[tuple[Held, Link]], collection: Collection) -> Group:
    """The best picture and its copies, each with its link to it."""
    copies = [_copy(best, other, link, collection) for other, link in linked]
    surest = sorted(copies, key=lambda copy: (not copy.exact, -copy.inliers, copy.name))
    return Group(best.name, *best.size(collection), best.bytes, tuple(surest))


def _copy(best: Held, other: Held, link: Link, collection: Collection) -> Copy:
    covers, within = link.shares(best.number)
    return Copy(
        other.name,
        *other.size(collection),
        other.bytes,
        link.inliers,
        link.value,
        link.mirrored,
        other.file == best.file,
        round(covers, 3),
        round(within, 3),
    )
