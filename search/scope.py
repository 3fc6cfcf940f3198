"""Which pictures of a collection a lookup may find."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """Those on some shelves (None: on all), but for some by name.

    It is as if the collection held no others.
    """

    shelves: frozenset[str] | None = None
    without: frozenset[str] = frozenset()

    def but(self, names: frozenset[str]) -> "Scope":
        """Without these, too."""
        return Scope(self.shelves, self.without | names)


ALL = Scope()
