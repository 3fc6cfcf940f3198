"""R2: `python -m search index` is killed again and again while photos are looked up."""

import asyncio
import random
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from benchmarks.reliability.gallery import Gallery, State, faults, held, picture
from search import Engine
from search.collection import Collection
from search.errors import KazamiError

_PAUSE = 0.002  # seconds between two looks at how far it is
_LONGEST = 60.0  # seconds that one index run may take


async def run(kills: int = 200, seed: int = 0) -> dict[str, object]:
    """Change the folder, index, kill -9 at a random moment; each time everything is looked at.

    A moment is after a random number of the changes that are to be made (none: of the start; all,
    as in every third round: while the index is written), and a random part of a twentieth of a
    second.
    """
    return await asyncio.to_thread(_run, kills, seed)


def _run(kills: int, seed: int) -> dict[str, object]:
    began, chance = time.monotonic(), random.Random(seed)  # noqa: S311  drawn alike each time
    counts = Counter[str]()
    with tempfile.TemporaryDirectory() as root:
        gallery = Gallery(Path(root), chance)
        gallery.begin()
        for _ in range(kills):
            counts += _killed(gallery, chance)
        return {
            "kills": kills,
            "killed_while_at_work": counts["at work"],
            "killed_while_the_index_was_written": counts["saving"],
            "corrupt": counts["corrupt"],
            "pictures_lost": counts["lost"],
            "lookups": counts["lookups"],
            "lookups_not_of_one_whole_generation": counts["torn"],
            "complete_after_the_next_run": gallery.done(),
            "seconds": round(time.monotonic() - began),
        }


def _killed(gallery: Gallery, chance: random.Random) -> Counter[str]:
    """One round."""
    gallery.change()
    with closing(Collection(gallery.collection, create=False)) as collection:
        first, now = held(collection)
        states = gallery.states(now)
        looking = Looking(gallery, first, states)
        process = gallery.index()
        everything = len(states) - 1
        done = chance.choice([everything, *chance.choices(range(len(states)), k=2)])
        _wait(collection, first + done, chance)
        at_work = process.poll() is None
        process.kill()
        process.communicate()
        wrong = faults(collection, gallery.pictures)
        generation, holds = held(collection)
        counts = looking.stop()
    made = generation - first
    whole = 0 <= made < len(states) and holds == states[made]
    kept = {name for name in now if name in gallery.wanted()}
    counts["at work"] += at_work and made > 0
    counts["saving"] += at_work and made == len(states) - 1
    counts["corrupt"] += not whole or bool(wrong)
    counts["lost"] += len(kept - holds.keys())
    return counts


def _wait(collection: Collection, generation: int, chance: random.Random) -> None:
    """Until so much is done, and a little longer; of the start some random time."""
    ends = time.monotonic() + _LONGEST
    if generation == collection.generation:
        time.sleep(chance.uniform(0, 2))
        return
    while collection.generation < generation and time.monotonic() < ends:
        time.sleep(_PAUSE)
    time.sleep(chance.uniform(0, 0.05))


class Looking:
    """Looks up photos meanwhile: by an engine that was open before, and by new ones."""

    def __init__(self, gallery: Gallery, first: int, states: list[State]) -> None:
        self._gallery, self._first, self._states = gallery, first, states
        self._photos = {name: picture(seed) for name, seed in gallery.seeds.items()}
        self._asked: list[bool] = []  # whether the answer was of one whole generation
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=each) for each in (self._old, self._new)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> Counter[str]:
        """What was seen."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        return Counter({"lookups": len(self._asked), "torn": self._asked.count(False)})

    def _old(self) -> None:
        with Engine.open(self._gallery.collection) as engine:
            while not self._stop.is_set():
                self._ask(engine)

    def _new(self) -> None:
        while not self._stop.is_set():
            try:
                with Engine.open(self._gallery.collection) as engine:
                    self._ask(engine)
            except (KazamiError, OSError):
                self._asked.append(False)

    def _ask(self, engine: Engine) -> None:
        """A photo of each of some pictures; what is found is what the generation holds."""
        made = engine._snapshot.generation - self._first  # noqa: SLF001  of what it answers
        state = self._states[made] if 0 <= made < len(self._states) else {}
        whole = set(engine.names()) == state.keys()
        for name in list(self._photos)[:: len(self._photos) // 3]:
            answer = engine.find(self._photos[name])
            found = answer.matches[0].name if answer.verdict == "same" else None
            there = state.get(name) == self._gallery.wanted()[name]
            self._asked.append(whole and found == (name if there else None))
