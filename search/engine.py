"""The whole path in one place: a photo in, an answer out. Read this first."""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Literal, Self

import cv2

from search import blink, check, clip, difference, gate, matching, proof, verdict
from search.calibration import Calibration, after_reindex
from search.clip import Frame
from search.clock import Clock
from search.collection import Collection, Refusal
from search.duplicates import Duplicates
from search.errors import CollectionError, NameTaken, PhotoError, TooPlain
from search.features import Features
from search.hand import Hand
from search.image import Colour, Decoders
from search.journal import Change
from search.levels import PICTURE, Levels, kaze
from search.looks import Look, here
from search.mark import SIDE as MARK_SIDE
from search.mark import mark
from search.notes import NOTHING, Note, check_note
from search.options import PHOTO_SIDE, PLAIN_FEATURES, PROOF_SIDE
from search.pair import compare, look
from search.reindex import Progress, Reindex
from search.scope import ALL, Scope
from search.snapshot import Entry, Snapshot
from search.source import UPLOADS, Source, check_name, check_shelf
from search.stats import Stats
from search.survey import Survey
from search.telling import noted, tell
from search.vectors import Vectors
from search.verdict import PLAIN, Answer, Match, Scale

EngineName = Literal["kaze", "article"]
_JUDGED = 10  # matches of a photo among which the judged one is sought
_log = logging.getLogger(__name__)
cv2.setNumThreads(1)  # the threads are ours: one photo each


