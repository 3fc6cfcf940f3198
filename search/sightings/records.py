"""Sightings on disk: the truth, of which segments are made (SQLite)."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from search.database import Database
from search.features import VERSION, Features
from search.options import SIGHTINGS_KEPT

DAY = 24 * 3600  # seconds
_SIGHTING = "id, chat, message, author, at, picture, resembles, ignored"


@dataclass(frozen=True)
class Post:
    """A message with a photo: where, whose (0: nobody is told), when (Unix time), and for how many
    days its sighting is kept, counted from `since`, or from when it was posted.
    """

    chat: int
    message: int
    author: int
    at: int
    days: int = 30
    since: int | None = None


@dataclass(frozen=True)
class Sighting:
    """One time that a picture was seen; `picture` is the sighting that it repeats, or itself,
    `resembles` the one that it perhaps does.
    """

    id: int
    chat: int
    message: int
    author: int
    at: int
    picture: int
    resembles: int | None
    ignored: bool


class Records:
    """The sightings of all chats. Raises CollectionError from every method."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, chat: int, message: int) -> Sighting | None:
        """That of a message."""
        return self._one("chat = ? AND message = ?", chat, message)

    def get(self, number: int) -> Sighting | None:
        """That with an id."""
        return self._one("id = ?", number)

    def first(self, chat: int, picture: int) -> Sighting | None:
        """Of a picture."""
        return self._one("chat = ? AND picture = ? ORDER BY at, message", chat, picture)

    def before(self, each: Sighting, picture: int) -> list[Sighting]:
        """Those of a picture that came before another, oldest first."""
        query = f"SELECT {_SIGHTING} FROM sightings WHERE chat = ? AND picture = ? AND id != ?"
        earlier = f"{query} AND (at, message) < (?, ?) ORDER BY at, message"
        at = each.chat, picture, each.id, each.at, each.message
        return [_sighting(row) for row in self._database.rows(earlier, *at)]

    def add(self, post: Post, features: Features, picture: int | None, like: int | None) -> int:
        """Keep a sighting of `picture` (None: the first of its own); returns its id.

        One of a message that has one already changes nothing. What a chat has beyond
        SIGHTINGS_KEPT goes, oldest first.
        """
        if known := self.of(post.chat, post.message):
            return known.id
        since = post.at if post.since is None else post.since
        kept = post.chat, post.message, post.author, post.at, since, since + post.days * DAY
        size = features.width, features.height, features.scale
        values = (*kept, picture or 0, like, *size, features.pack(), VERSION)
        with self._database.transaction() as database:
            number = database.execute(
                "INSERT INTO sightings (chat, message, author, at, since, leaves, picture, "
                "resembles, width, height, scale, features, version) "
                f"VALUES ({', '.join('?' * len(values))})",
                values,
            ).lastrowid
            self._place(database, int(number or 0), picture)
            self._bound(database, post.chat)
        return int(number or 0)

    def ignore(self, chat: int, picture: int, *, ignored: bool) -> None:
        """Say of a picture whether it is remarked on."""
        with self._database.transaction() as database:
            change = "UPDATE sightings SET ignored = ? WHERE chat = ? AND picture = ?"
            database.execute(change, (ignored, chat, picture))

    def features(self, chat: int) -> Iterator[tuple[int, bytes, tuple[int, int, float]]]:
        """Of each picture once: the id of the first of its sightings, packed, width, height and
        scale.
        """
        query = (
            "SELECT id, features, width, height, scale FROM sightings WHERE id IN "
            "(SELECT min(id) FROM sightings WHERE chat = ? AND version = ? GROUP BY picture)"
        )
        for number, packed, *size in self._database.rows(query, chat, VERSION):
            width, height, scale = size
            yield number, packed, (width, height, scale)

    def delete(self, which: str, *values: object) -> set[int]:
        """Those of which this holds, in SQL; the chats that had some."""
        with self._database.transaction() as database:
            found = database.execute(f"SELECT DISTINCT chat FROM sightings WHERE {which}", values)
            chats = {chat for (chat,) in found.fetchall()}
            database.execute(f"DELETE FROM sightings WHERE {which}", values)
        return chats

    def expire(self, now: int) -> set[int]:
        """Delete what was kept long enough; the chats that had some. Of a picture that is ignored
        one is kept, without its author: else it would be forgotten that it is.
        """
        over, kept = "leaves <= ?", "SELECT min(id) FROM sightings WHERE ignored GROUP BY picture"
        with self._database.transaction() as database:
            database.execute(
                f"UPDATE sightings SET author = 0 WHERE {over} AND id IN ({kept})", (now,)
            )
            return self.delete(f"{over} AND id NOT IN ({kept})", now)

    def move(self, old: int, new: int) -> None:
        """A chat has another id, and counts its messages anew: those of before are below 0."""
        with self._database.transaction() as database:
            change = "UPDATE OR REPLACE sightings SET chat = ?, message = -abs(message)"
            database.execute(f"{change} WHERE chat = ?", (new, old))

    def keep_for(self, chat: int, days: int) -> None:
        """From now on sightings of a chat are kept for so many days."""
        with self._database.transaction() as database:
            change = "UPDATE sightings SET leaves = since + ? WHERE chat = ?"
            database.execute(change, (days * DAY, chat))

    def authors(self, chat: int, since: int, most: int) -> list[tuple[int, int]]:
        """Who repeated most often since then: authors and how often."""
        return self._most("author", chat, since, most)

    def pictures(self, chat: int, since: int, most: int) -> list[tuple[int, int]]:
        """What was repeated most often since then: pictures and how often."""
        return self._most("picture", chat, since, most)

    def _most(self, column: str, chat: int, since: int, most: int) -> list[tuple[int, int]]:
        query = (
            f"SELECT {column}, count(*) AS times FROM sightings WHERE chat = ? AND at >= ? "
            "AND picture != id AND NOT ignored AND author != 0 "
            f"GROUP BY {column} ORDER BY times DESC, {column} LIMIT ?"
        )
        return [(who, times) for who, times in self._database.rows(query, chat, since, most)]

    @staticmethod
    def _place(database: sqlite3.Connection, number: int, picture: int | None) -> None:
        """The first of its own, or like the others of its picture."""
        if picture is None:
            database.execute("UPDATE sightings SET picture = id WHERE id = ?", (number,))
            return
        ignored = "SELECT ifnull(max(ignored), 0) FROM sightings WHERE picture = ?"
        change = f"UPDATE sightings SET ignored = ({ignored}) WHERE id = ?"
        database.execute(change, (picture, number))

    @staticmethod
    def _bound(database: sqlite3.Connection, chat: int) -> None:
        database.execute(
            "DELETE FROM sightings WHERE id IN (SELECT id FROM sightings WHERE chat = ? "
            "ORDER BY at DESC, id DESC LIMIT -1 OFFSET ?)",
            (chat, SIGHTINGS_KEPT),
        )

    def _one(self, which: str, *values: object) -> Sighting | None:
        query = f"SELECT {_SIGHTING} FROM sightings WHERE {which} LIMIT 1"
        for row in self._database.rows(query, *values):
            return _sighting(row)
        return None


def _sighting(row: tuple[int, int, int, int, int, int, int | None, int]) -> Sighting:
    return Sighting(*row[:-1], bool(row[-1]))
