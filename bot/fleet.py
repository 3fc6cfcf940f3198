"""The bot's end of the fleet: files are looked at by workers, a voyage for each reindex."""

import asyncio
from collections.abc import AsyncGenerator, Iterable, Iterator
from contextlib import AsyncExitStack, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bot.voyage import Voyage
from search.cores import on_all_cores
from search.looks import Looked, Looks, See
from search.survey import Seen
from search.walk import File


@dataclass(frozen=True)
class Fleet:
    """Has files looked at by the workers at the queue `url`: a `Look` of search/looks.py.

    Files of `folder` are named to them, others sent. Raises QueueAway where it cannot begin; where
    the queue goes away later, it waits.
    """

    url: str = field(repr=False)
    folder: Path

    def look(self, see: See, files: Iterable[File]) -> Looks:
        """An event loop of its own runs while the next one is waited for."""
        with asyncio.Runner() as runner, closing(on_all_cores(see, files)) as seeing:
            loop, looks = runner.get_loop(), self._looks(see, seeing)
            step = loop.create_task(_next(looks))
            try:
                with suppress(StopAsyncIteration):
                    while True:
                        yield loop.run_until_complete(step)
                        step = loop.create_task(_next(looks))
            finally:
                step.cancel()  # where a signal ended the wait
                loop.run_until_complete(asyncio.gather(step, return_exceptions=True))
                loop.run_until_complete(looks.aclose())

    async def _looks(self, see: See, seeing: Iterator[Seen]) -> AsyncGenerator[Looked | None]:
        """What has come goes first; then the next is handed out, unless enough are."""
        async with AsyncExitStack() as stack:
            voyage, more = Voyage(self.url, stack), True
            while more or voyage.open:
                if more and not (voyage.full or voyage.heard):
                    seen = next(seeing, None)  # nobody else is on this loop
                    if seen is None:
                        more = False
                    elif seen.data is None:
                        yield Looked(seen)
                    else:
                        await voyage.ask(seen, self._name(seen.file))
                else:
                    yield await voyage.next(see)
                    await voyage.stored()

    def _name(self, file: File) -> str | None:
        """By which the workers find a file themselves."""
        return file.name if file.folder == str(self.folder.resolve()) else None


async def _next(looks: AsyncGenerator[Looked | None]) -> Looked | None:
    return await anext(looks)
