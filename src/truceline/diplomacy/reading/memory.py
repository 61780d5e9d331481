"""Memory: what was proposed, and which channel was told of, earlier in the same report, for "the plan" and "such talks"."""

from __future__ import annotations

from collections.abc import Iterable

from truceline.diplomacy.reading.asserting import Told
from truceline.model.diplomacy import Channel, Proposed


class Memory:
    """The last proposal and channel of each report, as the claims of a report come in the order of its words."""

    def __init__(self) -> None:
        self._proposals: dict[str, Proposed] = {}
        self._channels: dict[str, Channel] = {}

    def keep(self, told: Iterable[Told]) -> None:
        """Remember what was told."""
        for each in told:
            report = each.source.report or each.source.id
            if isinstance(each.fact, Proposed):
                self._proposals[report] = each.fact
            elif isinstance(each.fact, Channel):
                self._channels[report] = each.fact

    def proposal(self, report: str) -> Proposed | None:
        """Return the proposal last named in a report."""
        return self._proposals.get(report)

    def channel(self, report: str) -> Channel | None:
        """Return the channel last named in a report."""
        return self._channels.get(report)
