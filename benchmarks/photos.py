"""Photos that benchmarks.peers asks with: edited pictures, phone photos and edited strangers."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from benchmarks import truth
from benchmarks.scenes import GROUPS
from benchmarks.studio import Edit, Pixels, Studio, sent

SEED = 2026
EDITS = {name: edit for edits in GROUPS.values() for name, edit in edits.items()}
_NUMBERS = itertools.count()
GROUP = {name: group for group, edits in GROUPS.items() for name in edits}


@dataclass(frozen=True)
class Photo:
    """A photo, what it is, and which pictures are right: none for a stranger."""

    data: bytes
    what: str
    group: str  # light, hard, extreme, rephoto or stranger
    right: frozenset[str]


def anew(photo: bytes) -> bytes:
    """The same photo in other bytes, behind its end: no answer to it is known yet."""
    return photo + next(_NUMBERS).to_bytes(8, "big")


def edited(
    pictures: Mapping[str, Pixels], others: list[Pixels], each: int
) -> Iterator[tuple[str, Photo]]:
    """Each edit on `each` pictures; no picture comes again before all had their turn."""
    turns = np.random.default_rng(SEED).permutation(sorted(pictures))
    for number, (name, edit) in enumerate(pair for pair in EDITS.items() for _ in range(each)):
        picture = str(turns[number % len(turns)])
        data = _made(edit, pictures[picture], others, number)
        yield picture, Photo(data, name, GROUP[name], frozenset([picture]))


def strangers(negatives: Mapping[str, Pixels], count: int) -> Iterator[tuple[str, Photo]]:
    """`count` of them, edited likewise: the edits take turns."""
    names = np.random.default_rng(SEED).permutation(sorted(negatives))
    edits = np.random.default_rng(SEED).permutation(list(EDITS))
    for number in range(count):
        stranger, name = str(names[number % len(names)]), str(edits[number % len(edits)])
        others = [pixels for other, pixels in negatives.items() if other != stranger]
        data = _made(EDITS[name], negatives[stranger], others, number)
        yield stranger, Photo(data, name, "stranger", frozenset())


def _made(edit: Edit, pixels: Pixels, others: list[Pixels], number: int) -> bytes:
    return sent(edit(pixels, Studio(np.random.default_rng([SEED, number]), others)))


def phones(queries: list[truth.Query], count: int) -> Iterator[tuple[str, Photo]]:
    """Photographs of printed pictures, as they came."""
    taken = [each for each in queries if each.kind.startswith("rephoto_")]
    for at in np.random.default_rng(SEED).permutation(len(taken))[:count]:
        query = taken[at]
        yield query.path.stem, Photo(query.path.read_bytes(), query.kind, "rephoto", query.right)
