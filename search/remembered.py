"""A snapshot that is asked once what one photo asks again: closer looks see most of it again."""

from search.features import Features, Floats
from search.index import Neighbours, Numbers
from search.segment import Entry
from search.snapshot import Snapshot


class Remembered:
    """For one lookup, which always wants as many neighbours."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._features: dict[int, Features] = {}
        self._known: Neighbours | None = None
        self._place: dict[bytes, int] = {}  # of each descriptor among what is known

    def entry(self, id_: int) -> Entry:
        """Of a picture. Raises KeyError."""
        return self._snapshot.entry(id_)

    def features(self, id_: int, which: Numbers | None = None) -> Features:
        """Of a picture, or `which` of them (n,). Raises KeyError or DamagedIndex."""
        if which is not None:
            return self._snapshot.features(id_, which)
        if id_ not in self._features:
            self._features[id_] = self._snapshot.features(id_)
        return self._features[id_]

    def search(self, descriptors: Floats, neighbours: int) -> Neighbours:
        """The nearest rows of each descriptor (n, 64). Raises CollectionError."""
        names = [each.tobytes() for each in descriptors]
        new = {name: n for n, name in enumerate(names) if name not in self._place}
        if new or self._known is None:
            found = self._snapshot.search(descriptors[list(new.values())], neighbours)
            self._known = Neighbours.joined([self._known, found]) if self._known else found
            self._place |= {name: len(self._place) + n for n, name in enumerate(new)}
        return self._known.of([self._place[name] for name in names])
