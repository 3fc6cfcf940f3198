"""The snapshot that lookups read, in step with its collection."""

import logging
import threading
from collections.abc import Callable
from typing import TypeVar

from search import growth
from search.codebook import Codebook
from search.collection import Collection
from search.errors import CollectionError, DamagedIndex
from search.growth import Pieces
from search.options import FEW_PICTURES, UNSAVED_PICTURES, UNSAVED_SHARE
from search.saved import Store
from search.segment import Segment
from search.snapshot import Snapshot

T = TypeVar("T")
MADE = Segment.made
_log = logging.getLogger(__name__)
_ENDING = 2.0  # seconds that closing waits for what is done in the background


class Current:
    """What changed is found at once; a thread in the background merges parts that have become many,
    and saves them.

    Of a few pictures that is done at once too. What is not saved is read from the collection at
    the next start. Raises CollectionError.
    """

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._store = Store(collection.folder)
        self._changing = threading.Lock()
        self._working = threading.Lock()
        self._asking = threading.Lock()
        self._asked = False  # since the thread looked last
        self._settling: threading.Thread | None = None
        self._ending = threading.Event()
        self._saved = -1  # generation
        self.snapshot = self._begun()
        self._settle(whole=True)

    def close(self) -> None:
        """Give up what is done in the background."""
        self._ending.set()
        if settling := self._settling:
            settling.join(_ENDING)

    def refresh(self, *, whole: bool = False) -> None:
        """Lookups find what the collection holds now; `whole`: wait until that is saved."""
        self._follow()
        self._settle(whole=whole)

    def renew(self, damaged: Snapshot) -> None:
        """Its files are not what was saved: make others, where nobody has done so by now."""
        self._anew(damaged)
        self._settle(whole=False)

    def _anew(self, damaged: Snapshot) -> None:
        with self._changing:
            bad = {id(part.segment) for part in damaged.parts}
            if bad.intersection(id(part.segment) for part in self.snapshot.parts):
                self.snapshot, self._saved = self._built(), -1

    def _begun(self) -> Snapshot:
        """The saved snapshot, brought up to now, or a new one."""
        saved = self._store.load(self._collection)
        if saved is None:
            return self._built()
        self._saved = saved.generation
        return self._advanced(saved) or self._built()

    def _follow(self) -> None:
        with self._changing:
            self.snapshot = self._advanced(self.snapshot) or self._begun()

    def _settle(self, *, whole: bool) -> None:
        """Merge and save what is due: here, or in the background where that takes a while."""
        if whole or (self._due(self.snapshot) <= FEW_PICTURES and not self._settling):
            self._settle_all()
        else:
            self._ask()

    def _ask(self) -> None:
        """Let the thread do it, which looks again before it ends, or another where it has ended."""
        with self._asking:
            self._asked = True
            if not (self._settling and self._settling.is_alive()):
                self._settling = threading.Thread(target=self._run, name="index", daemon=True)
                self._settling.start()

    def _run(self) -> None:
        while self._wanted():
            self._settle_all()

    def _wanted(self) -> bool:
        """Whether somebody has asked; else the thread is over."""
        with self._asking:
            asked, self._asked = self._asked, False
            if not asked:
                self._settling = None
            return asked

    def _settle_all(self) -> None:
        with self._working:
            try:
                while self._due(self.snapshot) and not self._ending.is_set():
                    self._settle_once(self.snapshot)
            except (CollectionError, OSError) as error:  # lookups go on from memory
                _log.warning("The index could not be saved: %s", error)
            except Exception:  # whatever it was: the collection may be closed by now
                if not self._ending.is_set():
                    raise

    def _settle_once(self, snapshot: Snapshot) -> None:
        try:
            settled = self._settled(snapshot)
        except DamagedIndex as error:
            _log.warning("%s", error)
            self._anew(snapshot)
        else:
            with self._changing:
                self.snapshot = self._advanced(settled) or self._begun()

    def _due(self, snapshot: Snapshot) -> int:
        """How many pictures are to be written again, or at last; 0 where all is well."""
        if growth.outgrown(snapshot):
            return len(snapshot)
        unsaved = sum(len(part) for part in snapshot.parts if not part.segment.files)
        changes = snapshot.generation - self._saved
        enough = self._saved < 0 or changes > min(UNSAVED_PICTURES, UNSAVED_SHARE * len(snapshot))
        return growth.mergeable(snapshot) or (max(1, unsaved) if changes and enough else 0)

    def _settled(self, snapshot: Snapshot) -> Snapshot:
        """What is due of it, one after another. Raises CollectionError, OSError or DamagedIndex."""
        if growth.outgrown(snapshot):
            return self._kept(self._built())
        count = growth.mergeable(snapshot)
        if 0 < count <= FEW_PICTURES:
            return growth.compacted(snapshot)
        return self._kept(growth.compacted(snapshot, self._make))

    def _kept(self, snapshot: Snapshot) -> Snapshot:
        """On disk; what led to it need not be known any more."""
        saved = self._store.save(snapshot)
        self._saved = saved.generation
        self._collection.lineage.forget(saved.generation)
        return saved

    def _advanced(self, snapshot: Snapshot) -> Snapshot | None:
        return self._made(lambda make: growth.advanced(snapshot, self._collection, make))

    def _built(self) -> Snapshot:
        return self._made(lambda make: growth.built(self._collection, make))

    def _made(self, derive: Callable[[growth.Make], T]) -> T:
        """In files; in memory where these cannot be written."""
        try:
            return derive(self._make)
        except OSError as error:
            _log.warning("The index could not be saved: %s", error)
            return derive(MADE)

    def _make(self, pieces: Pieces, codebook: Codebook | None) -> Segment:
        return self._store.make(self._until_ended(pieces), codebook)

    def _until_ended(self, pieces: Pieces) -> Pieces:
        for each in pieces:
            if self._ending.is_set():
                raise _Ended
            yield each


class _Ended(Exception):
    """Nobody wants it any more."""
