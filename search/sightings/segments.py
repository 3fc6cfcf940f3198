"""Snapshots that grow: many small ones, merged as a binary counter carries. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from search.features import ROW, Features, Rows
from search.index import Index
from search.options import SEGMENT_FEW, SEGMENT_MOST, SIGHTING_INDEXED
from search.snapshot import Entry, Snapshot, indexed

Segments = tuple[Snapshot, ...]  # oldest first


class Piece(NamedTuple):
    """What a snapshot has of one image: its name is a number."""

    number: int
    rows: Rows
    width: int
    height: int
    scale: float

    @classmethod
    def of(cls, number: int, features: Features) -> "Piece":
        """Packed, as on disk."""
        rows = np.frombuffer(features.pack(), ROW)
        return cls(number, rows, features.width, features.height, features.scale)


def made(pieces: Iterable[Piece]) -> Snapshot:
    """A snapshot of images that no collection holds."""
    entries, packed, at = [], [], 0
    for piece in pieces:
        end = at + len(piece.rows)
        size = piece.width, piece.height, piece.scale
        entries.append(Entry(str(piece.number), None, "", *size, at, end))
        packed.append(piece.rows)
        at = end
    rows = np.concatenate([np.zeros(0, ROW), *packed])
    which, owners = indexed(tuple(entries), SIGHTING_INDEXED)
    return Snapshot(0, b"", tuple(entries), rows, Index.build(rows[which], owners))


def segmented(pieces: Iterable[Piece]) -> Segments:
    """All of them, in as few segments as there may be."""
    found = list(pieces)
    starts = range(0, len(found), SEGMENT_MOST)
    return tuple(made(found[at : at + SEGMENT_MOST]) for at in starts)


def grown(segments: Segments, piece: Piece) -> Segments:
    """With one more image: n are in about log n segments, and each was indexed anew as often."""
    *kept, last = *segments, made([piece])
    while kept and _belong_together(len(kept[-1].entries), len(last.entries)):
        last = made([*_pieces(kept.pop()), *_pieces(last)])
    return (*kept, last)


def _belong_together(older: int, newer: int) -> bool:
    """Whether two segments of these sizes become one: few cost nothing, too many take too long."""
    together = older + newer
    return together <= SEGMENT_FEW or (newer >= older and together <= SEGMENT_MOST)


def _pieces(snapshot: Snapshot) -> list[Piece]:
    return [
        Piece(int(e.name), snapshot.rows[e.start : e.stop], e.width, e.height, e.scale)
        for e in snapshot.entries
    ]
