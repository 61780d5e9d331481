"""Grouping: of which movement a claim speaks, where the record tells it; nobody is guessed.

The incident that the claim belongs to, where a convoy or other aid is what it struck; a movement that people tied to that
incident takes its place. Without one, the only such incident of the claim's report. What is said of any convoy, of several,
or of another movement than a convoy belongs to none that is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from truceline.model.assertions import Assertion, Fact
from truceline.model.hearing import Heard, Hearing
from truceline.model.movements import MovementNamed
from truceline.movements.reading.line import Found

PREFIX = "mv:"
_NOT_DENYING = frozenset({"assert", "accuse", "confirm", "correct", "claim_responsibility"})


def movements(hearing: Hearing, told: Iterable[Assertion[Fact]] = ()) -> dict[str, str]:
    """Return, by incident whose target is an aid movement, the subject that speaks of it: ``mv:i3``, or the one tied to it."""
    tied = _tied(told)
    found = {incident for heard in (*hearing.heard, *hearing.waiting) for incident in _struck(heard)}
    return {incident: tied.get(incident, PREFIX + incident) for incident in sorted(found)}


def _tied(told: Iterable[Assertion[Fact]]) -> Mapping[str, str]:
    """Return the movements that people tied to incidents; two movements tied to one incident leave it to itself."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in told:
        if isinstance(each.fact, MovementNamed) and each.fact.of_incident and each.subject and each.stance in _NOT_DENYING:
            found[each.fact.of_incident].add(each.subject)
    return {incident: next(iter(subjects)) for incident, subjects in found.items() if len(subjects) == 1}


def _struck(heard: Heard) -> set[str]:
    """Return the incidents of a claim of which an aid movement was the target."""
    found = set()
    for incident in heard.incidents:
        ids = heard.mentions.get(incident, ())
        events = [event for event in heard.claim.events if not ids or event.id in ids]
        if any("convoy" in event.targets for event in events):
            found.add(incident)
    return found


class Grouping:
    """The movements of one hearing: by incident, and by report."""

    def __init__(self, hearing: Hearing, told: Iterable[Assertion[Fact]] = ()) -> None:
        self._subjects = movements(hearing, told)
        reports: dict[str, set[str]] = defaultdict(set)
        for heard in (*hearing.heard, *hearing.waiting):
            reports[heard.claim.report] |= {i for i in heard.incidents if i in self._subjects}
        self._of_report = {report: next(iter(found)) for report, found in reports.items() if len(found) == 1}

    def incidents(self, heard: Heard) -> tuple[str, ...]:
        """Return the incidents of a claim that struck a movement."""
        return tuple(i for i in heard.incidents if i in self._subjects)

    def subject(self, heard: Heard, found: Found) -> str:
        """Return the subject of what was found in a claim; empty where the words do not tell."""
        incidents = {self._subjects[i] for i in self.incidents(heard)}
        if len(incidents) == 1:
            return next(iter(incidents))
        if found.is_general or incidents or (isinstance(found.fact, MovementNamed) and found.fact.kind != "convoy"):
            return ""
        incident = self._of_report.get(heard.claim.report)
        return self._subjects[incident] if incident else ""
