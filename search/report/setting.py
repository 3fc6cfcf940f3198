"""How the picture is set in the photo, in words: cut, turned, resized, and what is around it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from search.image import Colour
from search.options import (
    CAPTION,
    DEPTH,
    FILLS,
    IMPRECISE,
    RESIZED,
    SLANT,
    STRETCHED,
    TURNED,
    WHOLE,
)
from search.report.placement import Placement
from search.report.surroundings import Side, Surroundings, plain_around

_OVER = 135  # degrees: a mirrored picture turned by more was rather flipped


@dataclass(frozen=True)
class View:
    """A placement in a photo, and what decides what can be said of it."""

    photo: Colour
    placement: Placement
    digital: bool  # squares of pixels: no camera has seen it, but its corners are imprecise
    whole: bool  # what the outline surrounds is the picture, not partly something else

    @property
    def aside(self) -> bool:
        """Whether a camera saw it from the side."""
        where = self.placement
        return not self.digital and (where.depth > DEPTH or where.slant > SLANT)

    @property
    def flipped(self) -> bool:
        """Top to bottom, which is mirrored and turned by 180°."""
        return self.placement.mirrored and abs(self.placement.turn) > _OVER

    @property
    def turn(self) -> float:
        """Degrees to the right, beside flipping it."""
        turn = self.placement.turn
        return turn - (180 if turn > 0 else -180) if self.flipped else turn

    @property
    def upright(self) -> bool:
        """Whether its sides are those of the photo."""
        off = (self.turn + 45) % 90 - 45
        return not self.aside and abs(off) < TURNED * self.loose

    @cached_property
    def lying(self) -> bool:
        """Whether it lies askew on something that is not plain."""
        return not self.upright and not plain_around(self.photo, self.placement)

    @property
    def taken(self) -> bool:
        """Whether a camera took it, of a print or a screen."""
        return self.aside or self.lying

    @property
    def loose(self) -> float:
        """How many times as far off as usual its corners may be."""
        return IMPRECISE if self.digital or self.aside else 1.0


def setting(view: View) -> Iterator[str]:
    """Phrases, in the order of importance."""
    yield from _cut(view)
    yield from _moved(view)
    yield from _around(view)


def _cut(view: View) -> Iterator[str]:
    missing = 1 - view.placement.share
    if view.whole and missing > (1 - WHOLE) * (IMPRECISE if view.digital else 1):
        yield f"cropped to {percent(view.placement.share)}"


def _moved(view: View) -> Iterator[str]:
    if view.placement.mirrored:
        yield "flipped upside down" if view.flipped else "mirrored"
    if abs(view.turn) > 180 - TURNED:
        yield "turned by 180°"
    elif abs(view.turn) > TURNED * view.loose:
        yield f"turned by {abs(view.turn):.0f}° to the {'right' if view.turn > 0 else 'left'}"
    if view.aside:
        yield "photographed at an angle"
    else:
        yield from _sized(view)


def _sized(view: View) -> Iterator[str]:
    wider, size = view.placement.stretch, view.placement.size
    most = 1 + (STRETCHED - 1) * view.loose
    if view.upright and wider > most:
        yield f"stretched: {percent(wider - 1)} wider"
    elif view.upright and wider < 1 / most:
        yield f"stretched: {percent(1 / wider - 1)} taller"
    elif abs(size - 1) > RESIZED * view.loose:
        yield f"{percent(size)} of the size"


def percent(share: float) -> str:
    """As people write it."""
    return f"{max(1, round(100 * share))} %"


def _around(view: View) -> Iterator[str]:
    placement = view.placement
    if view.upright:
        yield from _beside(Surroundings.of(view.photo, placement), view)
    elif view.lying and view.whole and placement.covered < FILLS:
        yield f"fills {percent(placement.covered)} of the photo"


def _beside(around: Surroundings, view: View) -> Iterator[str]:
    words, plain, other = (around.sides(kind) for kind in ("words", "plain", "other"))
    if len(other) == 1 and not words and not plain:
        yield f"something added at the {other[0]}"
        return
    if other or (words and not _captions(words, plain, around)):
        on = f", on {percent(view.placement.covered)} of it" if view.whole else ""
        yield f"inside something larger{on}"
        return
    if words:
        yield f"caption added at the {' and '.join(words)}"
    if plain:
        grounds = {around.grounds[side] for side in plain}
        yield _border(plain, grounds, whole=len(plain + words) == len(around.kinds))


def _captions(words: list[Side], plain: list[Side], around: Surroundings) -> bool:
    """Whether it is no page: words on a narrow strip, above or below; or both, and no more."""
    level = all(side in ("top", "bottom") and around.thick[side] < CAPTION for side in words)
    return level and (len(words) == 1 or not plain)


def _border(sides: list[Side], grounds: set[str], *, whole: bool) -> str:
    ground = grounds.pop() + " " if len(grounds) == 1 and "" not in grounds else ""
    if whole:
        return f"{ground}border added"
    *first, last = sides
    at = f"{', '.join(first)} and {last}" if first else last
    return f"{ground}{'bars' if first else 'bar'} added at the {at}"
