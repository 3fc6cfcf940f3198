"""The answers given lately: who asks the same again waits for no decoder and no lookup."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

from search.collection import Collection
from search.disk import Stamp
from search.errors import TooLarge
from search.locks import Locks
from search.options import ANSWERS_BYTES, ANSWERS_KEPT
from search.scope import Scope
from search.telling import sure
from search.verdict import Answer

Basis = tuple[object, ...]  # what an answer rests on: while it is equal, the answer is true
Files = tuple[Stamp | None, ...]
_TICK = 20_000_000  # ns: clocks of file systems are late by less
_OBJECTS = 2_000  # bytes of one match or answer, about, beside its points


@dataclass(frozen=True)
class Question:
    """All that somebody asks with; of the photo its SHA-256."""

    sha256: bytes
    top: int
    engine: str
    detector: str
    scope: Scope


@dataclass(frozen=True)
class _Kept:
    answer: Answer
    basis: Basis
    files: Files
    size: int  # bytes, about


class Answers:
    """Any thread may use it. Memory only, and bounded: what nobody asked for longest goes first.

    `basis` says what the answer to a question rests on now. An answer is told again only while
    that and the files that it tells of are what they were before it was looked for; nothing has to
    be dropped when the collection changes.
    """

    def __init__(self, collection: Collection, basis: Callable[[Question], Basis]) -> None:
        self._collection, self._basis = collection, basis
        self._lock = threading.Lock()
        self._turns = Locks[Question]()
        self._kept = OrderedDict[Question, _Kept]()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._kept)

    def of(self, question: Question, look_up: Callable[[], Answer]) -> Answer:
        """The answer known, or that of a lookup; who asks the same meanwhile waits for it."""
        with self._turns.of(question):
            if known := self.known(question):
                return known
            basis, began = self._basis(question), time.time_ns()
            answer = look_up()
            files = self._files(answer)
            if _lasting(answer) and self._basis(question) == basis and _older(files, began):
                self._keep(question, answer, basis, files)
            return answer

    def known(self, question: Question) -> Answer | None:
        """The answer where it was given before and is still true, `repeated`."""
        kept = self._kept.get(question)
        if kept is None:
            return None
        if (self._basis(question), self._files(kept.answer)) != (kept.basis, kept.files):
            return None
        with self._lock:
            if question in self._kept:  # else it made way meanwhile
                self._kept.move_to_end(question)
        return replace(kept.answer, repeated=True)

    def clear(self) -> None:
        """Forget them all."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0

    def _files(self, answer: Answer) -> Files:
        """Of the pictures whose files were read for the answer."""
        return tuple(self._collection.stamp(match.name) for match in sure(answer.matches))

    def _keep(self, question: Question, answer: Answer, basis: Basis, files: Files) -> None:
        kept = _Kept(_bare(answer), basis, files, _size(question, answer))
        with self._lock:
            self._drop(question)
            self._kept[question] = kept
            self._bytes += kept.size
            while len(self._kept) > ANSWERS_KEPT or self._bytes > ANSWERS_BYTES:
                self._drop(next(iter(self._kept)))

    def _drop(self, question: Question) -> None:
        if kept := self._kept.pop(question, None):
            self._bytes -= kept.size


def _lasting(answer: Answer) -> bool:
    """Not what was for want of memory; what the gate finds too large, it finds at once."""
    return not isinstance(answer.cause, TooLarge)


def _older(files: Files, began: int) -> bool:
    """Whether none of the files was changed since."""
    return all(file is None or file.changed < began - _TICK for file in files)


def _bare(answer: Answer) -> Answer:
    """Without what its error holds on to: the photo itself, by the frames that it came through."""
    if answer.cause:
        answer.cause.__traceback__ = answer.cause.__context__ = answer.cause.__cause__ = None
    return answer


def _size(question: Question, answer: Answer) -> int:
    points = sum(match.photo_xy.nbytes + match.picture_xy.nbytes for match in answer.matches)
    names = sum(map(len, question.scope.without))
    return _OBJECTS * (1 + len(answer.matches)) + points + names
