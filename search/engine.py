"""The whole path in one place: a photo in, an answer out. Read this first."""

import logging
import threading
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

import cv2

from search import article, check, geometry, proof, verdict, votes
from search.clock import Clock
from search.collection import Collection, Source, check_name
from search.cores import on_all_cores
from search.errors import NameTaken, PhotoError, TooPlain
from search.features import PHOTO, PICTURE, VERSION, Detail, Features, Floats, extract, kaze
from search.image import Colour, Decoders
from search.matrix import Matrix, Missing
from search.options import ARTICLE_SIDE, PLAIN_FEATURES, PROOF_SIDE
from search.reindex import Progress, Reindex
from search.snapshot import Snapshot
from search.verdict import Answer, Match

EngineName = Literal["kaze", "article"]
_log = logging.getLogger(__name__)
cv2.setNumThreads(1)  # the threads are ours: one photo each


@dataclass(frozen=True)
class Stats:
    """What a collection holds; `bytes` is what its folder takes on disk."""

    pictures: int
    descriptors: int
    plain: int
    unreadable: int
    bytes: int
    engine_versions: dict[str, str]


class Engine:
    """A collection that can be asked. Any thread may use it; lookups go on while it changes.

    The README has an example, which runs as a test.
    """

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._decoders = Decoders()
        self._deriving = threading.Lock()
        self._preparing = threading.Lock()
        self._matrices: dict[str, tuple[int, Matrix]] = {}
        self._snapshot = self._derive()

    @classmethod
    def open(cls, folder: Path, *, create: bool = False) -> Self:
        """Open a collection, or begin one.

        Raises NoCollection, DamagedCollection, or MissingDetector where OpenCV has no KAZE.
        """
        kaze()  # at once, not at the first photo
        return cls(Collection(folder, create=create))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self._snapshot.entries)

    def close(self) -> None:
        """End the decoders and close the collection."""
        self._decoders.close()
        self._collection.close()

    # --- Asking ---------------------------------------------------------------------------------

    def find(
        self, photo: bytes, top: int = 5, engine: EngineName = "kaze", detector: str = "kaze"
    ) -> Answer:
        """Which pictures of the collection is this photo? A broken photo is an answer too.

        `detector` is what the article's engine detects with. Raises MissingDetector.
        """
        clock = Clock()
        try:
            if engine == "article":
                return self._find_by_article(photo, top, detector, clock)
            return self._find(photo, top, clock)
        except PhotoError as error:
            return Answer(engine, "unreadable", seconds=clock.seconds(), error=str(error))

    def compare(self, photo: bytes, picture: bytes, name: str) -> Answer:
        """Whether two images are the same: the answer for `photo` in a collection of one."""
        return compare(photo, picture, name, self._decoders)

    def _find(self, photo: bytes, top: int, clock: Clock) -> Answer:
        snapshot = self._snapshot  # one whole generation, whatever happens meanwhile
        features = _features(photo, PHOTO, self._decoders, clock)
        if len(features) < PLAIN_FEATURES:
            return Answer("kaze", "plain", seconds=clock.seconds())
        mirror = features.mirrored()
        proposed = votes.candidates(features, mirror, snapshot.index)
        clock.lap("search")
        matches: dict[str, Match] = {}
        for each in proposed:
            entry, picture = snapshot.entries[each.picture], snapshot.features(each.picture)
            match = _match(entry.name, entry.path, mirror if each.mirrored else features, picture)
            matches[entry.name] = max(match, matches.get(entry.name, match), key=_inliers)
        word, best = verdict.judge(list(matches.values()), top)
        clock.lap("verify")
        return Answer("kaze", word, best, clock.seconds())

    def _find_by_article(self, photo: bytes, top: int, detector: str, clock: Clock) -> Answer:
        matrix = self._matrix(detector)
        clock.restart()
        with self._decoders.borrow() as decoder:
            gray = decoder.gray(photo, ARTICLE_SIDE)
        clock.lap("decode")
        vector = article.vector(gray, detector)
        clock.lap("extract")
        if vector is None:
            return Answer("article", "plain", seconds=clock.seconds())
        paths = {entry.name: entry.path for entry in self._snapshot.entries}
        nearest = matrix.nearest(vector, top)
        matches = tuple(Match(name, paths.get(name), value) for name, value in nearest)
        clock.lap("search")
        return Answer("article", "maybe" if matches else "none", matches, clock.seconds())

    # --- Changing -------------------------------------------------------------------------------

    def index(self, folders: Iterable[Path]) -> Generator[Progress, None, None]:
        """Bring the collection in line with folders of pictures; yields progress, the last is all.

        Leave the iteration early to interrupt it: what is done is kept, and a later run goes on.
        Lookups see the change when it ends. Raises NoFolder.
        """
        try:
            yield from Reindex(self._collection, tuple(folders), self._extract).run()
        finally:
            self._refresh()

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
        source = Source.of(name, data)
        with self._collection.transaction():  # nobody takes the name between look and put
            if name in self._collection:
                raise NameTaken(name)
            self._collection.keep(source, data)
            self._collection.put(source, features)
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

    def prove(self, photo: bytes, match: Match) -> bytes:
        """The picture (JPEG) that proves a match. Raises UnknownName, OSError or PhotoError."""
        picture = self.look(self.read(match.name), PROOF_SIDE)
        return proof.draw(self.look(photo, PROOF_SIDE), picture, match)

    def stats(self) -> Stats:
        """Counts and sizes."""
        refusals = self._collection.refusals()
        plain = sum(refusal.plain for refusal in refusals)
        files = self._collection.folder.rglob("*")
        return Stats(
            len(self),
            len(self._snapshot.rows),
            plain,
            len(refusals) - plain,
            sum(path.stat().st_size for path in files if path.is_file()),
            {"kaze": VERSION, "article": article.VERSION},
        )

    def check(self) -> list[str]:
        """Verify every checksum; what is wrong, one line each."""
        return list(check.faults(self._collection))

    def _extract(self, data: bytes) -> Features:
        return _features(data, PICTURE, self._decoders, Clock())

    def _vector(self, source: Source, detector: str) -> Floats | None:
        """None also where the file is gone or broken: the next reindex will say so."""
        try:
            data = self._collection.where(source).read_bytes()
            with self._decoders.borrow() as decoder:
                gray = decoder.gray(data, ARTICLE_SIDE)
        except (OSError, PhotoError) as error:
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
        folder, generation = self._collection.folder, self._collection.generation
        if saved := Snapshot.load(folder, generation):
            return saved
        built = Snapshot.build(self._collection)
        try:
            built.save(folder)
        except OSError as error:  # lookups go on from memory
            _log.warning("The index could not be saved in %s: %s", folder, error)
        return built


