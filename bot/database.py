"""SQLite files beside the collection: one door each, every write on disk when it returns."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import aiosqlite

from search.errors import KazamiError


class NewerFile(KazamiError):
    """A later Kazami wrote this file."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"A newer Kazami wrote {path}. Update this one, or use another DATA_DIR.")
        self.path = path


class DamagedFile(KazamiError):
    """SQLite cannot read this file."""

    def __init__(self, path: Path, detail: object) -> None:
        super().__init__(f"{path} is damaged ({detail}). Restore it from a copy, or move it away.")
        self.path = path


class Database:
    """One file, one thread. Each statement is a transaction: it is kept whole or not at all."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    @classmethod
    async def open(cls, path: Path, versions: Sequence[str]) -> Self:
        """Open or begin a file; script n of `versions` leads from version n to n + 1.

        Raises NewerFile, DamagedFile or sqlite3.OperationalError (disk full, locked, read-only).
        """
        connection = await aiosqlite.connect(path, isolation_level=None)
        database = cls(connection)
        try:
            await database.rows("PRAGMA journal_mode = WAL")
            await database.rows("PRAGMA synchronous = FULL")  # even when the power fails
            await database._check(path)
            await database._migrate(path, versions)
        except BaseException as error:
            await connection.close()  # its thread would keep the program from ending
            if type(error) is sqlite3.DatabaseError:
                raise DamagedFile(path, error) from error
            raise
        return database

    async def close(self) -> None:
        """Close the file."""
        await self._connection.close()

    async def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Run one statement; its rows. Raises sqlite3.Error: then nothing has changed."""
        return [*map(tuple, await self._connection.execute_fetchall(statement, values))]

    async def value(self, statement: str, *values: object) -> Any:
        """The first value of the first row; None where there is no row."""
        rows = await self.rows(statement, *values)
        return rows[0][0] if rows else None

    async def _check(self, path: Path) -> None:
        said = await self.value("PRAGMA quick_check(1)")
        if said != "ok":
            raise DamagedFile(path, said)

    async def _migrate(self, path: Path, versions: Sequence[str]) -> None:
        known = await self.value("PRAGMA user_version")
        if known > len(versions):
            raise NewerFile(path)
        for version, script in enumerate(versions[known:], start=known + 1):
            await self._connection.executescript(
                f"BEGIN; {script} PRAGMA user_version = {version}; COMMIT;"
            )
