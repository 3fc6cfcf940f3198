"""Pictures -> features in processes apart: threads of one process get no more than a third out of
a second core, as they wait for Python's own lock (benchmarks/README.md).
"""

import subprocess
import sys
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import Self

from search.apart import read
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
        process = None
        try:
            process = self._idle.pop() if self._idle else _start()
            found = _asked(process, gray)
        except (OSError, EOFError, IndexError, NoDecoder):
            if process:
                _end(process)
            return extract(gray, PICTURE)
        self._idle.append(process)
        return found


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        _COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        close_fds=True,  # neither locks nor databases
        env={"PYTHONPATH": str(_ROOT), "OMP_NUM_THREADS": "1"},
        cwd="/",
    )


def _asked(process: subprocess.Popen[bytes], gray: Gray) -> Packed:
    """Raises OSError or EOFError."""
    assert process.stdin is not None  # noqa: S101  Popen was given pipes
    rows, columns = gray.pixels.shape
    process.stdin.write(PIXELS.pack(gray.width, gray.height, columns, rows))
    process.stdin.write(gray.pixels.tobytes())
    process.stdin.flush()
    size, width, height, scale = ROWS.unpack(read(process, ROWS.size))
    return Packed(read(process, size), width, height, scale)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    with suppress(OSError):
        process.communicate()
