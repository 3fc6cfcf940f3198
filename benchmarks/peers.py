"""Beside others, in the same run: which methods find which photos, how fast, in how much space.

The collection is KAZAMI_DATA/dev/collection, the photos are drawn with a seed: pictures after each
edit of edits.py and scenes.py, phone photos of truth.csv, and its strangers, edited likewise. All
methods get all of them. Needs `pip install -e '.[dev,peers]'`. Writes results/peers.json.

    OPENBLAS_NUM_THREADS=1 KAZAMI_DATA=... python -m benchmarks.peers
        [--each 5] [--strangers 100] [--phones 60] [--timed 20] [--collection DIR]
"""

import argparse
import tempfile
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import faiss
import numpy as np
from tqdm import tqdm

from benchmarks import keypoints, photos, record, truth
from benchmarks.methods import Kazami, Method, hashes
from benchmarks.photos import Photo
from benchmarks.studio import Pixels
from search.cores import on_all_cores
from search.engine import Engine
from search.image import Decoders
from search.options import DESCRIPTOR, KEYPOINTS

PASSING = 0.01  # of the strangers, at each method's own threshold
GROUPS = ("light", "hard", "extreme", "rephoto")
_VIEWED = 1280  # px, long side of what is edited: the pictures are smaller
_KAZE = "Kazami (engine=kaze)"
_ARTICLE = "the article (engine=article)"


@dataclass(frozen=True)
class Outcome:
    """What one method said to one photo: `first` is whether its first picture is right."""

    method: str
    photo: str
    what: str
    group: str
    first: bool
    value: float
    same: bool


def main() -> None:
    """Ask every method about every photo, time some, print the table, save everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("each", 5), ("strangers", 100), ("phones", 60), ("timed", 20)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--collection", type=Path, help="keep it here (default: a passing one)")
    options = parser.parse_args()
    around, dev = record.circumstances(), record.data() / "dev"
    with (
        tempfile.TemporaryDirectory() as passing,
        Engine.open(options.collection or Path(passing), create=True) as engine,
    ):
        ours = kazami(engine, dev / "collection")
        pictures = viewed(dev / "collection" / name for name in engine.names())
        methods = [*hashes(pictures), *tqdm(keypoints.both(pictures), "keypoints", 2), *ours]
        asked = drawn(dev, pictures, options)
        outcomes = measure(methods, asked)
        seconds = timed(methods, [photo for _, photo in asked], options.timed)
    rows = [row(each, outcomes, seconds) for each in methods]
    shipped = as_shipped(outcomes)
    print(f"{table(rows, shipped)}\n\n{record.signature(around)}")
    drawn_with = {**_plain(options), "seed": photos.SEED, "pictures": len(pictures)}
    result = {**around, "drawn": drawn_with, "methods": rows, "shipped": shipped}
    record.save("peers", {**result, "outcomes": [asdict(each) for each in outcomes]})


def kazami(engine: Engine, folder: Path) -> list[Method]:
    """Both engines, indexed. The folder's size is taken before the article's matrix is in it."""
    for _ in tqdm(engine.index([folder]), "index"):
        pass
    size = engine.stats().bytes / len(engine)
    for _ in tqdm(engine.prepare(), "article's vectors", len(engine)):
        pass
    matrix = KEYPOINTS * DESCRIPTOR * np.float32().nbytes
    return [Kazami(_ARTICLE, engine, "article", matrix), Kazami(_KAZE, engine, "kaze", size)]


def viewed(paths: Iterable[Path]) -> dict[str, Pixels]:
    """Images by name, upright, blue first; transparent ones as Kazami sees them."""
    decoders = Decoders()
    seen = {each.name: decoders.colour(each.read_bytes(), _VIEWED).pixels for each in paths}
    decoders.close()
    return {name: np.ascontiguousarray(pixels[:, :, ::-1]) for name, pixels in seen.items()}


def drawn(
    dev: Path, pictures: dict[str, Pixels], options: argparse.Namespace
) -> list[tuple[str, Photo]]:
    """All photos, each with its name."""
    queries = truth.queries(dev)
    paths = [each.path for each in queries if not each.right]
    negatives = viewed(path for path in paths if not path.name.startswith(truth.LOOK_ALIKES))
    return [
        *photos.edited(pictures, list(negatives.values()), options.each),
        *photos.phones(queries, options.phones),
        *photos.strangers(negatives, options.strangers),
    ]


def measure(methods: list[Method], asked: list[tuple[str, Photo]]) -> list[Outcome]:
    """Every method, every photo, on all cores."""
    cv2.setNumThreads(1)  # the threads are ours: one photo each
    work = [(method, name, photo) for name, photo in asked for method in methods]
    return list(tqdm(on_all_cores(lambda each: ask(*each), work), "look up", len(work)))


def ask(method: Method, name: str, photo: Photo) -> Outcome:
    """One method, one photo."""
    faiss.omp_set_num_threads(1)  # OpenMP remembers it for this thread alone
    found = method.find(photo.data)
    first, value = found.name in photo.right, round(found.value, 6)
    return Outcome(method.title, name, photo.what, photo.group, first, value, found.same)


def timed(methods: list[Method], asked: list[Photo], count: int) -> dict[str, float]:
    """Median CPU seconds of a lookup, decoding included: one thread, the methods taking turns."""
    faiss.omp_set_num_threads(1)
    some = [asked[at] for at in np.random.default_rng(photos.SEED).permutation(len(asked))[:count]]
    laps = {each.title: [_seconds(each, photo.data) for photo in some[:1]] for each in methods}
    for photo in tqdm(some, "time"):
        for each in methods:
            laps[each.title].append(_seconds(each, photo.data))
    return {title: float(np.median(each[1:])) for title, each in laps.items()}  # 0: a warm-up


def _seconds(method: Method, photo: bytes) -> float:
    photo = photos.anew(photo)
    started = time.process_time()
    found = method.find(photo)
    return time.process_time() - started + found.elsewhere


# --- Tables ------------------------------------------------------------------------------------


def row(method: Method, outcomes: list[Outcome], seconds: dict[str, float]) -> dict[str, object]:
    """A method's figures: shares of each group, right first, and also above its threshold."""
    its = [each for each in outcomes if each.method == method.title]
    limit = threshold([each.value for each in its if each.group == "stranger"])
    groups = {
        group: [share([o.first for o in few]), share([o.first and o.value > limit for o in few])]
        for group in GROUPS
        if (few := [each for each in its if each.group == group])
    }
    return {
        "method": method.title,
        "threshold": limit,
        **groups,
        "seconds": round(seconds[method.title], 4),
        "times": seconds[method.title] / seconds[_KAZE],
        "bytes": round(method.size()),
    }


