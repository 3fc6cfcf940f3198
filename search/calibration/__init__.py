"""A collection -> its own scale, so that of all answers with value 0.9 nine in ten are right.

Photos are made of some pictures, and each is looked up twice: as it is, and as a stranger, with its
picture left out. What the best matches had to say for themselves, and which were right, is learnt;
and so is what people said of answers (*Right*, *Not the same*).
"""

import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from search.calibration import platt, reliability
from search.calibration.reliability import Bin
from search.calibration.trials import Trial, Trials
from search.collection import Collection
from search.cores import on_all_cores
from search.image import Decoders
from search.options import SAME_EVIDENCE
from search.snapshot import Snapshot
from search.verdict import Scale

PICTURES = 60  # tried by the command: a minute and a half on one core
LEAST = 10  # fewer pictures say nothing
_PHOTOS = 3  # of each picture
_AFTER_REINDEX = 8  # pictures tried then, at most
_ONE_IN = 50  # and so few of all: trying one takes as long as indexing ten
_GROWN = 2.0  # times more or fewer pictures than when it was calibrated: time to do it again


@dataclass(frozen=True)
class Report:
    """What a calibration found, on photos that the scale it was judged by had not seen.

    `bins`, `brier` and `error` (see reliability.py) are of the match values; `shipped` is the Brier
    score of the scale as it comes. `highest` is the most evidence that a stranger had, and `same`
    the share of them that were called that. Where `fitted` is false, `scale` is what it was before.
    """

    pictures: int
    photos: int
    strangers: int
    scale: Scale
    fitted: bool
    bins: tuple[Bin, ...]
    brier: float
    shipped: float
    error: float
    highest: float
    same: float
    seconds: float = 0.0


@dataclass
class Calibration:
    """One calibration. Iterate over `run` to its end: then the collection has its scale, and
    `report` says how good it is; None where fewer than `least` pictures could be tried.

    `pictures` are tried at most, drawn by `seed`; with few the scale stays near `prior`.
    """

    snapshot: Snapshot
    collection: Collection
    decoders: Decoders
    pictures: int = PICTURES
    least: int = LEAST
    prior: Scale = field(default_factory=Scale)
    seed: int = 0
    report: Report | None = field(default=None, init=False)

    def run(self) -> Generator[tuple[int, int], None, None]:
        """Try the pictures; yields how many of how many are done. Leaving early changes nothing."""
        if len(self.snapshot) < self.least:
            return
        started = time.monotonic()
        sample = self._sample()
        trials = Trials(self.snapshot, self.collection, self.decoders, _PHOTOS, self.seed)
        tried: list[list[Trial]] = []
        pairs = zip(sample, sample[1:] + sample[:1], strict=True)  # each is pasted on the next
        for done, found in enumerate(on_all_cores(lambda pair: trials.of(*pair), pairs), start=1):
            tried += [found] if found else []
            yield done, len(sample)
        if len(tried) >= self.least:
            said = self.collection.learned.judgments()
            self.report = judged(tried, self.prior, time.monotonic() - started, said)
            self.collection.learned.calibrate(self.report.scale)

    def _sample(self) -> list[int]:
        ids = self.snapshot.ids
        drawn = np.random.default_rng(self.seed).permutation(ids)
        return [int(id_) for id_ in drawn[: self.pictures]]


def after_reindex(
    snapshot: Snapshot, collection: Collection, decoders: Decoders
) -> Iterator[tuple[int, int]]:
    """A short calibration where a collection has none, or has become another; yields progress."""
    now, then = len(snapshot), collection.learned.pictures()
    pictures = min(_AFTER_REINDEX, now // _ONE_IN)
    if pictures and not then / _GROWN < now < then * _GROWN:
        prior = collection.learned.scale()  # what more pictures taught, perhaps
        yield from Calibration(snapshot, collection, decoders, pictures, 1, prior).run()


def judged(
    tried: list[list[Trial]],
    prior: Scale,
    seconds: float,
    said: Sequence[tuple[float, bool]] = (),
) -> Report:
    """The scale for trials, each picture's in a list, and how good such a scale is.

    `said` is evidence, and whether people said that it was right; the scale learns from it too.
    """
    every = [trial for trials in tried for trial in trials]
    half = np.array([bool(n % 2) for n, trials in enumerate(tried) for _ in trials])
    evidence = np.array([trial.evidence for trial in every])
    right = np.array([trial.right for trial in every])
    scale = platt.fit(
        np.array([*evidence, *(each for each, _ in said)]),
        np.array([*right, *(each for _, each in said)]),
        prior,
    )
    values = platt.crossed(evidence, right, half, prior)
    strangers = [trial.evidence for trial in every if trial.stranger]
    bins = reliability.bins(values, right)
    return Report(
        pictures=len(tried),
        photos=len(every) - len(strangers),
        strangers=len(strangers),
        scale=scale or prior,
        fitted=scale is not None,
        bins=bins,
        brier=reliability.brier(values, right),
        shipped=reliability.brier(platt.values(Scale(), evidence), right),
        error=reliability.error(bins),
        highest=max(strangers, default=0.0),
        same=float(np.mean([each >= SAME_EVIDENCE for each in strangers])) if strangers else 0.0,
        seconds=round(seconds, 3),
    )
