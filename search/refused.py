"""Files that did not become pictures, and why."""

from dataclasses import dataclass

from search.database import Database


@dataclass(frozen=True)
class Refusal:
    """A file that did not become a picture: too plain, or unreadable for a reason."""

    name: str
    folder: str
    plain: bool
    reason: str


class Refused:
    """Those of a collection. Raises what Database does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, refusal: Refusal) -> None:
        """Remember one, until `forget`."""
        with self._database.transaction() as database:
            database.execute(
                "INSERT OR REPLACE INTO refused VALUES (?, ?, ?, ?)",
                (refusal.name, refusal.folder, refusal.plain, refusal.reason),
            )

    def forget(self, folder: str) -> None:
        """Before a folder is looked through anew."""
        with self._database.transaction() as database:
            database.execute("DELETE FROM refused WHERE folder = ?", (folder,))

    def all(self) -> list[Refusal]:
        """By name."""
        query = "SELECT name, folder, plain, reason FROM refused ORDER BY name, folder"
        rows = self._database.rows(query)
        return [Refusal(name, folder, bool(plain), reason) for name, folder, plain, reason in rows]
