"""Files -> what was seen of them and their features: here, or wherever a `Look` has it done."""

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, replace

from search.cores import on_all_cores
from search.errors import PhotoError
from search.features import Features, Packed
from search.survey import Seen
from search.walk import File

Extract = Callable[[bytes], Features]
See = Callable[[File], Seen]


@dataclass(frozen=True)
class Looked:
    """A file that was looked at: `features` None where it is as it was, or has an error."""

    seen: Seen
    features: Features | Packed | None = None


Looks = Generator[Looked | None]
Look = Callable[[See, Iterable[File]], Looks]
"""How files are looked at. Each comes once, in any order; None: none has come for about a second.
Who asks for the next has stored the last; who closes it wants no more.
"""


def here(extract: Extract) -> Look:
    """In this process, on all cores, in order."""

    def look(see: See, files: Iterable[File]) -> Looks:
        yield from on_all_cores(lambda file: _looked(see(file), extract), files)

    return look


def _looked(seen: Seen, extract: Extract) -> Looked:
    if seen.data is None:
        return Looked(seen)
    try:
        return Looked(replace(seen, data=None), extract(seen.data))
    except PhotoError as error:
        return Looked(Seen(seen.file, error=str(error)))
