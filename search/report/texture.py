"""What became of the finest detail: blurred, noisy, in squares, or squeezed by JPEG."""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from search.features import Doubles, Floats, Mask
from search.image import Colour, Pixels
from search.report.aligned import Aligned
from search.report.cover import Cover
from search.report.tone import Tone

_JPEG = 8  # px: side of a JPEG's blocks
_FLAT = 0.25  # of the picture, where it is plainest: noise shows there
_SOME = 16  # pixels: one of so many tells which are plain
_STRONG = 40  # gray levels: steps larger than this are edges of things, and count as this much
_ASIDE = 7  # px on either side that a step is compared with
_STEPS, _EVEN = 8, 0.9  # steps that squares need, and how many of them are equally far apart
_SHARP, _SHARPEST = 2.7, 15.0  # times as high as those between; likewise where a JPEG has its own


@dataclass(frozen=True)
class Texture:
    """`fine` and `finer` are what is left of detail of about 3 and 1.5 px, as shares of what tone
    made of the picture's; `noise` the gray levels of noise that came in.
    """

    fine: float
    finer: float
    noise: float

    @classmethod
    def of(cls, aligned: Aligned, tone: Tone, cover: Cover) -> Self | None:
        """None where nothing is left to compare."""
        near = cv2.dilate(cover.mask.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
        open_ = aligned.seen & ~near
        if open_.sum() < 100:  # noqa: PLR2004  px
            return None
        photo, picture = _bands(aligned.photo), _bands(aligned.picture)
        gain = max(abs(tone.gain), 0.2)
        finer, fine = (
            float(now[open_].mean() / max(float(was[open_].mean()), 0.3) / gain)
            for now, was in zip(photo, picture, strict=True)
        )
        plain = _plain(picture, open_)
        noise = float(np.median(photo[0][plain]) - gain * np.median(picture[0][plain]))
        return cls(fine, finer, noise)


def _bands(pixels: Floats) -> tuple[Floats, Floats]:
    """Detail of luma of about 1.5 px, and of about 3 px."""
    luma = cv2.extractChannel(pixels, 0)
    soft, softer = (cv2.GaussianBlur(luma, (0, 0), sigma) for sigma in (0.8, 1.6))
    finer, fine = cv2.absdiff(luma, soft), cv2.absdiff(soft, softer)
    return np.asarray(finer, np.float32), np.asarray(fine, np.float32)


def _plain(bands: tuple[Floats, Floats], where: Mask) -> Mask:
    activity = cv2.GaussianBlur(bands[0] + bands[1], (0, 0), 3)
    return np.asarray(where & (activity <= np.quantile(activity[where][::_SOME], _FLAT)))


# --- Squares, which only the photo's own pixels show ----------------------------------------------


def pixelated(photo: Colour) -> bool:
    """Whether it consists of squares of one colour each."""
    if not _whole(photo):
        return False
    sides = [_squares(steps) for steps in _steps(photo)]
    return min(sides) > 0 and abs(sides[0] - sides[1]) <= 1


def blockiness(image: Colour) -> float:
    """How much higher the steps between a JPEG's blocks are than others: about 1 where not."""
    if not _whole(image):
        return 1.0
    return float(np.sqrt(np.prod([_blocky(steps) for steps in _steps(image)])))


def _whole(image: Colour) -> bool:
    """Whether these are the image's own pixels, and enough of them."""
    rows, columns = image.pixels.shape[:2]
    return (columns, rows) == (image.width, image.height) and min(rows, columns) > 6 * _JPEG


def _steps(image: Colour) -> tuple[Doubles, Doubles]:
    """Mean step from each column to the next, and from each row to the next."""
    luma = cv2.cvtColor(image.pixels, cv2.COLOR_RGB2GRAY)
    across, down = cv2.absdiff(luma[:, 1:], luma[:, :-1]), cv2.absdiff(luma[1:], luma[:-1])
    return _mean(np.asarray(across, np.uint8), 0), _mean(np.asarray(down, np.uint8), 1)


def _mean(steps: Pixels, axis: int) -> Doubles:
    """With those that are strong counted as `_STRONG`."""
    _, low = cv2.threshold(steps, _STRONG, 0, cv2.THRESH_TRUNC)
    return cv2.reduce(low, axis, cv2.REDUCE_AVG, dtype=cv2.CV_32F).ravel().astype(np.float64)


def _squares(steps: Doubles) -> float:
    """Pixels from one high step to the next where they are regular; 0 where not."""
    around = sliding_window_view(np.pad(steps, _ASIDE, mode="reflect"), 2 * _ASIDE + 1)
    usual = np.partition(around, _ASIDE, axis=1)[:, _ASIDE] + 0.5  # the median
    high = np.flatnonzero(steps > 2 * usual)
    if len(high) < _STEPS:
        return 0.0
    gaps = np.diff(high)
    gap = float(np.median(gaps))
    even = float((np.abs(gaps - gap) <= 1).mean())
    of_jpeg = gap == _JPEG and float((high % _JPEG == _JPEG - 1).mean()) > 0.5  # noqa: PLR2004
    sharp = _blocky(steps) > _SHARPEST if of_jpeg else np.median((steps / usual)[high]) > _SHARP
    return gap if gap > 2 and even >= _EVEN and sharp else 0.0  # noqa: PLR2004  wider than lines


def _blocky(steps: Doubles) -> float:
    """Steps between blocks, compared with the highest of those within: squares have more."""
    whole = steps[: len(steps) // _JPEG * _JPEG].reshape(-1, _JPEG).mean(axis=0)
    return float((whole[-1] + 0.05) / (whole[:-1].max() + 0.05))
