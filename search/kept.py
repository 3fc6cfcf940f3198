"""The bytes of pictures that have no file of their own: in files of ours, each by its SHA-256."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from search import disk
from search.database import Database
from search.errors import CollectionError, Unavailable

_log = logging.getLogger(__name__)
_NEEDED = (  # by a picture, or to take its removal back
    "SELECT 1 FROM pictures WHERE path IS NULL AND sha256 = ?1"
    " UNION ALL SELECT 1 FROM removed WHERE path IS NULL AND sha256 = ?1"
)


@dataclass(frozen=True)
class Kept:
    """A folder of them. A file goes only once nobody needs it and that is on the disk: until then
    its checksum is written down as leaving, so that no crash leaves it there for ever.
    """

    folder: Path
    database: Database

    def path(self, sha256: bytes) -> Path:
        """Where the bytes are."""
        return self.folder / sha256.hex()

    def write(self, sha256: bytes, data: bytes) -> None:
        """On disk when it returns. Raises Unavailable."""
        with self._on_disk():
            disk.make(self.folder)
            disk.write(self.path(sha256), data)

    def leave(self, sha256: bytes) -> None:
        """These may be needed no more, or are to be written and may never be needed."""
        with self.database.transaction() as database:
            database.execute("INSERT OR IGNORE INTO leaving VALUES (?)", (sha256,))

    def sweep(self) -> None:
        """Take away what is leaving; what cannot be done now is done by a later one."""
        try:
            if self.database.rows("SELECT 1 FROM leaving LIMIT 1"):
                with self.database.transaction():  # nobody keeps the same bytes meanwhile
                    for (sha256,) in self.database.rows("SELECT sha256 FROM leaving"):
                        self._drop(sha256)
        except CollectionError as error:
            _log.warning("What is kept for nobody stays for now: %s", error)

    def tidy(self) -> None:
        """Take away what a crash left half written, and what is leaving. Raises Unavailable."""
        with self.database.transaction(), self._on_disk():
            for part in self.folder.glob("*.part"):
                part.unlink(missing_ok=True)
        self.sweep()

    def _drop(self, sha256: bytes) -> None:
        with suppress(OSError):  # then it is tried again
            if not self.database.rows(_NEEDED, sha256):
                self.path(sha256).unlink(missing_ok=True)
            with self.database.transaction() as database:
                database.execute("DELETE FROM leaving WHERE sha256 = ?", (sha256,))

    @contextmanager
    def _on_disk(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise Unavailable(self.folder.parent, disk.reason(error)) from error