def threshold(strangers: list[float]) -> float:
    """The value above which at most PASSING of the strangers are."""
    ranked = sorted(strangers, reverse=True)
    return ranked[int(PASSING * len(ranked))]


def share(hits: list[bool]) -> float:
    """Percent."""
    return round(100 * sum(hits) / len(hits), 1)


def as_shipped(outcomes: list[Outcome]) -> dict[str, object]:
    """Kazami's own verdict instead of a threshold: right and `same`; strangers called `same`."""
    its = [each for each in outcomes if each.method == _KAZE]
    groups = {g: share([o.first and o.same for o in its if o.group == g]) for g in GROUPS}
    heard = [each.same for each in its if each.group == "stranger"]
    return {**groups, "strangers": f"{sum(heard)} of {len(heard)}"}


def table(rows: list[dict[str, object]], shipped: dict[str, object]) -> str:
    """Percent right first / also above the threshold; seconds; bytes a picture."""
    head = ("method", *GROUPS, "s a photo", "x of kaze", "bytes a picture")
    lines = [[_cell(each[key]) for key in ("method", *GROUPS, *_COSTS)] for each in rows]
    own = [f"- / {_cell(shipped[group])}" for group in GROUPS]
    return record.table(head, [*lines, ["Kazami, `same` as shipped", *own, "", "", ""]]) + (
        f"\n\nStrangers that Kazami as shipped calls `same`: {shipped['strangers']}."
    )


_COSTS = ("seconds", "times", "bytes")


def _cell(value: object) -> str:
    if isinstance(value, list):
        return " / ".join(_cell(each) for each in value)
    return f"{value:.3g}" if isinstance(value, float) else f"{value}"


def _plain(options: argparse.Namespace) -> dict[str, object]:
    return {key: value for key, value in vars(options).items() if isinstance(value, int)}


if __name__ == "__main__":
    main()
