"""How long each stage of one lookup took."""

import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Seconds:
    """Wall time of each stage; 0 where it did not run."""

    decode: float = 0.0
    extract: float = 0.0
    search: float = 0.0
    verify: float = 0.0


class Clock:
    """Started when made."""

    def __init__(self) -> None:
        self._stages: dict[str, float] = {}
        self.restart()

    def restart(self) -> None:
        """What has passed since the last lap belongs to no stage."""
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        """What has passed since the last lap belongs to `stage`."""
        now = time.perf_counter()
        self._stages[stage] = self._stages.get(stage, 0.0) + now - self._last
        self._last = now

    def seconds(self) -> Seconds:
        """The stages so far."""
        return Seconds(**self._stages)
