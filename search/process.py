"""What this process is told before it computes anything. The threads are ours, one photo each."""

import ctypes
import os
from contextlib import suppress

from threadpoolctl import threadpool_limits

_LIMITS = (  # glibc's mallopt, malloc.h
    (-8, 1),  # M_ARENA_MAX: all threads take from what is kept
    (-3, 256 << 20),  # M_MMAP_THRESHOLD, bytes: larger blocks go back to the system at once
    (-1, 256 << 20),  # M_TRIM_THRESHOLD, bytes: so much that is free is kept
)


def keep_memory() -> None:
    """Freed memory is used again, not given back: the system would fill it with zeros before each
    array, which takes 40 of 100 parts of the time of finding keypoints (benchmarks/README.md).

    Nothing where the C library is another than glibc.
    """
    with suppress(AttributeError, OSError, ValueError):
        if os.confstr("CS_GNU_LIBC_VERSION"):
            for name, value in _LIMITS:
                ctypes.CDLL(None).mallopt(name, value)


def one_thread() -> None:
    """NumPy and FAISS get no threads of their own: they cost 40 % more CPU, and save no time."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # read when they are first imported
    threadpool_limits(1)  # where NumPy was there already


one_thread()
keep_memory()
