"""What the bot remembers on disk beside the collection: file ids, buttons, who may use it."""

import json
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from bot import key
from bot.database import Database

FILE = "bot.sqlite"
_OF_CHATS = {"settings": "chat", "refused": "chat", "access": "id"}  # and where they have its id
BUTTON_SECONDS = 7 * 24 * 3600  # then a button says that it is too old
VERSIONS = (
    """
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
""",
    """
CREATE TABLE bans (       -- of people who wanted to be forgotten: what stands for their ids
    mark BLOB PRIMARY KEY
) WITHOUT ROWID;
""",
    """
CREATE TABLE settings (   -- what a chat has chosen; a private chat has its person's id
    chat INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (chat, name)
) WITHOUT ROWID;
CREATE TABLE refused (    -- photos that were said in a chat not to be a picture
    chat INTEGER NOT NULL, mark INTEGER NOT NULL, name TEXT NOT NULL,  -- see search/mark.py
    PRIMARY KEY (chat, mark, name)
) WITHOUT ROWID;
""",
    """
CREATE TABLE editors (    -- people who may change the collection beside the admins
    id INTEGER PRIMARY KEY
);
CREATE TABLE apart (      -- pictures that are the same, and that people want to keep all
    files TEXT PRIMARY KEY  -- the SHA-256 of each, sorted: JSON
) WITHOUT ROWID;
""",
)


@dataclass(frozen=True)
class Button:
    """What a pressed button stands for; `owner` is the person it was made for."""

    action: str
    owner: int
    payload: dict[str, Any]


