"""The unit of benchmarks.lookup, in a process of its own: gray images in, seconds out.

Standard input: rows and columns (two int32), then the pixels, again and again. Standard output: for
each a line with the seconds of CPU of `cv2.KAZE.create().detectAndCompute`, the least of REPEATS.
"""

import subprocess
import sys
import time
from typing import Self

import cv2
import numpy as np

REPEATS = 3
SIDE = 480  # px


def main() -> None:
    """Until the input ends."""
    cv2.setNumThreads(1)
    while head := sys.stdin.buffer.read(8):
        rows, columns = np.frombuffer(head, np.int32)
        data = sys.stdin.buffer.read(int(rows) * int(columns))
        pixels = np.frombuffer(data, np.uint8).reshape(rows, columns)
        print(min(seconds(pixels) for _ in range(REPEATS)), flush=True)


def seconds(pixels: np.ndarray) -> float:
    """CPU of one detection."""
    started = time.process_time()
    cv2.KAZE.create().detectAndCompute(pixels, None)
    return time.process_time() - started


class Bare:
    """The process, as whoever asks it sees it."""

    def __enter__(self) -> Self:
        command = [sys.executable, __file__]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def unit(self, data: bytes) -> float:
        """Seconds of CPU for a photo, which is decoded and shrunk before the clock counts."""
        gray = np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE))
        factor = SIDE / max(gray.shape)
        how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
        small = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=how)
        assert self._process.stdin  # noqa: S101  Popen was given pipes
        assert self._process.stdout  # noqa: S101
        self._process.stdin.write(np.array(small.shape, np.int32).tobytes() + small.tobytes())
        self._process.stdin.flush()
        return float(self._process.stdout.readline())


if __name__ == "__main__":
    main()
