"""Assess: the alleged violations of one agreement, incident by incident.

One line for an incident, a clause that it concerns and a party that somebody alleges; one without a party where nobody bound is
alleged. A step that a person entered makes its line too, whatever the incident looks like. Each incident is assessed by itself,
from its own claims and steps: what is new about one changes no other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from truceline.agreement.parties import Parties
from truceline.agreement.violations.case import Case, lines_of
from truceline.agreement.violations.concerns import Concern, Concerns
from truceline.agreement.violations.lines import NO_STEPS, NOBODY, Desk, Line, Liner
from truceline.agreement.violations.testimony import Witnesses
from truceline.model import Actor, Incident, Place
from truceline.model.agreements import Agreement, Clause
from truceline.model.hearing import Heard, Hearing
from truceline.model.violations import Violation, ViolationStep

ENTERED = "entered by a person; no account of the incident fits the clause"


def assess(agreement: Agreement, hearing: Hearing) -> tuple[Violation, ...]:
    """Return every alleged violation, by incident (first day, then number), clause and party in the order of the document."""
    heard: dict[str, list[Heard]] = defaultdict(list)
    for each in hearing.heard:
        for incident in each.incidents:
            heard[incident].append(each)
    steps: dict[str, list[ViolationStep]] = defaultdict(list)
    for step in hearing.steps:
        steps[step.violation.split("/", 1)[0]].append(step)
    assessor = Assessor(agreement, hearing.actors, hearing.places, on=hearing.on)
    found: list[Violation] = []
    for one in sorted(hearing.incidents, key=_order):
        found += assessor.of(one, heard.get(one.id, ()), steps.get(one.id, ()))
    return tuple(found)


class Assessor:
    """Assesses single incidents under one agreement, as of the day ``on``; making one costs once what all of them share."""

    def __init__(self, agreement: Agreement, actors: Iterable[Actor], places: Iterable[Place] = (), *, on: str) -> None:
        self.agreement = agreement
        self._parties = Parties(agreement, actors)
        self._witnesses = Witnesses(agreement, self._parties)
        self._concerns = Concerns(agreement, places)
        self._desk = Desk(agreement, self._parties, on)
        self._clauses = {clause.id: clause for clause in agreement.clauses}
        self._places = {clause.id: place for place, clause in enumerate(agreement.clauses)}
        self._bound: dict[tuple[str, str | None], frozenset[str]] = {}

    def of(self, incident: Incident, heard: Iterable[Heard], steps: Iterable[ViolationStep] = ()) -> tuple[Violation, ...]:
        """Return the alleged violations of one incident; ``heard`` are its counted claims, ``steps`` those entered about it."""
        entered = _by_line(steps, self.agreement)
        case: Case | None = None
        concerned: Sequence[tuple[Concern, str]] = ()
        if self._may_concern(incident, heard):
            case = self._case(incident, heard)
            concerned = self._concerns.concerned(case.seen) if case.seen else ()
        if not concerned and not entered:
            return ()
        case = case or self._case(incident, heard)
        liner = Liner(self._desk, case)
        found = self._concerned(case, liner, concerned, entered)
        if entered:
            found += self._only_entered(case, liner, entered, {line.id for line in found})
            found.sort(key=self._order_of)
        return tuple(found)

    def _may_concern(self, incident: Incident, heard: Iterable[Heard]) -> bool:
        """Say whether any clause is about one of the kinds that anybody names; most incidents end here."""
        if self._concerns.of_kind(incident.type):
            return True
        return any(self._concerns.of_kind(event.type) for each in heard for event in each.claim.events)

    def _case(self, incident: Incident, heard: Iterable[Heard]) -> Case:
        return Case(incident, self._witnesses.hear(incident.id, heard), self.agreement)

    def _concerned(
        self,
        case: Case,
        liner: Liner,
        concerned: Sequence[tuple[Concern, str]],
        entered: Mapping[tuple[str, str], list[ViolationStep]],
    ) -> list[Violation]:
        strangers = ", ".join(sorted(case.alleged.get(None, ()))) if len(case.alleged) > 1 else ""
        lines: dict[tuple[frozenset[str], bool], list[tuple[str | None, frozenset[str]]]] = {}
        day = case.day if self.agreement.capacities else None
        found = []
        for concern, why in concerned:
            clause = concern.clause
            key = (self._bound_by(clause, day), not clause.bound)
            if key not in lines:
                lines[key] = lines_of(case.alleged, key[0], self.agreement.parties, binds_all=key[1])
            full = f"{why}; also said to have done it, and no party: {strangers}" if strangers else why
            for party, unbound in lines[key]:
                steps = entered.get((clause.id, party or NOBODY), NO_STEPS) if entered else NO_STEPS
                found.append(liner.violation(Line(clause, party, unbound, full), steps))
        return found

    def _only_entered(
        self, case: Case, liner: Liner, entered: Mapping[tuple[str, str], list[ViolationStep]], known: set[str]
    ) -> list[Violation]:
        """Return the lines that stand on entered steps alone: a person said that this is to be looked at."""
        found = []
        for (clause_id, name), steps in sorted(entered.items()):
            clause = self._clauses.get(clause_id)
            if clause is None or f"{case.incident.id}/{clause_id}/{name}" in known:
                continue
            line = Line(clause, None if name == NOBODY else name, frozenset(), ENTERED)
            found.append(liner.violation(line, steps))
        return found

    def _order_of(self, line: Violation) -> tuple[int, int, str]:
        parties = self.agreement.parties
        place = parties.index(line.party) if line.party in parties else len(parties) + (line.party is None)
        return (self._places[line.clause], place, line.party or "")

    def _bound_by(self, clause: Clause, day: str | None) -> frozenset[str]:
        """Return whom a clause binds on a day (None: whoever ever held a capacity): its own, else all parties.

        Each also as the party it stands for.
        """
        key = (clause.id, day)
        if key not in self._bound:
            holders = self._parties.all_holders(clause.bound, day) if clause.bound else self.agreement.parties
            named = (self._witnesses.party_of(each) or each for each in holders)
            self._bound[key] = frozenset((*holders, *named))
        return self._bound[key]


def _by_line(steps: Iterable[ViolationStep], agreement: Agreement) -> dict[tuple[str, str], list[ViolationStep]]:
    """Return the steps of this agreement by clause and party."""
    found: dict[tuple[str, str], list[ViolationStep]] = defaultdict(list)
    for step in steps:
        if step.agreement in {"", agreement.id}:
            _, clause, party = step.violation.split("/", 2)
            found[clause, party].append(step)
    return found


def _order(incident: Incident) -> tuple[str, int, str]:
    time = incident.time
    day = (time.start or time.end) if time else None
    digits = incident.id.lstrip("i")
    return ((day or "9999")[:10], int(digits) if digits.isdecimal() else 0, incident.id)
