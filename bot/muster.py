"""How a fleet comes together, where there is one: nats-py is an extra, imported here only."""

import asyncio
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from search.errors import KazamiError
from search.looks import Look


class NoNats(KazamiError):
    """What a fleet needs is not installed."""

    def __init__(self) -> None:
        super().__init__("A fleet of workers needs nats-py: pip install 'kazami[scale]'")


class QueueAway(KazamiError):
    """The queue of the fleet cannot be used."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"The queue of the workers at {where} cannot be used: {reason}.")
        self.where, self.reason = where, reason


def fleet(url: str, folder: Path) -> Look | None:
    """Has the bot's files looked at by workers; None where there is no queue. Raises NoNats."""
    if not url:
        return None
    _need_nats()
    from bot.fleet import Fleet  # noqa: PLC0415  a plain install goes without it

    return Fleet(url, folder).look


def work(url: str, folder: Path, jobs: int, stopped: Callable[[], asyncio.Event]) -> int:
    """Be one of the workers until the event that `stopped` makes is set; returns how many files
    were looked at. Raises NoNats, QueueAway, OtherVersion or MissingDetector.
    """
    _need_nats()
    from bot.crew import Crew  # noqa: PLC0415  likewise

    async def run() -> int:
        return await Crew(url, folder, jobs).run(stopped())

    return asyncio.run(run())


def _need_nats() -> None:
    if find_spec("nats") is None:
        raise NoNats
