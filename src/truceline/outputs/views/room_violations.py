"""Two figures of the situation room: what is alleged of the incidents of some days, and what of it each authority confirms.

A line of the list of violations (incident, clause, party) counts for days in which its incident surely, or possibly, was. What a
waiting proposal would change is found by making again the lines of the incidents that it touches, and no others.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from truceline.agreement.violations import Assessor, authorities
from truceline.model import Incident
from truceline.model.agreements import Agreement
from truceline.model.hearing import Heard
from truceline.model.violations import Violation, ViolationStep
from truceline.outputs.views.hearing import hear
from truceline.outputs.views.material import Material
from truceline.outputs.views.room_days import is_confirmed, is_dated, placed
from truceline.outputs.views.room_values import Amount, Days, Window, amount_of
from truceline.outputs.views.violation_list import assessed


class Case(NamedTuple):
    """One incident with its alleged violations."""

    incident: Incident
    lines: Sequence[Violation]

    def alleged(self, days: Days) -> Amount:
        """Return what it adds to the first figure."""
        return self._counted(len(self.lines), days)

    def confirmed(self, days: Days, by: str) -> Amount:
        """Return what it adds to the second figure, by the findings of one authority."""
        return self._counted(sum(line.finding[by].value == "confirmed" for line in self.lines if by in line.finding), days)

    def _counted(self, lines: int, days: Days) -> Amount:
        surely, possibly = placed(self.incident.time, days) or (0, 0)
        if not (lines and possibly):
            return Amount()
        return amount_of(self.incident, low=lines * surely, high=lines)


class Alleged:
    """Everything alleged under one agreement, by incident."""

    def __init__(self, material: Material, agreement: Agreement) -> None:
        self._agreement = agreement
        self._hearing = hear(material, agreement)
        self._incidents = {each.id: each for each in self._hearing.incidents}
        lines: dict[str, list[Violation]] = defaultdict(list)
        for line in assessed(material, agreement):
            lines[line.incident].append(line)
        self._cases = {name: Case(self._incidents[name], found) for name, found in lines.items() if name in self._incidents}

    @functools.cached_property
    def authorities(self) -> tuple[str, ...]:
        """Who has made a finding on anything, in the order of the document."""
        found = {by for case in self._cases.values() for by in _finding(case.lines)}
        order = {name: place for place, name in enumerate(authorities(self._agreement))}
        return tuple(sorted(found, key=lambda by: (order.get(by, len(order)), by)))

    @functools.cached_property
    def undated(self) -> int:
        """How many lines there are of incidents whose first or last day nobody tells."""
        return len(self._undated)

    @functools.cached_property
    def undated_confirmed(self) -> int:
        """How many of these any authority confirms."""
        return sum(is_confirmed(line) for line in self._undated)

    @functools.cached_property
    def _undated(self) -> tuple[Violation, ...]:
        return tuple(line for case in self._cases.values() if not is_dated(case.incident.time) for line in case.lines)

    def alleged(self, days: Days) -> Amount:
        """Return how many lines there are of the incidents of some days."""
        return _sum(case.alleged(days) for case in self._of(days))

    def confirmed(self, days: Days, by: str) -> Amount:
        """Return how many of them ``by`` confirms, as it stands on the day asked for."""
        return _sum(case.confirmed(days, by) for case in self._of(days))

    def by(self, authority: str) -> Callable[[Days], Amount]:
        """Return the count of one authority's confirmations, by days."""
        return lambda days: self.confirmed(days, authority)

    def _of(self, days: Days) -> Iterator[Case]:
        return (case for case in self._cases.values() if is_in(case.incident, (days,)))

    def changing(self, window: Window) -> tuple[int, int]:
        """Return how many proposals would each change the first figure, and how many the second."""
        stretches = both(window)
        pairs = [tuple(self._touched(heard, stretches)) for heard in self._hearing.waiting]
        alleged = sum(any(old.alleged(d) != new.alleged(d) for old, new in each for d in stretches) for each in pairs)
        confirmed = sum(any(_confirmed_otherwise(old, new, stretches) for old, new in each) for each in pairs)
        return alleged, confirmed

    def _touched(self, heard: Heard, stretches: Sequence[Days]) -> Iterator[tuple[Case, Case]]:
        """Yield the incidents of those days that a proposal touches: as they are, and as they would be with it."""
        for then in heard.then:
            now = self._incidents.get(then.id)
            if is_in(then, stretches) or (now is not None and is_in(now, stretches)):
                members = [each for each in self._members.get(then.id, ()) if each.claim.id != heard.claim.supersedes]
                told = [*members, heard] if then.id in heard.incidents else members
                found = self._assessor.of(then, told, self._steps.get(then.id, ()))
                yield self._cases.get(then.id) or Case(now or then, ()), Case(then, found)

    @functools.cached_property
    def _assessor(self) -> Assessor:
        return Assessor(self._agreement, self._hearing.actors, self._hearing.places, on=self._hearing.on)

    @functools.cached_property
    def _members(self) -> dict[str, list[Heard]]:
        found: dict[str, list[Heard]] = defaultdict(list)
        for each in self._hearing.heard:
            for incident in each.incidents:
                found[incident].append(each)
        return found

    @functools.cached_property
    def _steps(self) -> dict[str, list[ViolationStep]]:
        found: dict[str, list[ViolationStep]] = defaultdict(list)
        for step in self._hearing.steps:
            found[step.violation.split("/", 1)[0]].append(step)
        return found


def both(window: Window) -> tuple[Days, ...]:
    """Return the days of a window, and those before them where there are any."""
    return (window.now, window.before) if window.before else (window.now,)


def is_in(incident: Incident, stretches: Iterable[Days]) -> bool:
    """Say whether an incident may have been in any of some stretches of days."""
    return any((placed(incident.time, days) or (0, 0))[1] for days in stretches)


def _finding(lines: Iterable[Violation]) -> set[str]:
    """Return who took any position on whether it was a violation but to allege it."""
    return {by for line in lines for by, position in line.finding.items() if position.value != "alleged"}


def _confirmed_otherwise(old: Case, new: Case, stretches: Sequence[Days]) -> bool:
    every = _finding(old.lines) | _finding(new.lines)
    return any(old.confirmed(days, by) != new.confirmed(days, by) for by in every for days in stretches)


def _sum(amounts: Iterable[Amount]) -> Amount:
    return functools.reduce(Amount.plus, amounts, Amount())
