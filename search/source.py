"""Where a picture comes from: its name, its shelf, its file."""

import hashlib
from dataclasses import dataclass
from typing import Self

from search.characters import all_show, is_blank
from search.errors import BadName, BadShelf
from search.options import LONGEST_NAME

FOLDER, UPLOADS = "folder", "uploads"  # the shelf of indexed folders, and the usual one by hand
SOURCE = "name, folder, path, sha256, bytes, shelf"


@dataclass(frozen=True)
class Source:
    """Where a picture's bytes are: `path` is None where the collection keeps them itself.

    `folder` is the indexed folder that `name` is relative to; `sha256` (32 bytes) and `length` in
    bytes are those of the file. `shelf` is the part of the collection that it belongs to.
    """

    name: str
    folder: str | None
    path: str | None
    sha256: bytes
    length: int
    shelf: str

    @classmethod
    def of(
        cls,
        name: str,
        data: bytes,
        folder: str | None = None,
        path: str | None = None,
        shelf: str = UPLOADS,
    ) -> Self:
        """The source of `data`; `shelf` counts only where it has no file of its own."""
        digest = hashlib.sha256(data).digest()
        return cls(name, folder, path, digest, len(data), FOLDER if path else shelf)


def check_name(name: str) -> None:
    """Names are shown in lists and captions, so they are short and printable. Raises BadName."""
    if fault := _fault(name):
        raise BadName(name, fault)


def check_shelf(shelf: str) -> None:
    """Likewise; what lies in a folder is not put there by hand. Raises BadShelf."""
    if fault := _fault(shelf):
        raise BadShelf(shelf, fault)
    if shelf == FOLDER:
        raise BadShelf(shelf, "it holds the pictures of indexed folders")


def _fault(name: str) -> str | None:
    if is_blank(name) or name != name.strip() or not all_show(name):
        return "it is empty or has characters that cannot be shown"
    return f"it is longer than {LONGEST_NAME} characters" if len(name) > LONGEST_NAME else None
