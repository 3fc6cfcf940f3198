"""A snapshot of images that no collection holds: it grows by one, and is in memory only. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

import numpy as np

from search import growth
from search.codebook import Codebook, wanted
from search.draft import Piece
from search.features import ROW, Features, descriptors
from search.options import EXACT_ROWS, SIGHTING_INDEXED
from search.segment import Segment
from search.snapshot import Part, Snapshot

_made = partial(Segment.made, most=SIGHTING_INDEXED)


def piece(number: int, packed: bytes, width: int, height: int, scale: float) -> Piece:
    """What a snapshot has of one image: its name is its number."""
    return Piece(number, str(number), None, "", packed, width, height, scale)


def packed(number: int, features: Features) -> Piece:
    """The same of features that are not packed yet."""
    return piece(number, features.pack(), features.width, features.height, features.scale)


def held(pieces: Iterable[Piece]) -> Snapshot:
    """All of them, by their numbers."""
    chosen = sorted(pieces, key=lambda each: each.id)
    codebook = _trained(chosen)
    segment = _made(((each, None) for each in chosen), codebook)
    return Snapshot(0, b"", codebook, (Part.whole(segment),) if chosen else ())


def grown(snapshot: Snapshot, new: Piece) -> Snapshot:
    """With one more image: n are in about log n parts, and each was written again as often."""
    part = Part.whole(_made([(new, None)], snapshot.codebook))
    more = replace(snapshot, parts=(*snapshot.parts, part))
    if growth.outgrown(more):
        return held(each for part in more.parts for each, _ in part.pieces())
    return growth.compacted(more, _made)


def _trained(pieces: list[Piece]) -> Codebook | None:
    rows = [np.frombuffer(each.packed, ROW)[:SIGHTING_INDEXED] for each in pieces]
    count = sum(map(len, rows))
    if count <= EXACT_ROWS:
        return None
    every = np.concatenate(rows)
    sample = np.random.default_rng(0).permutation(count)[: wanted(count)]
    return Codebook.train(descriptors(every[sample]), count, SIGHTING_INDEXED)
