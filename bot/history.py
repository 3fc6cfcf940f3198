"""A Telegram Desktop export -> sightings of what was posted before the bot came."""

import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot import key
from search import disk
from search.errors import KazamiError, PhotoError
from search.options import MAX_BYTES, SIGHTINGS_KEPT
from search.sightings import Post, Sightings

RESULT = "result.json"
_RESULT_BYTES = 1 << 28  # a message takes some 500
_SUPERGROUP = "-100"  # before the id that an export has
_LATEST = 1 << 40  # an id of a message is far below
_DIGITS = 15  # at most, of an id or a time


class BadExport(KazamiError):
    """A folder that holds no export, or one of another chat."""

    def __init__(self, folder: Path, detail: str) -> None:
        super().__init__(
            f"{folder} cannot be imported: {detail}. Export the chat with Telegram Desktop, "
            "as JSON and with its photos."
        )
        self.folder = folder


@dataclass(frozen=True)
class Photo:
    """A message of an export that has a photo, as far as it can be believed: its file is named by
    whoever made the export.
    """

    message: int
    author: int
    at: int
    file: str


@dataclass
class History:
    """The photos of an export: newest SIGHTINGS_KEPT, of one chat, oldest first.

    Interrupted, it can be run again: what is kept already is passed over. Raises BadExport.
    """

    folder: Path
    chat: int
    counts: Counter[str] = field(default_factory=Counter, init=False)

    def photos(self) -> list[Photo]:
        """What there is to import."""
        messages = self._result().get("messages")
        if not isinstance(messages, list):
            raise BadExport(self.folder, f"its {RESULT} has no messages")
        found = [photo for each in messages if (photo := _photo(each))]
        return sorted(found, key=lambda each: (each.at, each.message))[-SIGHTINGS_KEPT:]

    def bring(self, sightings: Sightings, data: Path, days: int) -> Iterator[tuple[int, int]]:
        """Keep their sightings for so many days from now on; how many of how many are done.

        `data` is the data folder, whose key knows who opted out.
        """
        photos, now = self.photos(), int(time.time())
        for done, photo in enumerate(photos, start=1):
            post = Post(self.chat, photo.message, photo.author, photo.at, days, now)
            self.counts[self._see(sightings, data, post, photo.file)] += 1
            yield done, len(photos)

    def _see(self, sightings: Sightings, data: Path, post: Post, file: str) -> str:
        """In a word, what became of a photo."""
        if sightings.records.of(post.chat, post.message):
            return "known"
        mark = key.known(data, post.author)
        if mark and sightings.opted_out(mark):
            return "left alone"
        try:
            seen = sightings.see(post, read(self.folder, file))
        except (OSError, ValueError, PhotoError):
            return "unreadable"
        return "imported" if seen else "plain"

    def _result(self) -> dict[str, Any]:
        try:
            result = json.loads(disk.read(self.folder / RESULT, _RESULT_BYTES))
        except OSError as error:
            raise BadExport(self.folder, f"{RESULT}: {disk.reason(error)}") from error
        except (ValueError, RecursionError) as error:
            raise BadExport(self.folder, f"its {RESULT} is damaged") from error
        if not isinstance(result, dict):
            raise BadExport(self.folder, f"its {RESULT} is none of Telegram's")
        number = result.get("id")
        if number is not None and str(self.chat) not in (f"{_SUPERGROUP}{number}", f"-{number}"):
            raise BadExport(self.folder, f"it is of another chat than {self.chat}")
        return result


def read(folder: Path, name: str) -> bytes:
    """A file of the export that lies in its folder itself: no link, no way out, not too large.

    Raises OSError, or ValueError: a name that no file has.
    """
    root = Path(os.path.realpath(folder))
    path = root / name
    if ".." in path.parts or os.path.realpath(path) != str(path) or root not in path.parents:
        raise disk.Refused(0, "it leads elsewhere")
    return disk.read(path, MAX_BYTES)


def _photo(message: object) -> Photo | None:
    """Nothing where there is none, or Telegram would not write it so."""
    if not isinstance(message, dict) or not isinstance(message.get("photo"), str):
        return None
    number, at = message.get("id"), str(message.get("date_unixtime"))
    if type(number) is not int or not 0 < number < _LATEST:
        return None
    if not at.isdecimal() or len(at) > _DIGITS:
        return None
    return Photo(number, _author(message.get("from_id")), int(at), message["photo"])


def _author(name: object) -> int:
    """Whose id it is; 0: nobody is told."""
    if not isinstance(name, str):
        return 0
    for kind, before in ("user", ""), ("channel", _SUPERGROUP), ("chat", "-"):
        number = name.removeprefix(kind)
        if number != name and number.isascii() and number.isdecimal() and len(number) <= _DIGITS:
            return int(f"{before}{int(number)}")
    return 0
