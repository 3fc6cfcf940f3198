"""An immutable index of one generation of a collection: a cache that can always be rebuilt."""

import fcntl
import hashlib
import hmac
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from search import disk
from search.collection import Collection
from search.features import ROW, VERSION, Features, Rows
from search.index import Index, Owners
from search.options import INDEX_FEATURES

MANIFEST = "snapshot.json"
LOCK = "snapshot.lock"
_FORMAT = 3
_OURS = re.compile(r"(features|index)-\d+(\.part)?|snapshot\.json\.part")
# What reading something else than was saved raises; RuntimeError: FAISS of another version.
_NOT_OURS = (OSError, ValueError, TypeError, LookupError, RuntimeError)


@dataclass(frozen=True)
class Entry:
    """A picture of the snapshot; its features are rows `start` to `stop`."""

    name: str
    path: str | None
    shelf: str
    width: int
    height: int
    scale: float
    start: int
    stop: int


@dataclass(frozen=True)
class Snapshot:
    """All that a lookup reads, of one whole generation: pictures, their packed features, index.

    `mark` is the generation's own: what is saved is signed with it, so that nothing else, older,
    of another collection or changed since, is taken for it.
    """

    generation: int
    mark: bytes
    entries: tuple[Entry, ...]
    rows: Rows  # perhaps mapped from a file
    index: Index

    @classmethod
    def build(cls, collection: Collection) -> Self:
        """Derive it from the truth."""
        entries, packed, at = [], [], 0
        with collection.view():
            generation, mark = collection.generation, collection.mark
            for picture in collection.pictures():
                source, features = picture.source, picture.features
                whence = source.name, source.path, source.shelf
                size = features.width, features.height, features.scale
                entries.append(Entry(*whence, *size, at, at + len(features)))
                packed.append(np.frombuffer(features.pack(), ROW))
                at += len(features)
        rows = np.concatenate([np.zeros(0, ROW), *packed])
        which, owners = indexed(tuple(entries))
        index = Index.build(rows[which], owners)
        return cls(generation, mark, tuple(entries), rows, index)

    def features(self, picture: int) -> Features:
        """The features of entry number `picture`."""
        entry = self.entries[picture]
        rows = self.rows[entry.start : entry.stop]
        return Features.unpack(rows.tobytes(), entry.width, entry.height, entry.scale)

    def numbers(self, names: frozenset[str]) -> frozenset[int]:
        """Of the entries with these names."""
        if not names:
            return frozenset()
        return frozenset(at for at, entry in enumerate(self.entries) if entry.name in names)

    def on(self, shelves: frozenset[str] | None) -> Self:
        """The same, in which only pictures of some shelves are found (None: all). They keep their
        numbers, and nothing is copied but a bit for each row.
        """
        if shelves is None or all(entry.shelf in shelves for entry in self.entries):
            return self
        some = np.array([entry.shelf in shelves for entry in self.entries], np.bool_)
        return replace(self, index=self.index.among(np.repeat(some, _counts(self.entries))))

    def save(self, folder: Path) -> None:
        """Write new files, then the manifest that names them; readers keep what they have open.

        Raises OSError: then the one saved before is as it was.
        """
        rows, index = _names(self.generation)
        data = {rows: self.rows.tobytes(), index: self.index.dump()}
        manifest = {
            "stamp": _stamp(self.generation),
            "files": {name: hashlib.sha256(each).hexdigest() for name, each in data.items()},
            "entries": [list(vars(entry).values()) for entry in self.entries],
        }
        text = json.dumps(manifest).encode()
        with _locked(folder):
            try:
                for name, each in data.items():
                    disk.write(folder / name, each)
                disk.write(folder / MANIFEST, _signature(self.mark, text) + b"\n" + text)
            finally:
                _tidy(folder)

    @classmethod
    def load(cls, collection: Collection) -> Self | None:
        """Read what `save` wrote; None where it is of another generation, damaged, or not there."""
        with collection.view():
            generation, mark = collection.generation, collection.mark
        folder = collection.folder
        try:
            manifest = _verified(folder, mark)
            if manifest["stamp"] != _stamp(generation):
                return None
            entries = tuple(Entry(*each) for each in manifest["entries"])
            rows, saved = (_mapped(folder / n, manifest["files"][n]) for n in _names(generation))
            packed = rows.view(ROW)
            which, owners = indexed(entries)
            index = Index.load(saved.tobytes(), packed[which], owners)
        except _NOT_OURS:
            return None
        if index.rows.ntotal != len(owners):
            return None
        return cls(generation, mark, entries, packed, index)


