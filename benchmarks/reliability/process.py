"""The bot as a process that is watched from outside (Linux: /proc)."""

import asyncio
import os
import re
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = os.sysconf("SC_PAGE_SIZE")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Bot:
    """Starts `python -m bot` (or `program`) in a folder, as often as it dies; keeps its log."""

    folder: Path
    settings: dict[str, str]
    program: tuple[str, ...] = ("-m", "bot")
    lives: int = 0
    children: set[int] = field(default_factory=set)  # decoders, of all lives
    _process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        """Of the present life."""
        assert self._process  # noqa: S101  it was started
        return self._process.pid

    async def start(self) -> None:
        """Begin a life."""
        self.lives += 1
        with (self.folder / "bot.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *self.program,
                cwd=self.folder,
                env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **self.settings},
                stdout=log,
                stderr=log,
            )

    async def kill(self) -> None:
        """End it at once, without a word."""
        self.see_children()
        assert self._process  # noqa: S101  it was started
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()

    async def stop(self) -> int:
        """End it politely; its exit code."""
        assert self._process  # noqa: S101  it was started
        self.see_children()
        self._process.send_signal(signal.SIGTERM)
        return await self._process.wait()

    async def ended(self) -> int:
        """Its exit code, once it has ended by itself."""
        assert self._process  # noqa: S101  it was started
        return await self._process.wait()

    def see_children(self) -> None:
        """Remember the processes that it has started."""
        for task in Path(f"/proc/{self.pid}/task").glob("*/children"):
            with suppress(OSError):
                self.children |= set(map(int, task.read_text().split()))

    async def orphans(self) -> int:
        """How many of all its children are there yet, when it is dead; they get a second to end."""
        await asyncio.sleep(1)
        return sum(map(os.path.exists, [f"/proc/{child}" for child in self.children]))

    def memory(self) -> float:
        """Resident memory, MiB."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * PAGE / 2**20

    def most_memory(self) -> float:
        """The most that was resident at once in this life, MiB."""
        return most_memory(str(self.pid), "VmHWM")

    def threads(self) -> int:
        """How many it has."""
        return len(list(Path(f"/proc/{self.pid}/task").iterdir()))

    def descriptors(self) -> int:
        """How many files and sockets it has open."""
        return len(list(Path(f"/proc/{self.pid}/fd").iterdir()))

    def cpu(self) -> float:
        """Seconds of processor time so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


def most_memory(process: str, kind: str) -> float:
    """MiB: VmHWM is what was resident at once, VmPeak the address space."""
    status = Path("/proc", process, "status").read_text()
    found = re.search(rf"^{kind}:\s+(\d+) kB", status, re.MULTILINE)
    return round(int(found[1]) / 1024, 1) if found else 0.0
