"""What follows the log: tables folded from it, which a log brings up to date before one state of the record is read."""

from __future__ import annotations

from typing import Protocol


class Follower(Protocol):
    """Tables folded from the log. Every question is asked inside a transaction of the log or with its lock held."""

    def reached(self) -> int:
        """Return how many entries are folded in."""
        ...

    def follow(self) -> None:
        """Fold in some of what is new, inside a transaction that writes."""
        ...

    def follow_privately(self) -> None:
        """Fold in all that is new into copies that only we see, inside a transaction that reads and will be undone."""
        ...
