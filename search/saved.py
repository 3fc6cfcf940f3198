"""The snapshot on disk: a cache, whole or not there, that can be made anew."""

import fcntl
import hashlib
import json
import os
import re
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import numpy as np

from search import disk, filed, manifest, sections
from search.codebook import Codebook
from search.collection import Collection
from search.draft import Draft
from search.features import ROW
from search.growth import Pieces
from search.manifest import Manifest
from search.segment import File, Segment
from search.snapshot import Part, Snapshot

MANIFEST = "snapshot.json"
LOCK = "snapshot.lock"
_OURS = re.compile(r"(features|index|codebook)-[0-9a-f]+(\.part)?|snapshot\.json\.part")
_WHOLE = 64 << 20  # bytes: larger files of features are verified as they are read
# What reading something else than was saved raises; RuntimeError: FAISS of another version.
_NOT_OURS = (OSError, ValueError, TypeError, LookupError, RuntimeError)


class Store:
    """The files of a collection's snapshot, in its folder. Any thread may use it.

    Segments and codebooks have files of their own that never change, named in a manifest that is
    signed with the mark of its generation, so that nothing else, older, of another collection or
    changed since, is taken for it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mine = threading.Lock()
        self._made: set[str] = set()  # files that no manifest names yet

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One thread of one program saves at a time; the kernel drops the lock of one that dies."""
        with self._mine:
            file = os.open(self._folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(file, fcntl.LOCK_EX)
                yield
            finally:
                os.close(file)

    def make(self, pieces: Pieces, codebook: Codebook | None) -> Segment:
        """A segment whose features go to the disk as they come, and never are in memory together.

        Raises OSError.
        """
        name, checksum = self._name("features"), hashlib.sha256()
        with disk.written(self._folder / name) as put:

            def write(data: bytes) -> None:
                checksum.update(data)
                put(data)

            draft = Draft(codebook, write)
            for piece, codes in pieces:
                draft.add(piece, codes)
        segment = Segment.of(draft, File(self._folder / name))
        return self._indexed(segment, name, checksum.hexdigest(), codebook)

    def save(self, snapshot: Snapshot) -> Snapshot:
        """Write what has no files yet, then the manifest that names all; readers keep what they
        have open. Returns the same, read from these files.

        Raises OSError: then what was saved before is as it was.
        """
        with self._writing():
            try:
                book = self._kept(snapshot.codebook)
                parts = tuple(
                    replace(part, segment=self._filed(part.segment, book))
                    for part in snapshot.parts
                )
                saved = replace(snapshot, codebook=book, parts=parts)
                self._there(saved)
                self._make_way()
                text = json.dumps(manifest.of(saved)).encode()
                signed = manifest.signature(snapshot.mark, text) + b"\n" + text
                disk.write(self._folder / MANIFEST, signed)
            finally:
                self._tidy()
        return saved

    def load(self, collection: Collection) -> Snapshot | None:
        """Read what `save` wrote, of an earlier generation perhaps; None where it is not of this
        collection, of another version, damaged, or not there.
        """
        try:
            said, mark = self._verified(collection)
            book = said["codebook"]
            codebook = None if book is None else self._book(**book)
            parts = tuple(self._part(codebook, **part) for part in said["parts"])
        except _NOT_OURS:
            return None
        return Snapshot(said["generation"], mark, codebook, parts)

    def faults(self, collection: Collection) -> Iterator[str]:
        """What is wrong with it, one line each; nothing where there is none, or where it is of
        another version or collection: it is not used then.
        """
        try:
            said = json.loads(self._signed()[1])
            ours = collection.lineage.mark(said["generation"])
            if ours is None or said["stamp"] != manifest.stamp():
                return
            named = manifest.files(self._verified(collection)[0])
            wrong = [name for name, sha in named.items() if not self._sound(name, sha)]
        except FileNotFoundError:
            return
        except _NOT_OURS:
            wrong = [MANIFEST]
        for name in wrong:
            yield f"index: {name} is damaged; it is made anew at the next start"

    def _there(self, snapshot: Snapshot) -> None:
        """Raises OSError where another program took away what it did not know of."""
        for name in manifest.files(manifest.of(snapshot)):
            (self._folder / name).stat()

    def _make_way(self) -> None:
        """A folder in the manifest's place is nobody's; what is in it is kept. Raises OSError."""
        path = self._folder / MANIFEST
        if path.is_dir():
            path.rename(path.with_name(f"{MANIFEST}.{secrets.token_hex(4)}"))

    def _kept(self, codebook: Codebook | None) -> Codebook | None:
        if codebook is None or codebook.files:
            return codebook
        name = self._name("codebook")
        data = codebook.dump()
        disk.write(self._folder / name, data)
        return replace(codebook, files={name: hashlib.sha256(data).hexdigest()})

    def _filed(self, segment: Segment, codebook: Codebook | None) -> Segment:
        if segment.files:
            return segment
        name = self._name("features")
        data = segment.read(0, int(segment.table["rows"].sum()) * ROW.itemsize)
        disk.write(self._folder / name, data)
        return self._indexed(segment, name, hashlib.sha256(data).hexdigest(), codebook)

    def _indexed(
        self, segment: Segment, features: str, checksum: str, codebook: Codebook | None
    ) -> Segment:
        """With a file for all but the features, from which it is read again."""
        name = self._name("index")
        files = {features: checksum, name: filed.write(self._folder / name, segment)}
        return filed.read(self._folder, files, codebook)

    def _part(self, codebook: Codebook | None, files: dict[str, str], gone: list[int]) -> Part:
        """Raises OSError or ValueError."""
        features, rest = files
        small = (self._folder / features).stat().st_size <= _WHOLE
        for name in (features, rest) if small else (rest,):
            if not self._sound(name, files[name]):
                raise ValueError(name)
        return Part.whole(filed.read(self._folder, files, codebook)).without(gone)

    def _book(self, files: dict[str, str], rows: int, most: int) -> Codebook:
        """Raises OSError or ValueError."""
        ((name, checksum),) = files.items()
        data = disk.read_all(self._folder / name)
        if hashlib.sha256(data).hexdigest() != checksum:
            raise ValueError(name)
        return replace(Codebook.load(np.frombuffer(data, np.uint8), rows, most), files=files)

    def _sound(self, name: str, checksum: str) -> bool:
        with suppress(OSError):
            return sections.sha256(self._folder / name) == checksum
        return False

    def _signed(self) -> tuple[bytes, bytes]:
        """The manifest's signature and its text. Raises OSError."""
        signature, _, text = disk.read_all(self._folder / MANIFEST).partition(b"\n")
        return signature, text

    def _verified(self, collection: Collection) -> tuple[Manifest, bytes]:
        """The manifest and the mark of its generation. Raises ValueError where it is not ours."""
        signature, text = self._signed()
        said: Manifest = json.loads(text)
        mark = collection.lineage.mark(said["generation"])
        if mark is None or said["stamp"] != manifest.stamp():
            raise ValueError(MANIFEST)
        if signature != manifest.signature(mark, text):
            raise ValueError(MANIFEST)
        return said, mark

    def _name(self, kind: str) -> str:
        name = f"{kind}-{secrets.token_hex(8)}"
        self._made.add(name)
        return name

    def _tidy(self) -> None:
        """Take away what the manifest does not name: what was before, and what failed half way."""
        try:
            named = manifest.files(json.loads(self._signed()[1]))
        except _NOT_OURS:
            named = {}
        self._made -= named.keys()
        spared = named.keys() | self._made
        for path in self._folder.iterdir():
            if _OURS.fullmatch(path.name) and path.name.removesuffix(".part") not in spared:
                with suppress(OSError):
                    path.unlink()
