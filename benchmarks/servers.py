"""What a lookup's search costs where the rows are: on this machine, or at a Milvus server.

The same pictures and photos (drawn with a fixed seed from KAZAMI_DATA/dev), the places asked in
turns, one photo at a time: wall and CPU seconds of looking up the 10 nearest rows of 300
descriptors (a server's CPU is its own, but for milvus-lite), rows sent in a second, and how many of
the first five candidates are those of the index here. Writes results/servers.json.

    KAZAMI_DATA=... python -m benchmarks.servers [--pictures 60] [--photos 20] [--server URL]
"""

import argparse
import shutil
import tempfile
import time
from contextlib import closing
from pathlib import Path

import numpy as np

from benchmarks import record
from benchmarks.stages import drawn
from search.address import Address
from search.collection import Collection
from search.current import Current
from search.engine import Engine
from search.features import Features
from search.remote import Remote
from search.votes import Ballot, candidates

DESCRIPTORS = 300  # of the first look at a photo
FIRST = 5


def main() -> None:
    """Measure, print the table, save everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=60)
    parser.add_argument("--photos", type=int, default=20)
    parser.add_argument("--server", help="a Milvus server besides milvus-lite, as INDEX_URL")
    options = parser.parse_args()
    around, dev = record.circumstances(), record.data() / "dev"
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        photos = indexed(root, drawn(dev / "collection", options.pictures), options.photos)
        urls = {"milvus-lite": f"milvus+lite://{folder}/index.db"}
        if options.server:
            urls["Milvus"] = options.server
        with closing(Collection(root / "collection", create=False)) as collection:
            rows = measured(collection, photos, urls)
            held = collection.features_held(1 << 16)
    head = ("rows are", "search, median ms", "CPU ms", "rows sent/s", f"same first {FIRST}")
    print(f"{record.table(head, (row.values() for row in rows))}\n\n{record.signature(around)}")
    record.save("servers", {**around, "drawn": vars(options), "rows": held, "places": rows})


def indexed(root: Path, pictures: list[Path], photos: int) -> list[Features]:
    """Index pictures; the first features of some of them are what is asked."""
    source = root / "pictures"
    source.mkdir()
    for path in pictures:
        shutil.copy(path, source)
    with Engine.open(root / "collection", create=True) as engine:
        for _ in engine.index([source]):
            pass
    with closing(Collection(root / "collection", create=False)) as collection:
        held = [picture.features for picture in collection.pictures()][:photos]
    return [each.where(np.arange(len(each)) < DESCRIPTORS) for each in held]


def measured(
    collection: Collection, photos: list[Features], urls: dict[str, str]
) -> list[dict[str, object]]:
    """A row for each place, all asked in turns after a warm-up."""
    places: dict[str, Current | Remote] = {"here": Current(collection)}
    sent: dict[str, float] = {}
    for name, url in urls.items():
        started = time.perf_counter()  # with a table made and loaded: seconds at a server
        places[name] = remote = Remote(collection, Address.parse(url))
        remote.refresh(whole=True)
        sent[name] = remote._server.count() / (time.perf_counter() - started)  # noqa: SLF001
    for place in places.values():
        place.snapshot.search(photos[0].descriptors, 10)
    seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in places}
    found: dict[str, list[list[int]]] = {name: [] for name in places}
    for photo in photos:
        for name, place in places.items():
            wall, cpu = time.perf_counter(), time.process_time()
            ballot = Ballot.of(photo, place.snapshot)
            seconds[name].append((time.perf_counter() - wall, time.process_time() - cpu))
            found[name].append([each.picture for each in candidates(ballot)[:FIRST]])
    for place in places.values():
        place.close()
    return [
        {
            "place": name,
            **dict(zip(("wall_ms", "cpu_ms"), _medians(seconds[name]), strict=True)),
            "rows_per_second": round(sent[name]) if name in sent else "",
            "same": round(_same(found[name], found["here"]), 3),
        }
        for name in places
    ]


def _medians(seconds: list[tuple[float, float]]) -> list[float]:
    return [round(float(each), 1) for each in 1e3 * np.median(seconds, axis=0)]


def _same(some: list[list[int]], right: list[list[int]]) -> float:
    """Share of the first candidates that are the same, in any order."""
    shares = [len(set(a) & set(b)) / max(1, len(b)) for a, b in zip(some, right, strict=True)]
    return float(np.mean(shares))


if __name__ == "__main__":
    main()
