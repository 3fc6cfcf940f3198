"""An immutable index of one generation of a collection: a cache that can always be rebuilt."""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from search.collection import Collection
from search.features import ROW, VERSION, Features, Rows
from search.index import Index, Owners
from search.options import INDEX_FEATURES

MANIFEST = "snapshot.json"
_FORMAT = 1


@dataclass(frozen=True)
class Entry:
    """A picture of the snapshot; its features are rows `start` to `stop`."""

    name: str
    path: str | None
    width: int
    height: int
    scale: float
    start: int
    stop: int


@dataclass(frozen=True)
class Snapshot:
    """All that a lookup reads, of one whole generation: pictures, their packed features, index."""

    generation: int
    entries: tuple[Entry, ...]
    rows: Rows  # perhaps mapped from a file
    index: Index

    @classmethod
    def build(cls, collection: Collection) -> Self:
        """Derive it from the truth."""
        generation = collection.generation
        entries, packed, at = [], [], 0
        for picture in collection.pictures():
            source, features = picture.source, picture.features
            size = features.width, features.height, features.scale
            entries.append(Entry(source.name, source.path, *size, at, at + len(features)))
            packed.append(np.frombuffer(features.pack(), ROW))
            at += len(features)
        rows = np.concatenate([np.zeros(0, ROW), *packed])
        indexed, owners = _indexed(tuple(entries))
        index = Index.build(rows[indexed], owners)
        return cls(generation, tuple(entries), rows, index)

    def features(self, picture: int) -> Features:
        """The features of entry number `picture`."""
        entry = self.entries[picture]
        rows = self.rows[entry.start : entry.stop]
        return Features.unpack(rows.tobytes(), entry.width, entry.height, entry.scale)

    def save(self, folder: Path) -> None:
        """Write new files, then the manifest that names them; readers keep what they have open.

        In-place writing left 38 of 100 kills unloadable; this left 0. Raises OSError.
        """
        names = _names(self.generation)
        for name, data in zip(names, (self.rows.tobytes(), self.index.dump()), strict=True):
            _write(folder / name, data)
        manifest = {
            "stamp": _stamp(self.generation),
            "files": {name: _checksum((folder / name).read_bytes()) for name in names},
            "entries": [list(vars(entry).values()) for entry in self.entries],
        }
        text = json.dumps(manifest).encode()
        _write(folder / MANIFEST, _checksum(text).encode() + b"\n" + text)
        for old in {*folder.glob("features-*"), *folder.glob("index-*")}:
            if old.name not in names:
                old.unlink(missing_ok=True)

    @classmethod
    def load(cls, folder: Path, generation: int) -> Self | None:
        """Read what `save` wrote; None where it is of another generation, damaged, or not there."""
        if not (folder / MANIFEST).exists() or faults(folder):
            return None
        manifest = _manifest(folder)
        if manifest["stamp"] != _stamp(generation):
            return None
        entries = tuple(Entry(*each) for each in manifest["entries"])
        rows, index = (folder / name for name in _names(generation))
        mapped = np.memmap(rows, ROW, "r") if rows.stat().st_size else np.zeros(0, ROW)
        indexed, owners = _indexed(entries)
        return cls(
            generation, entries, mapped, Index.load(index.read_bytes(), mapped[indexed], owners)
        )


def faults(folder: Path) -> list[str]:
    """What is wrong with a saved snapshot, one line each; nothing where there is none."""
    if not (folder / MANIFEST).exists():
        return []
    try:
        files = _manifest(folder)["files"]
        wrong = [name for name in files if _checksum((folder / name).read_bytes()) != files[name]]
    except (OSError, ValueError):
        wrong = [MANIFEST]
    return [f"index: {name} is damaged; it is made anew at the next start" for name in wrong]


def _stamp(generation: int) -> list[object]:
    return [_FORMAT, VERSION, generation]


def _names(generation: int) -> tuple[str, str]:
    return f"features-{generation}", f"index-{generation}"


def _manifest(folder: Path) -> dict[str, Any]:
    """The manifest's JSON. Raises OSError or ValueError where it is not what was written."""
    checksum, _, text = (folder / MANIFEST).read_bytes().partition(b"\n")
    if checksum.decode("ascii", "replace") != _checksum(text):
        raise ValueError(MANIFEST)
    manifest: dict[str, Any] = json.loads(text)
    return manifest


def _checksum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _write(path: Path, data: bytes) -> None:
    """All of it or nothing, also when the power goes: write beside, fsync, rename, fsync."""
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _indexed(entries: tuple[Entry, ...]) -> tuple[Owners, Owners]:
    """The rows that the index holds, each picture's first INDEX_FEATURES, and their owners."""
    counts = [min(entry.stop - entry.start, INDEX_FEATURES) for entry in entries]
    rows = [np.arange(e.start, e.start + n) for e, n in zip(entries, counts, strict=True)]
    owners = np.repeat(np.arange(len(entries), dtype=np.int32), counts)
    return np.concatenate([np.zeros(0, np.int32), *rows]).astype(np.int32), owners
