"""Match -> what was done to the picture, in plain words. Says only what is sure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np

from search.image import Colour
from search.options import (
    ALIKE,
    BLOCKY,
    BLURRED,
    CONTRAST,
    COVERED,
    EQUAL,
    GRAY,
    LIKE,
    NOISE,
    OTHER,
    PHRASES,
    SATURATION,
    SHARP,
    SHIFT,
    STRAIGHT,
    STRANGE,
    TINT,
)
from search.report import texture
from search.report.aligned import Aligned
from search.report.cover import Cover
from search.report.placement import Placement
from search.report.setting import View, percent, setting
from search.report.texture import Texture
from search.report.tone import Tone
from search.verdict import Match

_SQUARES = 10  # steps so much higher are no JPEG's
_TILTED = 45  # degrees: turned by more, top is no longer above
_LOW = 0.36  # of the frame: about a third


def report(photo: Colour, picture: Colour, match: Match) -> tuple[str, ...]:
    """Short phrases, geometry first, at most PHRASES; () where nothing can be said.

    `photo` and `picture` may be shrunk (half as fine as PROOF_SIDE is enough), but squares and
    JPEG's blocks are only seen in a photo's own pixels. ("unchanged",) is said where the photo
    is the whole picture in the same size and place, and no pixel differs visibly.
    """
    placement = Placement.of(photo, picture, match)
    if placement is None or not placement.share:
        return ()
    squares = texture.pixelated(photo) and not texture.pixelated(picture)
    look = Look.at(photo, picture, placement)
    view = View(photo, placement, digital=squares, whole=not (look and look.cover.margins))
    said = list(setting(view))
    if look is None:
        return tuple(said[:PHRASES])
    compressed = _compressed(photo, picture) and not squares
    said += _differences(look, view, squares=squares, compressed=compressed)
    if not said and look.equal and texture.blockiness(photo) < BLOCKY - 0.3:
        return ("unchanged",)
    return tuple(said[:PHRASES])


@dataclass(frozen=True)
class Look:
    """Both laid over each other, and what became of each thing there is to see."""

    seen: Aligned
    tone: Tone
    cover: Cover
    texture: Texture | None

    @classmethod
    def at(cls, photo: Colour, picture: Colour, placement: Placement) -> Self | None:
        """None where there is too little to see, or where the two have too little in common."""
        seen = Aligned.of(photo, picture, placement)
        if seen is None:
            return None
        tone = Tone.of(seen)
        if tone is None or tone.likeness < LIKE:
            return None
        cover = Cover.of(seen, tone, placement)
        return cls(seen, tone, cover, Texture.of(seen, tone, cover))

    @property
    def equal(self) -> bool:
        """Whether hardly a pixel is visibly different."""
        left, seen = self.texture, self.seen
        if left is None or left.finer < SHARP or left.noise > NOISE / 4:
            return False
        apart = cv2.absdiff(
            *(cv2.GaussianBlur(each, (0, 0), 1) for each in (seen.photo, seen.picture))
        )
        off = (apart >= EQUAL) & seen.seen[..., None]
        return bool(np.count_nonzero(off) <= 0.01 * 3 * np.count_nonzero(seen.seen))


def _differences(look: Look, view: View, *, squares: bool, compressed: bool) -> Iterator[str]:
    tone = look.tone
    if not compressed:  # else JPEG took the colours
        yield from _colours(tone, taken=view.taken)
    if view.taken:
        return  # light, glare, thumbs and focus are the camera's, and nobody's edit
    yield from _light(tone)
    if squares:
        yield "pixelated"
    elif look.texture:
        yield from _texture(look.texture)
    if compressed:
        yield "strongly compressed"
    alike = tone.agreement > ALIKE  # else some colours only look foreign
    if view.whole and alike and COVERED[0] < look.cover.share < COVERED[1]:
        yield _covered(look.cover, view)


def _colours(tone: Tone, *, taken: bool) -> Iterator[str]:
    if tone.gain < 0:
        yield "inverted colours"
    elif tone.colour < GRAY * min(1.0, tone.gain) and tone.was > 2 * GRAY:  # fog takes some
        yield "made black and white"
    elif taken:
        return
    elif tone.colour >= GRAY and _others(tone):
        yield "colours changed"
    elif tone.varied and tone.agreement > ALIKE:
        yield from _strength(tone.colour / tone.was, tone.gain)


def _others(tone: Tone) -> bool:
    """Whether its colours are others than the picture's."""
    return tone.tint > max(TINT, OTHER * tone.was) or tone.agreement < STRANGE


def _strength(ratio: float, gain: float) -> Iterator[str]:
    """Of colours; less contrast alone makes them weaker too."""
    if min(ratio, ratio / gain) > SATURATION:
        yield "more colourful"
    elif max(ratio, ratio / gain) < 1 / SATURATION:
        yield "paler"


def _light(tone: Tone) -> Iterator[str]:
    if tone.gain < 0:
        return
    if abs(tone.shift) > SHIFT:
        yield "brighter" if tone.shift > 0 else "darker"
    if min(tone.likeness, tone.kept) < STRAIGHT:  # a gain means little on a curve
        return
    if min(tone.gain, tone.slope) > CONTRAST:
        yield "more contrast"
    elif max(tone.gain, tone.slope) < 1 / CONTRAST:
        yield "less contrast"


def _texture(left: Texture) -> Iterator[str]:
    if left.finer < BLURRED[0] and left.fine < BLURRED[1]:
        yield "blurred"
    elif left.noise > NOISE:
        yield "noisy"


def _compressed(photo: Colour, picture: Colour) -> bool:
    """Whether the photo shows JPEG's blocks, and the picture does not."""
    blocks = texture.blockiness(photo)
    return BLOCKY < blocks < _SQUARES and texture.blockiness(picture) < BLOCKY - 0.5


def _covered(cover: Cover, view: View) -> str:
    what = "text over it" if cover.written else f"something covers {percent(cover.share)} of it"
    moved = view.placement.mirrored or abs(view.turn) > _TILTED
    return what if moved else f"{what}, {_place(cover)}"


def _place(cover: Cover) -> str:
    """In the picture: which is why nothing is said where left and right are moved."""
    down = _third(cover.y, "at the top", "at the bottom")
    across = _third(cover.x, "left", "right")
    if cover.wide or cover.written or not across:
        return down or "in the middle"
    return f"{down} {across}" if down else f"on the {across}"


def _third(at: float, low: str, high: str) -> str:
    return low if at < _LOW else high if at > 1 - _LOW else ""
