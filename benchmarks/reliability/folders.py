"""S4: a huge folder, indexed without looking at any image: the memory and the time it takes."""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.reliability.process import ROOT, most_memory
from search.collection import Collection
from search.errors import Damaged
from search.features import Features
from search.looks import here
from search.reindex import Reindex, Report

FILES = 20_000
_EACH = 1000  # files of one subfolder


async def run(files: int = FILES) -> dict[str, object]:
    """All of them new, then all unchanged, then all broken, in a process of its own."""
    return await asyncio.to_thread(_run, files)


def _run(files: int) -> dict[str, object]:
    command = [sys.executable, "-m", "benchmarks.reliability.folders", str(files)]
    measured = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    result: dict[str, object] = json.loads(measured.stdout)
    return result


def measure(files: int) -> dict[str, object]:
    """In the process that is measured."""
    result: dict[str, object] = {"files": files, "before_mib": most_memory("self", "VmHWM")}
    with tempfile.TemporaryDirectory() as root:
        folder, collection = Path(root, "pictures"), Collection(Path(root, "c"), create=True)
        for number in range(files):
            path = folder / f"{number // _EACH}" / f"{number}.jpg"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"%d" % number)
        for word, extract in (("new", seen), ("unchanged", seen), ("broken", broken)):
            if word == "broken":
                for path in folder.rglob("*.jpg"):
                    path.write_bytes(b"another")
            began = time.monotonic()
            report = index(collection, folder, extract)
            result[f"{word}_seconds"] = round(time.monotonic() - began, 1)
            result[f"{word}_peak_mib"] = most_memory("self", "VmHWM")
            result[f"{word}_pictures"] = report.pictures
        collection.close()
    return result


def index(collection: Collection, folder: Path, extract: Callable[[bytes], Features]) -> Report:
    """To the end."""
    for step in Reindex(collection, (folder,), here(extract)).run():
        report = step.report
    return report


def seen(data: bytes) -> Features:
    """As many features as a picture has, of nothing."""
    count = 500
    zeros = np.zeros((count, 64), np.float32)
    ones = np.ones(count, np.float32)
    return Features(zeros[:, :2], ones, ones, zeros, 640, len(data) + 1, 1.0)


def broken(_: bytes) -> Features:
    """No image."""
    raise Damaged("benchmark")


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
