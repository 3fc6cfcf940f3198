"""What lies over the picture: places where the photo shows nothing that is near them in it."""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np

from search.features import Floats, Indices, Mask
from search.options import COVER_LEAST, COVER_LEVELS
from search.report.aligned import Aligned
from search.report.placement import Placement
from search.report.tone import Tone

_OFF = 7  # px: what is found within half of this is not missing, only a little off
_JOIN = 11  # px: pieces nearer to each other than this are one thing
_RIM, _MOST = 0.06, 0.25  # of the frame: the rim along its sides; of the rim
_ACROSS, _HOLLOW = 0.65, 0.4  # of the frame's width and height; how full a frame is at most
_TRUE = 0.85  # colours that agree so well can tell a cover too
_PIECES, _LONG, _THIN = 5, 2.5, 0.75  # of writing: letters, line, and how full the line is


@dataclass(frozen=True)
class Cover:
    """`mask` (rows, columns) is what is covered, `share` how much of what is visible.

    `x` and `y` are its middle as shares of the frame; `wide` whether it goes from side to side;
    `written`: it looks like a line of writing; `margins`: it runs along two sides, or along one
    beyond which the photo goes on, as a neighbour in a collage does, so that it does not lie over
    the picture, but the photo shows less of the picture than it seems.
    """

    mask: Mask
    share: float
    x: float
    y: float
    wide: bool
    written: bool
    margins: bool = False

    @classmethod
    def of(cls, aligned: Aligned, tone: Tone, placement: Placement) -> Self:
        """Of nothing where nothing is covered."""
        foreign = _foreign(aligned, tone)
        joined = _joined(foreign)
        if not joined.any():
            return cls(joined, 0.0, 0.5, 0.5, wide=False, written=False)
        rows, columns = joined.shape
        y, x = np.nonzero(joined)
        across = float(np.ptp(x)) / columns
        return cls(
            joined,
            float(joined.sum() / aligned.seen.sum()),
            float(x.mean() / columns),
            float(y.mean() / rows),
            wide=across > 0.6,  # noqa: PLR2004
            written=_written(foreign & joined),
            margins=_margins(joined, aligned.seen, placement),
        )


def _foreign(aligned: Aligned, tone: Tone) -> Mask:
    """Where the photo is lighter or darker than all that the picture has near."""
    photo, picture = (
        [np.asarray(channel, np.float32) for channel in cv2.split(each)]
        for each in (aligned.photo, aligned.picture)
    )
    missed = _beyond(photo[0], tone.slope * picture[0] + tone.offset)
    if tone.agreement > _TRUE and abs(tone.colour - tone.was) < 0.15 * tone.was:
        for channel in (1, 2):  # the same colours as before: others are foreign
            missed = np.maximum(missed, _beyond(photo[channel], picture[channel]))
    foreign = (missed > COVER_LEVELS + 3 * tone.spread) & aligned.seen
    opened = cv2.morphologyEx(foreign.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return np.asarray(opened > 0)


def _beyond(photo: Floats, picture: Floats) -> Floats:
    near = np.ones((_OFF, _OFF), np.uint8)
    low, high = cv2.erode(picture, near), cv2.dilate(picture, near)
    return np.asarray(np.maximum(low - photo, photo - high), np.float32)


def _joined(foreign: Mask) -> Mask:
    """Pieces joined to things, filled to their hulls; those that are too small are dropped."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_JOIN, _JOIN))
    closed = cv2.morphologyEx(foreign.astype(np.uint8), cv2.MORPH_CLOSE, disc)
    things, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    filled = np.zeros_like(closed)
    for thing in things:
        hull = cv2.convexHull(thing)
        if cv2.contourArea(hull) >= COVER_LEAST * foreign.size:
            compact = cv2.contourArea(thing) > _HOLLOW * cv2.contourArea(hull)
            cv2.drawContours(filled, [hull if compact else thing], -1, 1, cv2.FILLED)
    return np.asarray(filled > 0)


def _margins(joined: Mask, seen: Mask, placement: Placement) -> bool:
    """Whether it takes much of the rim of two sides, or of one inside the photo, or surrounds the
    rest.
    """
    rim = max(1, round(_RIM * min(joined.shape)))
    y, x = np.nonzero(seen)
    inner = joined[y.min() : y.max() + 1, x.min() : x.max() + 1]
    sides = (inner[:rim], inner[-rim:], inner[:, :rim], inner[:, -rim:])
    y, x = np.nonzero(joined)
    reach = min(np.ptp(y) / joined.shape[0], np.ptp(x) / joined.shape[1])
    frame = reach > _ACROSS and _filled(joined, x, y) < _HOLLOW
    taken = np.array([side.mean() > _MOST for side in sides])
    return bool(frame or taken.sum() > 1 or (taken & placement.within).any())


def _written(foreign: Mask) -> bool:
    """Whether pieces stand in a line, with gaps."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(foreign.astype(np.uint8))
    y, x = np.nonzero(foreign)
    if count <= _PIECES or not len(x):
        return False
    height, width = np.ptp(y) + 1, np.ptp(x) + 1
    tallest = stats[1:, cv2.CC_STAT_HEIGHT].max()
    line = width > _LONG * height and tallest > height / 3
    return bool(line and _filled(foreign, x, y) < _THIN)


def _filled(foreign: Mask, x: Indices, y: Indices) -> float:
    return float(foreign[y.min() : y.max() + 1, x.min() : x.max() + 1].mean())
