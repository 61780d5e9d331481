"""Memory: proposals, channels and meetings told of earlier in the same report, for "the plan", "such talks" and "the meeting"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from truceline.diplomacy.reading.asserting import Told
from truceline.model.diplomacy import Channel, Contact, Proposed


class Memory:
    """The last proposal and channel of each report, and its meetings; claims of a report come in the order of its words."""

    def __init__(self) -> None:
        self._proposals: dict[str, Proposed] = {}
        self._channels: dict[str, Channel] = {}
        self._meetings: defaultdict[str, list[Contact]] = defaultdict(list)

    def keep(self, told: Iterable[Told]) -> None:
        """Remember what was told."""
        for each in told:
            report = each.source.report or each.source.id
            if isinstance(each.fact, Proposed):
                self._proposals[report] = each.fact
            elif isinstance(each.fact, Channel):
                self._channels[report] = each.fact
            elif isinstance(each.fact, Contact) and _is_meeting(each):
                self._meetings[report].append(each.fact)

    def proposal(self, report: str) -> Proposed | None:
        """Return the proposal last named in a report."""
        return self._proposals.get(report)

    def channel(self, report: str) -> Channel | None:
        """Return the channel last named in a report."""
        return self._channels.get(report)

    def meetings(self, report: str) -> tuple[Contact, ...]:
        """Return the meetings told of in a report, with whose they were or who took part."""
        return tuple(self._meetings[report])


def _is_meeting(told: Told) -> bool:
    """Say whether something tells of a meeting that was held, and whose it was."""
    fact = told.fact
    if not isinstance(fact, Contact) or fact.planned or told.stance in {"deny", "reject", "retract"}:
        return False
    return fact.kind in {"meeting", "talks"} and (fact.body is not None or len(fact.participants) > 1)
