"""A large collection: memory, start-up, search and geometry, what is found, what a change costs.

The collection is KAZAMI_DATA/dev/collection and further pictures made of its features (crowd.py),
in an Engine as the bot has it. Photos are made by benchmarks/edits.py, with a seed. Recall among
candidates is of the first look; with --brute a photo whose picture is not among them is looked up
once more by brute force over all rows, so that the loss against exact search is known. Times of
lookups are CPU of the one thread that each has, so that other programs matter less.

    KAZAMI_DATA=... python -m benchmarks.scale --pictures 100000 --collection DIR [--share 0.05]
        [--brute]

A run that is ended goes on where it was: pictures, and the index, are kept in DIR.
"""

import argparse
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import numpy as np
from tqdm import tqdm

from benchmarks import crowd, record, sample
from benchmarks.brute import Brute
from benchmarks.sample import Photo
from search.clock import Clock
from search.engine import Engine
from search.features import Features, Floats
from search.index import Index, Neighbours
from search.levels import PHOTO
from search.matching import Look, matches
from search.options import DESCRIPTOR, NEIGHBOURS
from search.saved import MANIFEST
from search.snapshot import Snapshot
from search.votes import Ballot, candidates

LOOKUPS = 1000  # before memory is read
CHANGES = 20  # pictures that are added, and removed


@dataclass(frozen=True)
class Outcome:
    """One photo: whether each of its pictures (`ids`, each may be several) was a candidate at the
    first look, at `seen`, and in the end `same`.
    """

    group: str
    edit: str
    among: tuple[bool, ...]
    same: tuple[bool, ...]
    milliseconds: float  # of search and geometry, all looks
    seen: Features
    ids: list[frozenset[int]]


