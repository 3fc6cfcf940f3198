"""Answers that go wrong on purpose: too many requests, a server error, a lost connection."""

from dataclasses import dataclass

from .records import Json


@dataclass
class Fault:
    """What happens to the next calls of a method."""

    method: str
    times: int
    response: Json | None  # None: the connection is cut, the bot learns nothing
    carried_out: bool  # whether the method does its work first


class Faults:
    """The faults that are yet to come."""

    def __init__(self) -> None:
        """Start with none."""
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let this happen."""
        self._faults.append(fault)

    def take(self, method: str) -> Fault | None:
        """The fault of this call, if any; it is then one fewer."""
        for fault in self._faults:
            if fault.method == method and fault.times > 0:
                fault.times -= 1
                return fault
        return None
