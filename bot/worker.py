"""Where the CPU is used: lookups in as many threads as cores, a long job in one of its own."""

import asyncio
import os
import threading
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, closing, nullcontext
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, ParamSpec, TypeVar

if TYPE_CHECKING:
    from search.reindex import Progress

LARGE_BYTES = 2_000_000  # of a file; the photos that Telegram makes are far smaller

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
Step = TypeVar("Step")


class Worker:
    """Runs lookups; what does not fit waits its turn. A reindex is a job of its own."""

    def __init__(self) -> None:
        self.job: Job[Progress] | None = None  # the reindex under way
        self._changing = asyncio.Lock()  # keeps the order of changes
        self._large = asyncio.Lock()
        self._threads = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="lookup")

    def room(self, *sizes: int) -> AbstractAsyncContextManager[None]:
        """Room in memory for files of so many bytes: large ones come one after the other."""
        return self._large if sum(sizes) > LARGE_BYTES else nullcontext()

    async def run(
        self,
        work: Callable[Arguments, Result],
        *arguments: Arguments.args,
        **options: Arguments.kwargs,
    ) -> Result:
        """Run `work` in an executor thread, in the context of whoever asks; await its result."""
        loop, context = asyncio.get_running_loop(), copy_context()
        return await loop.run_in_executor(
            self._threads, lambda: context.run(work, *arguments, **options)
        )

    async def change(
        self,
        work: Callable[Arguments, Result],
        *arguments: Arguments.args,
        **options: Arguments.kwargs,
    ) -> Result:
        """Likewise for what changes the collection: one after the other, as it was asked for."""
        async with self._changing:
            return await self.run(work, *arguments, **options)

    def interrupt(self) -> None:
        """Stop the reindex under way soon."""
        if self.job:
            self.job.cancel()

    def close(self) -> None:
        """Finish what runs, drop what waits."""
        self._threads.shutdown(cancel_futures=True)


@dataclass
class Job(Generic[Step]):
    """Long work in a thread of its own, so that lookups never wait for it.

    `progress` is the last of its steps so far; `cancel` makes it stop after the one it is at.
    """

    steps: Generator[Step, None, None]
    progress: Step
    cancelled: bool = False
    _stop: threading.Event = field(default_factory=threading.Event)

    async def run(self) -> Step:
        """Work until done or cancelled; returns the last step."""
        return await asyncio.to_thread(self._work)

    def cancel(self) -> None:
        """Stop soon; what is done is kept."""
        self.cancelled = True
        self._stop.set()

    def _work(self) -> Step:
        with closing(self.steps):
            for progress in self.steps:
                self.progress = progress
                if self._stop.is_set():
                    break
        return self.progress
