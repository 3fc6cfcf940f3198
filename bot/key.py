"""A secret of this data folder: marks stand for people who must be known again, but not by id."""

import hmac
import secrets
from pathlib import Path

from search import disk

FILE = "key"
_BYTES = 32


def mark(folder: Path, person: int) -> bytes:
    """What stands for a person: HMAC-SHA256 of the id (RFC 2104). Raises OSError.

    The key is made when it is first needed; without it nobody learns the id from a mark.
    """
    if not (folder / FILE).exists():
        disk.write(folder / FILE, secrets.token_bytes(_BYTES))
    return hmac.digest((folder / FILE).read_bytes(), str(person).encode(), "sha256")


def known(folder: Path, person: int) -> bytes | None:
    """Likewise; None where there is no key, so that nobody was ever marked."""
    return mark(folder, person) if (folder / FILE).exists() else None
