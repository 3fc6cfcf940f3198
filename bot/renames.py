"""The name by which a picture was shown -> the one that it has now."""

from search.engine import Engine
from search.journal import Change


def now(engine: Engine, name: str) -> str:
    """As far as the journal goes back; a name that another picture has by now is that one's."""
    if name in engine:
        return name
    changes = engine.changes()
    left = next((number for number, each in enumerate(changes) if _left(each) == name), -1)
    for change in reversed(changes[: left + 1]):  # since it was last given away
        if change.what == "rename" and change.old == name:
            name = change.name
    return name


def _left(change: Change) -> str | None:
    """The name that no picture has any more after it."""
    return change.name if change.what == "remove" else change.old
