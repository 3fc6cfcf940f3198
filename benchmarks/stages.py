"""Where the time goes: seconds per photo by stage, and pictures per second when indexing.

One photo at a time, as one core serves it; indexing uses all cores. Photos, pictures and their
order are drawn with a fixed seed from KAZAMI_DATA/dev. Writes results/stages.json.

    KAZAMI_DATA=... python -m benchmarks.stages [--photos 60] [--pictures 120] [--repeats 3]
"""

import argparse
import os
import random
import shutil
import tempfile
import time
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import record
from benchmarks.photos import anew
from search.engine import Engine, EngineName

ENGINES: tuple[EngineName, ...] = ("article", "kaze")
STAGES = ("decode", "extract", "search", "verify")
WARM_UP = 5  # photos looked up before the clock counts
SEED = 2026


def main() -> None:
    """Measure, print the tables, save everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("photos", 60), ("pictures", 120), ("repeats", 3)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    around, dev = record.circumstances(), record.data() / "dev"
    pictures = drawn(dev / "collection", options.pictures)
    photos = [path.read_bytes() for path in drawn(dev / "queries", options.photos)]
    with tempfile.TemporaryDirectory() as folder:
        rates = [rate(Path(folder, str(turn)), pictures) for turn in range(options.repeats)]
        with Engine.open(Path(folder, "0", "collection")) as engine:
            held = len(engine)
            stages = [look_up(engine, name, photos, options.repeats) for name in ENGINES]
    indexing = [_rate(name, [each[name] for each in rates]) for name in ENGINES]
    print(f"{stage_table(stages)}\n\n{rate_table(indexing)}\n\n{record.signature(around)}")
    drawn_with = {**vars(options), "seed": SEED, "held": held}
    record.save("stages", {**around, "drawn": drawn_with, "stages": stages, "indexing": indexing})


def drawn(folder: Path, count: int) -> list[Path]:
    """`count` files of a folder, the same ones every time."""
    return random.Random(SEED).sample(sorted(folder.iterdir()), count)  # noqa: S311  no secret


def rate(folder: Path, pictures: Iterable[Path]) -> dict[EngineName, float]:
    """Pictures per second when a new collection is made, on all cores."""
    source = folder / "pictures"
    source.mkdir(parents=True)
    for path in pictures:
        shutil.copy(path, source)
    with Engine.open(folder / "collection", create=True) as engine:
        started = time.perf_counter()
        for step in engine.index([source]):
            files = step.total
        indexed = time.perf_counter()
        vectors = sum(1 for _ in engine.prepare())
        done = time.perf_counter()
    return {"article": vectors / (done - indexed), "kaze": files / (indexed - started)}


def look_up(
    engine: Engine, name: EngineName, photos: list[bytes], repeats: int
) -> dict[str, object]:
    """Median and 95th percentile of each stage and of the whole, in seconds."""
    for photo in photos[:WARM_UP]:
        engine.find(photo, engine=name)
    laps = np.array([_laps(engine, name, photo) for _ in range(repeats) for photo in photos])
    return {"engine": name, "lookups": len(laps)} | {
        stage: {"median": _at(laps[:, at], 50), "p95": _at(laps[:, at], 95)}
        for at, stage in enumerate([*STAGES, "whole"])
    }


def _laps(engine: Engine, name: EngineName, photo: bytes) -> list[float]:
    photo = anew(photo)
    started = time.perf_counter()
    answer = engine.find(photo, engine=name)
    whole = time.perf_counter() - started
    seconds = asdict(answer.seconds)
    return [*(seconds[stage] for stage in STAGES), whole]


def _at(seconds: NDArray[np.float64], percent: int) -> float:
    return round(float(np.percentile(seconds, percent)), 5)


def _rate(name: EngineName, rates: list[float]) -> dict[str, object]:
    return {"engine": name, "cores": os.cpu_count(), "runs": [round(each, 2) for each in rates]}


def stage_table(rows: list[dict[str, object]]) -> str:
    """Milliseconds: median / 95th percentile."""
    head = ["engine", *(f"{stage}, ms" for stage in [*STAGES, "whole"])]
    return record.table(
        head, [[row["engine"], *(_ms(row[stage]) for stage in [*STAGES, "whole"])] for row in rows]
    )


def _ms(lap: object) -> str:
    assert isinstance(lap, dict)  # noqa: S101  `look_up` made it
    return f"{lap['median'] * 1000:.1f} / {lap['p95'] * 1000:.1f}"


def rate_table(rows: list[dict[str, object]]) -> str:
    """Pictures per second: median of the runs, and all of them."""
    head = ("engine", "cores", "pictures per second", "runs")
    lines = []
    for row in rows:
        runs = row["runs"]
        assert isinstance(runs, list)  # noqa: S101  `_rate` made it
        median = f"{np.median(runs):.1f}"
        lines.append([row["engine"], row["cores"], median, ", ".join(f"{r:.1f}" for r in runs)])
    return record.table(head, lines)


if __name__ == "__main__":
    main()
