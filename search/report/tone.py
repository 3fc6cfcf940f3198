"""What became of light and colours: the photo's against the picture's, place by place."""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from search.features import Floats
from search.report.aligned import Aligned

_SOFT = 2.0  # px: blurred so much before comparing, for places that are a little off
_STEP = 3  # px from one sample to the next
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
        if len(photo) < _STEP or min(photo[:, 0].std(), picture[:, 0].std()) < 1:
            return None
        slope, offset, missed, kept = _fit(photo[:, 0], picture[:, 0])
        photo, picture = photo[kept], picture[kept]
        wide, was = float(photo[:, 0].std()), float(picture[:, 0].std())
        if min(wide, was) < 1:
            return None
        return cls(
            slope,
            offset,
            float(np.median(missed[kept])),
            float(kept.mean()),
            abs(_correlation(photo[:, 0], picture[:, 0])),
            float(np.copysign(wide / was, slope)),
            float(photo[:, 0].mean() - picture[:, 0].mean()),
            *_colours(photo[:, 1:] - _GRAY, picture[:, 1:] - _GRAY),
        )


def _samples(aligned: Aligned) -> tuple[Floats, Floats]:
    """(n, 3) of the photo, (n, 3) of the picture."""
    first = slice(_STEP // 2, None, _STEP)
    seen = aligned.seen[first, first]
    photo, picture = (
        cv2.GaussianBlur(each, (0, 0), _SOFT)[first, first][seen].astype(np.float32)
        for each in (aligned.photo, aligned.picture)
    )
    return photo, picture


def _fit(
    photo: Floats, picture: Floats
) -> tuple[float, float, NDArray[np.float64], NDArray[np.bool_]]:
    """Slope, offset, how much each sample misses the line, and which were kept for it."""
    kept = np.ones(len(photo), bool)
    for _ in range(_ROUNDS):
        x, y = picture[kept].astype(float), photo[kept].astype(float)
        slope = float(((x - x.mean()) * (y - y.mean())).mean() / max(x.var(), 1e-6))
        offset = float(y.mean() - slope * x.mean())
        missed = np.abs(photo - slope * picture - offset)
        most = max(_NEAR, 3.7 * float(np.median(missed)))  # 2.5 sigma
        before, kept = kept, missed <= max(most, float(np.quantile(missed, _LEAST)))
        if (kept == before).all():  # and so it would be for ever
            break
    return slope, offset, missed.astype(float), kept


def _colours(photo: Floats, picture: Floats) -> tuple[float, float, float, float, float]:
    """Strength in photo and picture, variety, tint, agreement; of (n, 2) chroma around 0."""
    middle, was = photo.mean(axis=0), picture.mean(axis=0)
    spread, variety = _strength(photo - middle), _strength(picture - was)
    if variety < _SEVERAL:  # then paler is no other tint, and there is nothing to agree on
        along = max(0.0, float(middle @ was) / max(float(was @ was), 1.0))
        tint, agreement = middle - along * was, 1.0
    else:
        tint = middle - spread / variety * was
        agreement = _correlation(photo - middle, picture - was)
    return _strength(photo), _strength(picture), variety, float(np.linalg.norm(tint)), agreement


def _strength(chroma: Floats) -> float:
    return float(np.sqrt((chroma.astype(float) ** 2).sum(axis=1).mean()))


def _correlation(one: Floats, other: Floats) -> float:
    one, other = one - one.mean(axis=0), other - other.mean(axis=0)
    return float((one * other).sum() / max(float(np.sqrt((one**2).sum() * (other**2).sum())), 1e-6))
