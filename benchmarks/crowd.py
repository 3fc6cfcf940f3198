"""More pictures than there are: each a part of a picture's features, turned, zoomed and jittered.

They stand for a collection's size only. A part holds a third to 60 % of a picture's area, as
if that were cut out, turned, and taken again. The descriptors of the first 10,000 keep a cosine of
about 0.9; those of the others one of about 0.7, as so many near copies of one picture are in no
collection: they are as far from each other as those of pictures that have nothing in common. Of
these only the features that a large collection indexes are kept, for want of disk.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
from tqdm import tqdm

from search.collection import Collection
from search.engine import Engine
from search.features import Features
from search.options import INDEX_FEATURES_MANY
from search.source import Source

MADE = "made_"  # how their names begin
_AREA = (0.3, 0.6)  # of the picture's
_NEAR = 10_000  # pictures
_JITTER = (0.055, 0.12)  # of each of the 64 numbers: of the first, of the others
_MOST = (1 << 16, INDEX_FEATURES_MANY)  # features: likewise
_SIDE = 640  # px, long side of what is made
_LEAST = 10  # features
_AT_ONCE = 1000  # pictures in a transaction


def fill(folder: Path, pictures: Path, more: int) -> None:
    """A collection of the pictures of a folder, and so many that are made of their features."""
    with Engine.open(folder, create=True) as engine:
        for _ in tqdm(engine.index([pictures]), "index"):
            pass
    with closing(Collection(folder, create=False)) as collection:
        for _ in tqdm(gather(collection, more), "crowd"):
            pass


def gather(collection: Collection, count: int, seed: int = 5) -> Iterator[int]:
    """Put so many pictures into a collection, with features and no file; yields how many there
    are by now. Those of an earlier run with the same seed are there already.
    """
    rows = collection.rows("SELECT id FROM pictures WHERE name NOT GLOB ? ORDER BY id", f"{MADE}*")
    real = list(collection.pictures(number for (number,) in rows))
    there = len(collection) - len(real)
    for start in range(there, count, _AT_ONCE):
        numbers = range(start, min(start + _AT_ONCE, count))
        with collection.transaction():
            for number in numbers:
                whole = real[number % len(real)]
                far, draw = number >= _NEAR, np.random.default_rng((seed, number))
                part = _part(whole.features, _JITTER[far], draw).best(_MOST[far])
                name = f"{MADE}{number:07}_{whole.source.name}"
                collection.put(Source.of(name, name.encode()), part)
        yield numbers[-1] + 1


def _part(whole: Features, jitter: float, draw: np.random.Generator) -> Features:
    """One with enough features."""
    part = _cut(whole, jitter, draw)
    return part if len(part) >= _LEAST else _part(whole, jitter, draw)


def _cut(whole: Features, jitter: float, draw: np.random.Generator) -> Features:
    share = draw.uniform(*_AREA) ** 0.5
    size = np.array([whole.width, whole.height]) * share
    corner = draw.uniform((0, 0), np.array([whole.width, whole.height]) - size)
    part = whole.where(((whole.xy >= corner) & (whole.xy < corner + size)).all(axis=1))
    quarter, zoom = int(draw.integers(4)), _SIDE / size.max()
    xy, size = (part.xy - corner) * zoom, size * zoom
    for _ in range(quarter):  # by 90 degrees, clockwise as y points down
        xy, size = np.column_stack([size[1] - xy[:, 1], xy[:, 0]]), size[::-1]
    noisy = part.descriptors + draw.normal(0, jitter, part.descriptors.shape)
    noisy /= np.linalg.norm(noisy, axis=1, keepdims=True)
    return replace(
        part,
        xy=xy.clip(0, size - 1).astype(np.float32),
        size=(part.size * zoom).astype(np.float32),
        angle=((part.angle + 90 * quarter) % 360).astype(np.float32),
        descriptors=noisy.astype(np.float32),
        width=round(size[0]),
        height=round(size[1]),
    )
