"""The process apart that finds the features of pictures. search/extractors.py starts it.

Pixels come on standard input and rows go to standard output, as raw bytes with their lengths.
"""

import struct
import sys

import numpy as np

from search.decoder import shield
from search.image import Gray
from search.levels import PICTURE, extract

PIXELS = struct.Struct("<IIII")  # width, height of the whole image; columns, rows that follow
ROWS = struct.Struct("<IIId")  # bytes that follow; width, height and scale of the features


def main() -> None:
    """Answer until the pipe closes, which is also how an orphan ends."""
    shield()
    asked, told = sys.stdin.buffer, sys.stdout.buffer
    while len(head := asked.read(PIXELS.size)) == PIXELS.size:
        width, height, columns, rows = PIXELS.unpack(head)
        pixels = np.frombuffer(asked.read(columns * rows), np.uint8).reshape(rows, columns)
        found = extract(Gray(pixels, width, height), PICTURE)
        packed = found.pack()
        told.write(ROWS.pack(len(packed), found.width, found.height, found.scale) + packed)
        told.flush()


if __name__ == "__main__":
    main()
