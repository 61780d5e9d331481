"""What was probably meant: the word that comes nearest to what was written, for the first mistakes of a file only.

Comparing words is slow, and a file that is wrong in ten thousand places has another fault than spelling.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice

from truceline.model.event_codes import nearest

MOST = 100
"""Mistakes for which a word is looked for."""
MOST_NAMED = 12
"""Words that a message lists of what there is."""


def some(names: Collection[str]) -> str:
    """Return the first of the names that there are."""
    return ", ".join(islice(names, MOST_NAMED)) + (" ..." if len(names) > MOST_NAMED else "")


class Hints:
    """Looks for what was meant, so long as it pays."""

    def __init__(self) -> None:
        self._left = MOST

    def near(self, written: str, allowed: Collection[str]) -> str | None:
        """Return the allowed word nearest to what was written; None where none is near, or enough were looked for."""
        self._left -= 1
        return next(iter(nearest(written, allowed)), None) if self._left >= 0 else None

    def question(self, written: str, allowed: Collection[str]) -> str:
        """Return the nearest word as the end of a message, empty where there is none."""
        found = self.near(written, allowed)
        return f"; did you mean {found}?" if found else ""
