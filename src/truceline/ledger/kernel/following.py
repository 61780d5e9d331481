"""Keeping the folded tables behind the log, as far as somebody wants to read them.

Appending folds nothing: it costs several times what the log itself costs, and many appends may come before anybody asks. What
is new is folded in before a state is read, in portions, each in a transaction of its own with the number of entries it
reaches. So a crash leaves tables that are right up to that number, and they never differ from what a rebuild gives.
"""

from __future__ import annotations

from truceline.ledger.kernel.log import BATCH, Log
from truceline.ledger.kernel.projections import Projections

PORTION = 10 * BATCH
"""As many entries are folded while writers wait."""


class Following:
    """Projections that follow a log."""

    def __init__(self, log: Log, projections: Projections) -> None:
        self._log = log
        self._projections = projections

    def reached(self) -> int:
        """Return how many entries are folded in."""
        return self._projections.reached()

    def follow(self) -> None:
        """Fold in some of what is new, inside a transaction that writes."""
        self._fold(self.reached() + PORTION)

    def follow_privately(self) -> None:
        """Fold in all that is new into copies that only we see, inside a transaction that reads and will be undone."""
        self._projections.hide_behind_copies(self._log.engine.homes)
        self._fold(None)

    def _fold(self, end: int | None) -> None:
        for batch in self._log.batches(self.reached(), end):
            self._projections.apply(batch)
