"""What the bot remembers on disk beside the collection: file ids, buttons, who may use it."""

import json
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import aiosqlite

FILE = "bot.sqlite"
BUTTON_SECONDS = 7 * 24 * 3600  # then a button says that it is too old
_SCHEMA_VERSION = 1
_SCHEMA = f"""
BEGIN;
CREATE TABLE files (      -- a picture is uploaded once a bot
    bot INTEGER NOT NULL, sha256 TEXT NOT NULL, file_id TEXT NOT NULL,
    PRIMARY KEY (bot, sha256)
);
CREATE TABLE buttons (    -- callback data is an opaque id; what it stands for stays here
    id TEXT PRIMARY KEY, action TEXT NOT NULL, owner INTEGER NOT NULL, payload TEXT NOT NULL,
    made INTEGER NOT NULL
);
CREATE TABLE access (     -- people and chats that admins allowed or banned
    id INTEGER PRIMARY KEY, allowed INTEGER NOT NULL
);
PRAGMA user_version = {_SCHEMA_VERSION};
COMMIT;
"""


@dataclass(frozen=True)
class Button:
    """What a pressed button stands for; `owner` is the person it was made for."""

    action: str
    owner: int
    payload: dict[str, Any]


class Catalog:
    """One SQLite file, one door."""

    def __init__(self, database: aiosqlite.Connection) -> None:
        self._database = database

    @classmethod
    async def open(cls, folder: Path) -> Self:
        """Open the catalog in `folder`, which is there, or begin one."""
        database = await aiosqlite.connect(folder / FILE)
        catalog = cls(database)
        try:
            await database.execute("PRAGMA journal_mode = WAL")
            if await catalog._value("PRAGMA user_version") == 0:
                await database.executescript(_SCHEMA)
        except BaseException:
            await database.close()  # its thread would keep the program from ending
            raise
        return catalog

    async def close(self) -> None:
        """Close the file."""
        await self._database.close()

    async def file_id(self, bot: int, sha256: str) -> str | None:
        """Telegram's id of a picture that this bot has uploaded."""
        query = "SELECT file_id FROM files WHERE bot = ? AND sha256 = ?"
        file_id: str | None = await self._value(query, bot, sha256)
        return file_id

    async def keep_file_id(self, bot: int, sha256: str, file_id: str) -> None:
        """Remember an upload."""
        await self._write("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", bot, sha256, file_id)

    async def forget_file_ids(self, bot: int, sha256s: list[str]) -> None:
        """Telegram no longer knows one of them: upload all anew."""
        for sha256 in sha256s:
            await self._write("DELETE FROM files WHERE bot = ? AND sha256 = ?", bot, sha256)

    async def make_button(self, action: str, owner: int, **payload: object) -> str:
        """Callback data (22 characters) for a new button."""
        name, now = secrets.token_urlsafe(16), int(time.time())
        await self._write("DELETE FROM buttons WHERE made < ?", now - BUTTON_SECONDS)
        await self._write(
            "INSERT INTO buttons VALUES (?, ?, ?, ?, ?)",
            *(name, action, owner, json.dumps(payload), now),
        )
        return name

    async def button(self, name: str) -> Button | None:
        """What a button stands for; None where it is unknown or too old."""
        query = "SELECT action, owner, payload FROM buttons WHERE id = ? AND made >= ?"
        async with self._database.execute(query, (name, int(time.time()) - BUTTON_SECONDS)) as rows:
            row = await rows.fetchone()
        return Button(row[0], row[1], json.loads(row[2])) if row else None

    async def drop_button(self, name: str) -> None:
        """It was pressed and has done its work."""
        await self._write("DELETE FROM buttons WHERE id = ?", name)

    async def set_access(self, someone: int, *, allowed: bool) -> None:
        """Allow or ban a person or chat."""
        await self._write("INSERT OR REPLACE INTO access VALUES (?, ?)", someone, allowed)

    async def access(self, someone: int) -> bool | None:
        """Whether a person or chat was allowed or banned; None: neither."""
        allowed = await self._value("SELECT allowed FROM access WHERE id = ?", someone)
        return None if allowed is None else bool(allowed)

    async def _value(self, query: str, *values: object) -> Any:
        async with self._database.execute(query, values) as rows:
            row = await rows.fetchone()
        return row[0] if row else None

    async def _write(self, query: str, *values: object) -> None:
        await self._database.execute(query, values)
        await self._database.commit()
