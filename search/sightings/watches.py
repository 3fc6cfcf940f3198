"""Pictures whose sightings somebody wants to hear of."""

import sqlite3
import threading
from dataclasses import dataclass

from search.clock import Clock
from search.database import Database
from search.features import VERSION, Features
from search.levels import Levels
from search.matching import matches
from search.options import WATCHES_KEPT
from search.sightings.held import held, piece
from search.snapshot import Snapshot


@dataclass(frozen=True)
class Wanted:
    """A watched picture, since when (Unix time), and the message with which it was asked for."""

    id: int
    at: int
    asked: int


@dataclass(frozen=True)
class Note:
    """That a message shows what somebody watches, who was not told yet; if more than one picture,
    the one that they have watched longest.
    """

    watch: int
    owner: int
    asked: int  # the message with which they asked for it


class Watches:
    """The watched pictures of all people. Raises CollectionError from every method."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None

    def add(self, owner: int, message: int, at: int, features: Features) -> bool:
        """Watch a picture; False where the owner watches WATCHES_KEPT already. Twice is once: by
        the same message, or of the same photo.
        """
        packed, known = features.pack(), self._of(owner)
        twice = any(message == asked or packed == photo for asked, photo in known)
        if twice or len(known) >= WATCHES_KEPT:
            return twice
        size = features.width, features.height, features.scale
        values = (owner, message, at, *size, packed, VERSION)
        with self._database.transaction() as database:
            database.execute(
                "INSERT INTO watches (owner, message, at, width, height, scale, features, version)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                values,
            )
        self.changed()
        return True

    def of(self, owner: int) -> list[Wanted]:
        """What somebody watches, oldest first."""
        query = "SELECT id, at, message FROM watches WHERE owner = ? ORDER BY id"
        return [Wanted(*row) for row in self._database.rows(query, owner)]

    def asked(self, watch: int) -> int | None:
        """The message with which a picture was asked for; None where it is watched no more."""
        rows = self._database.rows("SELECT message FROM watches WHERE id = ?", watch)
        return int(rows[0][0]) if rows else None

    def stop(self, owner: int, watch: int) -> None:
        """Watch it no more."""
        with self._database.transaction() as database:
            database.execute("DELETE FROM watches WHERE owner = ? AND id = ?", (owner, watch))
        self.changed()

    def changed(self) -> None:
        """What is in memory may not be what is on disk."""
        with self._lock:
            self._snapshot = None

    def find(self, photo: Levels) -> list[int]:
        """The watched pictures that a photo surely shows, whole or in part."""
        found = matches(photo, self._loaded(), Clock()) or []
        sure = (match for match in found if match.sure)
        return sorted(int(match.name) for match in sure)

    @staticmethod
    def note(
        database: sqlite3.Connection, watches: list[int], chat: int, message: int, at: int
    ) -> None:
        """Their owners are to be told."""
        for watch in watches:
            database.execute(
                "INSERT OR IGNORE INTO notes (watch, chat, message, at) "
                "SELECT id, ?, ?, ? FROM watches WHERE id = ?",
                (chat, message, at, watch),
            )

    def notes(self, chat: int, message: int) -> list[Note]:
        """What is still to be told of a message."""
        query = (
            "SELECT min(watch), owner, watches.message FROM notes JOIN watches ON id = watch "
            "WHERE notes.chat = ? AND notes.message = ? AND NOT sent GROUP BY owner ORDER BY 1"
        )
        return [Note(*row) for row in self._database.rows(query, chat, message)]

    def told(self, owner: int, chat: int, message: int) -> None:
        """A note is begun to be sent: of this message they are never sent one again."""
        with self._database.transaction() as database:
            theirs = "watch IN (SELECT id FROM watches WHERE owner = ?)"
            change = f"UPDATE notes SET sent = 1 WHERE {theirs} AND chat = ? AND message = ?"
            database.execute(change, (owner, chat, message))

    def _of(self, owner: int) -> list[tuple[int, bytes]]:
        return self._database.rows("SELECT message, features FROM watches WHERE owner = ?", owner)

    def _loaded(self) -> Snapshot:
        with self._lock:
            if self._snapshot is None:
                query = "SELECT id, features, width, height, scale FROM watches WHERE version = ?"
                rows = self._database.rows(query, VERSION)
                self._snapshot = held(piece(*row) for row in rows)
            return self._snapshot