def compare(photo: bytes, picture: bytes, name: str, decoders: Decoders) -> Answer:
    """The answer for `photo` in a collection of one picture, which needs no folder."""
    clock = Clock()
    try:
        seen = _features(photo, PHOTO, decoders, clock)
    except PhotoError as error:
        return Answer("kaze", "unreadable", seconds=clock.seconds(), error=str(error))
    try:
        known = _features(picture, PICTURE, decoders, clock)
    except PhotoError as error:
        return Answer("kaze", "unreadable", seconds=clock.seconds(), error=f"{name}: {error}")
    if min(len(seen), len(known)) < PLAIN_FEATURES:
        return Answer("kaze", "plain", seconds=clock.seconds())
    matches = [_match(name, name, each, known) for each in (seen, seen.mirrored())]
    word, best = verdict.judge(matches, 1)
    clock.lap("verify")
    return Answer("kaze", word, best, clock.seconds())


def _features(data: bytes, detail: Detail, decoders: Decoders, clock: Clock) -> Features:
    with decoders.borrow() as decoder:
        gray = decoder.gray(data, detail.side)
    clock.lap("decode")
    features = extract(gray, detail)
    clock.lap("extract")
    return features


def _match(name: str, path: str | None, photo: Features, picture: Features) -> Match:
    return verdict.match(name, path, photo, picture, geometry.prove(photo, picture))


def _inliers(match: Match) -> int:
    return match.inliers
