"""What one lookup costs: the CPU from bytes to answer, in units of one bare KAZE of the same photo.

A unit is what `cv2.KAZE.create().detectAndCompute` takes for the photo in gray at 480 px, by one
thread, in a process of its own (bare.py): in this one OpenCV gains from the memory that is kept.
Photos are made by benchmarks/edits.py from KAZAMI_DATA/dev, about 1280 px as messengers send them;
each is looked up as it is, and some with their own pictures taken for strangers. CPU is that of
this process and of the decoder's.

    KAZAMI_DATA=... python -m benchmarks.lookup [--each 4] [--grow 0] [--collection DIR]
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

import cv2
import numpy as np
from tqdm import tqdm

from benchmarks import crowd, edits, record, sample, scenes, studio
from benchmarks.bare import Bare
from benchmarks.finding import ALSO_RIGHT
from benchmarks.studio import Studio
from search import telling
from search.engine import Engine
from search.verdict import Answer, Match

SEED = 2026
LARGER = 1280  # px: what pictures are enlarged to before they are edited, as cameras' are large
WARM_UP = 12  # photos looked up before the clock counts
REPEATS = 3  # of each lookup, as of each unit; the least counts: other programs only add to it
Result = TypeVar("Result")
STAGES = ("decode", "extract", "search", "verify", "tell")
GROUPS = {**scenes.GROUPS, "several": {}}


@dataclass(frozen=True)
class Photo:
    """A photo as it is sent, and the pictures that it shows: none for a stranger."""

    group: str
    edit: str
    names: tuple[str, ...]
    data: bytes


@dataclass(frozen=True)
class Outcome:
    """What one lookup cost, in units (`unit` in seconds), and what it said."""

    group: str
    edit: str
    name: str
    unit: float
    whole: float
    decode: float
    extract: float
    search: float
    verify: float
    tell: float
    verdict: str
    first: bool


def main() -> None:
    """Make the photos, look them up, print the tables, save everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=4, help="photos of each edit")
    parser.add_argument("--grow", type=int, default=0, help="pictures to add (crowd.py)")
    parser.add_argument("--collection", type=Path, help="keep it here (default: a passing one)")
    options = parser.parse_args()
    around, dev = record.circumstances(), record.data() / "dev"
    cv2.setNumThreads(1)
    with (
        tempfile.TemporaryDirectory() as passing,
        patch("time.perf_counter", cpu),
        patch("search.apart.DECODER_IMAGES", 1 << 30),  # else one ends, and its CPU is not counted
    ):
        engine = opened(dev / "collection", options.collection or Path(passing), options.grow)
        photos = list(made(dev, options.each))
        with engine, Bare() as bare:
            for photo in photos[:: max(1, len(photos) // WARM_UP)]:
                engine.find(photo.data)
            outcomes = [measured(engine, bare, photo) for photo in tqdm(photos, "look up")]
            pictures = len(engine)
    costs, parts = [_cost(*few) for few in _grouped(outcomes)], profile(outcomes)
    print(record.table(costs[0], [row.values() for row in costs]), "\n")
    print(record.table(parts[0], [row.values() for row in parts]), "\n")
    print(f"{pictures} pictures. {record.signature(around)}")
    each = [list(asdict(outcome).values()) for outcome in outcomes]
    result = {
        "pictures": pictures,
        "cost": costs,
        "profile": parts,
        "columns": list(Outcome.__annotations__),
    }
    name = f"lookup_{options.grow}" if options.grow else "lookup"
    record.save(name, {**around, **result, "outcomes": each})


def opened(folder: Path, collection: Path, grow: int) -> Engine:
    """An engine on the pictures of a folder; with `grow` also on some made of their features."""
    crowd.fill(collection, folder, grow)
    return Engine.open(collection)


def made(dev: Path, each: int) -> Iterator[Photo]:
    """`each` photos of every edit, and as many strangers as a tenth of them, in random order."""
    draw = np.random.default_rng(SEED)
    paths = {path.name: path for path in sorted((dev / "collection").iterdir())}
    strange = sample.strangers(dev)
    others = [studio.opened(path) for path in strange]
    photos = []
    for group, kinds in scenes.GROUPS.items():
        for name, edit in kinds.items():
            for picture in draw.choice(list(paths), each, replace=False):
                pixels = enlarged(studio.opened(paths[picture]))
                data = studio.sent(edit(pixels, Studio(draw.spawn(1)[0], others)))
                photos.append(Photo(group, name, (str(picture),), data))
    for _ in range(3 * each):
        names = tuple(map(str, draw.choice(list(paths), 4, replace=False)))
        data = studio.sent(scenes.collage([studio.opened(paths[name]) for name in names]))
        photos.append(Photo("several", "collage of four", names, data))
    light = list(edits.LIGHT)
    for path in draw.choice(np.array(strange, object), 6 * each, replace=False):
        name = str(draw.choice(light))
        pixels = enlarged(studio.opened(path))
        data = studio.sent(edits.LIGHT[name](pixels, Studio(draw.spawn(1)[0], others)))
        photos.append(Photo("strangers", name, (), data))
    draw.shuffle(photos)
    yield from photos


def enlarged(pixels: studio.Pixels) -> studio.Pixels:
    """To a long side of LARGER px."""
    factor = LARGER / max(pixels.shape)
    return cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC).astype(
        np.uint8
    )


def cpu() -> float:
    """Seconds that this process and its children have had of the processor, to the nanosecond.

    Linux: another process's clock is (~pid << 3) | 2 (clock_getcpuclockid).
    """
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    clocks = [~int(pid) << 3 | 2 for pid in children]
    return time.process_time() + sum(time.clock_gettime(clock) for clock in clocks)


def measured(engine: Engine, bare: Bare, photo: Photo) -> Outcome:
    """The least of some lookups, in units."""
    unit = bare.unit(photo.data)
    whole, told, answer = min(
        (_lookup(engine, photo.data) for _ in range(REPEATS)), key=lambda each: each[0]
    )
    parts = {**asdict(answer.seconds), "tell": told}
    parts["verify"] -= told
    return Outcome(
        photo.group,
        photo.edit,
        photo.names[0] if photo.names else "",
        unit,
        whole / unit,
        **{stage: parts[stage] / unit for stage in STAGES},
        verdict=answer.verdict,
        first=_first(answer, photo),
    )


def _lookup(engine: Engine, photo: bytes) -> tuple[float, float, Answer]:
    """Seconds of the whole, those of telling what was done, and the answer."""
    told = 0.0

    def tell(*given: Any) -> tuple[Match, ...]:
        nonlocal told
        told, matches = _timed(lambda: telling.tell(*given))
        return matches

    engine._answers.clear()  # noqa: SLF001  a repeat is told at once
    with patch("search.engine.tell", tell):
        whole, answer = _timed(lambda: engine.find(photo))
    return whole, told, answer


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    started = cpu()
    done = work()
    return cpu() - started, done


def _first(answer: Answer, photo: Photo) -> bool:
    if not answer.matches or not photo.names:
        return False
    best = answer.matches[0].name
    alike = any(part in best and any(part in n for n in photo.names) for part in ALSO_RIGHT)
    return alike or best.endswith(photo.names)


def _grouped(outcomes: list[Outcome]) -> Iterator[tuple[str, list[Outcome]]]:
    for group in (*GROUPS, "strangers"):
        yield group, [each for each in outcomes if each.group == group]
    yield "all", outcomes


def _cost(name: str, outcomes: list[Outcome]) -> dict[str, object]:
    """Units, and quality."""
    whole = np.array([each.whole for each in outcomes])
    return {
        "photos": name,
        "lookups": len(outcomes),
        "mean": _two(whole.mean()),
        "median": _two(np.median(whole)),
        "p95": _two(np.percentile(whole, 95)),
        "beside extraction": f"{1 - sum(e.extract for e in outcomes) / whole.sum():.0%}",
        "unit, ms": round(1000 * float(np.mean([each.unit for each in outcomes]))),
        "`same`": sum(each.verdict == "same" for each in outcomes),
        "right first": sum(each.first for each in outcomes),
    }


def profile(outcomes: list[Outcome]) -> list[dict[str, object]]:
    """Mean units of each stage, by group."""
    rows: list[dict[str, object]] = []
    for name, few in _grouped(outcomes):
        means = {s: _two(np.mean([getattr(e, s) for e in few])) for s in (*STAGES, "whole")}
        rows.append({"photos": name, **means})
    return rows


def _two(number: float | np.floating) -> str:
    return f"{number:.3f}"


if __name__ == "__main__":
    main()
