"""What became of light and colours: the photo's against the picture's, place by place."""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from search.features import Floats
from search.report.aligned import Aligned

_STEP = 3  # px from one sample to the next: each is the mean of so many across and down
_SOFT = 0.6  # steps: blurred so much before comparing, for places that are a little off
_ROUNDS = 5  # of fitting to what fitted before: stickers and thumbs drop out
_LEAST = 0.6  # of the samples that a fit keeps
_NEAR = 10.0  # gray levels: what misses a fit by so little stays in any case
_GRAY = 128  # of chroma
_SEVERAL = 6.0  # levels of chroma: colours nearer to each other than this are one


@dataclass(frozen=True)
class Tone:
    """How the picture's colours became the photo's. Luma and chroma are 0..255.

    `slope` and `offset` take luma to luma, within `spread` gray levels (median), for the share
    `kept` of all places; `likeness` is their correlation. `gain` is the contrast that is left
    (below 0: a negative), `shift` how much brighter it is on average. `colour` and `was` are the
    strength of the photo's and the picture's colours, `variety` how far the picture's lie apart;
    `tint` is how much of another colour the photo has everywhere, `agreement` the correlation of
    colours where there are several (1 where not).
    """

    slope: float
    offset: float
    spread: float
    kept: float
    likeness: float
    gain: float
    shift: float
    colour: float
    was: float
    variety: float
    tint: float
    agreement: float

    @property
    def varied(self) -> bool:
        """Whether the picture has several colours."""
        return self.variety >= _SEVERAL

    @classmethod
    def of(cls, aligned: Aligned) -> Self | None:
        """None where there is no contrast to compare."""
        photo, picture = _samples(aligned)
        if photo.shape[1] < _STEP or min(photo[0].std(), picture[0].std()) < 1:
            return None
        slope, offset, missed, kept = _fit(photo[0], picture[0])
        photo, picture = photo.compress(kept, axis=1), picture.compress(kept, axis=1)
        wide, was = float(photo[0].std()), float(picture[0].std())
        if min(wide, was) < 1:
            return None
        return cls(
            slope,
            offset,
            float(np.median(missed[kept])),
            float(kept.mean()),
            abs(_correlation(photo[:1], picture[:1])),
            float(np.copysign(wide / was, slope)),
            float(photo[0].mean() - picture[0].mean()),
            *_colours(photo[1:] - _GRAY, picture[1:] - _GRAY),
        )


def _samples(aligned: Aligned) -> tuple[Floats, Floats]:
    """(3, n) of the photo, (3, n) of the picture."""
    rows, columns = (side // _STEP * _STEP for side in aligned.seen.shape)
    seen = aligned.seen[_STEP // 2 : rows : _STEP, _STEP // 2 : columns : _STEP]
    photo, picture = (
        np.ascontiguousarray(_soft(each[:rows, :columns])[seen].T)
        for each in (aligned.photo, aligned.picture)
    )
    return photo, picture


def _soft(pixels: Floats) -> Floats:
    """One for each step across and down."""
    size = pixels.shape[1] // _STEP, pixels.shape[0] // _STEP
    means = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(means, (0, 0), _SOFT), np.float32)


def _fit(
    photo: Floats, picture: Floats
) -> tuple[float, float, NDArray[np.float64], NDArray[np.bool_]]:
    """Slope, offset, how much each sample misses the line, and which were kept for it."""
    kept, ranks = np.ones(len(photo), bool), [len(photo) // 2, int(_LEAST * len(photo))]
    for _ in range(_ROUNDS):
        x, y = picture[kept].astype(float), photo[kept].astype(float)
        off = x - x.mean()
        slope = float((off * y).mean() / max(np.square(off).mean(), 1e-6))
        offset = float(y.mean() - slope * x.mean())
        missed = np.abs(photo - slope * picture - offset)
        middle, least = np.partition(missed, ranks)[ranks]
        before, kept = kept, missed <= max(_NEAR, 3.7 * middle, least)  # 3.7: 2.5 sigma
        if (kept == before).all():  # and so it would be for ever
            break
    return slope, offset, missed.astype(float), kept


def _colours(photo: Floats, picture: Floats) -> tuple[float, float, float, float, float]:
    """Strength in photo and picture, variety, tint, agreement; of (2, n) chroma around 0."""
    middle, was = photo.mean(axis=1), picture.mean(axis=1)
    spread, variety = _strength(photo - middle[:, None]), _strength(picture - was[:, None])
    if variety < _SEVERAL:  # then paler is no other tint, and there is nothing to agree on
        along = max(0.0, float(middle @ was) / max(float(was @ was), 1.0))
        tint, agreement = middle - along * was, 1.0
    else:
        tint = middle - spread / variety * was
        agreement = _correlation(photo, picture)
    return _strength(photo), _strength(picture), variety, float(np.linalg.norm(tint)), agreement


def _strength(chroma: Floats) -> float:
    """Of (2, n)."""
    return float(np.sqrt(np.square(chroma).sum() / chroma.shape[1]))


def _correlation(one: Floats, other: Floats) -> float:
    """Of all channels together, each about its own mean: (channels, n)."""
    one, other = (each - each.mean(axis=1, keepdims=True) for each in (one, other))
    both = float(np.sqrt(np.square(one).sum() * np.square(other).sum()))
    return float((one * other).sum() / max(both, 1e-6))