class Engine:
    """A collection that can be asked. Any thread may use it; lookups go on while it changes.

    The README has an example, which runs as a test.
    """

    def __init__(self, collection: Collection, look: Look | None = None) -> None:
        self._collection = collection
        self._decoders = Decoders()
        self._look = look or here(self._extract)
        self._deriving = threading.Lock()
        self._last_scale = collection.scale()
        self._hand = Hand(collection)
        self._vectors = Vectors(collection, self._decoders)
        self._snapshot = self._derive()

    @classmethod
    def open(cls, folder: Path, *, create: bool = False, look: Look | None = None) -> Self:
        """Open a collection, or begin one. `look` is how `index` has files looked at, where that is
        not to be here.

        Raises NoCollection, DamagedCollection, NewerCollection, Unavailable, or MissingDetector
        where OpenCV has no KAZE.
        """
        kaze()  # at once, not at the first photo
        collection = Collection(folder, create=create)
        try:
            return cls(collection, look)
        except BaseException:
            collection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self._snapshot.entries)

    @property
    def generation(self) -> int:
        """Of the pictures that lookups find."""
        return self._snapshot.generation

    def close(self) -> None:
        """End the decoders and close the collection."""
        self._decoders.close()
        self._collection.close()

    # --- Asking ---------------------------------------------------------------------------------

    def find(
        self,
        photo: bytes,
        top: int = 5,
        engine: EngineName = "kaze",
        detector: str = "kaze",
        scope: Scope = ALL,
    ) -> Answer:
        """Which pictures of the collection is this photo? A broken photo is an answer too.

        Of a clip (MP4, MOV, WebM, a GIF that moves) a few frames are looked up until one is found;
        the answer is about that `at` which it was. `detector` is what the article's engine detects
        with. Raises MissingDetector.
        """

        def look_up(still: bytes) -> Answer:
            clock = Clock()
            if engine == "article":
                entries = self._entries(scope.shelves)
                paths = {e.name: e.path for e in entries if e.name not in scope.without}
                return self._vectors.find(still, top, detector, paths, clock)
            return self._find(still, top, scope, clock)

        clock = Clock()
        try:
            moves = gate.inspect(photo).moves
            answer = self._find_moving(photo, look_up, clock) if moves else look_up(photo)
            return replace(answer, matches=noted(answer.matches, self._collection.notes))
        except PhotoError as error:
            return Answer.unreadable(engine, error, clock.seconds())

    def _find_moving(
        self, photo: bytes, look_up: Callable[[bytes], Answer], clock: Clock
    ) -> Answer:
        shown = self.frames(photo)
        clock.lap("decode")
        return clip.find(shown, look_up, clock)

    def frames(self, photo: bytes) -> tuple[Frame, ...]:
        """A few frames of a clip, as they are looked up. Raises PhotoError."""
        return clip.frames(photo, self._decoders.deaths)

    def compare(self, photo: bytes, picture: bytes, name: str) -> Answer:
        """Whether two images are the same: the answer for `photo` in a collection of one."""
        return compare(photo, picture, name, self._decoders)

    def _find(self, photo: bytes, top: int, scope: Scope, clock: Clock) -> Answer:
        snapshot = self._snapshot.on(scope.shelves)  # one generation, whatever happens meanwhile
        with self._decoders.borrow() as decoder:
            gray = decoder.gray(photo, PHOTO_SIDE)
        clock.lap("decode")
        left_out = snapshot.numbers(scope.without)
        found = matching.matches(Levels(gray, PHOTO_SIDE), snapshot, clock, left_out)
        if found is None:
            return Answer("kaze", "plain", seconds=clock.seconds(), reason=PLAIN)
        word, reason, best = verdict.judge(found, top, self._scale())
        told = tell(best, photo, self.read, self._decoders)
        clock.lap("verify")
        return Answer("kaze", word, told, clock.seconds(), reason=reason)

    def mark(self, photo: bytes) -> int:
        """64 bits by which the photo is known again (search/mark.py), of a clip its first frame.

        Raises PhotoError.
        """
        if gate.inspect(photo).moves:
            photo = self._still(photo, 0.0)
        with self._decoders.borrow() as decoder:
            return mark(decoder.gray(photo, MARK_SIDE))

    def judge(self, photo: bytes, name: str, *, right: bool) -> int:
        """Learn that a photo is, or is not, the picture it was said to be: the next calibration
        counts it. Returns an id for `forget_judgment`.
        """
        answer = self.find(photo, _JUDGED)
        said = [match.evidence for match in answer.matches if match.name == name]
        return self._collection.judge(said[0], right=right) if said else 0

    def forget_judgment(self, judgment: int) -> None:
        """It was taken back."""
        self._collection.forget_judgment(judgment)

    def duplicates(self) -> Duplicates:
        """A search for pictures of the collection that are the same; nothing is changed by it."""
        return Duplicates(self._snapshot, self._collection)

    # --- Changing -------------------------------------------------------------------------------

    def index(self, folders: Iterable[Path]) -> Generator[Progress, None, None]:
        """Bring the collection in line with folders of pictures; yields progress, the last is all.

        Leave the iteration early to interrupt it: what is done is kept, and a later run goes on.
        Lookups see the change when it ends. A collection that grew much is calibrated then, for a
        few seconds, in which the last progress is yielded again. Raises NoFolder.
        """
        try:
            for step in Reindex(self._collection, tuple(folders), self._look).run():
                yield step
        finally:
            self._refresh()
        for _ in after_reindex(self._snapshot, self._collection, self._decoders):
            yield step

    def calibration(self) -> Calibration:
        """Trials that fit the match value to this collection; nothing is changed until they ran."""
        return Calibration(self._snapshot, self._collection, self._decoders)

    def difference(self, folders: Iterable[Path]) -> Generator[difference.Progress, None, None]:
        """What `index` would do, without doing it: the last progress has all of it. Files are read
        and not looked at. Raises NoFolder.
        """
        yield from difference.Comparison(self._collection, tuple(folders)).run()

    def gone(self, folders: Iterable[Path]) -> list[str]:
        """The pictures of which `index` would let go because their files are gone: these are only
        listed, so that is quick. Raises NoFolder.
        """
        return sorted(Survey.of(self._collection, folders).gone())

    def add(
        self, name: str, data: bytes, shelf: str = UPLOADS, note: Note = NOTHING, by: int = 0
    ) -> None:
        """Take a picture into the collection's own keeping, to be found at once.

        Names are unique in the whole collection, whatever the shelf. `by` is whoever does it, for
        `undo`. Raises BadName, BadShelf, BadNote, NameTaken, TooPlain or a PhotoError.
        """
        check_name(name)
        check_shelf(shelf)
        check_note(note)
        if name in self._collection:
            raise NameTaken(name)
        features = self._extract(data)
        if len(features) < PLAIN_FEATURES:
            raise TooPlain(name)
        with self._refreshed():
            self._hand.add(Source.of(name, data, shelf=shelf), features, data, note, by)

    def remove(self, name: str, by: int = 0) -> bool:
        """Let go of a picture and its note. Returns whether its file stays in an indexed folder.

        Raises UnknownName.
        """
        with self._refreshed():
            return self._hand.remove(name, by).path is not None

    def rename(self, old: str, new: str, by: int = 0) -> None:
        """Give a picture another name; its note goes with it.

        Raises UnknownName, NamedByFile (a picture of a folder), BadName or NameTaken.
        """
        with self._refreshed():
            self._hand.rename(old, new, by)

    def annotate(self, name: str, note: Note, by: int = 0) -> None:
        """Write another note, which answers show from now on; an empty one takes it away.

        Raises UnknownName or BadNote.
        """
        self._hand.annotate(name, note, by)

    def undo(self, by: int | None = None, number: int | None = None) -> Change | None:
        """Take back the newest change by hand (of one person) that can be taken back; it says what
        that was. None where there is none: the last 100 are kept, for seven days.

        Given the `id` of what `undoable` said as `number`, it takes back that one or nothing, so
        that a second try after a crash does no harm.
        """
        with self._refreshed():
            return self._hand.undo(by, number)

    def undoable(self, by: int | None = None) -> Change | None:
        """What `undo` would take back."""
        return self._hand.undoable(by)

    def forget(self, person: int) -> None:
        """Nobody can tell any more which changes were theirs; they can still be taken back.

        Not even from the files; backups are not ours. Raises Unavailable: then it is to be done
        again.
        """
        self._collection.journal.forget(person)

    def prepare(self, detector: str = "kaze") -> Iterator[tuple[int, int]]:
        """Make the article's vectors that are missing; yields how many of how many are done."""
        yield from self._vectors.prepare(detector)

    # --- Looking after it -----------------------------------------------------------------------

    def read(self, name: str) -> bytes:
        """The bytes of a picture's file. Raises UnknownName or OSError."""
        return self._collection.read(name)

    def names(self, shelves: frozenset[str] | None = None) -> list[str]:
        """The names of all pictures, or of those on some shelves."""
        return [entry.name for entry in self._entries(shelves)]

    def shelves(self) -> dict[str, int]:
        """How many pictures are on each."""
        return dict(Counter(entry.shelf for entry in self._snapshot.entries))

    def shelf(self, name: str) -> str:
        """The shelf of a picture. Raises UnknownName."""
        return self._collection.source(name).shelf

    def note(self, name: str) -> Note:
        """What people wrote of a picture. Raises UnknownName."""
        self._collection.source(name)
        return self._collection.notes.of(name)

    def changes(self) -> list[Change]:
        """The last changes by hand, newest first."""
        return self._collection.journal.changes()

    def refusals(self) -> list[Refusal]:
        """The files of folders that did not become pictures, and why; by name."""
        return self._collection.refusals()

    def sha256(self, name: str) -> str:
        """SHA-256 of a picture's file, hexadecimal. Raises UnknownName."""
        return self._collection.source(name).sha256.hex()

    def look(self, data: bytes, side: int) -> Colour:
        """Decode for people to look at. Raises PhotoError."""
        with self._decoders.borrow() as decoder:
            return decoder.colour(data, side)

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

    def stats(self) -> Stats:
        """Counts and sizes."""
        return Stats.of(self._collection, self._snapshot)

    def check(self) -> list[str]:
        """Verify every checksum; what is wrong, one line each."""
        return list(check.faults(self._collection))

    def _entries(self, shelves: frozenset[str] | None) -> list[Entry]:
        entries = self._snapshot.entries
        return [each for each in entries if shelves is None or each.shelf in shelves]

    def _scale(self) -> Scale:
        """As it was last where the database cannot be read: lookups go on."""
        try:
            self._last_scale = self._collection.scale()
        except CollectionError as error:
            _log.warning("%s", error)
        return self._last_scale

    def _extract(self, data: bytes) -> Features:
        return look(data, PICTURE, self._decoders, Clock())

    @contextmanager
    def _refreshed(self) -> Iterator[None]:
        """Lookups see what was changed, once it is."""
        yield
        self._refresh()

    def _refresh(self) -> None:
        with self._deriving:
            if self._snapshot.generation != self._collection.generation:
                self._snapshot = self._derive()

    def _derive(self) -> Snapshot:
        """The saved snapshot where it is true, a new one otherwise."""
        if saved := Snapshot.load(self._collection):
            return saved
        built = Snapshot.build(self._collection)
        try:
            built.save(self._collection.folder)
        except OSError as error:  # lookups go on from memory
            _log.warning("The index could not be saved: %s", error)
        return built
