"""A disk that fails at a moment of the test's choice."""

import os
from collections.abc import Callable
from typing import Any

import pytest

from search import disk

_CHANGING = ("open", "mkdir", "fchmod", "write", "fsync", "replace")


class Faulty:
    """`os` as search/disk.py sees it: call number `at` of those that write raises, the others do
    what they do. `calls` are the names of those made; `before` each, something may be done.
    """

    def __init__(
        self, at: int = -1, number: int = 0, before: Callable[[str], None] = lambda _: None
    ) -> None:
        self.at, self.number, self.before = at, number, before
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if name not in _CHANGING:
            return real

        def call(*arguments: Any, **options: Any) -> Any:
            if name == "open" and not arguments[1] & os.O_CREAT:
                return real(*arguments, **options)
            self.before(name)
            self.calls.append(name)
            if len(self.calls) == self.at + 1:
                raise OSError(self.number, os.strerror(self.number))
            return real(*arguments, **options)

        return call


def counted(do: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The calls that write while something is done, in order."""
    faultless = Faulty()
    with monkeypatch.context() as patch:
        patch.setattr(disk, "os", faultless)
        do()
    return faultless.calls
