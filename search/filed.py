"""A segment in two files that never change: its features, and all else that is known of it."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search import sections
from search.codebook import CODE, Codebook
from search.draft import PICTURE
from search.exact import Exact
from search.features import ROW, Rows
from search.lists import Lists
from search.segment import File, Segment


def write(path: Path, segment: Segment) -> str:
    """All but the features; returns the SHA-256, hexadecimal. Raises OSError."""
    return sections.write(path, _sections(segment))


def read(folder: Path, files: dict[str, str], codebook: Codebook | None) -> Segment:
    """A segment by the names of its files, which the caller has verified. Raises OSError or
    ValueError.
    """
    features, rest = (folder / name for name in files)
    held = sections.mapped(rest)
    table, stored = held["table"].view(PICTURE), File(features)
    if features.stat().st_size != int(table["rows"].sum()) * ROW.itemsize:
        raise ValueError(features)
    if codebook is None:
        index: Exact | Lists = Exact(_first_rows(table, stored))
    else:
        index = Lists(codebook, held["sizes"].view(np.uint32), held["lists"])
    return Segment(
        table,
        held["texts"].data,
        tuple(json.loads(held["shelves"].tobytes())),
        held["keys"].reshape(-1, 2),
        held["codes"].view(CODE),
        index,
        stored,
        files,
    )


def _sections(segment: Segment) -> dict[str, sections.Data]:
    index = segment.index
    lists = (
        {"sizes": index.sizes.view(np.uint8), "lists": index.data}
        if isinstance(index, Lists)
        else {}
    )
    return {
        "table": segment.table.view(np.uint8),
        "texts": segment.texts,
        "shelves": json.dumps(segment.shelves).encode(),
        "keys": segment.keys.reshape(-1),
        "codes": segment.codes.view(np.uint8),
        **lists,
    }


def _first_rows(table: NDArray[np.void], read: File) -> Rows:
    """The indexed rows of every picture, one after another."""
    size = ROW.itemsize
    each = (read(int(at["start"]) * size, int(at["indexed"]) * size) for at in table)
    return np.frombuffer(b"".join(each), ROW)
