"""One bot a data folder: a lock that ends with the process, however it ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.alone import alone
from search.errors import KazamiError

FILE = "lock"


class InUse(KazamiError):
    """Another bot works in this folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"Another Kazami is at work in {folder}. Stop it, or use another DATA_DIR."
        )
        self.folder = folder


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder, which is made where it is missing. Raises InUse or OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with alone(folder / FILE) as ours:
        if not ours:
            raise InUse(folder)
        yield
