"""What the bot called, when, and what came of it."""

from collections import Counter, deque
from collections.abc import Iterable
from typing import NamedTuple

TOO_MANY = 429
KEPT = 100_000  # the newest calls


class Entry(NamedTuple):
    """One call or download; the times are seconds of time.monotonic()."""

    method: str  # "file" for a download
    about: int | str | None  # the number of the chat that it names; else the file, else the query
    came: float
    ended: float
    status: int  # what the bot was told: 200, 429...; 0: nothing, or half of it
    retry_after: int = 0  # seconds, of a 429
    fault: str = ""  # the kind of its fault


class Log:
    """The newest calls in the order in which they ended, and how many there were of each method."""

    def __init__(self) -> None:
        """Start empty."""
        self.entries: deque[Entry] = deque(maxlen=KEPT)
        self.counts: Counter[str] = Counter()

    def note(self, entry: Entry) -> None:
        """Keep one."""
        self.entries.append(entry)
        self.counts[entry.method] += 1

    def too_early(self) -> list[Entry]:
        """Calls that came before the time that a 429 had named."""
        return too_early(self.entries)


def too_early(entries: Iterable[Entry]) -> list[Entry]:
    """Calls that came before the time that a 429 had named.

    It concerns all calls to its chat; where it names none, the same method about the same thing.
    """
    entries = list(entries)
    came = [(each.came, 0, each) for each in entries]
    refused = [(each.ended, 1, each) for each in entries if each.status == TOO_MANY]
    until: dict[object, float] = {}
    early = []
    for now, is_refusal, entry in sorted([*came, *refused], key=lambda each: each[:2]):
        in_chat = isinstance(entry.about, int)
        concerned = entry.about if in_chat else (entry.method, entry.about)
        if is_refusal:
            until[concerned] = max(until.get(concerned, now), now + entry.retry_after)
        elif now < until.get(concerned, now):
            early.append(entry)
    return early