def faults(collection: Collection) -> list[str]:
    """What is wrong with the saved snapshot, one line each; nothing where there is none, or where
    it is of another generation: it is not used then.
    """
    with collection.view():
        folder, generation, mark = collection.folder, collection.generation, collection.mark
    try:
        if json.loads(_parts(folder)[1])["stamp"] != _stamp(generation):
            return []
        files = _verified(folder, mark)["files"]
        wrong = [name for name in files if not _whole(folder / name, files[name])]
    except FileNotFoundError:
        return []
    except _NOT_OURS:
        wrong = [MANIFEST]
    return [f"index: {name} is damaged; it is made anew at the next start" for name in wrong]


def _stamp(generation: int) -> list[object]:
    return [_FORMAT, VERSION, generation]


def _names(generation: int) -> tuple[str, str]:
    return f"features-{generation}", f"index-{generation}"


def _parts(folder: Path) -> tuple[bytes, bytes]:
    """The manifest's signature and its text. Raises OSError."""
    signature, _, text = (folder / MANIFEST).read_bytes().partition(b"\n")
    return signature, text


def _verified(folder: Path, mark: bytes) -> dict[str, Any]:
    """The manifest. Raises OSError, or ValueError where it is not what was saved."""
    signature, text = _parts(folder)
    if signature != _signature(mark, text):
        raise ValueError(MANIFEST)
    manifest: dict[str, Any] = json.loads(text)
    return manifest


def _signature(mark: bytes, text: bytes) -> bytes:
    return hmac.new(mark, text, "sha256").hexdigest().encode()


def _mapped(path: Path, checksum: str) -> NDArray[np.uint8]:
    """A file's bytes, which stay what they were verified to be. Raises OSError or ValueError."""
    size = path.stat().st_size
    data: NDArray[np.uint8] = np.memmap(path, np.uint8, "r") if size else np.zeros(0, np.uint8)
    if hashlib.sha256(data.data).hexdigest() != checksum:
        raise ValueError(path)
    return data


def _whole(path: Path, checksum: str) -> bool:
    try:
        return len(_mapped(path, checksum)) >= 0
    except (OSError, ValueError):
        return False


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One program saves at a time; the kernel drops the lock of one that dies."""
    file = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


def _tidy(folder: Path) -> None:
    """Take away what the manifest does not name: older generations, and what failed half way."""
    try:
        named = set(json.loads(_parts(folder)[1])["files"])
    except _NOT_OURS:
        named = set()
    for path in folder.iterdir():
        if _OURS.fullmatch(path.name) and path.name not in named:
            with suppress(OSError):
                path.unlink()


def indexed(entries: tuple[Entry, ...], most: int = INDEX_FEATURES) -> tuple[Owners, Owners]:
    """The rows that the index holds, each picture's first `most`, and their owners."""
    counts = _counts(entries, most)
    rows = [np.arange(e.start, e.start + n) for e, n in zip(entries, counts, strict=True)]
    owners = np.repeat(np.arange(len(entries), dtype=np.int32), counts)
    return np.concatenate([np.zeros(0, np.int32), *rows]).astype(np.int32), owners


def _counts(entries: tuple[Entry, ...], most: int = INDEX_FEATURES) -> list[int]:
    """How many rows of each picture the index holds."""
    return [min(entry.stop - entry.start, most) for entry in entries]
