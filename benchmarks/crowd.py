"""More pictures than there are: each a part of a picture's features, turned, zoomed and jittered.

They stand for a collection's size only. A part holds a third to 60 % of a picture's area, as
if that were cut out, turned, and taken again: its descriptors keep a cosine of about 0.9.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from search.features import ROW, Features
from search.index import Index
from search.snapshot import Entry, Snapshot, indexed

MADE = "made_"  # how their names begin
_AREA = (0.3, 0.6)  # of the picture's
_JITTER = 0.055  # of each of the 64 numbers
_SIDE = 640  # px, long side of what is made
_LEAST = 10  # features


def grown(snapshot: Snapshot, count: int, seed: int = 5) -> Snapshot:
    """The snapshot with so many more pictures, and an index of all."""
    if not count:
        return snapshot
    entries, packed = list(snapshot.entries), [snapshot.rows]
    at = len(snapshot.rows)
    for entry, features in _made(snapshot, count, np.random.default_rng(seed)):
        entries.append(replace(entry, start=at, stop=at + len(features)))
        packed.append(np.frombuffer(features.pack(), ROW))
        at += len(features)
    rows = np.concatenate(packed)
    which, owners = indexed(tuple(entries))
    index = Index.build(rows[which], owners)
    return replace(snapshot, entries=tuple(entries), rows=rows, index=index)


def _made(
    snapshot: Snapshot, count: int, draw: np.random.Generator
) -> Iterator[tuple[Entry, Features]]:
    number = made = 0
    while made < count:
        picture = number % len(snapshot.entries)
        entry, number = snapshot.entries[picture], number + 1
        part = _part(snapshot.features(picture), draw)
        if len(part) >= _LEAST:
            made += 1
            name = f"{MADE}{made:06}_{entry.name}"
            yield replace(entry, name=name, width=part.width, height=part.height), part


def _part(whole: Features, draw: np.random.Generator) -> Features:
    share = draw.uniform(*_AREA) ** 0.5
    size = np.array([whole.width, whole.height]) * share
    corner = draw.uniform((0, 0), np.array([whole.width, whole.height]) - size)
    part = whole.where(((whole.xy >= corner) & (whole.xy < corner + size)).all(axis=1))
    quarter, zoom = int(draw.integers(4)), _SIDE / size.max()
    xy, size = (part.xy - corner) * zoom, size * zoom
    for _ in range(quarter):  # by 90 degrees, clockwise as y points down
        xy, size = np.column_stack([size[1] - xy[:, 1], xy[:, 0]]), size[::-1]
    noisy = part.descriptors + draw.normal(0, _JITTER, part.descriptors.shape)
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
