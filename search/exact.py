"""Brute force over a few rows: what an index of a small collection is."""

from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from search.codebook import Asked
from search.features import Floats, Rows, descriptors
from search.index import Numbers
from search.options import DESCRIPTOR


class Exact:
    """All rows (n,), in memory as numbers."""

    def __init__(self, rows: Rows) -> None:
        self._index = faiss.IndexFlatL2(DESCRIPTOR)
        if len(rows):
            self._index.add(descriptors(rows))

    def search(
        self, asked: Asked, neighbours: int, only: NDArray[np.uint8] | None = None
    ) -> tuple[Floats, Numbers]:
        """Squared distances and numbers of the nearest rows, as Lists.search."""
        of: Any = faiss  # its types are those of C++
        some = None if only is None else of.SearchParameters(sel=of.IDSelectorBitmap(only))
        distance, row = self._index.search(asked.descriptors, neighbours, params=some)
        return distance, row
