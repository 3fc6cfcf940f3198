"""The whole path in one place: a photo in, an answer out. Read this first."""

import hashlib
import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal, Self

import cv2

from search import clip, gate, matching, verdict
from search.answers import Answers, Basis, Question
from search.clock import Clock
from search.collection import Collection
from search.curator import Curator
from search.errors import CollectionError, PhotoError
from search.levels import Levels, kaze
from search.options import PHOTO_SIDE
from search.pair import compare
from search.scope import ALL, Scope
from search.snapshot import Snapshot
from search.telling import noted, tell
from search.verdict import PLAIN, Answer, Scale

EngineName = Literal["kaze", "article"]
_JUDGED = 10  # matches of a photo among which the judged one is sought
_log = logging.getLogger(__name__)
cv2.setNumThreads(1)  # the threads are ours: one photo each


class Engine(Curator):
    """A collection that can be asked. Any thread may use it; lookups go on while it changes.

    What is done to the collection is in curator.py, and how pictures are looked at in gallery.py.
    The README has an example, which runs as a test.
    """

    def __init__(self, collection: Collection) -> None:
        super().__init__(collection)
        self._deriving = threading.Lock()
        self._last_scale = collection.scale()
        self._answers = Answers(collection, self._basis)
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

    def close(self) -> None:
        """End the decoders and close the collection."""
        self._decoders.close()
        self._collection.close()

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
        with. Who asks again what was asked lately is told at once, unless something changed that
        the answer rests on. Raises MissingDetector.
        """
        question = Question(hashlib.sha256(photo).digest(), top, engine, detector, scope)
        return self._noted(self._answers.of(question, lambda: self._look_up(photo, question)))

    def known(
        self,
        sha256: bytes,
        top: int = 5,
        engine: EngineName = "kaze",
        detector: str = "kaze",
        scope: Scope = ALL,
    ) -> Answer | None:
        """What `find` would say at once of a photo that it was given before, by the photo's
        SHA-256; None where the photo has to be looked at.
        """
        answer = self._answers.known(Question(sha256, top, engine, detector, scope))
        return answer and self._noted(answer)

    def _look_up(self, photo: bytes, asked: Question) -> Answer:
        """The answer but for what people wrote of the pictures, which changes without them."""

        def look_up(still: bytes) -> Answer:
            clock = Clock()
            if asked.engine == "article":
                entries = self._entries(asked.scope.shelves)
                paths = {e.name: e.path for e in entries if e.name not in asked.scope.without}
                return self._vectors.find(still, asked.top, asked.detector, paths, clock)
            return self._find(still, asked.top, asked.scope, clock)

        clock = Clock()
        try:
            moves = gate.inspect(photo).moves
            return self._find_moving(photo, look_up, clock) if moves else look_up(photo)
        except PhotoError as error:
            return Answer.unreadable(asked.engine, error, clock.seconds())

    def _basis(self, asked: Question) -> Basis:
        """Of the answer; the article's vectors are those of what the collection holds by now."""
        if asked.engine == "article":
            return self.generation, self._collection.generation
        return self.generation, self._scale()

    def _noted(self, answer: Answer) -> Answer:
        return replace(answer, matches=noted(answer.matches, self._collection.notes))

    def _find_moving(
        self, photo: bytes, look_up: Callable[[bytes], Answer], clock: Clock
    ) -> Answer:
        shown = self.frames(photo)
        clock.lap("decode")
        return clip.find(shown, look_up, clock)

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

    def compare(self, photo: bytes, picture: bytes, name: str) -> Answer:
        """Whether two images are the same: the answer for `photo` in a collection of one."""
        return compare(photo, picture, name, self._decoders)

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

    def forget(self, person: int) -> None:
        """As Curator does; and which photos were looked up, whoever it was."""
        super().forget(person)
        self._answers.clear()

    def _scale(self) -> Scale:
        """As it was last where the database cannot be read: lookups go on."""
        try:
            self._last_scale = self._collection.scale()
        except CollectionError as error:
            _log.warning("%s", error)
        return self._last_scale

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
