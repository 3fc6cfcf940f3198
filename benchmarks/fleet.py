"""What a fleet costs: pictures a second and CPU a picture, in this process and by workers.

The same pictures, drawn with a fixed seed from KAZAMI_DATA/dev, are indexed here (on all cores), by
one worker that looks at one at a time, and by two of them; server, workers and bot share this
machine, so it shows what handing out costs, not what more machines bring. CPU is that of all
processes, decoders too, without what they take to start and end. Writes results/fleet.json.

    KAZAMI_DATA=... python -m benchmarks.fleet [--pictures 60] [--repeats 3]
"""

import argparse
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks import record
from benchmarks.queues import at_work, served
from benchmarks.stages import drawn
from bot.fleet import Fleet
from search.clock import Clock
from search.collection import Collection
from search.image import Decoders
from search.levels import PICTURE
from search.looks import Look, here
from search.pair import look
from search.reindex import Reindex

WAYS = {"here": 0, "one worker": 1, "two workers": 2}


def main() -> None:
    """Measure, print the table, save everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("pictures", 60), ("repeats", 3)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    around = record.circumstances()
    with tempfile.TemporaryDirectory() as folder:
        pictures = Path(folder, "pictures")
        pictures.mkdir()
        for path in drawn(record.data() / "dev" / "collection", options.pictures):
            shutil.copy(path, pictures)
        turns = [
            (way, measure(Path(folder, f"{turn} {way}"), pictures, WAYS[way]))
            for turn in range(options.repeats)
            for way in WAYS
        ]
    runs = {way: [each for name, each in turns if name == way] for way in WAYS}
    print(f"{table(runs)}\n\n{record.signature(around)}")
    record.save("fleet", {**around, **vars(options), **runs})


def measure(folder: Path, pictures: Path, workers: int) -> dict[str, float]:
    """Of one reindex of all: pictures a second, and milliseconds of CPU a picture."""
    before = _cpu()
    with looking(folder / "idle", pictures, workers):
        pass
    begun = _cpu()
    with looking(folder, pictures, workers) as how:
        collection = Collection(folder / "collection", create=True)
        started, idle = time.perf_counter(), _cpu()
        for step in Reindex(collection, (pictures,), how).run():
            files = step.done
        seconds, bot = time.perf_counter() - started, _cpu() - idle
        collection.close()
    return {
        "pictures_a_second": round(files / seconds, 2),
        "bot_ms": round(bot / files * 1000, 1),
        "all_ms": round((_cpu() - begun - (begun - before)) / files * 1000, 1),
    }


@contextmanager
def looking(folder: Path, pictures: Path, workers: int) -> Iterator[Look]:
    """With server and workers of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        if not workers:
            decoders = Decoders()
            stack.callback(decoders.close)
            yield here(
                lambda data: look(data, PICTURE, decoders, Clock()),
                lambda data: decoders.gray(data, PICTURE.side),
            )
            return
        server = stack.enter_context(served(folder / "server"))
        for number in range(workers):
            worker = stack.enter_context(at_work(folder / str(number), server.url, pictures))
            stack.callback(worker.process.wait, 30)
            stack.callback(worker.process.terminate)  # before: killed, its decoders go uncounted
        yield Fleet(server.url, pictures).look


def _cpu() -> float:
    """Seconds of this process, and of its children that have ended."""
    ours = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in ours)


def table(runs: dict[str, list[dict[str, float]]]) -> str:
    """Medians of the runs."""
    head = ("", "pictures a second", "CPU a picture, ms", "of that in the bot, ms")
    keys = ("pictures_a_second", "all_ms", "bot_ms")
    return record.table(
        head,
        [
            [way, *(f"{statistics.median(run[key] for run in each):.1f}" for key in keys)]
            for way, each in runs.items()
        ],
    )


if __name__ == "__main__":
    main()
