"""One figure of the situation room: the incidents on which accounts began to differ with what became known in some days.

What an incident was contested about before is found by folding it again from what was known before; only incidents told of both
before and in those days, or later too, have to be folded again.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from truceline.model import Incident
from truceline.model.hearing import Heard
from truceline.outputs.views.hearing import hear
from truceline.outputs.views.incident_list import folded, refolded
from truceline.outputs.views.material import Material, Told
from truceline.outputs.views.room_values import Amount, Days, Window, amount_of
from truceline.outputs.views.room_violations import both


class _Member(NamedTuple):
    """A counted claim of an incident, and the day from which it could be known."""

    known_on: str
    told: Told


class Contested:
    """What became contested, by the days on which claims became known."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._incidents = {each.id: each for each in folded(material)}
        self._members: dict[str, list[_Member]] = defaultdict(list)
        for incident in self._incidents.values():
            told = (material.by_claim[claim] for claim in incident.claims)
            self._members[incident.id] = [_Member(material.by_report[each.claim.report].known_on, each) for each in told]

    def newly(self, days: Days) -> Amount:
        """Return how many incidents became contested about something more in those days."""
        found = (self._of(self._incidents[name], members, days) for name, members in self._members.items())
        return functools.reduce(Amount.plus, found, Amount())

    def changing(self, window: Window) -> int:
        """Return how many of the proposals that wait would each change this figure."""
        return sum(any(self._changed(heard, window)) for heard in hear(self._material, None).waiting)

    def _changed(self, heard: Heard, window: Window) -> Iterator[bool]:
        told = self._waiting[heard.claim.id]
        for then in heard.then:
            now = self._incidents.get(then.id)
            before = self._members.get(then.id, [])
            after = [each for each in before if each.told.claim.id != heard.claim.supersedes]
            if then.id in heard.incidents:
                after = [*after, _Member(heard.known_on, told)]
            for days in both(window):
                old = self._of(now, before, days) if now else Amount()
                yield old != self._of(then, after, days)

    @functools.cached_property
    def _waiting(self) -> dict[str, Told]:
        return {each.claim.id: each for each in self._material.waiting}

    def _of(self, incident: Incident, members: Sequence[_Member], days: Days) -> Amount:
        """Return what one incident adds; ``members`` are its claims."""
        if not any(days.first <= each.known_on <= days.last for each in members):
            return Amount()
        until = self._contested(incident, members, days.last)
        before = self._contested(incident, [each for each in members if each.known_on < days.first], days.last) if until else ()
        return amount_of(incident, low=1, high=1) if set(until) - set(before) else Amount()

    def _contested(self, incident: Incident, members: Sequence[_Member], last: str) -> tuple[str, ...]:
        """Return about what those claims differ that were known by the end of ``last``."""
        known = [each.told for each in members if each.known_on <= last]
        if len(known) == len(incident.claims):
            return incident.contested
        found = refolded(self._material, incident.id, known) if len(known) > 1 else None
        return found.contested if found else ()
