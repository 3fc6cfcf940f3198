"""What people wrote of a picture, as it is shown below its name. Pure.

Nothing in it can be pressed but its tags and a link to a message: Telegram makes links of all that
looks like one, so what does is broken by characters that nobody sees.
"""

import re

from bot.label import cut, units
from search.notes import Note

_MESSAGE = re.compile(r"https://t\.me/(c/\d+|\w+)/\d+(\?thread=\d+)?", re.ASCII)
_PRESSED = re.compile(r"([.@/:])(?=\S)")  # of addresses, names and commands
_BROKEN = "\\1\u2060"  # a word joiner, at which Telegram ends a link
_TAGS = 200  # UTF-16 units
_LEAST = 20  # below that nothing is shown of a caption


def footnote(note: Note, most: int) -> str:
    """Plain text of at most `most` UTF-16 units: caption, tags, link; the caption is cut first."""
    link = note.link if _MESSAGE.fullmatch(note.link) and units(note.link) <= most else ""
    left = most - units(link) - 1
    tags = _tags(note, min(_TAGS, left))
    caption = _fitting(_unlinked(note.caption), left - units(tags) - 1)
    return "\n".join(line for line in (caption, tags, link) if line)


def _tags(note: Note, most: int) -> str:
    """As many as fit, each whole."""
    kept = ""
    for tag in note.tags:
        longer = f"{kept} #{_unlinked(tag)}".strip()
        if units(longer) > most:
            break
        kept = longer
    return kept


def _fitting(text: str, most: int) -> str:
    if units(text) <= most:
        return text
    return f"{cut(text, most - 1)}…" if most >= _LEAST else ""


def _unlinked(text: str) -> str:
    return _PRESSED.sub(_BROKEN, text)
