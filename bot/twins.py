"""Pictures that are the same, as a chat is shown them and as they are kept behind buttons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search.duplicates.copies import Group
from search.engine import Engine
from search.errors import UnknownName

SHOWN = 10  # of a group: an album's; the others come the next time


@dataclass(frozen=True)
class Twin:
    """One of a group; `within` is the share of what it shows that the best one shows, too."""

    name: str
    sha256: str
    value: float
    width: int
    height: int
    bytes: int
    within: float = 1.0


Twins = list[Twin]  # the best one first


def twins(
    groups: Sequence[Group],
    engine: Engine,
    shelves: frozenset[str],
    apart: Sequence[frozenset[str]],
) -> Iterator[Twins]:
    """The groups on some shelves, but for those that are `apart`: which people want to keep."""
    seen = {*engine.names(shelves)}
    for group in groups:
        found = [twin for twin in _all(group, engine) if twin.name in seen][:SHOWN]
        files = {twin.sha256 for twin in found}
        best = bool(found) and found[0].name == group.best
        if best and len(found) > 1 and not any(files <= each for each in apart):
            yield found


def _all(group: Group, engine: Engine) -> Iterator[Twin]:
    """Those that are still there."""
    if sha256 := fingerprint(engine, group.best):
        yield Twin(group.best, sha256, 1.0, group.width, group.height, group.bytes)
    for copy in group.copies:
        if sha256 := fingerprint(engine, copy.name):
            measures = copy.value, copy.width, copy.height, copy.bytes, copy.within
            yield Twin(copy.name, sha256, *measures)


def fingerprint(engine: Engine, name: str) -> str:
    """SHA-256 of its file; empty where there is no such picture any more."""
    try:
        return engine.sha256(name)
    except UnknownName:
        return ""
