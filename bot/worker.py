"""The one door to the CPU: executor threads, as many as cores; OpenCV leaves Python free there."""

import asyncio
import os
import threading
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

from search.reindex import Progress, Report

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Worker:
    """Runs lookups; what does not fit waits its turn. A reindex is a job of its own."""

    def __init__(self) -> None:
        self.job: Job | None = None  # the reindex under way
        self._changing = asyncio.Lock()  # keeps the order of changes
        self._threads = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="lookup")

    async def run(
        self,
        work: Callable[Arguments, Result],
        *arguments: Arguments.args,
        **options: Arguments.kwargs,
    ) -> Result:
        """Run `work` in an executor thread and await its result."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, lambda: work(*arguments, **options))

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
class Job:
    """A reindex under way in a thread of its own, so that lookups never wait for it.

    `progress` is what it said last; `cancel` makes it stop after the file it is at.
    """

    steps: Generator[Progress, None, None]
    progress: Progress = field(default_factory=lambda: Progress(0, 0, Report()))
    cancelled: bool = False
    _stop: threading.Event = field(default_factory=threading.Event)

    async def run(self) -> Report:
        """Work until done or cancelled; returns the report so far."""
        return await asyncio.to_thread(self._work)

    def cancel(self) -> None:
        """Stop soon; what is done is kept."""
        self.cancelled = True
        self._stop.set()

    def _work(self) -> Report:
        with closing(self.steps):
            for progress in self.steps:
                self.progress = progress
                if self._stop.is_set():
                    break
        return self.progress.report
