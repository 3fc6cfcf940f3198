"""R3: files with something wrong in them, made by chance of sound and of hostile ones."""

import asyncio
import os
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.reliability.process import ROOT
from search import Engine
from search.cores import on_all_cores
from search.errors import CollectionError, PhotoError

SECONDS = 10.0  # within which each is to be answered
WORDS = ("same", "maybe", "none", "plain", "unreadable")
MESSAGES = (  # how those end that are said of a file that cannot be looked at
    "This is not an image. Send a JPEG, PNG or WebP.",
    "This image is damaged and cannot be read.",
    "images cannot be read here. Send it as JPEG or PNG.",
    "Send a smaller one.",
    "to see anything in it. Send another.",
)
_LARGEST = 300_000  # bytes of a file to begin with
_INDEXED = 10  # one of so many is put into a folder too
_OPENED = (".jpg", ".png", ".webp", ".avif", ".gif", ".bmp")
_NUMBERS = (b"\0", b"\xff", b"\x7f\xff", b"\xff" * 4, b"\0" * 4, b"\x80\0\0\0", b"\0\0\0\1")

Change = Callable[[random.Random, bytearray, bytes], None]


@dataclass(frozen=True)
class Seen:
    """What became of one: `error` None where it was looked at; seconds until its answer."""

    number: int
    verdict: str
    error: str | None
    seconds: float
    entered: bool


async def run(count: int = 100_000) -> dict[str, object]:
    """Look all up, try to add those that are refused, and index some of them as a folder."""
    return await asyncio.to_thread(_run, count)


def _run(count: int) -> dict[str, object]:
    began, kinds = time.monotonic(), originals()
    with tempfile.TemporaryDirectory() as root, Engine.open(Path(root, "c"), create=True) as engine:
        for _ in engine.index([ROOT / "samples" / "pictures" / "plates"]):
            pass
        before = {name.removesuffix(".jpg") for name in engine.names()}
        seen = list(on_all_cores(lambda n: look(engine, n, mutant(n, kinds)), range(count)))
        looked_at = time.monotonic() - began
        inside = indexed(engine, Path(root, "mutants"), kinds, count) - before
        refused = {str(each.number) for each in seen if each.error}
        said = Counter(ending(each.error) if each.error else each.verdict for each in seen)
        slowest = max(seen, key=lambda each: each.seconds)
        return {
            "mutants": count,
            "of_files": sum(map(len, kinds.values())),
            "deaths": 0,  # or nobody would say so
            "deaths_of_decoders": len(engine._decoders.deaths),  # noqa: SLF001
            "answers": dict(said.most_common()),
            "other_messages": sum(word == "" for word in said),
            "slowest_seconds": round(slowest.seconds, 2),
            "slowest": slowest.number,
            "late": sum(each.seconds > SECONDS for each in seen),
            "entered_though_refused": sum(each.entered for each in seen) + len(refused & inside),
            "indexed": len(inside),
            "faults": len(engine.check()) + abs(len(engine) - len(before | inside)),
            "minutes_of_lookups": round(looked_at / 60, 1),
            "minutes": round((time.monotonic() - began) / 60, 1),
        }


def look(engine: Engine, number: int, data: bytes) -> Seen:
    """Look one up; one that is refused must not get in either."""
    began = time.monotonic()
    answer = engine.find(data)
    seconds, entered = time.monotonic() - began, False
    if answer.error:
        with suppress(PhotoError, CollectionError):
            engine.add(f"mutant {number}", data)
            entered = True
    return Seen(number, answer.verdict, answer.error, seconds, entered)


def indexed(engine: Engine, folder: Path, kinds: dict[str, list[bytes]], count: int) -> set[str]:
    """Some of the mutants as a folder of pictures; the numbers of those that got in."""
    folder.mkdir()
    for number in range(0, count, _INDEXED):
        (folder / f"{number}.jpg").write_bytes(mutant(number, kinds))
    for _ in engine.index([folder]):
        pass
    return {name.removesuffix(".jpg") for name in engine.names()}


def originals() -> dict[str, list[bytes]]:
    """The files to begin with, by what they are: sound samples, and the hostile ones of others."""
    paths = [each for each in sorted((ROOT / "samples").rglob("*")) if each.suffix != ".md"]
    paths += hostile()
    kinds: dict[str, list[bytes]] = defaultdict(list)
    for path in paths:
        if path.is_file() and 0 < path.stat().st_size <= _LARGEST:
            kinds[path.suffix.lower()].append(path.read_bytes())
    return dict(kinds)


def hostile() -> Iterator[Path]:
    """The files of others; none where KAZAMI_DATA names no folder."""
    if folder := os.environ.get("KAZAMI_DATA"):
        paths = sorted(Path(folder, "badimages").rglob("*"))
        yield from (path for path in paths if path.is_file())


def mutant(number: int, kinds: dict[str, list[bytes]]) -> bytes:
    """Always the same for a number. Most are of kinds that are opened, each kind drawn alike."""
    chance = random.Random(number)  # noqa: S311  drawn alike each time
    weights = [10 if kind in _OPENED else 1 for kind in kinds]
    files, others = (kinds[kind] for kind in chance.choices(list(kinds), weights, k=2))
    data = bytearray(chance.choice(files))
    for _ in range(chance.choice((1, 1, 1, 2, 4, 8))):
        if data:
            chance.choice(_CHANGES)(chance, data, chance.choice(others))
    return bytes(data)


def _flip(chance: random.Random, data: bytearray, _other: bytes) -> None:
    for _bit in range(chance.choice((1, 3, 10, 100))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _cut(chance: random.Random, data: bytearray, _: bytes) -> None:
    del data[chance.randrange(len(data)) :]


def _insert(chance: random.Random, data: bytearray, _: bytes) -> None:
    at = chance.randrange(len(data))
    data[at:at] = chance.randbytes(chance.choice((1, 4, 100, 5000)))


def _splice(chance: random.Random, data: bytearray, other: bytes) -> None:
    data[chance.randrange(len(data)) :] = other[chance.randrange(len(other)) :]


def _copy(chance: random.Random, data: bytearray, _: bytes) -> None:
    start, at, length = (chance.randrange(len(data)) for _ in range(3))
    data[at : at + length] = data[start : start + length]


def _renumber(chance: random.Random, data: bytearray, _: bytes) -> None:
    """Where headers are, after their first word: sizes, counts, offsets."""
    at, number = chance.randrange(4, 120), chance.choice(_NUMBERS)
    data[at : at + len(number)] = number


_CHANGES: tuple[Change, ...] = (_flip, _flip, _cut, _insert, _splice, _copy, _renumber, _renumber)


def ending(error: str) -> str:
    """Which of the messages it is; empty: none of them."""
    return next((each for each in MESSAGES if error.endswith(each)), "")
