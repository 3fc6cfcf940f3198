"""A lock for each of many keys, while somebody holds it or waits for it."""

import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

Key = TypeVar("Key", bound=Hashable)


class Locks(Generic[Key]):
    """Who works on one key waits for nobody who works on another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._locks = WeakValueDictionary[Key, threading.Lock]()

    def __iter__(self) -> Iterator[Key]:
        """The keys that somebody works on now."""
        with self._lock:
            return iter(list(self._locks))

    @contextmanager
    def of(self, key: Key) -> Iterator[None]:
        """Alone with it."""
        with self._lock:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            yield