def main() -> None:
    """Fill, open, ask, change; print the row, save everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, required=True)
    parser.add_argument("--collection", type=Path, required=True)
    parser.add_argument("--share", type=float, default=0.05, help="of benchmarks.finding's photos")
    parser.add_argument("--brute", action="store_true", help="compare with exact search: hours")
    options = parser.parse_args()
    around, dev = record.circumstances(), record.data() / "dev"
    built = filled(options.collection, dev / "collection", options.pictures)
    photos = [each for each in sample.made(dev, options.share) if each.group != "unusual"]
    before, started = record.resident(), time.perf_counter()
    with Engine.open(options.collection) as engine:
        opened = time.perf_counter() - started
        snapshot = engine._snapshot  # noqa: SLF001  what is measured here
        with patch("search.clock.time", SimpleNamespace(perf_counter=time.thread_time)):
            outcomes = [ask(photo, snapshot) for photo in tqdm(photos, "look up")]
        others(snapshot)
        memory = (record.resident() - before) / len(snapshot)
        exact = exactly(outcomes, snapshot) if options.brute else []
        row = {
            "pictures": len(snapshot),
            "rows": snapshot.rows,
            "parts": len(snapshot.parts),
            "start, s": round(opened, 2),
            "bytes a picture": round(memory),
            **timings(outcomes),
            **recall(outcomes, exact),
            **changes(engine, dev / "collection"),
            "built in, s": built,
            "on disk, bytes a picture": on_disk(options.collection) // len(snapshot),
        }
    print(record.table(row, [row.values()]), f"\n\n{record.signature(around)}")
    names = ("group", "edit", "among", "same", "milliseconds")
    each = [{name: getattr(outcome, name) for name in names} for outcome in outcomes]
    record.save(f"scale_{options.pictures}", {**around, **row, "outcomes": each})


def filled(folder: Path, pictures: Path, count: int) -> float | None:
    """The collection with so many pictures, and its index; seconds that took, where it was made."""
    crowd.fill(folder, pictures, count - len(list(pictures.iterdir())))
    saved = (folder / MANIFEST).stat().st_mtime_ns
    started = time.perf_counter()
    with Engine.open(folder):
        taken = round(time.perf_counter() - started, 1)
    return taken if (folder / MANIFEST).stat().st_mtime_ns != saved else None


def ask(photo: Photo, snapshot: Snapshot) -> Outcome:
    """Look one photo up."""
    levels = photo.levels()
    ids = [snapshot.numbers(frozenset({name})) for name in photo.names]
    clock, seen = Clock(), levels.features(PHOTO[0])
    checked = matches(levels, snapshot, clock) or ()
    found = {match.name for match in checked if match.sure}
    seconds = clock.seconds()
    among = proposed(seen, snapshot, ids)
    same = tuple(name in found for name in photo.names)
    spent = round(1000 * (seconds.search + seconds.verify), 1)
    return Outcome(photo.group, photo.edit, among, same, spent, seen, ids)


def proposed(seen: Features, index: Index, ids: list[frozenset[int]]) -> tuple[bool, ...]:
    """Which of some pictures are among the candidates of one look."""
    found = {each.picture for each in candidates(Ballot.of(seen, index))}
    return tuple(bool(each & found) for each in ids)


def exactly(outcomes: list[Outcome], snapshot: Snapshot) -> list[tuple[bool, ...]]:
    """The same by brute force, of all photos at once that missed something."""
    missed = [outcome for outcome in outcomes if not all(outcome.among)]
    every = np.concatenate(
        [np.zeros((0, DESCRIPTOR), np.float32), *(o.seen.descriptors for o in missed)]
    )
    near = Brute(snapshot).search(every, NEIGHBOURS)
    found, at = {}, 0
    for outcome in missed:
        end = at + len(outcome.seen)
        part = Known(near.of(slice(at, end)))
        found[id(outcome)] = proposed(outcome.seen, part, outcome.ids)
        at = end
    return [
        tuple(a or b for a, b in zip(o.among, found.get(id(o), o.among), strict=True))
        for o in outcomes
    ]


@dataclass(frozen=True)
class Known:
    """What a search has found already."""

    near: Neighbours

    def search(self, descriptors: Floats, neighbours: int) -> Neighbours:  # noqa: ARG002  known
        """That."""
        return self.near


def others(snapshot: Snapshot) -> None:
    """Look up pictures of the collection itself, so that all of the index is touched."""
    drawn = np.random.default_rng(1).permutation(snapshot.ids)[:LOOKUPS]
    for id_ in tqdm(drawn, "other lookups"):
        Look(snapshot.features(int(id_)), snapshot, Clock()).matches()


def timings(outcomes: list[Outcome]) -> dict[str, object]:
    """Milliseconds of search and geometry, of all looks together; medians of photos that are like
    most, and of all, which are harder.
    """
    light = [outcome.milliseconds for outcome in outcomes if outcome.group == "light"]
    every = [outcome.milliseconds for outcome in outcomes]
    return {
        "light edits, ms": round(float(np.median(light)), 1),
        "search + geometry, ms": round(float(np.median(every)), 1),
        "mean": round(float(np.mean(every)), 1),
        "p95": round(float(np.percentile(every, 95)), 1),
    }


def recall(outcomes: list[Outcome], exact: list[tuple[bool, ...]]) -> dict[str, object]:
    """Of all pictures that photos show, percent."""

    def share(found: Iterable[tuple[bool, ...]]) -> float:
        return round(100 * float(np.mean([each for some in found for each in some])), 1)

    return {
        "among": share(outcome.among for outcome in outcomes),
        **({"among, exact": share(exact)} if exact else {}),
        "same": share(outcome.same for outcome in outcomes),
    }


def changes(engine: Engine, pictures: Path) -> dict[str, object]:
    """Milliseconds to add a picture, beside its extraction, and to remove it: both at once."""
    paths = sorted(pictures.iterdir())[:CHANGES]
    added, removed = [], []
    for number, path in enumerate(paths):
        data, name = path.read_bytes(), f"new {number}"
        features = engine._extract(data)  # noqa: SLF001  not what is measured
        with patch.object(engine, "_extract", return_value=features):
            added.append(_timed(lambda: engine.add(name, data)))  # noqa: B023  called at once
        assert engine._snapshot.numbers(frozenset({name}))  # noqa: S101, SLF001
    for number in range(len(paths)):
        removed.append(_timed(lambda: engine.remove(f"new {number}")))  # noqa: B023  likewise
        assert not engine._snapshot.numbers(frozenset({f"new {number}"}))  # noqa: S101, SLF001
    return {
        "add, ms": round(float(np.median(added)), 1),
        "remove, ms": round(float(np.median(removed)), 1),
    }


def _timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - started)


def on_disk(folder: Path) -> int:
    """Bytes of all files of a collection."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
