"""How rows are kept in the index: the right picture among the candidates, against time and size.

Photos are made by benchmarks/edits.py, with a seed, and seen once, at the first look's 600 features
at most; those made of what a photo shows (crowd.py) are left out for it. All ways are asked the
same, among the same pictures, 300 rows of each, by one thread. Writes results/rows.json.

    KAZAMI_DATA=... python -m benchmarks.rows [--grow 1000] [--share 0.03] [--collection DIR]
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from tqdm import tqdm

from benchmarks import crowd, record, sample
from search.collection import Collection
from search.features import Features, Floats
from search.index import Neighbours, Numbers
from search.levels import PHOTO
from search.options import DESCRIPTOR
from search.votes import Ballot, candidates

ROWS = 300  # of a picture
LISTS = 512
TRAINING = 50  # rows a list
WAYS = {  # FAISS's name, whether codes depend on the list, bytes a row beside its number
    "exact": ("Flat", None, 256),
    "8 bits a number": (f"IVF{LISTS},SQ8", None, 64),
    "RaBitQ": (f"IVF{LISTS},RaBitQ", None, 16),
    "PQ32x4, of what the list leaves": (f"IVF{LISTS},PQ32x4fs", True, 16),
    "PQ32x4 (shipped)": (f"IVF{LISTS},PQ32x4fs", False, 16),
}
PROBES = (4, 8, 16)


@dataclass(frozen=True)
class Held:
    """All rows (n,) and whose they are, asked by `ask`; `spent` are CPU seconds of each search."""

    ask: Callable[[Floats, int], tuple[Floats, Numbers]]
    owner: Numbers
    row: Numbers
    turn: Floats
    size: Floats
    spent: list[float] = field(default_factory=list)

    def search(self, descriptors: Floats, neighbours: int) -> Neighbours:
        """The nearest rows."""
        started = time.thread_time()
        distance, at = self.ask(descriptors, neighbours)
        self.spent.append(time.thread_time() - started)
        picture = np.where(at >= 0, self.owner[at], -1)
        return Neighbours(distance, picture, self.row[at], self.turn[at], self.size[at])


@dataclass(frozen=True)
class Seen:
    """A photo at its first look, the pictures it shows, and those that are made of them."""

    features: Features
    shown: tuple[int, ...]
    made: frozenset[int]


def main() -> None:
    """Ask every way, print the table, save it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--grow", type=int, default=1000, help="pictures to add (crowd.py)")
    parser.add_argument("--share", type=float, default=0.03, help="of benchmarks.finding's photos")
    parser.add_argument("--collection", type=Path, help="keep it here (default: a passing one)")
    options = parser.parse_args()
    around, dev = record.circumstances(), record.data() / "dev"
    with tempfile.TemporaryDirectory() as passing:
        folder = options.collection or Path(passing)
        crowd.fill(folder, dev / "collection", options.grow)
        with closing(Collection(folder, create=False)) as collection:
            names, pictures = read(collection)
    usual = [each for each in sample.made(dev, options.share) if each.group != "unusual"]
    photos = [seen(photo, names) for photo in tqdm(usual, "see")]
    rows = list(compared(pictures, photos))
    print(record.table(rows[0], [row.values() for row in rows]), f"\n\n{record.signature(around)}")
    asked = {"pictures": len(names), "photos": len(photos)}
    record.save("rows", {**around, **asked, "ways": rows})


def read(collection: Collection) -> tuple[list[str], list[Features]]:
    """Names and features of all pictures."""
    names, features = [], []
    for picture in tqdm(collection.pictures(), "read"):
        few = np.arange(len(picture.features)) < ROWS
        names.append(picture.source.name)
        features.append(picture.features.where(few))
    return names, features


def seen(photo: sample.Photo, names: list[str]) -> Seen:
    """At the first look."""
    features = photo.levels().features(PHOTO[0])
    ours = [at for at, name in enumerate(names) if name.endswith(photo.names)]
    made = frozenset(at for at in ours if names[at].startswith(crowd.MADE))
    return Seen(features, tuple(at for at in ours if at not in made), made)


def compared(pictures: list[Features], photos: list[Seen]) -> Iterator[dict[str, object]]:
    """A row of the table for each way and number of lists that are read."""
    faiss.omp_set_num_threads(1)
    counts = [len(each) for each in pictures]
    every = np.concatenate([each.descriptors for each in pictures])
    sample = every[np.random.default_rng(0).permutation(len(every))[: LISTS * TRAINING]]
    whose = (
        np.repeat(np.arange(len(pictures)), counts),
        np.concatenate([np.arange(count) for count in counts]),
        np.radians(np.concatenate([each.angle for each in pictures])),
        np.log(np.concatenate([each.size for each in pictures]).clip(1e-3)),
    )
    for name, (kind, residual, size) in WAYS.items():
        index = built(kind, sample, every, residual=residual)
        for probes in PROBES if kind != "Flat" else (None,):
            if probes:
                index.nprobe = probes
            found, spent = asked(Held(index.search, *whose), photos)
            yield {
                "rows kept as": name,
                "lists read": probes or "-",
                "bytes a row": size,
                "among candidates": f"{found:.1%}",
                "ms of CPU a photo": round(1000 * spent, 1),
            }


def built(kind: str, sample: Floats, every: Floats, *, residual: bool | None) -> Any:
    """An index of all rows."""
    index: Any = faiss.index_factory(DESCRIPTOR, kind)
    if residual is not None:
        index.by_residual = residual
    index.train(sample)
    index.add(every)
    return index


def asked(held: Held, photos: list[Seen]) -> tuple[float, float]:
    """The share of shown pictures among the candidates, and CPU seconds of a photo's search."""
    found: list[bool] = []
    for photo in photos:
        near = {each.picture for each in candidates(Ballot.of(photo.features, held), photo.made)}
        found += [at in near for at in photo.shown]
    return float(np.mean(found)), float(np.mean(held.spent))


if __name__ == "__main__":
    main()
