"""Article vectors to be found and to ask with: real ones as far as time allows, others composed.

Real are those of the pictures of KAZAMI_DATA/dev and, as further members, of what hard and extreme
edits make of them; of photos, which are the same pictures under light edits; and of strangers, as
they are and edited likewise. A composed vector takes each of its 32 places from the same place of
one of three real members that are alike, with a little noise: it has a picture's sort of detail.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from benchmarks import truth
from benchmarks.edits import LIGHT
from benchmarks.scenes import EXTREME, HARD
from benchmarks.studio import Edit, Pixels, Studio, opened, sent
from search import article
from search.cores import on_all_cores
from search.features import Floats
from search.image import Decoders
from search.matrix import unit
from search.options import ARTICLE_SIDE, DESCRIPTOR, KEYPOINTS

SEED = 2026
TOP = 5  # members that are nearest
GROUPS = ("photo", "composed", "stranger")  # what is asked
_PARENTS = 3  # real members that a composed vector is made of
_ALIKE = 20  # the others of them are among so many that are most like the first
_NOISE = 0.02  # of each of the 64 numbers of a descriptor of length 1: a cosine of 0.987
_NOISES = 1 << 16  # different ones, drawn from: to draw each anew takes minutes
_SWAPS = 2  # pairs of neighbouring places that a photo of a composed member has in other order


@dataclass(frozen=True)
class Real:
    """Vectors (n, 2048) float32: of members, of photos of some of them, and of strangers."""

    members: Floats
    photos: Floats
    strangers: Floats

    @classmethod
    def of(cls, dev: Path, members: int, photos: int, strangers: int) -> "Real":
        """So many images of each; those without keypoints are left out."""
        pictures = sorted((dev / "collection").iterdir())
        negatives = [query.path for query in truth.queries(dev) if query.kind == "negative"]
        hard, light = [*HARD.values(), *EXTREME.values()], [_as_it_is, *LIGHT.values()]
        whole = [path.read_bytes() for path in pictures]
        others = [opened(path) for path in negatives[:5]]  # to paste on and to blend with
        return cls(
            _vectors([*whole, *_edited(pictures, hard, members - len(whole), others)]),
            _vectors(_edited(pictures, light, photos, others)),
            _vectors(_edited(negatives, light, strangers, others)),
        )


@dataclass
class Truth:
    """The true nearest of what is `asked` (n, 2048), by brute force over all that came so far.

    `first` are the members that come first: composed ones of which photos are asked, real ones.
    """

    first: Floats
    asked: Floats
    groups: list[str]
    values: Floats
    names: NDArray[np.int64]

    @classmethod
    def of(cls, real: Real) -> "Truth":
        """Photos of pictures, strangers, and photos of composed members of the first 1,000s."""
        members = composed(real.members, len(real.photos), 0)
        made = photos(members, 1)
        asked = unit(np.concatenate([real.photos, made, real.strangers]))
        counts = len(real.photos), len(made), len(real.strangers)
        groups = [name for name, count in zip(GROUPS, counts, strict=True) for _ in range(count)]
        shape = len(asked), TOP
        first = np.concatenate([members, real.members])
        return cls(first, asked, groups, np.full(shape, -2, np.float32), np.zeros(shape, np.int64))

    def add(self, vectors: Floats, first: int) -> None:
        """More members, of which the first has this number."""
        values = np.concatenate([self.values, self.asked @ unit(vectors).T], axis=1)
        new = np.broadcast_to(np.arange(len(vectors)) + first, (len(self.asked), len(vectors)))
        best = np.argpartition(-values, TOP, axis=1)[:, :TOP]
        best = np.take_along_axis(best, np.argsort(-np.take_along_axis(values, best, 1)), 1)
        self.values = np.take_along_axis(values, best, 1)
        self.names = np.take_along_axis(np.concatenate([self.names, new], axis=1), best, 1)


def composed(real: Floats, count: int, seed: int) -> Floats:
    """`count` further members (count, 2048)."""
    draw = np.random.default_rng([SEED, seed])
    places = real.reshape(-1, KEYPOINTS, DESCRIPTOR)
    alike = np.argsort(-(unit(real) @ unit(real).T), axis=1)[:, : _ALIKE + 1]
    parents = alike[
        draw.integers(len(real), size=count)[:, None],
        draw.integers(_ALIKE + 1, size=(count, _PARENTS)),
    ]
    chosen = np.take_along_axis(parents, draw.integers(_PARENTS, size=(count, KEYPOINTS)), 1)
    return _noisy(places[chosen, np.arange(KEYPOINTS)], draw)


def photos(members: Floats, seed: int) -> Floats:
    """Photos of composed members: noise, and here and there the order is another."""
    draw = np.random.default_rng([SEED, seed])
    places = members.reshape(-1, KEYPOINTS, DESCRIPTOR).copy()
    for each in places:
        for at in draw.integers(KEYPOINTS - 1, size=_SWAPS):
            each[[at, at + 1]] = each[[at + 1, at]]
    return _noisy(places, draw)


def _noisy(places: Floats, draw: np.random.Generator) -> Floats:
    noise = draw.standard_normal((_NOISES, DESCRIPTOR), np.float32) * np.float32(_NOISE)
    noisy = places + noise[draw.integers(_NOISES, size=places.shape[:2])]
    noisy[~places.any(axis=-1)] = 0  # fewer than 32 keypoints
    return noisy.reshape(len(places), -1)


def _as_it_is(pixels: Pixels, _: Studio) -> Pixels:
    return pixels


def _edited(
    paths: Sequence[Path], edits: Sequence[Edit], count: int, others: list[Pixels]
) -> Iterator[bytes]:
    """The images take turns, and so do the edits."""
    for number in range(count):
        studio = Studio(np.random.default_rng([SEED, number]), others)
        yield sent(edits[number % len(edits)](opened(paths[number % len(paths)]), studio))


def _vectors(images: Sequence[bytes] | Iterator[bytes]) -> Floats:
    decoders = Decoders()

    def vector(image: bytes) -> Floats | None:
        return article.vector(decoders.gray(image, ARTICLE_SIDE))

    try:
        made = tqdm(on_all_cores(vector, images), "article's vectors")
        return np.stack([each for each in made if each is not None])
    finally:
        decoders.close()
