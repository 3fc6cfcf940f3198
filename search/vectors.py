"""The article's way for a collection: vectors made where they are missing, loaded, and asked."""

import logging
import threading
from collections.abc import Iterator, Mapping

from search import article
from search.clock import Clock
from search.collection import Collection
from search.cores import on_all_cores
from search.errors import CollectionError, PhotoError
from search.features import Floats
from search.image import Decoders
from search.matrix import Matrix, Missing
from search.options import ARTICLE_SIDE
from search.source import Source
from search.verdict import PLAIN, Answer, Match, Verdict

_COSINE = "The nearest by the article's cosine, which cannot tell the same from the like."
_log = logging.getLogger(__name__)


class Vectors:
    """Any thread may use it. Raises MissingDetector where OpenCV has not the one asked for."""

    def __init__(self, collection: Collection, decoders: Decoders) -> None:
        self._collection = collection
        self._decoders = decoders
        self._preparing = threading.Lock()
        self._matrices: dict[str, tuple[int, Matrix]] = {}

    def prepare(self, detector: str) -> Iterator[tuple[int, int]]:
        """Make those that are missing; yields how many of how many are done."""
        missing = Missing.of(self._collection, detector)
        made = on_all_cores(lambda each: self._vector(each.source, detector), missing)
        for done, (each, vector) in enumerate(zip(missing, made, strict=True), start=1):
            each.keep(self._collection, detector, vector)
            yield done, len(missing)

    def matrix(self, detector: str) -> Matrix:
        """The feature matrix of this generation, loaded once."""
        with self._preparing:
            generation, matrix = self._matrices.get(detector, (-1, None))
            if matrix is None or generation != self._collection.generation:
                generation = self._collection.generation
                for _ in self.prepare(detector):
                    pass
                matrix = Matrix.load(self._collection, detector)
                self._matrices[detector] = generation, matrix
            return matrix

    def find(
        self,
        photo: bytes,
        top: int,
        detector: str,
        pictures: Mapping[str, str | None],
        clock: Clock,
    ) -> Answer:
        """The nearest of some pictures (names, and the paths of their files). Raises PhotoError."""
        matrix = self.matrix(detector)
        clock.restart()
        with self._decoders.borrow() as decoder:
            gray = decoder.gray(photo, ARTICLE_SIDE)
        clock.lap("decode")
        vector = article.vector(gray, detector)
        clock.lap("extract")
        if vector is None:
            return Answer("article", "plain", seconds=clock.seconds(), reason=PLAIN)
        nearest = matrix.nearest(vector, top, pictures)
        matches = tuple(Match(name, pictures[name], value) for name, value in nearest)
        clock.lap("search")
        word: Verdict = "maybe" if matches else "none"
        return Answer("article", word, matches, clock.seconds(), reason=_COSINE)

    def _vector(self, source: Source, detector: str) -> Floats | None:
        """None also where the file is gone or broken: the next reindex will say so."""
        try:
            data = self._collection.read(source.name)
            with self._decoders.borrow() as decoder:
                gray = decoder.gray(data, ARTICLE_SIDE)
        except (OSError, PhotoError, CollectionError) as error:
            _log.warning("No article vector for %s: %s", source.name, error)
            return None
        return article.vector(gray, detector)
