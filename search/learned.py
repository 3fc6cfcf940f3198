"""What a collection has taught: how evidence becomes the match value, and what people said."""

from search.database import Database
from search.features import VERSION
from search.verdict import Scale


class Learned:
    """All of it is of one version of the features; of another, nothing is known. Raises what
    Database does.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def scale(self) -> Scale:
        """How evidence becomes the match value: as it was calibrated, or as it comes."""
        rows = self._database.rows("SELECT slope, offset FROM scale WHERE version = ?", VERSION)
        return Scale(*rows[0]) if rows else Scale()

    def pictures(self) -> int:
        """How many there were when that was calibrated; 0 where it was not."""
        rows = self._database.rows("SELECT pictures FROM scale WHERE version = ?", VERSION)
        return int(rows[0][0]) if rows else 0

    def calibrate(self, scale: Scale) -> None:
        """Remember how evidence becomes the match value."""
        with self._database.transaction() as database:
            database.execute("DELETE FROM scale")
            database.execute(
                "INSERT INTO scale (slope, offset, pictures, version)"
                " SELECT ?, ?, count(*), ? FROM pictures",
                (scale.slope, scale.offset, VERSION),
            )

    def judge(self, evidence: float, *, right: bool) -> int:
        """Remember what somebody said of an answer; the id under which that can be forgotten."""
        with self._database.transaction() as database:
            statement = "INSERT INTO judgments (evidence, right, version) VALUES (?, ?, ?)"
            return int(database.execute(statement, (evidence, right, VERSION)).lastrowid or 0)

    def forget(self, judgment: int) -> None:
        """It was taken back."""
        with self._database.transaction() as database:
            database.execute("DELETE FROM judgments WHERE id = ?", (judgment,))

    def judgments(self) -> list[tuple[float, bool]]:
        """Evidence and whether it was right, of all that people said."""
        query = "SELECT evidence, right FROM judgments WHERE version = ? ORDER BY id"
        return [(evidence, bool(right)) for evidence, right in self._database.rows(query, VERSION)]
