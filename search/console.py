"""Work that takes a while, as people at a terminal follow it."""

import sys
from collections.abc import Iterable, Iterator

from tqdm import tqdm

from search.characters import shows
from search.reindex import Progress, Report


def follow(steps: Iterator[Progress]) -> Report:
    """Show a reindex's progress on standard error: a bar on a terminal, plain lines elsewhere."""
    return _bar(steps) if sys.stderr.isatty() else _lines(steps)


def wait(title: str, steps: Iterable[tuple[int, int]]) -> None:
    """Show how many pictures of how many are done: a bar on a terminal, nothing elsewhere."""
    with tqdm(desc=title, unit="picture", leave=False, disable=None) as bar:
        for done, total in steps:
            bar.total = total
            bar.update(done - bar.n)


def printable(line: str) -> str:
    """Names of files are data: what could steer a terminal is shown, not sent."""
    return "".join(c if shows(c) else c.encode("unicode_escape").decode() for c in line)


def _bar(steps: Iterator[Progress]) -> Report:
    """With rate and time left."""
    with tqdm(unit="file", smoothing=0.1, leave=False) as bar:
        for step in steps:
            bar.total = step.total
            bar.update(step.done - bar.n)
    return step.report


def _lines(steps: Iterator[Progress]) -> Report:
    """One for every tenth of the way; the last step may come several times."""
    told = 0
    for step in steps:
        tenth = -(-step.total // 10)
        if step.done > told and (step.done % tenth == 0 or step.done == step.total):
            print(f"{step.done} of {step.total} files", file=sys.stderr)
            told = step.done
    return step.report
