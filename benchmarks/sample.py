"""A sample of photos of every edit: pictures of KAZAMI_DATA/dev, or of any folder, drawn with a
seed and changed by edits.py, scenes.py and unusual.py.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from benchmarks import scenes
from benchmarks.studio import Edit, Pixels, Studio, opened, received
from benchmarks.truth import LOOK_ALIKES
from benchmarks.unusual import UNUSUAL
from search.image import Gray
from search.levels import Levels
from search.options import PHOTO_SIDE

PHOTOS = {"light": 44, "hard": 120, "extreme": 190, "several": 44, "unusual": 30}  # of each edit


@dataclass(frozen=True)
class Photo:
    """A photo to look up, and the pictures it shows."""

    group: str
    edit: str
    names: tuple[str, ...]
    make: Callable[[], Pixels]

    def levels(self) -> Levels:
        """As it is looked at once it has arrived."""
        gray = cv2.cvtColor(received(self.make()), cv2.COLOR_BGR2GRAY).astype(np.uint8)
        return Levels(Gray(gray, *gray.shape[::-1]), PHOTO_SIDE)


def made(dev: Path, share: float, pictures: Path | None = None) -> Iterator[Photo]:
    """Every edit on as many pictures, drawn with a seed; and several pictures in one photo.

    The pictures are those of `dev` unless they are in another folder.
    """
    draw = np.random.default_rng(11)
    paths = {path.name: path for path in sorted((pictures or dev / "collection").iterdir())}
    strange = [opened(path) for path in strangers(dev)]

    def edited(group: str, kinds: dict[str, Edit]) -> Iterator[Photo]:
        for name, edit in kinds.items():
            for picture in draw.choice(list(paths), round(PHOTOS[group] * share), replace=False):
                studio = Studio(draw.spawn(1)[0], strange)
                yield Photo(group, name, (picture,), _later(edit, paths[picture], studio))

    for group, kinds in scenes.GROUPS.items():
        yield from edited(group, kinds)
    for _ in range(round(PHOTOS["several"] * share)):
        yield from _several(paths, draw)
    yield from edited("unusual", UNUSUAL)


def strangers(dev: Path) -> list[Path]:
    """Images of nothing in the collection."""
    paths = sorted((dev / "queries").glob("neg_*"))
    return [path for path in paths if not path.name.startswith(LOOK_ALIKES)]


def _several(paths: dict[str, Path], draw: np.random.Generator) -> Iterator[Photo]:
    def few(count: int) -> tuple[str, ...]:
        return tuple(draw.choice(list(paths), count, replace=False))

    def read(names: Iterable[str]) -> list[Pixels]:
        return [opened(paths[name]) for name in names]

    first, second = (Studio(each, []) for each in draw.spawn(2))
    four, many, (a, b) = few(4), few(int(draw.integers(4, 7))), few(2)
    yield Photo("several", "collage of four", four, lambda: scenes.collage(read(four)))
    yield Photo("several", "gallery wall", many, lambda: scenes.wall(read(many), first))
    yield Photo(
        *("several", "one on another", (a, b)),
        lambda: scenes.laid_on(opened(paths[a]), opened(paths[b]), second),
    )


def _later(edit: Edit, path: Path, studio: Studio) -> Callable[[], Pixels]:
    return lambda: edit(opened(path), studio)
