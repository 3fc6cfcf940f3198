"""Kazami's search: photo in, answer out. Synchronous, typed, knows nothing of Telegram.

"The map" in comments is docs/architecture.md, with the number of what is decided there.
"""

import os

# The threads are ours, one photo each; NumPy and FAISS read this when they are first imported.
os.environ.setdefault("OMP_NUM_THREADS", "1")

from search.engine import Engine
from search.errors import KazamiError
from search.verdict import Answer, Match

__all__ = ["Answer", "Engine", "KazamiError", "Match"]
