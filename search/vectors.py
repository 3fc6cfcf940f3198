"""The article's way for a collection: vectors made where they are missing, loaded, and asked."""

import logging
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeAlias

import numpy as np

from search import article
from search.clock import Clock
from search.collection import Collection
from search.cores import on_all_cores
from search.errors import CollectionError, PhotoError
from search.features import Floats
from search.image import Decoders
from search.matrix import Matrix, Missing, pictures
from search.options import ARTICLE_SIDE, EXACT_PICTURES
from search.scope import Scope
from search.segment import Entry
from search.shortlist import Shortlist
from search.snapshot import Snapshot
from search.source import Source
from search.verdict import PLAIN, Answer, Match, Verdict

_COSINE = "The nearest by the article's cosine, which cannot tell the same from the like."
if TYPE_CHECKING:
    from search.vault import Far, Vault

Whole: TypeAlias = "Matrix | Shortlist | Far"
_SCOPES = 4  # of shelves, whose pictures are known; each may hold 10,000 vectors (80 MB)
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Shown:
    """Some pictures of the snapshot of a `mark` by name, and a matrix in which only they are."""

    mark: bytes
    whole: "Whole"
    pictures: dict[str, Entry]
    matrix: "Whole"

    @classmethod
    def of(cls, snapshot: Snapshot, shelves: frozenset[str] | None, whole: "Whole") -> Self:
        shown = {e.name: e for e in snapshot.entries if shelves is None or e.shelf in shelves}
        some = np.fromiter((name in shown for name in whole.names), np.bool_, len(whole.names))
        return cls(snapshot.mark, whole, shown, whole if some.all() else whole.among(some))


class Vectors:
    """Any thread may use it. Raises MissingDetector where OpenCV has not the one asked for."""

    def __init__(self, collection: Collection, decoders: Decoders) -> None:
        self._collection = collection
        self._decoders = decoders
        self._preparing = threading.Lock()
        self._matrices: dict[str, tuple[int, Whole]] = {}
        self.vault: Vault | None = None  # where there is an index server
        self._shown: dict[tuple[str, frozenset[str] | None], _Shown] = {}

    def prepare(self, detector: str) -> Iterator[tuple[int, int]]:
        """Make those that are missing; yields how many of how many are done."""
        missing = Missing.of(self._collection, detector)
        made = on_all_cores(lambda each: self._vector(each.source, detector), missing)
        for done, (each, vector) in enumerate(zip(missing, made, strict=True), start=1):
            each.keep(self._collection, detector, vector)
            yield done, len(missing)

    def matrix(self, detector: str) -> "Whole":
        """The feature matrix of this generation, loaded once."""
        with self._preparing:
            generation, matrix = self._matrices.get(detector, (-1, None))
            if matrix is None or generation != self._collection.generation:
                generation = self._collection.generation
                for _ in self.prepare(detector):
                    pass
                names = pictures(self._collection, detector)
                matrix = self._loaded(detector, names)
                self._matrices[detector] = generation, matrix
            return matrix

    def _loaded(self, detector: str, names: Mapping[int, str]) -> "Whole":
        if self.vault and detector == "kaze":
            return self.vault.load(self._collection, names)
        kind = Matrix if len(names) <= EXACT_PICTURES else Shortlist
        return kind.load(self._collection, detector, names)

    def find(
        self,
        photo: bytes,
        top: int,
        detector: str,
        snapshot: Snapshot,
        scope: Scope,
    ) -> Answer:
        """The nearest of those pictures of a snapshot that a scope shows. Raises PhotoError."""
        shown = self._among(detector, snapshot, scope.shelves)
        clock = Clock()
        gray = self._decoders.gray(photo, ARTICLE_SIDE)
        clock.lap("decode")
        vector = article.vector(gray, detector)
        clock.lap("extract")
        if vector is None:
            return Answer("article", "plain", seconds=clock.seconds(), reason=PLAIN)
        nearest = shown.matrix.nearest(vector, top + len(scope.without))
        seen = [(shown.pictures[name], value) for name, value in nearest]
        left = [(e.name, e.path, value) for e, value in seen if e.name not in scope.without]
        matches = tuple(Match(*each) for each in left[:top])
        clock.lap("search")
        word: Verdict = "maybe" if matches else "none"
        return Answer("article", word, matches, clock.seconds(), reason=_COSINE)

    def _among(self, detector: str, snapshot: Snapshot, shelves: frozenset[str] | None) -> _Shown:
        """Looked through once for each of the last few scopes."""
        matrix, key = self.matrix(detector), (detector, shelves)
        shown = self._shown.get(key)
        if shown is None or shown.mark != snapshot.mark or shown.whole is not matrix:
            shown = _Shown.of(snapshot, shelves, matrix)
            if len(self._shown) >= _SCOPES:
                self._shown.clear()
            self._shown[key] = shown
        return shown

    def _vector(self, source: Source, detector: str) -> Floats | None:
        """None also where the file is gone or broken: the next reindex will say so."""
        try:
            data = self._collection.read(source.name)
            gray = self._decoders.gray(data, ARTICLE_SIDE)
        except (OSError, PhotoError, CollectionError) as error:
            _log.warning("No article vector for %s: %s", source.name, error)
            return None
        return article.vector(gray, detector)
