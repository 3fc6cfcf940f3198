"""What a collection holds now, and how its pictures and the photos of people are looked at."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from search import blink, check, clip, gate, proof
from search.clip import Frame
from search.collection import Collection
from search.duplicates import Duplicates
from search.errors import Damaged, NoPicture
from search.image import Colour, Decoders
from search.journal import Change
from search.mark import SIDE as MARK_SIDE
from search.mark import mark
from search.notes import Note
from search.options import PROOF_SIDE
from search.refused import Refusal
from search.segment import Entry
from search.snapshot import Snapshot
from search.stats import Stats
from search.verdict import Match


class Gallery(ABC):
    """The part of the engine that changes nothing and looks nothing up."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._decoders = Decoders()

    @property
    @abstractmethod
    def _snapshot(self) -> Snapshot:
        """What lookups find; the engine's to change."""

    def __len__(self) -> int:
        return len(self._snapshot)

    def __contains__(self, name: str) -> bool:
        """Whether lookups find a picture of this name."""
        return bool(self._snapshot.numbers(frozenset({name})))

    @property
    def generation(self) -> int:
        """Of the pictures that lookups find."""
        return self._snapshot.generation

    def names(self, shelves: frozenset[str] | None = None) -> list[str]:
        """The names of all pictures, or of those on some shelves."""
        return [entry.name for entry in self._entries(shelves)]

    def shelves(self) -> dict[str, int]:
        """How many pictures are on each."""
        return self._snapshot.shelves()

    def shelf(self, name: str) -> str:
        """The shelf of a picture. Raises UnknownName."""
        return self._collection.source(name).shelf

    def note(self, name: str) -> Note:
        """What people wrote of a picture. Raises UnknownName."""
        self._collection.source(name)
        return self._collection.notes.of(name)

    def sha256(self, name: str) -> str:
        """SHA-256 of a picture's file, hexadecimal. Raises UnknownName."""
        return self._collection.source(name).sha256.hex()

    def read(self, name: str) -> bytes:
        """The bytes of a picture's file. Raises UnknownName or OSError."""
        return self._collection.read(name)

    def changes(self) -> list[Change]:
        """The last changes by hand, newest first."""
        return self._collection.journal.changes()

    def refusals(self) -> list[Refusal]:
        """The files of folders that did not become pictures, and why; by name."""
        return self._collection.refused.all()

    def stats(self) -> Stats:
        """Counts and sizes."""
        return Stats.of(self._collection, self._snapshot)

    def check(self) -> list[str]:
        """Verify every checksum; what is wrong, one line each."""
        return list(check.faults(self._collection))

    def duplicates(self) -> Duplicates:
        """A search for pictures of the collection that are the same; nothing is changed by it."""
        return Duplicates(self._snapshot, self._collection)

    def look(self, data: bytes, side: int) -> Colour:
        """Decode for people to look at. Raises PhotoError."""
        return self._decoders.colour(data, side)

    def frames(self, photo: bytes) -> tuple[Frame, ...]:
        """A few frames of a clip, as they are looked up; of a GIF that is no clip to FFmpeg the
        first, as of a still, or what is refused here could be a picture. Raises PhotoError.
        """
        try:
            return clip.frames(photo, self._decoders.deaths)
        except (Damaged, NoPicture):
            if gate.inspect(photo).format in gate.VIDEOS:
                raise
            return (Frame(0.0, photo),)

    def mark(self, photo: bytes) -> int:
        """64 bits by which the photo is known again (search/mark.py), of a clip its first frame.

        Raises PhotoError.
        """
        if gate.inspect(photo).moves:
            photo = self._still(photo, 0.0)
        return mark(self._decoders.gray(photo, MARK_SIDE))

    def prove(self, photo: bytes, matches: Sequence[Match], at: float | None = None) -> bytes:
        """The picture (JPEG) that proves matches, one at least; of a clip `at` is the answer's.

        Raises UnknownName, OSError or PhotoError.
        """
        shown = [(self.look(self.read(each.name), PROOF_SIDE), each) for each in matches]
        return proof.draw(self.look(self._still(photo, at), PROOF_SIDE), shown)

    def blink(self, photo: bytes, found: Match, at: float | None = None) -> bytes | None:
        """A GIF of photo and picture laid over each other; None where they cannot be. The rest is
        as for `prove`.
        """
        picture = self.look(self.read(found.name), PROOF_SIDE)
        return blink.draw(self.look(self._still(photo, at), PROOF_SIDE), picture, found)

    def _still(self, photo: bytes, at: float | None) -> bytes:
        """Of a clip the frame nearest to a second, which there is."""
        if at is None:
            return photo
        return min(self.frames(photo), key=lambda frame: abs(frame.at - at)).image

    def _entries(self, shelves: frozenset[str] | None) -> list[Entry]:
        entries = self._snapshot.entries
        return [each for each in entries if shelves is None or each.shelf in shelves]
