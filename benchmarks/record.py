"""What every benchmark writes beside its numbers: command, machine, date. And tables, memory."""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import cv2
import faiss
import numpy as np

RESULTS = Path(__file__).with_name("results")


def data() -> Path:
    """The folder that KAZAMI_DATA names; ends the script where there is none."""
    folder = os.environ.get("KAZAMI_DATA")
    if not folder or not Path(folder, "dev", "truth.csv").exists():
        sys.exit("Set KAZAMI_DATA to the folder that holds dev/truth.csv.")
    return Path(folder)


def circumstances() -> dict[str, object]:
    """Command, commit, date and machine, as a result's first entries. Take it at the start:
    `load` is how many other programs wanted the cores then.
    """
    return {
        "command": " ".join([f"python -m benchmarks.{Path(sys.argv[0]).stem}", *sys.argv[1:]]),
        "commit": _commit(),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "cpu": _cpu(),
            "cores": os.cpu_count(),
            "load": round(os.getloadavg()[0], 2),
            "python": platform.python_version(),
            "opencv": cv2.__version__,
            "faiss": faiss.__version__,
            "numpy": np.__version__,
        },
    }


def resident() -> int:
    """Bytes of memory that this process has now, mapped files included."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def save(name: str, result: dict[str, object]) -> None:
    """Write results/NAME.json, one entry a line where it is long."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    lines = [f"{json.dumps(key)}: {_value(value)}" for key, value in result.items()]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A markdown table; the first column is text, the others numbers."""
    heads = list(head)
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *([str(c) for c in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def signature(of: dict[str, object]) -> str:
    """The line under a table: command, machine and date."""
    machine = of["machine"]
    assert isinstance(machine, dict)  # noqa: S101  `circumstances` made it
    return (
        f"`{of['command']}`, {machine['cpu']}, {machine['cores']} cores (load at start "
        f"{machine['load']}), Python {machine['python']}, OpenCV {machine['opencv']}, {of['date']}"
    )


def _value(value: object) -> str:
    if isinstance(value, list):
        return "[\n" + ",\n".join(json.dumps(each) for each in value) + "\n]"
    return json.dumps(value)


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(": ")[1] for line in lines if line.startswith("model name"))
    except (OSError, StopIteration, IndexError):
        return platform.processor() or platform.machine()


def _commit() -> str:
    command = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
