"""The unit of benchmarks.lookup, in a process of its own: gray images in, seconds out.

Standard input: rows and columns (two int32), then the pixels, again and again. Standard output: for
each a line with the seconds of CPU of `cv2.KAZE.create().detectAndCompute`, the least of REPEATS.
"""

import sys
import time

import cv2
import numpy as np

REPEATS = 3


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


if __name__ == "__main__":
    main()
