"""What is found after which edit, with strangers in the same run; and how that changes with size.

Photos are those of sample.py. Each is looked up twice: as it is, and with its own picture left out
of the collection, as a stranger.

    KAZAMI_DATA=... python -m benchmarks.finding [--share 1.0] [--pictures DIR] [--grow 0]
"""

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
from tqdm import tqdm

from benchmarks import crowd, record
from benchmarks.sample import PHOTOS, Photo, made
from search import growth, matching, verdict
from search.clock import Clock
from search.collection import Collection
from search.cores import on_all_cores
from search.snapshot import Snapshot
from search.verdict import Match, Scale

ALSO_RIGHT = (  # pictures of dev/collection that show the same thing, by eye; parts of their names
    *("_adam_", "_LePoint", "_Leuven", "_napier", "_material-kit-2-0-4_00"),
)


@dataclass(frozen=True)
class Outcome:
    """What became of one picture in one photo. `first`: nothing wrong stands before it.

    `stranger` is the best match once the photo's pictures are left out, with its evidence.
    """

    group: str
    edit: str
    name: str
    verdict: str
    first: bool
    among: bool
    evidence: float
    stranger: str = ""
    stranger_verdict: str = ""
    stranger_evidence: float = 0.0


def main() -> None:
    """Make, look up, print the tables, save everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="of the usual number of photos")
    parser.add_argument("--pictures", type=Path, help="the collection's (default: those of dev/)")
    parser.add_argument("--grow", type=int, default=0, help="pictures to add (crowd.py)")
    parser.add_argument("--collection", type=Path, help="keep it here (default: a passing one)")
    options = parser.parse_args()
    around = record.circumstances()
    dev = record.data() / "dev"
    with tempfile.TemporaryDirectory() as passing:
        folder = options.collection or Path(passing)
        snapshot = indexed(options.pictures or dev / "collection", folder, options.grow)
        photos = list(made(dev, options.share, options.pictures))
        np.random.default_rng(3).shuffle(photos)
        outcomes = sorted(until_stopped(photos, snapshot), key=_place)
    tables = [found(outcomes, by) for by in ("group", "edit")]
    heard = strangers(outcomes)
    for table in (*tables, [heard]):
        print(record.table(table[0], [row.values() for row in table]), "\n")
    print(f"{len(snapshot)} pictures. {record.signature(around)}")
    result = {**around, "pictures": len(snapshot), "groups": tables[0], "edits": tables[1]}
    of = (options.pictures and options.pictures.name, options.grow)
    name = "_".join(["finding", *(str(each) for each in of if each)])
    each = {
        "columns": [field.name for field in fields(Outcome)],
        "outcomes": [*map(astuple, outcomes)],
    }
    record.save(name, {**result, "strangers": heard, **each})


def until_stopped(photos: list[Photo], snapshot: Snapshot) -> Iterator[Outcome]:
    """Look all photos up; Ctrl-C ends it early, with a fair sample of them done."""
    asked = on_all_cores(lambda photo: list(ask(photo, snapshot)), photos)
    with suppress(KeyboardInterrupt):
        for few in tqdm(asked, "look up", len(photos)):
            yield from few


def _place(outcome: Outcome) -> tuple[int, str]:
    """In the tables."""
    return list(PHOTOS).index(outcome.group), outcome.edit


def indexed(folder: Path, collection: Path, grow: int) -> Snapshot:
    """The collection; with `grow` also pictures that are made of the features of its own."""
    crowd.fill(collection, folder, grow)
    with closing(Collection(collection, create=False)) as truth:
        return growth.built(truth)


def ask(photo: Photo, snapshot: Snapshot) -> Iterator[Outcome]:
    """Look one photo up, as it is and as a stranger: an outcome for each of its pictures."""
    levels = photo.levels()
    names = {entry.id: entry.name for entry in snapshot.entries}
    ours = frozenset(id_ for id_, name in names.items() if _right(name, photo))
    made_of = frozenset(id_ for id_ in ours if names[id_].startswith(crowd.MADE))
    known = matching.matches(levels, snapshot, Clock(), made_of)
    if known is None:
        for name in photo.names:
            yield Outcome(photo.group, photo.edit, name, "plain", False, False, 0.0)  # noqa: FBT003
        return
    strange = matching.matches(levels, snapshot, Clock(), ours)
    word, _, best = verdict.judge(strange or [], 1, Scale())
    stranger = (best[0].name, word, round(best[0].evidence, 3)) if best else ("", word, 0.0)
    for number, name in enumerate(photo.names):
        alone = () if number else stranger  # a photo is one stranger, however much it shows
        yield Outcome(photo.group, photo.edit, name, *_fate(name, photo, known), *alone)


def _right(name: str, photo: Photo) -> bool:
    """Whether a picture is in a photo, is made of one that is, or shows the same thing as one."""
    if name.endswith(photo.names):
        return True
    return any(part in name and any(part in each for each in photo.names) for part in ALSO_RIGHT)


def _fate(name: str, photo: Photo, known: list[Match]) -> tuple[str, bool, bool, float]:
    """Verdict on this picture, whether nothing wrong is before it, whether it was a candidate."""
    ours = next((match for match in known if match.name == name), None)
    if ours is None:
        return "none", False, False, 0.0
    word, _, _ = verdict.judge([ours], 1, Scale())
    wrong = (m.evidence for m in known if not _right(m.name, photo))
    return word, ours.evidence > max(wrong, default=-100), True, round(ours.evidence, 3)


def found(outcomes: list[Outcome], by: str) -> list[dict[str, object]]:
    """Shares found, of those that are not too plain, for each group or edit."""
    rows: dict[str, list[Outcome]] = defaultdict(list)
    for each in outcomes:
        rows[f"{each.group}: {each.edit}" if by == "edit" else each.group].append(each)
    return [{"photos of": name, **_shares(few)} for name, few in rows.items()]


def _shares(outcomes: list[Outcome]) -> dict[str, object]:
    judged = [each for each in outcomes if each.verdict != "plain"]
    count = max(1, len(judged))
    return {
        "pictures": len(outcomes),
        "plain": len(outcomes) - len(judged),
        "same": f"{sum(each.verdict == 'same' for each in judged) / count:.1%}",
        "maybe": f"{sum(each.verdict == 'maybe' for each in judged) / count:.1%}",
        "first": f"{sum(each.first for each in judged) / count:.1%}",
        "among": f"{sum(each.among for each in judged) / count:.1%}",
    }


def strangers(outcomes: list[Outcome]) -> dict[str, object]:
    """How many strangers are called the same, or perhaps the same."""
    heard = [each for each in outcomes if each.stranger_verdict]
    return {
        "strangers": len(heard),
        "same": sum(each.stranger_verdict == "same" for each in heard),
        "maybe": sum(each.stranger_verdict == "maybe" for each in heard),
        "at most": max((each.stranger_evidence for each in heard), default=0.0),
    }


if __name__ == "__main__":
    main()
