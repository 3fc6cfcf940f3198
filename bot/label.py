"""Texts of other people as they are shown: short, printable, escaped. Pure."""

from html import escape

from search.characters import shows

_LONGEST_NAME = 200  # UTF-16 units, as Telegram counts; ten with what was done fit a message
_SPACE = "\u00a0"  # some names have it


def shown(text: str, most: int = _LONGEST_NAME) -> str:
    """HTML."""
    return escape(short(text, most), quote=False)


def short(text: str, most: int = _LONGEST_NAME) -> str:
    """A name that fits, on one line; what steers writing direction is taken out."""
    flat = "".join(c if shows(c) or c == _SPACE else " " for c in text)
    kept = cut(flat, most)
    return flat if kept == flat else f"{kept}…"


def cut(text: str, most: int) -> str:
    """The first `most` UTF-16 units; half a character is left out."""
    return text.encode("utf-16-le")[: 2 * max(0, most)].decode("utf-16-le", "ignore")


def units(text: str) -> int:
    """How many UTF-16 units it has."""
    return len(text.encode("utf-16-le")) // 2
