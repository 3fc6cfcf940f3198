"""The index at a server: what `Current` is for the one on this machine."""

import logging
import threading
from dataclasses import replace
from typing import NoReturn

from search import growth
from search.address import Address
from search.collection import Collection
from search.delivery import Delivery
from search.errors import CollectionError, Incomplete, Unreachable
from search.features import Floats
from search.holdings import Holdings
from search.index import Neighbours
from search.ledger import Ledger
from search.options import REMOTE_CHECK, REMOTE_PAUSES, REMOTE_TAIL
from search.snapshot import Snapshot
from search.vault import Vault
from search.view import View

_log = logging.getLogger(__name__)
_ENDING = 5.0  # seconds that closing waits for what is being sent
_NOBODY = frozenset[int]()


class Remote:
    """A thread sends what changed, and goes on after a time when the server was away. A few
    pictures that it lacks are found here.

    Where the server is in doubt lookups raise Unreachable, until it was seen to hold what it did;
    where it lacks more than a few, Incomplete. So nothing that they find none of is missing there.
    """

    def __init__(self, collection: Collection, address: Address) -> None:
        self._collection = collection
        ledger = Ledger.read(collection.folder)
        self._server = Holdings(address, ledger.kazami)
        self.vault = Vault(address, ledger.kazami)
        self._delivery = Delivery(collection, self._server, ledger)
        self._sending, self._following = threading.Lock(), threading.Lock()
        self._due, self._ending = threading.Event(), threading.Event()
        self._trouble: Exception | None = None
        self._lacking = 0
        self._basis: str | None = None  # the mark of what the server has all of
        self._tail: Snapshot | None = None  # what it lacks
        try:
            self._delivery.check()
        except (CollectionError, OSError) as error:
            self._doubt(error)
        self._follow()
        self._thread = threading.Thread(target=self._run, name="index server", daemon=True)
        self._thread.start()

    @property
    def snapshot(self) -> Snapshot:
        """What lookups read."""
        return replace(self._view)  # which remembers nothing yet

    def refresh(self, *, whole: bool = False) -> None:
        """Lookups find what the collection holds now; `whole`: wait until the server has it, or
        does not answer.
        """
        self._follow()
        if not (whole and self._send()):
            self._due.set()  # or nobody would look whether it is back

    def renew(self, damaged: Snapshot) -> None:
        """Nothing is saved here that could be damaged."""

    def close(self) -> None:
        """Give up what is being sent; the next start goes on with it."""
        self._ending.set()
        self._due.set()
        self._thread.join(_ENDING)
        self.vault.close()
        self._server.close()

    def _run(self) -> None:
        shortest, longest = REMOTE_PAUSES
        pause = shortest
        while not self._ending.is_set():
            self._due.clear()
            done = self._send()
            pause = shortest if done else min(2 * pause, longest)
            self._due.wait(REMOTE_CHECK if done else pause)

    def _send(self) -> bool:
        """All that the server lacks; whether it has it now."""
        with self._sending:
            try:
                for lacking in self._delivery.send():
                    self._lacking = lacking
                    self._follow()
                    self._trust()
                    if self._ending.is_set():
                        return False
                self._follow()
            except (CollectionError, OSError) as error:
                self._doubt(error)
                return False
            except Exception:  # whatever it was: the collection may be closed by now
                if not self._ending.is_set():
                    raise
                return False
            return True

    def _follow(self) -> None:
        """Look at what the collection holds, and what the server has of it."""
        with self._following, self._collection.view():
            touched, basis = self._delivery.touched(), self._delivery.ledger.mark
            anew, self._basis = basis != self._basis, basis
            if len(self._collection if touched is None else touched) <= REMOTE_TAIL:
                tail = None if anew else self._tail
                self._tail = growth.compacted(self._grown(tail, touched))
                self._view = self._of(self._tail, touched)
            elif touched is None or anew:  # else lookups find what they did, until it is there
                self._tail = None
                self._view = replace(self._of(self._empty(), touched), ask=self._refuse)

    def _grown(self, tail: Snapshot | None, touched: frozenset[int] | None) -> Snapshot:
        """The pictures that the server lacks, as they are now; all, where it may lack any."""
        if touched is not None and tail is None:
            ledger = self._delivery.ledger
            tail = Snapshot(ledger.generation, bytes.fromhex(ledger.mark), None, ())
        grown = None if tail is None else growth.advanced(tail, self._collection)
        return growth.built(self._collection) if grown is None else grown

    def _empty(self) -> Snapshot:
        return Snapshot(self._collection.generation, self._collection.mark, None, ())

    def _of(self, tail: Snapshot, touched: frozenset[int] | None) -> View:
        (newest,) = self._collection.rows("SELECT coalesce(max(id), 0) FROM pictures")[0]
        return View(
            *(tail.generation, tail.mark, tail.codebook, tail.parts),
            collection=self._collection,
            touched=touched or _NOBODY,
            newest=newest,
            ask=None if touched is None else self._ask,
        )

    def _ask(
        self, descriptors: Floats, neighbours: int, shelves: frozenset[str] | None
    ) -> Neighbours:
        self._assure()
        try:
            return self._server.search(descriptors, neighbours, shelves)
        except Unreachable as error:
            self._doubt(error)
            self._due.set()
            raise

    def _refuse(self, *_: object) -> NoReturn:
        self._assure()
        pictures = len(self._collection)
        raise Incomplete(self._server.address, max(0, pictures - self._lacking), pictures)

    def _assure(self) -> None:
        """Raises what is wrong with the server, where something is."""
        if trouble := self._trouble:  # read once: the thread may trust it again meanwhile
            raise trouble.with_traceback(None)  # else it keeps the frames of all that it refused

    def _doubt(self, error: CollectionError | OSError) -> None:
        """Until it was checked anew: it may have lost what it had."""
        if self._trouble is None:
            _log.warning("%s", error)
        self._trouble = error

    def _trust(self) -> None:
        """Where it was doubted: once it is seen to have what it did. Raises Unreachable."""
        trouble = self._trouble
        if trouble is None:
            return
        self._delivery.verify()
        if trouble is self._trouble:  # else a lookup has failed since
            self._trouble = None
            _log.info("The index server at %s answers again", self._server.address)
