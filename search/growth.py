"""A snapshot follows its collection: built once, then grown by what changed, and compacted.

Parts are merged so that each is FAN times as large as the next, as in a log-structured merge tree
(O'Neil et al. 1996): a collection of n pictures has about log n parts, and a picture is written
again about as often. Codes are copied, not made again, until the codebook is outgrown.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from search.codebook import Codebook, Codes, wanted
from search.collection import Collection
from search.draft import Piece
from search.features import ROW, descriptors
from search.options import (
    EXACT_ROWS,
    FAN,
    FEW_PICTURES,
    INDEX_FEATURES,
    INDEX_FEATURES_MANY,
    MANY_PICTURES,
    OUTGROWN,
    SEGMENT_PICTURES,
)
from search.segment import Segment
from search.snapshot import Part, Snapshot

Pieces = Iterable[tuple[Piece, Codes | None]]
Make = Callable[[Pieces, Codebook | None], Segment]  # in memory, or in files


def built(collection: Collection, make: Make = Segment.made) -> Snapshot:
    """A snapshot from nothing. Raises CollectionError, or OSError of `make`."""
    with collection.view():
        generation, mark, ids = collection.generation, collection.mark, collection.ids()
        most = INDEX_FEATURES if len(ids) < MANY_PICTURES else INDEX_FEATURES_MANY
        codebook = _trained(collection, ids, most)
        parts = _parts(collection, ids, codebook, make)
    return Snapshot(generation, mark, codebook, parts)


def advanced(
    snapshot: Snapshot, collection: Collection, make: Make = Segment.made
) -> Snapshot | None:
    """The snapshot of the present generation; None where it does not follow from this one.

    Raises CollectionError, or OSError of `make`.
    """
    with collection.view():
        generation, mark = collection.generation, collection.mark
        if (generation, mark) == (snapshot.generation, snapshot.mark):
            return snapshot
        ids = collection.lineage.changes(snapshot.generation, snapshot.mark)
        if ids is None or _too_many(collection, ids, snapshot):
            return None
        old = tuple(part.without(ids) for part in snapshot.parts)
        new = _parts(collection, ids, snapshot.codebook, make)
    parts = tuple(part for part in (*old, *new) if len(part))
    return replace(snapshot, generation=generation, mark=mark, parts=parts)


def outgrown(snapshot: Snapshot) -> bool:
    """Whether it is to be built from nothing: with a codebook, or with one for more rows."""
    return _outgrown(snapshot.rows, snapshot.codebook)


def mergeable(snapshot: Snapshot) -> int:
    """How many pictures the parts hold that are to become one; 0 where all is well."""
    return sum(len(part) for part in snapshot.parts[_stays(snapshot) :])


def compacted(snapshot: Snapshot, make: Make = Segment.made) -> Snapshot:
    """Of the same generation, in fewer parts. Raises OSError of `make`, or DamagedIndex."""
    stays = _stays(snapshot)
    old = snapshot.parts[stays:]
    if not old:
        return snapshot
    merged = make(_merged(old), snapshot.codebook)
    return replace(snapshot, parts=(*snapshot.parts[:stays], Part.whole(merged)))


def _outgrown(rows: int, codebook: Codebook | None) -> bool:
    return rows > (OUTGROWN * codebook.rows if codebook else EXACT_ROWS)


def _stays(snapshot: Snapshot) -> int:
    """How many parts stay as they are: the others, which are newer, become one."""
    sizes = [len(part) for part in snapshot.parts]
    stays = max(0, len(sizes) - 1)
    newer = sum(sizes[stays:])
    while stays and _belong_together(sizes[stays - 1], newer):
        stays -= 1
        newer += sizes[stays]
    if stays == len(sizes) - 1:
        stays += 1  # the last one alone
    thin = (at for at, part in enumerate(snapshot.parts) if 2 * len(part) < len(part.segment))
    return min(stays, next(thin, stays))


def _belong_together(older: int, newer: int) -> bool:
    return older < FAN * newer and older + newer <= SEGMENT_PICTURES


def _too_many(collection: Collection, ids: Sequence[int], snapshot: Snapshot) -> bool:
    """Whether another codebook is needed anyway."""
    if len(ids) <= FEW_PICTURES:
        return False
    most = snapshot.codebook.most if snapshot.codebook else INDEX_FEATURES
    return _outgrown(collection.features_held(most), snapshot.codebook)


def _trained(collection: Collection, ids: Sequence[int], most: int) -> Codebook | None:
    """On pictures drawn with a seed; None where brute force does."""
    rows = collection.features_held(most)
    if rows <= EXACT_ROWS:
        return None
    sample, still = list[NDArray[np.void]](), wanted(rows)
    for picture in collection.pictures(np.random.default_rng(0).permutation(ids).tolist()):
        sample.append(np.frombuffer(picture.packed, ROW)[:most])
        still -= len(sample[-1])
        if still <= 0:
            break
    return Codebook.train(descriptors(np.concatenate(sample)), rows, most)


def _parts(
    collection: Collection, ids: Sequence[int], codebook: Codebook | None, make: Make
) -> tuple[Part, ...]:
    """Of those pictures that are there; a few stay in memory."""
    few = len(ids) <= FEW_PICTURES
    chunks = (ids[at : at + SEGMENT_PICTURES] for at in range(0, len(ids), SEGMENT_PICTURES))
    made = Segment.made if few else make
    return tuple(Part.whole(made(_pieces(collection, chunk), codebook)) for chunk in chunks)


def _pieces(collection: Collection, ids: Sequence[int]) -> Iterator[tuple[Piece, None]]:
    for picture in collection.pictures(ids):
        source, size = picture.source, (picture.width, picture.height, picture.scale)
        whence = source.name, source.path, source.shelf
        yield Piece(picture.id, *whence, picture.packed, *size), None


def _merged(parts: Sequence[Part]) -> Iterator[tuple[Piece, Codes]]:
    """The pictures that count, by id."""
    return heapq.merge(*(part.pieces() for part in parts), key=lambda each: each[0].id)
