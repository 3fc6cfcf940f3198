"""How fast photos of 1280 px are indexed, beside the article's script on the same photos.

The script reads a picture, detects KAZE's keypoints in all its pixels with `cv2.setNumThreads(1)`
and computes the 32 strongest, one picture after the other. Ours indexes a folder on all cores,
until all pictures are stored and the index is made. Both in turns, and the least time counts; CPU
beside it, for a machine that does other things too.

    KAZAMI_DATA=... python -m benchmarks.throughput [--pictures 48] [--repeats 2]
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from benchmarks import record, studio
from benchmarks.lookup import cpu, enlarged
from benchmarks.stages import drawn
from search.engine import Engine
from search.options import KEYPOINTS

SCRIPT = 4  # of the pictures are for the script, each one in so many


def main() -> None:
    """Make the photos, index them in both ways, print the table, save everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("pictures", 48), ("repeats", 2)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    around = record.circumstances()
    with tempfile.TemporaryDirectory() as passing:
        folder = Path(passing, "pictures")
        folder.mkdir()
        for path in drawn(record.data() / "dev" / "collection", options.pictures):
            (folder / f"{path.stem}.jpg").write_bytes(studio.sent(enlarged(studio.opened(path))))
        runs = [run(folder, Path(passing, str(turn))) for turn in range(options.repeats)]
    script, ours = (min(each[way] for each in runs) for way in ("script", "index"))
    spent, used = (min(each[f"{way}_cpu"] for each in runs) for way in ("script", "index"))
    rows: list[list[object]] = [
        ["article's script", 1, f"{1 / script:.2f}", f"{spent:.3f}", ""],
        ["index", os.cpu_count(), f"{1 / ours:.2f}", f"{used:.3f}", f"{script / ours:.1f}"],
    ]
    head = ("way", "threads", "pictures a second", "CPU seconds a picture", "times as fast")
    print(record.table(head, rows), "\n\n" + record.signature(around))
    record.save("throughput", {**around, "pictures": options.pictures, "runs": runs})


def run(folder: Path, collection: Path) -> dict[str, float]:
    """Seconds and CPU seconds a picture of either way."""
    paths = sorted(folder.iterdir())
    few = paths[::SCRIPT]
    script, spent = timed(lambda: [article(path) for path in few])
    with Engine.open(collection, create=True) as engine:
        ours, used = timed(lambda: indexed(engine, folder))
    return {
        "script": script / len(few),
        "script_cpu": spent / len(few),
        "index": ours / len(paths),
        "index_cpu": used / len(paths),
    }


def indexed(engine: Engine, folder: Path) -> None:
    """Index a folder; without the calibration that may follow, which takes seconds whatever there
    is.
    """
    steps = engine.index([folder])
    while (step := next(steps)).done < step.total:
        pass
    steps.close()


def article(path: Path) -> object:
    """What the article's script does with a picture."""
    cv2.setNumThreads(1)
    pixels, kaze = np.asarray(cv2.imread(str(path))), cv2.KAZE.create()
    found = sorted(kaze.detect(pixels, None), key=lambda point: -point.response)
    return kaze.compute(pixels, found[:KEYPOINTS])


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds and CPU seconds, of the processes apart too, those that end meanwhile included."""
    started, before = time.perf_counter(), cpu() + _ended()
    work()
    return time.perf_counter() - started, cpu() + _ended() - before


def _ended() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
