"""How closely to look: share of edited photos proven, against the time it takes to see them.

Photos of the hard and extreme edits are matched with their own pictures only, for many settings of
search/options.py; strangers play no part here (benchmarks/finding.py has them). KAZE is OpenCV's,
which takes any of them; ours (search/kaze.py) finds the same keypoints in less time.

    KAZAMI_DATA=... python -m benchmarks.curve [--each 4]
"""

import argparse
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from unittest.mock import patch

import cv2
import matplotlib as mpl
import numpy as np
from tqdm import tqdm

from benchmarks import record, studio
from benchmarks.sample import Photo, made
from benchmarks.studio import Pixels
from search import geometry, levels
from search.cores import on_all_cores
from search.features import Features, Floats, Indices
from search.image import Gray
from search.kaze import Space
from search.levels import Detail, extract
from search.options import (
    LOOKS,
    OCTAVES,
    PICTURE_FEATURES,
    PICTURE_SIDE,
    SAME_EVIDENCE,
    SMALLEST_SIDE,
    SUBLEVELS,
    THRESHOLD,
)

DRAWING = Path(__file__).parents[1] / "docs" / "curve.png"


@dataclass(frozen=True)
class Setting:
    """One way to look closely; the shipped one by default. `curve` is the line it belongs to."""

    curve: str = "shipped"
    label: str = ""
    photo_side: int = LOOKS[-1][0]
    picture_side: int = PICTURE_SIDE
    photo_features: int = LOOKS[-1][1]
    picture_features: int = PICTURE_FEATURES
    threshold: float = THRESHOLD
    octaves: int = OCTAVES
    sublevels: int = SUBLEVELS
    smallest: int = SMALLEST_SIDE


@dataclass(frozen=True)
class Theirs:
    """OpenCV's KAZE in the place of ours."""

    xy: Floats
    size: Floats
    response: Floats
    angle: Floats
    rows: Floats
    empty = Space.empty

    @classmethod
    def of(cls, pixels: Pixels) -> "Theirs | Space":
        """All at once: it describes whatever it finds."""
        keypoints, rows = levels.kaze().detectAndCompute(pixels, None)
        if not keypoints:
            return Space.empty()
        found = np.array([(*k.pt, k.size, k.response, k.angle) for k in keypoints], np.float32)
        size, response, angle = found[:, 2:].T
        return cls(found[:, :2], size, response, angle, np.asarray(rows, np.float32))

    def describe(self, which: Indices) -> tuple[Floats, Floats]:
        """Angle and descriptor of some."""
        return self.angle[which], self.rows[which]


