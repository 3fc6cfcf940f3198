"""Which characters of what people write can be shown: one rule for names, notes and terminals."""

_JOINERS = "\u200c\u200d"  # emoji, Persian and Hindi need them; they steer no direction


def shows(character: str) -> bool:
    """Whether it shows something, or joins or parts what stands beside it."""
    return character.isprintable() or character in _JOINERS


def all_show(text: str) -> bool:
    """Whether all of them do."""
    return all(map(shows, text))


def is_blank(text: str) -> bool:
    """Whether nothing of it would be seen."""
    return not text.strip(f"{_JOINERS} ")
