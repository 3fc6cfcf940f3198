"""A reindex as people at a terminal follow it."""

import sys
from collections.abc import Iterator

from tqdm import tqdm

from search.reindex import Progress, Report


def follow(steps: Iterator[Progress]) -> Report:
    """Show progress on standard error: a bar on a terminal, plain lines elsewhere."""
    return _bar(steps) if sys.stderr.isatty() else _lines(steps)


def printable(line: str) -> str:
    """Names of files are data: what could steer a terminal is shown, not sent."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)


def _bar(steps: Iterator[Progress]) -> Report:
    """With rate and time left."""
    with tqdm(unit="file", smoothing=0.1, leave=False) as bar:
        for step in steps:
            bar.total = step.total
            bar.update(step.done - bar.n)
    return step.report


def _lines(steps: Iterator[Progress]) -> Report:
    """One for every tenth of the way."""
    for step in steps:
        tenth = -(-step.total // 10)
        if tenth and step.done and (step.done % tenth == 0 or step.done == step.total):
            print(f"{step.done} of {step.total} files", file=sys.stderr)
    return step.report
