"""python -m benchmarks.reliability crash flood ...: writes results/reliability-NAME.json."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from benchmarks.record import circumstances, save, signature, table
from benchmarks.reliability import (
    bombs,
    crash,
    disk_faults,
    flood,
    folders,
    mutants,
    network,
    poison,
    posted,
    reindex_kills,
    soak,
    stopping,
)

PROMISES: dict[str, Callable[[], Coroutine[Any, Any, dict[str, object]]]] = {
    "crash": crash.run,
    "flood": flood.run,
    "quota": flood.quota,
    "network": network.run,
    "away": network.away,
    "stop": stopping.run,
    "poison": poison.run,
    "reindex": reindex_kills.run,
    "disk": disk_faults.run,
    "mutants": mutants.run,
    "posted": posted.run,
    "bombs": bombs.run,
    "folders": folders.run,
    "soak": soak.run,
}


def main() -> None:
    """Try the promises that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*PROMISES, []], default=[])
    for name in parser.parse_args().names or PROMISES:
        sys.argv = [sys.argv[0], name]
        about = circumstances() | {"command": f"python -m benchmarks.reliability {name}"}
        result = asyncio.run(PROMISES[name]())
        save(f"reliability-{name}", about | result)
        print(table([name, ""], result.items()))
        print(f"\n{signature(about)}\n")


if __name__ == "__main__":
    main()
