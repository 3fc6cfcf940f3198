"""Is the right picture first? Real photos with truth by others, both engines side by side.

Reads KAZAMI_DATA/dev (its SOURCES.md explains the kinds) and writes results/truth.json.

    KAZAMI_DATA=... python -m benchmarks.truth [--collection DIR]
"""

import argparse
import csv
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tqdm import tqdm

from benchmarks import record
from search.cores import on_all_cores
from search.engine import Engine, EngineName

ENGINES: tuple[EngineName, ...] = ("article", "kaze")
TOP = 15  # what the default engine checks at most
LOOK_ALIKES = (  # strangers by truth.csv that are none, by eye; how their names begin
    "neg_openclipart-png_0036",  # another flag with the Union Jack of dist_openclipart-png_0074
    "neg_material-kit-react_0001",  # the same photograph as dist_material-kit-react_0009
)
_GROUPS = ("rephoto_", "mod_", "noise_levels_", "telegram_resize_", "wide_baseline_")
_NEGATIVE = "negative"


@dataclass(frozen=True)
class Query:
    """A photo and the names of the pictures any of which is right; none for a stranger."""

    path: Path
    kind: str
    right: frozenset[str]


@dataclass(frozen=True)
class Outcome:
    """What one engine said: `rank` of the first right picture, 0 where it is not among TOP."""

    query: str
    kind: str
    engine: str
    verdict: str
    rank: int
    best: str
    value: float
    inliers: int


def main() -> None:
    """Look every photo up, print the tables, save everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--collection", type=Path, help="keep it here (default: a passing one)")
    options = parser.parse_args()
    around = record.circumstances()
    with tempfile.TemporaryDirectory() as passing:
        outcomes = measure(record.data() / "dev", options.collection or Path(passing))
    strangers = [false_alarms(outcomes, without) for without in ((), LOOK_ALIKES)]
    groups, kinds = found_by(outcomes, _group), found_by(outcomes, str)
    print(f"{found_table(groups)}\n\n{found_table(kinds)}\n\n{alarm_table(strangers)}")
    print(f"\n{record.signature(around)}")
    result = {**around, "groups": groups, "kinds": kinds, "strangers": strangers}
    record.save("truth", {**result, "outcomes": [asdict(each) for each in outcomes]})


def queries(dev: Path) -> list[Query]:
    """truth.csv; several rows for one photo mean that any of them is right."""
    right: dict[tuple[str, str], set[str]] = defaultdict(set)
    with (dev / "truth.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            names = right[row["query"], row["kind"]]
            if row["reference"]:
                names.add(row["reference"].removeprefix("collection/"))
    return [Query(dev / path, kind, frozenset(names)) for (path, kind), names in right.items()]


def measure(dev: Path, collection: Path) -> list[Outcome]:
    """Index dev/collection, then look every photo up by both engines."""
    with Engine.open(collection, create=True) as engine:
        for step in tqdm(engine.index([dev / "collection"]), "index"):
            total = step.report.pictures
        for _ in tqdm(engine.prepare(), "article's vectors", total):
            pass
        asked = [(query, name) for name in ENGINES for query in queries(dev)]
        outcomes = on_all_cores(lambda each: ask(engine, *each), asked)
        return list(tqdm(outcomes, "look up", len(asked)))


def ask(engine: Engine, query: Query, name: EngineName) -> Outcome:
    """One photo, one engine."""
    answer = engine.find(query.path.read_bytes(), TOP, name)
    ranks = [at for at, match in enumerate(answer.matches, 1) if match.name in query.right]
    best = answer.matches[0] if answer.matches else None
    return Outcome(
        *(query.path.stem, query.kind, name, answer.verdict, min(ranks, default=0)),
        best.name if best else "",
        round(best.value, 4) if best else 0.0,
        best.inliers if best else 0,
    )


def found_by(outcomes: list[Outcome], group: Callable[[str], str]) -> list[dict[str, object]]:
    """For each group of kinds: photos, and for each engine how many had the right one first."""
    rows: dict[str, list[Outcome]] = defaultdict(list)
    for each in outcomes:
        if each.kind != _NEGATIVE:
            rows[group(each.kind)].append(each)
    everything = [each for row in rows.values() for each in row]
    return [dict(_found(name, row)) for name, row in [*sorted(rows.items()), ("all", everything)]]


def _found(name: str, outcomes: list[Outcome]) -> Iterator[tuple[str, object]]:
    yield "kind", name
    yield "photos", len({(each.query, each.kind) for each in outcomes})
    for engine in ENGINES:
        yield engine, sum(each.engine == engine and each.rank == 1 for each in outcomes)
    ours = [each for each in outcomes if each.engine == "kaze"]
    yield "among", sum(each.rank > 0 for each in ours)
    for verdict in ("same", "maybe"):
        right = [each for each in ours if each.rank == 1 and each.verdict == verdict]
        yield verdict, len(right)
    yield "wrong", sum(each.rank != 1 and each.verdict == "same" for each in ours)


def false_alarms(outcomes: list[Outcome], without: tuple[str, ...]) -> dict[str, object]:
    """How many strangers each engine calls the same or perhaps the same."""
    heard = [e for e in outcomes if e.kind == _NEGATIVE and not e.query.startswith(without)]
    counts = {
        f"{engine} {verdict}": sum(e.engine == engine and e.verdict == verdict for e in heard)
        for engine in ENGINES
        for verdict in ("same", "maybe")
    }
    return {"photos": len(heard) // len(ENGINES), "without": list(without), **counts}


def found_table(rows: list[dict[str, object]]) -> str:
    """Right picture first."""
    head = ("kind", "photos", "article: first", "kaze: first", f"kaze: among {TOP}")
    tail = ("first, `same`", "first, `maybe`", "`same` and wrong")
    return record.table([*head, *tail], [row.values() for row in rows])


def alarm_table(rows: list[dict[str, object]]) -> str:
    """False alarms."""
    titles = ("all strangers of truth.csv", "without the two look-alikes")
    head = ("strangers", "photos", *(f"{e}: `{v}`" for e in ENGINES for v in ("same", "maybe")))
    lines = [
        [title, *(value for key, value in row.items() if key != "without")]
        for title, row in zip(titles, rows, strict=True)
    ]
    return record.table(head, lines)


def _group(kind: str) -> str:
    return next((f"{group}*" for group in _GROUPS if kind.startswith(group)), kind)


if __name__ == "__main__":
    main()
