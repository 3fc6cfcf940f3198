"""Pictures that are the same, two by two: what each shows of the other, and who is linked."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from search.duplicates.polygon import area, holds, shared
from search.features import Features, Floats
from search.homography import project
from search.options import SHARED, SPREAD
from search.verdict import Match

_CELLS = 4  # a side: grid over what is shared
_BUSY = 2  # features in a cell that counts
_APART = 0.1  # of the smaller of two parts; those that share less lie beside each other
_WHOLE = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)  # a picture, whatever its size


@dataclass(frozen=True)
class Link:
    """Two pictures that show the same; `mirrored`: one is the mirror image of the other.

    `parts` has, for each of the two (by its number), what the other shows of it: a convex polygon
    (n, 2) float32 in units of the picture's width and height, origin at its top left corner.
    `spread` is the share of that, 0..1, over which their features agree.
    """

    inliers: int
    value: float
    mirrored: bool
    parts: Mapping[int, Floats]
    spread: float = 1.0

    @classmethod
    def of(cls, match: Match, photo: tuple[int, Features], picture: tuple[int, Features]) -> Self:
        """The link that a match is, with the numbers and the features of the two."""
        outline = _in_sides(photo[1], np.array(match.outline, np.float32))
        seen = shared(outline, _WHOLE)
        back = cv2.getPerspectiveTransform(outline, _WHOLE).astype(np.float64)
        shown = project(back, seen) if len(seen) else seen
        spread = min(
            _spread(seen, photo[1], match.photo_xy), _spread(shown, picture[1], match.picture_xy)
        )
        parts = {photo[0]: seen, picture[0]: shown}
        return cls(match.inliers, match.value, match.mirrored, parts, spread)

    @classmethod
    def exact(cls, picture: int, copy: int, inliers: int) -> Self:
        """Two files that are the same to the byte: nothing is left to be proven."""
        return cls(inliers, 1.0, mirrored=False, parts={picture: _WHOLE, copy: _WHOLE})

    def shares(self, picture: int) -> tuple[float, float]:
        """The share of a picture's area that the other shows, then of the other's that it shows."""
        (other,) = self.parts.keys() - {picture}
        return min(1.0, area(self.parts[picture])), min(1.0, area(self.parts[other]))


class Links:
    """All links that count, from both ends: each picture shows SHARED of the other, and what they
    share agrees over SPREAD of it.
    """

    def __init__(self) -> None:
        self._of: defaultdict[int, dict[int, Link]] = defaultdict(dict)

    def add(self, link: Link) -> None:
        """Keep it if it counts; of two between the same pictures, the one of more inliers."""
        a, b = link.parts
        if min(link.shares(a)) < SHARED or link.spread < SPREAD:
            return
        known = self._of[a].get(b, link)
        self._of[a][b] = self._of[b][a] = max(known, link, key=_inliers)

    def get(self, a: int, b: int) -> Link | None:
        """What links two pictures."""
        return self._of[a].get(b)

    def collage(self, a: int, b: int) -> bool:
        """Whether, of two linked pictures, one shows the other beside a third.

        It is then taken for several pictures pasted together, a copy of none. A picture whose left
        and right half are both in the collection looks just the same, and is safe from being
        called a copy too.
        """
        link = self.get(a, b)
        return link is not None and any(
            _apart(link.parts[end], other.parts[end])
            for end in (a, b)
            for other in self._of[end].values()
        )

    def components(self, pictures: int) -> list[list[int]]:
        """Pictures 0 to `pictures` - 1, those together that links join, also by way of others."""
        from scipy.sparse import coo_array, csgraph  # noqa: PLC0415  slow to import, seldom asked

        ends = [(a, b) for a, others in self._of.items() for b in others]
        rows, columns = np.array(ends, np.int32).reshape(-1, 2).T
        graph = coo_array((np.ones(len(ends)), (rows, columns)), shape=(pictures, pictures))
        count, labels = csgraph.connected_components(graph, directed=False)
        joined: list[list[int]] = [[] for _ in range(count)]
        for picture, label in enumerate(labels):
            joined[label].append(picture)
        return joined


def _in_sides(features: Features, xy: Floats) -> Floats:
    """Pixels of the image as given -> units of its width and height."""
    sides = np.array([features.width, features.height]) / features.scale
    return (xy / sides).astype(np.float32)


def _spread(part: Floats, features: Features, agreeing: Floats) -> float:
    """Of the cells of a part that hold features, the share in which some of them agree."""
    if not area(part):
        return 0.0
    low, high = part.min(axis=0), part.max(axis=0)

    def count(xy: Floats) -> NDArray[np.intp]:
        cell = ((xy - low) / (high - low) * _CELLS).astype(int).clip(0, _CELLS - 1)
        return np.bincount(cell[:, 1] * _CELLS + cell[:, 0], minlength=_CELLS**2)

    every = _in_sides(features, features.as_given(features.xy))
    busy = count(every[holds(part, every)]) >= _BUSY
    agree = count(_in_sides(features, agreeing)) > 0
    return float((busy & agree).sum() / max(1, busy.sum()))


def _apart(a: Floats, b: Floats) -> bool:
    """Whether two parts of one picture lie beside each other."""
    return area(shared(a, b)) < _APART * min(area(a), area(b))


def _inliers(link: Link) -> int:
    return link.inliers
