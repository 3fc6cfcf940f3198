"""What the process is told before it computes anything."""

import json
import os
import platform
import resource
import subprocess
import sys

import pytest

from search.kaze import Space
from tests.search.edits import speckled

THREADS = """
import numpy, faiss, search, json, threadpoolctl
print(json.dumps([each["num_threads"] for each in threadpoolctl.threadpool_info()]))
"""


def test_an_image_after_another_needs_no_new_memory() -> None:
    """Each page that the system gives it anew would have to be filled with zeros first."""
    if not platform.libc_ver()[0]:
        pytest.skip("another C library than glibc")
    image = speckled(1, 640)
    for _ in range(3):
        Space.of(image)
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    Space.of(image)
    faults = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before
    assert faults * resource.getpagesize() < 4 * image.size  # one array of it; there are dozens


def test_one_thread_each_also_where_numpy_was_there_first() -> None:
    """It has read how many threads it may start before it could be told."""
    bare = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    run = subprocess.run([sys.executable, "-c", THREADS], env=bare, capture_output=True, check=True)
    threads = json.loads(run.stdout)
    assert threads
    assert set(threads) == {1}
