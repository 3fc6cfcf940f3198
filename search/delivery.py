"""What an index server lacks is sent to it, and seen to be there."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from search.collection import Collection
from search.errors import Unreachable
from search.features import ROW, VERSION
from search.holdings import ROWS, Held, Holdings, Sent
from search.ledger import Ledger, sending
from search.options import INDEX_FEATURES_MANY, REMOTE_PICTURES
from search.picture import Picture


class Delivery:
    """One program sends at a time. Raises Unreachable, other CollectionErrors, or OSError: then
    what was sent is known, and the next time goes on with the rest.
    """

    def __init__(self, collection: Collection, server: Holdings, ledger: Ledger) -> None:
        self._collection, self._server = collection, server
        self.ledger = ledger

    def check(self) -> None:
        """See that the server holds what it was last seen to hold; where it does not, which
        pictures it holds is not known.
        """
        with sending(self._collection.folder):
            self._check()

    def verify(self) -> None:
        """Likewise while it is sent; raises Unreachable where it does not."""
        rows = self._server.count() - self._server.count(self.ledger.busy)
        if rows != self.ledger.rows:
            raise Unreachable(self._server.address, f"of {self.ledger.rows} rows it holds {rows}")

    def touched(self) -> frozenset[int] | None:
        """The pictures that changed since the server had all; None where that is not known."""
        ledger, collection = self.ledger, self._collection
        if (ledger.generation, ledger.mark) == (collection.generation, collection.mark.hex()):
            return frozenset()  # `changes` would name the last ones
        ids = collection.lineage.changes(ledger.generation, bytes.fromhex(ledger.mark))
        return None if ids is None else frozenset(ids)

    def send(self) -> Iterator[int]:
        """Bring the server in line; yields how many pictures are still to be sent, once it was
        checked, and after every few.
        """
        with sending(self._collection.folder):
            self._check()
            if self.touched() is None:
                yield len(self._collection)  # as far as is known; to find out takes a while
            with self._collection.view():
                generation, mark = self._collection.generation, self._collection.mark
                due = self._due()
            yield len(due)
            if self.ledger.busy:  # half sent, when a server or a program died
                self._server.drop(self.ledger.busy)
                self._write(replace(self.ledger, busy=()))
            for at in range(0, len(due), REMOTE_PICTURES):
                self._send(due[at : at + REMOTE_PICTURES])
                yield max(0, len(due) - at - REMOTE_PICTURES)
            if due:
                self._server.settle()
            self._write(replace(self.ledger, generation=generation, mark=mark.hex()))
            self._collection.lineage.forget(generation)

    def _check(self) -> None:
        self._server.prepare()
        ledger = replace(Ledger.read(self._collection.folder), kazami=self.ledger.kazami)
        server, rows = f"{self._server.address} {ROWS.name}", self._server.count()
        known = rows - self._server.count(ledger.busy)
        if (ledger.server, ledger.rows) != (server, known):
            ledger = ledger.unknown(server, rows)
        self._write(ledger)

    def _due(self) -> list[int]:
        """The pictures of which the server does not hold what it should."""
        touched = self.touched()
        if touched is not None:
            return sorted(touched)
        held, wanted = self._server.audit(), self._wanted()
        self._write(replace(self.ledger, rows=self._server.count()))
        return sorted(n for n in held.keys() | wanted.keys() if held.get(n) != wanted.get(n))

    def _wanted(self) -> dict[int, Held]:
        columns = "id, min(length(features) / ?, ?), checksum, shelf"
        query = f"SELECT {columns} FROM pictures WHERE version = ?"
        rows = self._collection.rows(query, ROW.itemsize, INDEX_FEATURES_MANY, VERSION)
        return {number: Held.of(*rest) for number, *rest in rows}

    def _send(self, ids: Sequence[int]) -> None:
        """What is there of these pictures goes first. Written down before and after it is done, so
        that at any moment it is known how many rows the server must have of all others.
        """
        there = self._server.count(ids)
        self._write(replace(self.ledger, rows=self.ledger.rows - there, busy=tuple(ids)))
        if there:
            self._server.drop(ids)
        pictures = [_sent(each) for each in self._collection.pictures(ids)]
        self._server.put(pictures)
        sent, held = sum(len(each.rows) for each in pictures), self._server.count(ids)
        if held != sent:
            raise Unreachable(self._server.address, f"of {sent} rows sent it holds {held}")
        self._write(replace(self.ledger, rows=self.ledger.rows + sent, busy=()))

    def _write(self, ledger: Ledger) -> None:
        ledger.write(self._collection.folder)
        self.ledger = ledger


def _sent(picture: Picture) -> Sent:
    """With its best rows."""
    rows = np.frombuffer(picture.packed, ROW)[:INDEX_FEATURES_MANY]
    checksum = hashlib.sha256(picture.packed).digest()
    return Sent(picture.id, Held.of(len(rows), checksum, picture.source.shelf), rows)
