"""The article's engine among many: time, memory and recall of one lookup, from 1,000 pictures on.

A collection grows from size to size; its vectors, and what is asked, are those of vectors.py. Up
to 100,000 the exact matrix is compared with scipy's cdist; past EXACT_PICTURES the shortlist is
compared with brute force over all. One thread. Needs 9 KB of disk a picture where TMPDIR is, and
writes results/matrix.json.

    KAZAMI_DATA=... python -m benchmarks.matrix [--sizes 1000 10000 100000 1000000]
        [--members 1000] [--photos 300] [--strangers 150] [--real FILE]
"""

import argparse
import hashlib
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from benchmarks import record
from benchmarks.vectors import GROUPS, SEED, TOP, Real, Truth, composed
from search.collection import Collection
from search.features import Floats
from search.matrix import Matrix, pictures
from search.options import EXACT_PICTURES
from search.shortlist import Shortlist

STEP = 10_000  # pictures that are put at once
WARM_UP = 10  # vectors looked up before the clock counts
EXACT_MOST = 100_000  # pictures: what cdist takes is 16 KB of memory for each, for a moment
SURELY = 0.02  # of cosine, by which the nearest is nearer than the second: no mere chance
REPEATS = 5  # of cdist, and of the product beside it


def main() -> None:
    """Measure, print the tables, save everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    sizes = [1_000, 10_000, 100_000, 1_000_000]
    parser.add_argument("--sizes", type=int, nargs="+", default=sizes)
    for name, default in (("members", 1000), ("photos", 300), ("strangers", 150)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--real", type=Path, help="keep the real vectors here, made once (.npz)")
    options = parser.parse_args()
    around, real = record.circumstances(), real_ones(options)
    counts = {name: len(vectors) for name, vectors in vars(real).items()}
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        collection, truth = Collection(Path(folder), create=True), Truth.of(real)
        for size in sorted(options.sizes):
            grow(collection, truth, real.members, size)
            rows.append(measure(collection, truth))
            record.save("matrix", {**around, "seed": SEED, "real": counts, "sizes": rows})
            print(f"{rows[-1]}\n", flush=True)
        collection.close()
    print(f"{exact_table(rows)}\n\n{shortlist_table(rows)}\n\n{record.signature(around)}")


def real_ones(options: argparse.Namespace) -> Real:
    """Made, or those that an earlier run kept."""
    if options.real and options.real.exists():
        return Real(**np.load(options.real))
    made = Real.of(record.data() / "dev", options.members, options.photos, options.strangers)
    if options.real:
        np.savez(options.real, **vars(made))
    return made


def grow(collection: Collection, truth: Truth, real: Floats, size: int) -> None:
    """Put members until there are so many; names are numbers."""
    while (at := len(collection)) < size:
        rest = truth.first[at:]
        vectors = (rest if len(rest) else composed(real, STEP, at))[: size - at]
        truth.add(vectors, at)
        put(collection, vectors, at)


def put(collection: Collection, vectors: Floats, first: int) -> None:
    """Pictures without features, and their vectors."""
    names = [f"{number:07}" for number in range(first, first + len(vectors))]
    data = [vector.tobytes() for vector in vectors.astype("<f4")]
    rows = [(each, hashlib.sha256(each).digest(), n) for n, each in zip(names, data, strict=True)]
    with collection.transaction() as database:
        database.executemany(
            "INSERT INTO pictures (name, sha256, bytes, width, height, scale, features, checksum,"
            " version) VALUES (?, x'', 0, 1, 1, 1, x'', x'', '')",
            [(name,) for name in names],
        )
        database.executemany(
            "INSERT INTO vectors SELECT id, 'kaze', ?, ? FROM pictures WHERE name = ?", rows
        )


def measure(collection: Collection, truth: Truth) -> dict[str, Any]:
    """Both ways at one size, as far as each goes."""
    names = pictures(collection, "kaze")
    result: dict[str, Any] = {"pictures": len(names)}
    if len(names) <= EXACT_MOST:
        matrix = Matrix.load(collection, "kaze", names)
        result["exact"] = {**asked(matrix, truth), **beside_cdist(matrix, truth.asked)}
        del matrix
    if len(names) > EXACT_PICTURES:
        before, started, cpu = record.resident(), time.perf_counter(), time.process_time()
        shortlist = Shortlist.load(collection, "kaze", names)
        built: dict[str, Any] = {"seconds": round(time.perf_counter() - started)}
        built["cpu_seconds"] = round(time.process_time() - cpu)
        del shortlist
        started, before = time.perf_counter(), min(before, record.resident())
        shortlist = Shortlist.load(collection, "kaze", names)
        built["start_seconds"] = round(time.perf_counter() - started, 1)
        built["file"] = (collection.folder / "matrix-kaze").stat().st_size
        result["shortlist"] = {
            **asked(shortlist, truth),
            **built,
            "resident": record.resident() - before,
        }
    return result


def asked(matrix: Matrix | Shortlist, truth: Truth) -> dict[str, Any]:
    """Milliseconds of one lookup, where all were asked before and where it is the first time, when
    vectors come from the disk; and recall of each group against brute force.
    """
    os.sync()  # what was written just now is no part of it
    for vector in truth.asked[:WARM_UP]:
        matrix.nearest(vector, TOP)
    (first_laps, found), (laps, _) = (_laps(matrix, truth.asked) for _ in range(2))
    of: dict[str, Any] = {"ms": _percentiles(laps, 0), "cpu_ms": _percentiles(laps, 1)}
    of["first_ms"] = _percentiles(first_laps, 0)
    first = np.array([each[0] for each in found]) == truth.names[:, 0]
    five = [np.isin(t, f).mean() for t, f in zip(truth.names, found, strict=True)]
    surely = truth.values[:, 0] - truth.values[:, 1] > SURELY
    for group in dict.fromkeys(truth.groups):
        at = np.array(truth.groups) == group
        of[group] = {"asked": int(at.sum()), "recall@1": _mean(first[at])}
        of[group] |= {f"recall@{TOP}": _mean(np.array(five)[at])}
        of[group] |= {"sure": int((at & surely).sum()), "sure@1": _mean(first[at & surely])}
    return of


def _laps(
    matrix: Matrix | Shortlist, vectors: Floats
) -> tuple[list[tuple[float, float]], list[list[int]]]:
    """Seconds, and seconds of CPU, of each lookup; and what was found, as numbers."""
    laps, found = [], []
    for vector in vectors:
        started, cpu = time.perf_counter(), time.thread_time()
        found.append([int(name) for name, _ in matrix.nearest(vector, TOP)])
        laps.append((time.perf_counter() - started, time.thread_time() - cpu))
    return laps, found


def beside_cdist(matrix: Matrix, vectors: Floats) -> dict[str, Any]:
    """CPU of one lookup by one product, and by scipy, in turns; the median, ms."""
    doubles = matrix.vectors.astype(float)  # as scipy would have it: its own copy is not counted

    def ms(work: Callable[[Floats], object], vector: Floats) -> float:
        started = time.thread_time()
        work(vector)
        return (time.thread_time() - started) * 1000

    pairs = [
        (
            ms(lambda vector: matrix.nearest(vector, TOP), each),
            ms(lambda vector: cdist(vector[None].astype(float), doubles, "cosine"), each),
        )
        for each in vectors[:REPEATS]
    ]
    product, scipy = np.median(pairs, axis=0)
    times = {"product": round(float(product), 2), "cdist": round(float(scipy), 2)}
    return {"cpu_ms_in_turns": times, "factor": round(float(scipy / product), 1)}


def _percentiles(laps: list[tuple[float, float]], which: int) -> dict[str, float]:
    ms = [lap[which] * 1000 for lap in laps]
    return {"median": round(float(np.median(ms)), 2), "p95": round(float(np.percentile(ms, 95)), 2)}


def _mean(of: NDArray[Any]) -> float | None:
    return round(float(np.mean(of)), 3) if len(of) else None


def exact_table(rows: list[dict[str, Any]]) -> str:
    """Brute force: CPU of one lookup."""
    head = ("pictures", "one product, ms", "scipy's cdist, ms", "factor")
    lines = [(row["pictures"], row["exact"]) for row in rows if "exact" in row]
    return record.table(
        head, [[f"{n:,}", *e["cpu_ms_in_turns"].values(), e["factor"]] for n, e in lines]
    )


def shortlist_table(rows: list[dict[str, Any]]) -> str:
    """The compressed form: one lookup, what it finds, and what it takes."""
    times, recalls = ("CPU, ms (p95)", "ms", "first time, ms"), (f"recall@1: {g}" for g in GROUPS)
    head = ["pictures", *times, *recalls]
    return record.table(
        [*head, "of sure ones", f"recall@{TOP}: photo", "memory, MB", "made, CPU s", "start, s"],
        [_line(row["pictures"], row["shortlist"]) for row in rows if "shortlist" in row],
    )


def _line(count: int, of: dict[str, Any]) -> list[object]:
    sure = [(of[group]["sure"], of[group]["sure@1"] or 0) for group in GROUPS]
    found = sum(n * share for n, share in sure) / max(1, sum(n for n, _ in sure))
    return [
        *(f"{count:,}", f"{of['cpu_ms']['median']} ({of['cpu_ms']['p95']})"),
        *(of["ms"]["median"], of["first_ms"]["median"]),
        *(of[group]["recall@1"] for group in GROUPS),
        *(f"{found:.3f} ({sum(n for n, _ in sure)})", of["photo"][f"recall@{TOP}"]),
        *(of["resident"] >> 20, of["cpu_seconds"], of["start_seconds"]),
    ]


if __name__ == "__main__":
    main()
