"""The article's matrix of a large collection: compressed vectors propose, exact ones decide."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np

from search import disk
from search.codes import Codes
from search.collection import Collection
from search.features import Floats, Mask
from search.index import Numbers
from search.matrix import Matrix, stored, unit
from search.options import EXACT_PICTURES, SHORTLIST

_SAVED = 0.01  # share of the vectors that may be compressed anew at each start
_OUTGROWN = 4  # times as many vectors as it was trained for: then it is trained anew
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shortlist:
    """In memory are names and compressed vectors (`codes`); the vectors themselves stay in the
    collection, which is asked for the few that are proposed. Their values are the exact ones.

    `numbers` (pictures,) are the collection's, `places` (codes,) say at which of them each row of
    the codes is, or -1: a picture that is gone.
    """

    names: tuple[str, ...]
    numbers: Numbers
    codes: Codes
    places: Numbers
    collection: Collection
    detector: str
    _only: Any = None  # faiss.SearchParameters

    @classmethod
    def load(cls, collection: Collection, detector: str, names: Mapping[int, str]) -> Self:
        """As it was saved, and what came since. Trained and saved anew, which takes minutes for a
        million, where it was not saved, or for a collection that has changed much since.
        """
        path = collection.folder / f"matrix-{detector}"
        numbers = np.fromiter(names, np.int64, len(names))
        codes = Codes.load(path)
        if codes is None or not _fits(codes, collection, detector, numbers):
            codes = Codes.train(_sample(collection, detector, numbers), len(numbers))
        new = numbers[~np.isin(numbers, codes.numbers)]
        for batch in stored(collection, detector, new.tolist()):
            codes.add(*batch)
        if len(new) > _SAVED * len(numbers):
            try:
                disk.write(path, codes.dump())
            except OSError as error:  # the next start compresses them again
                _log.warning("Cannot save %s: %s", path, disk.reason(error))
        order = np.argsort(numbers)
        at = np.searchsorted(numbers, codes.numbers, sorter=order).clip(max=len(numbers) - 1)
        places = np.where(numbers[order[at]] == codes.numbers, order[at], -1)
        whole = cls(tuple(names.values()), numbers, codes, places, collection, detector)
        return whole if (places >= 0).all() else replace(whole, _only=codes.only(places >= 0))

    def among(self, some: Mask) -> "Matrix | Shortlist":
        """The same, in which only some (pictures,) are found: exactly, where these are few."""
        if some.sum() <= EXACT_PICTURES:
            few = {int(self.numbers[at]): self.names[at] for at in np.flatnonzero(some)}
            return Matrix.load(self.collection, self.detector, few)
        return replace(self, _only=self.codes.only(np.append(some, False)[self.places]))

    def nearest(self, vector: Floats, top: int) -> list[tuple[str, float]]:
        """As `Matrix.nearest`, of all those that the codes propose."""
        rows = self.codes.nearest(unit(vector), max(SHORTLIST, 2 * top), self._only)
        places = np.sort(self.places[rows])  # by name, so that equals are
        names = {int(self.numbers[at]): self.names[at] for at in places}
        return Matrix.load(self.collection, self.detector, names).nearest(vector, top)


def _fits(codes: Codes, collection: Collection, detector: str, numbers: Numbers) -> bool:
    """Whether they are of these pictures. Numbers are given once, but an older state that was put
    back gives them again: then the highest number of both is another picture.
    """
    both = np.intersect1d(codes.numbers, numbers)
    if len(both) < len(codes.numbers) / 2 or len(numbers) > _OUTGROWN * codes.planned:
        return False
    return all(
        codes.sums[codes.numbers == number] == sums
        for number, sums, _ in stored(collection, detector, both[-1:].tolist())
    )


def _sample(collection: Collection, detector: str, numbers: Numbers) -> Floats:
    drawn = np.random.default_rng(0).permutation(numbers)[: Codes.sample(len(numbers))]
    batches = stored(collection, detector, drawn.tolist())
    return np.concatenate([unit(vectors) for _, _, vectors in batches])
