"""What happens, told to everyone who listens: the page and those who wait."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from .records import Json

Listener = Callable[[str, Json], None]
Found = TypeVar("Found")


class Events:
    """The listeners; each hears the kind of the event and its JSON."""

    def __init__(self) -> None:
        """Start with no listener."""
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Tell the listener of everything from now on."""
        self._listeners.append(listener)

    def forget(self, listener: Listener) -> None:
        """Tell the listener no more."""
        self._listeners.remove(listener)

    def tell(self, kind: str, event: Json) -> None:
        """Tell all listeners of one event."""
        for listener in list(self._listeners):
            listener(kind, event)

    async def until(self, look: Callable[[], Found | None], seconds: float) -> Found | None:
        """The first thing that ``look`` sees, now or after an event; None when the time is over."""
        changed = asyncio.Event()

        def wake(_kind: str, _event: Json) -> None:
            changed.set()

        self.listen(wake)
        try:
            async with asyncio.timeout(seconds):
                while (found := look()) is None:
                    await changed.wait()
                    changed.clear()
                return found
        except TimeoutError:
            return None
        finally:
            self.forget(wake)
