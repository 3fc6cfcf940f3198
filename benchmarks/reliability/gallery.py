"""A folder of small pictures that changes by chance, and what its collection may hold meanwhile."""

import hashlib
import random
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from benchmarks.reliability.process import ROOT
from search import Engine, check, growth
from search.collection import Collection

PICTURES = 24  # there are places for so many
BY_HAND = "by hand"
_SIDE = 96  # px: little to look at, so that most of the time goes into writing

State = dict[str, bytes]  # name -> SHA-256 of the file


def picture(seed: int) -> bytes:
    """A PNG full of keypoints, another for each seed."""
    coarse = np.random.default_rng(seed).integers(0, 256, (_SIDE // 8, _SIDE // 8), np.uint8)
    pixels = cv2.resize(coarse, (_SIDE, _SIDE), interpolation=cv2.INTER_CUBIC)
    return cv2.imencode(".png", pixels)[1].tobytes()


@dataclass
class Gallery:
    """`pictures` and `collection` are folders in `root`; `seeds` says what each file shows."""

    root: Path
    random: random.Random
    seeds: dict[str, int] = field(default_factory=dict)

    @property
    def pictures(self) -> Path:
        """The folder to be indexed."""
        return self.root / "pictures"

    @property
    def collection(self) -> Path:
        """The folder of the collection."""
        return self.root / "collection"

    def begin(self) -> None:
        """Fill half of the places and index them; one picture is added by hand."""
        self.pictures.mkdir()
        for number in range(0, PICTURES, 2):
            self._show(f"{number:02}.png")
        with Engine.open(self.collection, create=True) as engine:
            for _ in engine.index([self.pictures]):
                pass
            engine.add(BY_HAND, picture(0))

    def change(self) -> None:
        """A third of the places: another picture, or none where there is one."""
        for number in self.random.sample(range(PICTURES), PICTURES // 3):
            name = f"{number:02}.png"
            if name in self.seeds and self.random.random() < 1 / 3:
                (self.pictures / name).unlink()
                del self.seeds[name]
            else:
                self._show(name)

    def _show(self, name: str) -> None:
        self.seeds[name] = self.random.getrandbits(30)
        (self.pictures / name).write_bytes(picture(self.seeds[name]))

    def index(self, *before: str) -> subprocess.Popen[bytes]:
        """Begin `python -m search index`, perhaps by another program that is named `before` it."""
        program = [sys.executable, "-m", "search", "index", str(self.pictures)]
        return subprocess.Popen(
            [*before, *program, "--collection", str(self.collection)],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def done(self) -> bool:
        """Index undisturbed, here; whether the collection holds what it should, and nothing else
        is left of what happened before.
        """
        with Engine.open(self.collection) as engine:
            for _ in engine.index([self.pictures]):
                pass
        with closing(Collection(self.collection, create=False)) as collection:
            right = held(collection)[1] == self.wanted() and not faults(collection, self.pictures)
        return right and not list(self.collection.rglob("*.part"))

    def wanted(self) -> State:
        """What the collection holds when the folder is indexed."""
        shown = {name: hashlib.sha256(picture(seed)) for name, seed in self.seeds.items()}
        shown[BY_HAND] = hashlib.sha256(picture(0))
        return {name: each.digest() for name, each in shown.items()}

    def states(self, now: State) -> list[State]:
        """What it holds in each generation on the way there: those that are gone are let go first,
        by name, then every file that is new or another is taken in, by name.
        """
        wanted, states = self.wanted(), [now]
        for name in sorted(now.keys() - wanted.keys()):
            states.append({key: value for key, value in states[-1].items() if key != name})
        for name in sorted(wanted, key=lambda name: (name == BY_HAND, name)):
            if states[-1].get(name) != wanted[name]:
                states.append({**states[-1], name: wanted[name]})
        return states


def held(collection: Collection) -> tuple[int, State]:
    """The generation, and what the database holds in it."""
    with collection.view():
        return collection.generation, {each.name: each.sha256 for each, _ in collection.sources()}


def faults(collection: Collection, pictures: Path) -> list[str]:
    """What is wrong with a collection, and with what is derived from it. That files of `pictures`
    have changed since they were indexed is not.
    """
    found = [each for each in check.faults(collection) if str(pictures) not in each]
    with collection.view():
        names = {entry.name for entry in growth.built(collection).entries}
        whole = names == held(collection)[1].keys()
    return found if whole else [*found, "not all features are there"]
