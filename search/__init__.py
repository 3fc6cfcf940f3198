"""Kazami's search: photo in, answer out. Synchronous, typed, knows nothing of Telegram.

"The map" in comments is docs/architecture.md, with the number of what is decided there.
"""

from search import process  # noqa: F401  before NumPy is imported
from search.engine import Engine
from search.errors import KazamiError
from search.verdict import Answer, Match

__all__ = ["Answer", "Engine", "KazamiError", "Match"]
