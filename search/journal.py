"""The last changes by hand, each with what it takes to take it back."""

import time
from dataclasses import dataclass, field
from typing import Literal

from search.database import Database
from search.notes import NOTHING, Note
from search.options import UNDO_CHANGES, UNDO_SECONDS

What = Literal["add", "remove", "rename", "note"]
_ROW = "name, folder, path, sha256, bytes, width, height, scale, features, checksum, version, shelf"
_OLD = (  # an unbroken run from the newest back, or an older change would be taken for the newest
    "id <= ifnull((SELECT max(id) FROM journal WHERE at < ?1), 0)"
    f" OR id NOT IN (SELECT id FROM journal ORDER BY id DESC LIMIT {UNDO_CHANGES})"
)


@dataclass(frozen=True)
class Change:
    """What somebody (`by`, 0: nobody knows) did to the picture `name`, and when (`at`, seconds
    since 1970). `old` is its name before a rename, `before` its note before a removal or a note.
    """

    what: What
    name: str
    by: int = 0
    old: str | None = None
    before: Note = NOTHING
    at: float = field(default_factory=time.time, compare=False)
    id: int = field(default=0, compare=False)

    @property
    def names(self) -> set[str]:
        """Whatever it touched."""
        return {self.name} if self.old is None else {self.name, self.old}


@dataclass(frozen=True)
class Journal:
    """Changes by hand: the last UNDO_CHANGES, for UNDO_SECONDS. With them go the pictures that
    they removed: `leaving` then has the checksums of their bytes.

    Its methods are part of the transaction that they are called in.
    """

    database: Database

    def write(self, change: Change) -> None:
        """Write down what is about to be done; of a removal also the picture as it is now."""
        with self.database.transaction() as database:
            row = change.by, change.what, change.name, change.old, *change.before.columns
            number = database.execute(
                "INSERT INTO journal (at, person, what, name, old, caption, tags, link)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (change.at, *row),
            ).lastrowid
            if change.what == "remove":
                database.execute(
                    f"INSERT INTO removed (change, {_ROW}) SELECT ?, {_ROW} FROM pictures"
                    " WHERE name = ?",
                    (number, change.name),
                )
        self.prune()

    def changes(self) -> list[Change]:
        """All that can perhaps be taken back, newest first."""
        rows = self.database.rows(
            "SELECT what, name, person, old, at, id, caption, tags, link FROM journal"
            " ORDER BY id DESC"
        )
        return [
            Change(what, name, by, old, Note.of(*note), at, number)
            for what, name, by, old, at, number, *note in rows
        ]

    def sha256(self, change: Change) -> bytes | None:
        """Of the kept bytes that a removed picture needs; None for one of a folder."""
        query = "SELECT sha256 FROM removed WHERE path IS NULL AND change = ?"
        rows = self.database.rows(query, change.id)
        return bytes(rows[0][0]) if rows else None

    def put_back(self, change: Change) -> None:
        """A removed picture, as it was."""
        with self.database.transaction() as database:
            database.execute(
                f"INSERT INTO pictures ({_ROW}) SELECT {_ROW} FROM removed WHERE change = ?",
                (change.id,),
            )

    def drop(self, change: Change) -> None:
        """It has been taken back."""
        with self.database.transaction() as database:
            database.execute("DELETE FROM journal WHERE id = ?", (change.id,))

    def prune(self) -> None:
        """Forget what is too old."""
        since = time.time() - UNDO_SECONDS
        with self.database.transaction() as database:
            database.execute(
                "INSERT OR IGNORE INTO leaving SELECT sha256 FROM removed WHERE path IS NULL"
                f" AND change IN (SELECT id FROM journal WHERE {_OLD})",
                (since,),
            )
            database.execute(f"DELETE FROM journal WHERE {_OLD}", (since,))

    def forget(self, person: int) -> None:
        """Who it was is not known any more: their number is in none of the files. Call it outside
        of a transaction. Raises Unavailable where it is to be done again.
        """
        with self.database.transaction() as database:
            database.execute("UPDATE journal SET person = 0 WHERE person = ?", (person,))
        self.database.flush()
