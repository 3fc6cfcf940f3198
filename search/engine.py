"""The whole path in one place: a photo in, an answer out. Read this first."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

import cv2

from search import clip, gate, matching, verdict
from search.address import Address
from search.answers import Answers, Basis, Question
from search.clock import Clock
from search.collection import Collection
from search.curator import Curator
from search.current import Current
from search.errors import CollectionError, DamagedIndex, MissingClient, PhotoError
from search.levels import Levels, kaze, long
from search.looks import Look
from search.options import PHOTO_SIDE
from search.pair import compare
from search.scope import ALL, Scope
from search.snapshot import Snapshot
from search.telling import noted, tell
from search.verdict import PLAIN, Answer, Scale

if TYPE_CHECKING:
    from search.remote import Remote

EngineName = Literal["kaze", "article"]
LookUp = Callable[[bytes], Answer]
_JUDGED = 10  # matches of a photo among which the judged one is sought
_log = logging.getLogger(__name__)
cv2.setNumThreads(1)  # the threads are ours: one photo each


class Engine(Curator):
    """A collection that can be asked. Any thread may use it; lookups go on while it changes.

    What is done to the collection is in curator.py, and how pictures are looked at in gallery.py.
    The README has an example, which runs as a test.
    """

    def __init__(
        self, collection: Collection, look: Look | None = None, server: Address | None = None
    ) -> None:
        super().__init__(collection, look)
        self._last_scale = collection.learned.scale()
        self._answers = Answers(collection, self._basis)
        self._current: Current | Remote
        if server:
            self._current = remote = _remote(collection, server)
            self._vectors.vault = remote.vault
        else:
            self._current = Current(collection)

    @classmethod
    def open(
        cls, folder: Path, *, create: bool = False, look: Look | None = None, index_url: str = ""
    ) -> Self:
        """Open a collection, or begin one. `look` is how `index` has files looked at, where that is
        not to be here. The index is at a server where there is an `index_url` (search/address.py):
        lookups raise Unreachable or Incomplete on its bad days.

        Raises NoCollection, DamagedCollection, NewerCollection, Unavailable, BadAddress,
        MissingClient, or MissingDetector where OpenCV has no KAZE.
        """
        kaze()  # at once, not at the first photo
        server = Address.parse(index_url) if index_url else None
        collection = Collection(folder, create=create)
        try:
            return cls(collection, look, server)
        except BaseException:
            collection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the decoders and close the collection."""
        self._current.close()
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
        the answer rests on. Raises MissingDetector, NoDecoder, Unreachable or Incomplete (an index
        server), or DamagedIndex where one that was made anew is damaged, too.
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
            if asked.engine == "article":
                snapshot = self._snapshot
                return self._vectors.find(still, asked.top, asked.detector, snapshot, asked.scope)
            return self._find(still, asked.top, asked.scope, Clock())

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

    def _find_moving(self, photo: bytes, look_up: LookUp, clock: Clock) -> Answer:
        shown = self.frames(photo)
        clock.lap("decode")
        return clip.find(shown, look_up, clock)

    def _find(self, photo: bytes, top: int, scope: Scope, clock: Clock) -> Answer:
        snapshot = self._snapshot  # one generation, whatever happens meanwhile
        try:
            return self._find_in(snapshot, photo, top, scope, clock)
        except DamagedIndex as error:
            _log.warning("%s", error)
            self._current.renew(snapshot)
            return self._find_in(self._snapshot, photo, top, scope, clock)

    def _find_in(
        self, snapshot: Snapshot, photo: bytes, top: int, scope: Scope, clock: Clock
    ) -> Answer:
        snapshot, levels = snapshot.on(scope.shelves), self._levels(photo)
        clock.lap("decode")
        left_out = snapshot.numbers(scope.without)
        found = matching.matches(levels, snapshot, clock, left_out)
        if found is None:
            return Answer("kaze", "plain", seconds=clock.seconds(), reason=PLAIN)
        word, reason, best = verdict.judge(found, top, self._scale())
        told = tell(best, photo, self.read, self._decoders)
        clock.lap("verify")
        return Answer("kaze", word, told, clock.seconds(), reason=reason)

    def _levels(self, photo: bytes) -> Levels:
        """Decoded as finely as the closest look needs where that is taken."""
        claim, gray = gate.inspect(photo), self._decoders.gray
        times = long(claim.width, claim.height)
        side = round(PHOTO_SIDE * times)
        return Levels(gray(photo, side // 2), PHOTO_SIDE, lambda: gray(photo, side), times)

    def compare(self, photo: bytes, picture: bytes, name: str) -> Answer:
        """Whether two images are the same: the answer for `photo` in a collection of one."""
        return compare(photo, picture, name, self._decoders)

    def judge(self, photo: bytes, name: str, *, right: bool) -> int:
        """Learn that a photo is, or is not, the picture it was said to be: the next calibration
        counts it. Returns an id for `forget_judgment`.
        """
        answer = self.find(photo, _JUDGED)
        said = [match.evidence for match in answer.matches if match.name == name]
        return self._collection.learned.judge(said[0], right=right) if said else 0

    def forget(self, person: int) -> None:
        """As Curator does; and which photos were looked up, whoever it was."""
        super().forget(person)
        self._answers.clear()

    def _scale(self) -> Scale:
        """As it was last where the database cannot be read: lookups go on."""
        try:
            self._last_scale = self._collection.learned.scale()
        except CollectionError as error:
            _log.warning("%s", error)
        return self._last_scale

    @property
    def _snapshot(self) -> Snapshot:
        return self._current.snapshot

    def _refresh(self, *, whole: bool = False) -> None:
        self._current.refresh(whole=whole)


def _remote(collection: Collection, server: Address) -> "Remote":
    """Raises MissingClient: a plain install has none."""
    try:
        if server.lite:
            import_module("milvus_lite")
        from search.remote import Remote  # noqa: PLC0415  seconds, and not installed everywhere
    except ModuleNotFoundError as error:
        raise MissingClient(error.name or "pymilvus") from None
    return Remote(collection, server)
