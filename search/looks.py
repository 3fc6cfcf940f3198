"""Files -> what was seen of them and their features: here, or wherever a `Look` has it done."""

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, replace
from itertools import count

from search.cores import on_all_cores
from search.errors import PhotoError
from search.extractors import Extractors
from search.features import Features, Packed
from search.image import Gray
from search.options import FEW_LOOKED_AT
from search.survey import Seen
from search.walk import File

Extract = Callable[[bytes], Features]
Decode = Callable[[bytes], Gray]
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


def here(extract: Extract, decode: Decode | None = None) -> Look:
    """On all cores, in order: in threads; and, where it is given how to `decode`, from the
    FEW_LOOKED_AT-th on in a process for each core (extractors.py).
    """

    def look(see: See, files: Iterable[File]) -> Looks:
        with Extractors() as extractors:
            number = count()

            def features(data: bytes) -> Features | Packed:
                if decode is None or next(number) < FEW_LOOKED_AT:
                    return extract(data)
                return extractors.features(decode(data))

            yield from on_all_cores(lambda file: _looked(see(file), features), files)

    return look


def _looked(seen: Seen, extract: Callable[[bytes], Features | Packed]) -> Looked:
    if seen.data is None:
        return Looked(seen)
    try:
        return Looked(replace(seen, data=None), extract(seen.data))
    except PhotoError as error:
        return Looked(Seen(seen.file, error=str(error)))
