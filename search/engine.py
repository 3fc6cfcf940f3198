"""The whole path in one place: a photo in, an answer out. Read this first."""

import logging
import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal, Self

import cv2

from search import article, check, clip, gate, matching, proof, verdict
from search.calibration import Calibration, after_reindex
from search.clip import Frame
from search.clock import Clock
from search.collection import Collection, Source, check_name
from search.cores import on_all_cores
from search.duplicates import Duplicates
from search.errors import CollectionError, NameTaken, PhotoError, TooPlain
from search.features import Features, Floats
from search.image import Colour, Decoders
from search.levels import PICTURE, Levels, kaze
from search.matrix import Matrix, Missing
from search.options import ARTICLE_SIDE, PHOTO_SIDE, PLAIN_FEATURES, PROOF_SIDE
from search.pair import compare, look
from search.reindex import Progress, Reindex
from search.snapshot import Snapshot
from search.stats import Stats
from search.telling import tell
from search.verdict import PLAIN, Answer, Match, Scale

EngineName = Literal["kaze", "article"]
_COSINE = "The nearest by the article's cosine, which cannot tell the same from the like."
_log = logging.getLogger(__name__)
cv2.setNumThreads(1)  # the threads are ours: one photo each


class Engine:
    """A collection that can be asked. Any thread may use it; lookups go on while it changes.

    The README has an example, which runs as a test.
    """

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._decoders = Decoders()
        self._deriving = threading.Lock()
        self._preparing = threading.Lock()
        self._last_scale = collection.scale()
        self._matrices: dict[str, tuple[int, Matrix]] = {}
        self._snapshot = self._derive()

    @classmethod
    def open(cls, folder: Path, *, create: bool = False) -> Self:
        """Open a collection, or begin one.

        Raises NoCollection, DamagedCollection, NewerCollection, Unavailable, or MissingDetector
        where OpenCV has no KAZE.
        """
        kaze()  # at once, not at the first photo
        collection = Collection(folder, create=create)
        try:
            return cls(collection)
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
        self, photo: bytes, top: int = 5, engine: EngineName = "kaze", detector: str = "kaze"
    ) -> Answer:
        """Which pictures of the collection is this photo? A broken photo is an answer too.

        Of a clip (MP4, MOV, WebM, a GIF that moves) a few frames are looked up until one is found;
        the answer is about that `at` which it was. `detector` is what the article's engine detects
        with. Raises MissingDetector.
        """

        def look_up(still: bytes) -> Answer:
            clock = Clock()
            if engine == "article":
                return self._find_by_article(still, top, detector, clock)
            return self._find(still, top, clock)

        clock = Clock()
        try:
            if not gate.inspect(photo).moves:
                return look_up(photo)
            shown = self.frames(photo)
            clock.lap("decode")
            return clip.find(shown, look_up, clock)
        except PhotoError as error:
            return Answer(engine, "unreadable", seconds=clock.seconds(), error=str(error))

    def frames(self, photo: bytes) -> tuple[Frame, ...]:
        """A few frames of a clip, as they are looked up. Raises PhotoError."""
        return clip.frames(photo, self._decoders.deaths)

    def compare(self, photo: bytes, picture: bytes, name: str) -> Answer:
        """Whether two images are the same: the answer for `photo` in a collection of one."""
        return compare(photo, picture, name, self._decoders)

    def _find(self, photo: bytes, top: int, clock: Clock) -> Answer:
        snapshot = self._snapshot  # one whole generation, whatever happens meanwhile
        with self._decoders.borrow() as decoder:
            gray = decoder.gray(photo, PHOTO_SIDE)
        clock.lap("decode")
        found = matching.matches(Levels(gray, PHOTO_SIDE), snapshot, clock)
        if found is None:
            return Answer("kaze", "plain", seconds=clock.seconds(), reason=PLAIN)
        word, reason, best = verdict.judge(found, top, self._scale())
        told = tell(best, photo, self.read, self._decoders)
        clock.lap("verify")
        return Answer("kaze", word, told, clock.seconds(), reason=reason)

    def _find_by_article(self, photo: bytes, top: int, detector: str, clock: Clock) -> Answer:
        matrix = self._matrix(detector)
        clock.restart()
        with self._decoders.borrow() as decoder:
            gray = decoder.gray(photo, ARTICLE_SIDE)
        clock.lap("decode")
        vector = article.vector(gray, detector)
        clock.lap("extract")
        if vector is None:
            return Answer("article", "plain", seconds=clock.seconds(), reason=PLAIN)
        paths = {entry.name: entry.path for entry in self._snapshot.entries}
        nearest = matrix.nearest(vector, top)
        matches = tuple(Match(name, paths.get(name), value) for name, value in nearest)
        clock.lap("search")
        word: verdict.Verdict = "maybe" if matches else "none"
        return Answer("article", word, matches, clock.seconds(), reason=_COSINE)

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
            for step in Reindex(self._collection, tuple(folders), self._extract).run():
                yield step
        finally:
            self._refresh()
        for _ in after_reindex(self._snapshot, self._collection, self._decoders):
            yield step

    def calibration(self) -> Calibration:
        """Trials that fit the match value to this collection; nothing is changed until they ran."""
        return Calibration(self._snapshot, self._collection, self._decoders)

    def add(self, name: str, data: bytes) -> None:
        """Take a picture into the collection's own keeping, to be found at once.

        Raises BadName, NameTaken, TooPlain or a PhotoError.
        """
        check_name(name)
        if name in self._collection:
            raise NameTaken(name)
        features = self._extract(data)
        if len(features) < PLAIN_FEATURES:
            raise TooPlain(name)
        self._collection.add(Source.of(name, data), features, data)
        self._refresh()

    def remove(self, name: str) -> bool:
        """Let go of a picture. Returns whether its file stays in an indexed folder.

        Raises UnknownName.
        """
        stays = self._collection.source(name).path is not None
        self._collection.remove(name)
        self._refresh()
        return stays

    def prepare(self, detector: str = "kaze") -> Iterator[tuple[int, int]]:
        """Make the article's vectors that are missing; yields how many of how many are done."""
        missing = Missing.of(self._collection, detector)
        made = on_all_cores(lambda each: self._vector(each.source, detector), missing)
        for done, (each, vector) in enumerate(zip(missing, made, strict=True), start=1):
            each.keep(self._collection, detector, vector)
            yield done, len(missing)

    # --- Looking after it -----------------------------------------------------------------------

    def read(self, name: str) -> bytes:
        """The bytes of a picture's file. Raises UnknownName or OSError."""
        return self._collection.read(name)

    def names(self) -> list[str]:
        """The names of all pictures."""
        return [entry.name for entry in self._snapshot.entries]

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
        if at is not None:
            photo = min(self.frames(photo), key=lambda frame: abs(frame.at - at)).image
        shown = [(self.look(self.read(each.name), PROOF_SIDE), each) for each in matches]
        return proof.draw(self.look(photo, PROOF_SIDE), shown)

    def stats(self) -> Stats:
        """Counts and sizes."""
        return Stats.of(self._collection, self._snapshot)

    def check(self) -> list[str]:
        """Verify every checksum; what is wrong, one line each."""
        return list(check.faults(self._collection))

    def _scale(self) -> Scale:
        """As it was last where the database cannot be read: lookups go on."""
        try:
            self._last_scale = self._collection.scale()
        except CollectionError as error:
            _log.warning("%s", error)
        return self._last_scale

    def _extract(self, data: bytes) -> Features:
        return look(data, PICTURE, self._decoders, Clock())

    def _vector(self, source: Source, detector: str) -> Floats | None:
        """None also where the file is gone or broken: the next reindex will say so."""
        try:
            data = self.read(source.name)
            with self._decoders.borrow() as decoder:
                gray = decoder.gray(data, ARTICLE_SIDE)
        except (OSError, PhotoError, CollectionError) as error:
            _log.warning("No article vector for %s: %s", source.name, error)
            return None
        return article.vector(gray, detector)

    def _matrix(self, detector: str) -> Matrix:
        """The article's feature matrix of this generation, loaded once."""
        with self._preparing:
            generation, matrix = self._matrices.get(detector, (-1, None))
            if matrix is None or generation != self._collection.generation:
                generation = self._collection.generation
                for _ in self.prepare(detector):
                    pass
                matrix = Matrix.load(self._collection, detector)
                self._matrices[detector] = generation, matrix
            return matrix

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