def settings() -> Iterator[Setting]:
    """One number is turned at a time; and KAZE as it is, without levels of halves."""
    yield Setting()
    for side in (320, 480, 640, 1280):
        yield Setting("photo's side, px", str(side), photo_side=side)
    for side in (320, 480, 960):
        yield Setting("picture's side, px", str(side), picture_side=side)
    for threshold in (0.001, 0.0005, 0.0002, 0.0001, 0.00001):
        yield Setting("threshold", f"{threshold:g}", threshold=threshold)
    for sublevels in (2, 4):
        yield Setting("sublevels", str(sublevels), sublevels=sublevels)
    for count in (300, 800, 2500):
        yield Setting("features", str(count), photo_features=count, picture_features=count // 3)
    whole = Setting("all octaves at full size", octaves=4, sublevels=4, smallest=10**6)
    for side in (320, 480, 640, 960):
        yield replace(whole, label=str(side), photo_side=side, threshold=0.0005)


def main() -> None:
    """Measure every setting, draw the curves, save everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=4, help="photos of each edit")
    options = parser.parse_args()
    around = record.circumstances()
    dev = record.data() / "dev"
    photos = [
        (photo, _gray(studio.received(photo.make())))
        for photo in _few(made(dev, 0.05), options.each)
    ]
    rows = [
        {**asdict(setting), **measure(setting, photos, dev / "collection")}
        for setting in tqdm(list(settings()))
    ]
    draw(rows)
    head = ("setting", "", "proven", "CPU seconds a photo", "features", "a picture's")
    cells = [
        (r["curve"], r["label"], f"{r['proven']:.1%}", f"{r['seconds']:.3f}", *_counts(r))
        for r in rows
    ]
    print(record.table(head, cells), "\n\n", record.signature(around))
    record.save("curve", {**around, "photos": len(photos), "settings": rows})


def measure(setting: Setting, photos: list[tuple[Photo, Gray]], pictures: Path) -> dict[str, float]:
    """Share proven, mean CPU seconds and mean numbers of features."""
    names = sorted({name for photo, _ in photos for name in photo.names})
    with _set(setting):
        look = Detail(setting.picture_side, setting.picture_features)
        known = on_all_cores(lambda n: extract(_gray(studio.opened(pictures / n)), look), names)
        held = dict(zip(names, known, strict=True))
        seen = list(on_all_cores(lambda each: _see(each[1], setting), photos))
    proven = [
        any(_same(view, held[name]) for view in (photo, photo.mirrored()))
        for (of, _), (photo, _) in zip(photos, seen, strict=True)
        for name in of.names
    ]
    return {
        "proven": float(np.mean(proven)),
        "seconds": float(np.mean([seconds for _, seconds in seen])),
        "photo": float(np.mean([len(each) for each, _ in seen])),
        "picture": float(np.mean([len(each) for each in held.values()])),
    }


def draw(rows: list[dict[str, object]]) -> None:
    """Recall over time, a line for each number that is turned."""
    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415  after the choice of its backend

    figure, axes = plt.subplots(figsize=(9, 5.5), layout="constrained")
    shipped = rows[0]
    for curve in dict.fromkeys(row["curve"] for row in rows[1:]):
        line = [row for row in rows if row["curve"] == curve]
        if curve != "all octaves at full size":
            line = [*line, shipped]
        line.sort(key=_at)
        xy = [_at(row) for row in line]
        axes.plot(*zip(*xy, strict=True), "o-", label=curve, markersize=4)
        for row, at in zip(line, xy, strict=True):
            axes.annotate(str(row["label"]), at, (3, 4), textcoords="offset points", fontsize=7)
    axes.plot(*_at(shipped), "*", markersize=16, color="black", label="shipped")
    axes.set(xlabel="CPU seconds to see a photo", ylabel="% of hard and extreme photos proven")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(DRAWING, dpi=110)


def _at(row: dict[str, object]) -> tuple[float, float]:
    return float(str(row["seconds"])), 100 * float(str(row["proven"]))


def _set(setting: Setting) -> ExitStack:
    """The library looks so until the stack is closed."""
    stack = ExitStack()
    stack.enter_context(patch.object(levels, "Space", Theirs))
    stack.enter_context(patch.object(levels, "THRESHOLD", setting.threshold))
    stack.enter_context(patch.object(levels, "OCTAVES", setting.octaves))
    stack.enter_context(patch.object(levels, "SUBLEVELS", setting.sublevels))
    stack.enter_context(patch.object(levels, "SMALLEST_SIDE", setting.smallest))
    return stack


def _see(gray: Gray, setting: Setting) -> tuple[Features, float]:
    started = time.thread_time()
    seen = extract(gray, Detail(setting.photo_side, setting.photo_features))
    return seen, time.thread_time() - started


def _same(photo: Features, picture: Features) -> bool:
    found = geometry.prove(photo, picture)
    return found is not None and found.evidence >= SAME_EVIDENCE


def _few(photos: Iterator[Photo], each: int) -> Iterator[Photo]:
    """So many of every hard and extreme edit."""
    counts: dict[str, int] = {}
    for photo in photos:
        if photo.group in {"hard", "extreme"}:
            counts[photo.edit] = counts.get(photo.edit, 0) + 1
            if counts[photo.edit] <= each:
                yield photo


def _gray(pixels: studio.Pixels) -> Gray:
    gray = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY).astype(np.uint8)
    return Gray(gray, *gray.shape[::-1])


def _counts(row: dict[str, object]) -> tuple[str, str]:
    return f"{row['photo']:.0f}", f"{row['picture']:.0f}"


if __name__ == "__main__":
    main()
