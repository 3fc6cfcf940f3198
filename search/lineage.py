"""Earlier generations of a collection, and what has changed since: what an index is kept up by."""

from search.database import Database


class Lineage:
    """As far back as an index may be of. Raises what Database does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def changes(self, generation: int, mark: bytes) -> list[int] | None:
        """The ids of pictures that came, went, or changed since a generation, and perhaps of some
        that did so in it; None where that is not known, or it was not ours.
        """
        query = "SELECT 1 FROM lineage WHERE number = ? AND mark = ?"
        if not self._database.rows(query, generation, mark):
            return None
        query = "SELECT DISTINCT picture FROM touched WHERE generation >= ? ORDER BY picture"
        return [number for (number,) in self._database.rows(query, generation)]

    def mark(self, generation: int) -> bytes | None:
        """Of an earlier generation; None where that is not known."""
        rows = self._database.rows("SELECT mark FROM lineage WHERE number = ?", generation)
        return bytes(rows[0][0]) if rows else None

    def forget(self, generation: int) -> None:
        """Those before a generation of which an index is saved."""
        with self._database.transaction() as database:
            database.execute("DELETE FROM touched WHERE generation < ?", (generation,))
            database.execute("DELETE FROM lineage WHERE number < ?", (generation,))
