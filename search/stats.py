"""What a collection holds, counted."""

from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG
from typing import Self

from search import article
from search.collection import Collection
from search.features import VERSION
from search.snapshot import Snapshot


@dataclass(frozen=True)
class Stats:
    """Counts and sizes; `bytes` is what the collection's folder takes on disk, `shelves` how many
    pictures are on each.
    """

    pictures: int
    descriptors: int
    plain: int
    unreadable: int
    bytes: int
    engine_versions: dict[str, str]
    shelves: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, collection: Collection, snapshot: Snapshot) -> Self:
        """Those of a collection and its snapshot."""
        refusals = collection.refused.all()
        plain = sum(refusal.plain for refusal in refusals)
        files = collection.folder.rglob("*")
        return cls(
            len(snapshot),
            snapshot.features_held,
            plain,
            len(refusals) - plain,
            sum(map(_size, files)),
            {"kaze": VERSION, "article": article.VERSION},
            dict(sorted(snapshot.shelves().items())),
        )


def _size(path: Path) -> int:
    """Of a file; somebody may take it away meanwhile."""
    try:
        status = path.stat()
    except OSError:
        return 0
    return status.st_size if S_ISREG(status.st_mode) else 0