class Catalog:
    """One SQLite file, one door."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database, self._folder = database, folder

    @classmethod
    async def open(cls, folder: Path) -> Self:
        """Open the catalog in `folder`, which is there, or begin one."""
        return cls(await Database.open(folder / FILE, VERSIONS), folder)

    async def close(self) -> None:
        """Close the file."""
        await self._database.close()

    async def file_id(self, bot: int, sha256: str) -> str | None:
        """Telegram's id of a picture that this bot has uploaded."""
        query = "SELECT file_id FROM files WHERE bot = ? AND sha256 = ?"
        file_id: str | None = await self._database.value(query, bot, sha256)
        return file_id

    async def keep_file_id(self, bot: int, sha256: str, file_id: str) -> None:
        """Remember an upload."""
        await self._database.rows(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?)", bot, sha256, file_id
        )

    async def forget_file_ids(self, bot: int, sha256s: list[str]) -> None:
        """Telegram no longer knows one of them: upload all anew."""
        for sha256 in sha256s:
            await self._database.rows("DELETE FROM files WHERE bot = ? AND sha256 = ?", bot, sha256)

    async def make_button(self, action: str, owner: int, **payload: object) -> str:
        """Callback data (22 characters) for a new button."""
        (name,) = await self.make_buttons([Button(action, owner, payload)])
        return name

    async def make_buttons(self, buttons: Sequence[Button]) -> list[str]:
        """Callback data for each."""
        names, now = [secrets.token_urlsafe(16) for _ in buttons], int(time.time())
        if not buttons:
            return []
        await self._database.rows("DELETE FROM buttons WHERE made < ?", now - BUTTON_SECONDS)
        rows = [
            (name, each.action, each.owner, json.dumps(each.payload), now)
            for name, each in zip(names, buttons, strict=True)
        ]
        places = ", ".join(["(?, ?, ?, ?, ?)"] * len(rows))
        await self._database.rows(
            f"INSERT INTO buttons VALUES {places}", *(value for row in rows for value in row)
        )
        return names

    async def button(self, name: str) -> Button | None:
        """What a button stands for; None where it is unknown or too old."""
        query = "SELECT action, owner, payload FROM buttons WHERE id = ? AND made >= ?"
        oldest = int(time.time()) - BUTTON_SECONDS
        for action, owner, payload in await self._database.rows(query, name, oldest):
            return Button(action, owner, json.loads(payload))
        return None

    async def drop_button(self, name: str) -> None:
        """It was pressed and has done its work."""
        await self._database.rows("DELETE FROM buttons WHERE id = ?", name)

    async def setting(self, chat: int, name: str) -> str | None:
        """What a chat has chosen; None where it has not."""
        query = "SELECT value FROM settings WHERE chat = ? AND name = ?"
        value: str | None = await self._database.value(query, chat, name)
        return value

    async def keep_setting(self, chat: int, name: str, value: str) -> None:
        """Remember what a chat has chosen."""
        statement = "INSERT OR REPLACE INTO settings VALUES (?, ?, ?)"
        await self._database.rows(statement, chat, name, value)

    async def replace_in_settings(self, name: str, old: str, new: str) -> None:
        """In what all chats have chosen."""
        change = "UPDATE settings SET value = replace(value, ?, ?) WHERE name = ?"
        await self._database.rows(change, old, new, name)

    async def move_chat(self, old: int, new: int) -> None:
        """A chat has another id; what was chosen there already stays. Twice is once."""
        for table, its in _OF_CHATS.items():
            change = f"UPDATE OR IGNORE {table} SET {its} = ? WHERE {its} = ?"
            await self._database.rows(change, new, old)
            await self._database.rows(f"DELETE FROM {table} WHERE {its} = ?", old)

    async def refuse(self, chat: int, mark: int, name: str) -> None:
        """A photo was said not to be this picture: a chat is not shown that pair again."""
        await self._database.rows(
            "INSERT OR IGNORE INTO refused VALUES (?, ?, ?)", chat, mark, name
        )

    async def accept(self, chat: int, mark: int, name: str) -> None:
        """That was taken back."""
        pair = "chat = ? AND mark = ? AND name = ?"
        await self._database.rows(f"DELETE FROM refused WHERE {pair}", chat, mark, name)

    async def refused(self, chat: int) -> list[tuple[int, str]]:
        """What photos were said in a chat not to be: marks and names."""
        query = "SELECT mark, name FROM refused WHERE chat = ?"
        return [(mark, name) for mark, name in await self._database.rows(query, chat)]

    async def set_editor(self, someone: int, *, edits: bool) -> None:
        """Make a person an editor, or no more."""
        statement = (
            "INSERT OR IGNORE INTO editors VALUES (?)"
            if edits
            else "DELETE FROM editors WHERE id = ?"
        )
        await self._database.rows(statement, someone)

    async def is_editor(self, someone: int) -> bool:
        """Whether a person is one."""
        query = "SELECT 1 FROM editors WHERE id = ?"
        return await self._database.value(query, someone) is not None

    async def keep_apart(self, files: set[str]) -> None:
        """These files (SHA-256) are the same, and are meant to be."""
        statement = "INSERT OR IGNORE INTO apart VALUES (?)"
        await self._database.rows(statement, json.dumps(sorted(files)))

    async def kept_apart(self) -> list[frozenset[str]]:
        """All such groups."""
        rows = await self._database.rows("SELECT files FROM apart")
        return [frozenset(json.loads(files)) for (files,) in rows]

    async def set_access(self, someone: int, *, allowed: bool) -> None:
        """Allow or ban a person or chat."""
        if mark := key.known(self._folder, someone):
            await self._database.rows("DELETE FROM bans WHERE mark = ?", mark)
        await self._database.rows("INSERT OR REPLACE INTO access VALUES (?, ?)", someone, allowed)

    async def access(self, someone: int) -> bool | None:
        """Whether a person or chat was allowed or banned; None: neither."""
        allowed = await self._database.value("SELECT allowed FROM access WHERE id = ?", someone)
        if allowed is not None:
            return bool(allowed)
        mark = key.known(self._folder, someone)
        banned = mark and await self._database.value("SELECT 1 FROM bans WHERE mark = ?", mark)
        return False if banned else None
