"""Pictures -> features in processes apart: threads of one process get no more than a third out of
a second core, as they wait for Python's own lock (benchmarks/README.md).
"""

import subprocess
import sys
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import Self

from search.apart import read, start, told
from search.errors import NoDecoder
from search.extractor import PIXELS, ROWS
from search.features import Features, Packed
from search.image import Gray
from search.levels import PICTURE, extract

_COMMAND = (sys.executable, "-P", *("-W", "ignore"), *("-m", "search.extractor"))
_ROOT = Path(__file__).parents[1]  # where `search` is


class Extractors:
    """For many threads: each borrows a process of its own. They end with this."""

    def __init__(self) -> None:
        self._idle: deque[subprocess.Popen[bytes]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._idle:
            _end(process)

    def features(self, gray: Gray) -> Features | Packed:
        """Of a picture; found in this process where another does not start, or is killed."""
        try:
            process = self._borrowed()
        except NoDecoder:
            return extract(gray, PICTURE)
        try:
            found = _found(process, gray)
        except (OSError, EOFError):
            _end(process)
            return extract(gray, PICTURE)
        self._idle.append(process)
        return found

    def _borrowed(self) -> subprocess.Popen[bytes]:
        """Raises NoDecoder."""
        with suppress(IndexError):
            return self._idle.pop()
        return start(_COMMAND, {"PYTHONPATH": str(_ROOT), "OMP_NUM_THREADS": "1"})


def _found(process: subprocess.Popen[bytes], gray: Gray) -> Packed:
    """Raises OSError or EOFError."""
    rows, columns = gray.pixels.shape
    asked = PIXELS.pack(gray.width, gray.height, columns, rows)
    size, width, height, scale = told(process, ROWS, asked, gray.pixels.tobytes())
    return Packed(read(process, size), width, height, scale)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    with suppress(OSError):
        process.communicate()
