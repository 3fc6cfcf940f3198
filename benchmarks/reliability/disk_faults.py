"""R2: each call by which `python -m search index` writes fails once (strace does it; Linux)."""

import asyncio
import random
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from benchmarks.reliability.gallery import Gallery, faults, held
from search.__main__ import FAILED
from search.collection import Collection

CALLS = ("pwrite64", "write", "fdatasync", "fsync", "ftruncate", "rename", "unlink", "fchmod")
ERRORS = ("ENOSPC", "EIO")


async def run(every: int = 1, seed: int = 0) -> dict[str, object]:
    """Of each kind of call each in turn, or one in `every`; of the main thread, which writes."""
    return await asyncio.to_thread(_run, every, seed)


def possible() -> bool:
    """Whether strace is there and may do it."""
    if not shutil.which("strace"):
        return False
    with tempfile.NamedTemporaryFile() as log:
        command = [*_strace(Path(log.name), "inject=unlink:error=EIO:when=1"), "true"]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _run(every: int, seed: int) -> dict[str, object]:
    began, chance = time.monotonic(), random.Random(seed)  # noqa: S311  drawn alike each time
    counts = Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        gallery = Gallery(root, chance)
        gallery.begin()
        gallery.change()
        shutil.copytree(gallery.collection, root / "saved")
        calls = list(_calls(gallery))
        for call in calls[::every]:
            for error in ERRORS:
                counts += _faulty(gallery, f"inject={call[0]}:error={error}:when={call[1]}")
    return {
        "calls_that_write": len(calls),
        "faults": counts["faults"],
        "stopped_with_a_message": counts["stopped"],
        "went_on": counts["went on"],
        "crashes": counts["crashes"],
        "corrupt": counts["corrupt"],
        "pictures_lost": counts["lost"],
        "complete_after_the_next_run": counts["complete"] == counts["faults"],
        "seconds": round(time.monotonic() - began),
    }


def _calls(gallery: Gallery) -> Iterator[tuple[str, int]]:
    """By which an undisturbed run writes: kind and number."""
    log = gallery.root / "log"
    _restore(gallery)
    gallery.index(*_strace(log, f"trace={','.join(CALLS)}")).communicate()
    counts = Counter(line.partition("(")[0] for line in log.read_text().splitlines())
    for call in CALLS:
        yield from ((call, at) for at in range(1, counts[call] + 1))


def _faulty(gallery: Gallery, inject: str) -> Counter[str]:
    """One run with one fault, and one without."""
    _restore(gallery)
    with closing(Collection(gallery.collection, create=False)) as collection:
        first, now = held(collection)
    states = gallery.states(now)
    process = gallery.index(*_strace(gallery.root / "log", inject))
    _, errors = process.communicate()
    with closing(Collection(gallery.collection, create=False)) as collection:
        last, holds = held(collection)
        wrong = faults(collection, gallery.pictures)
    made = last - first
    whole = 0 <= made < len(states) and holds == states[made]
    kept = {name for name in now if name in gallery.wanted()}
    counts = Counter({"faults": 1, "lost": len(kept - holds.keys())})
    counts["stopped"] += process.returncode == FAILED
    counts["went on"] += process.returncode == 0
    counts["crashes"] += process.returncode not in (0, FAILED) or b"Traceback" in errors
    counts["corrupt"] += not whole or bool(wrong)
    counts["complete"] += gallery.done()
    return counts


def _restore(gallery: Gallery) -> None:
    """As it was before."""
    shutil.rmtree(gallery.collection)
    shutil.copytree(gallery.root / "saved", gallery.collection)


def _strace(log: Path, expression: str) -> list[str]:
    return ["strace", "-qq", "-o", str(log), "-e", expression]
