"""One line: an incident, a clause and a party, with where every authority stands and what is overdue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from truceline.agreement.parties import Parties
from truceline.agreement.violations.axes import FINDING, take_of
from truceline.agreement.violations.case import Case
from truceline.agreement.violations.entered import step_order, takes_of
from truceline.agreement.violations.grading import graded
from truceline.agreement.violations.invocations import EXCLUDED, RESPONSE, Invocations
from truceline.agreement.violations.overdue import Deadlines
from truceline.agreement.violations.positions import Take, Takes, table
from truceline.agreement.violations.responsibility import Holding
from truceline.model.agreements import Agreement, Clause
from truceline.model.violations import Graded, Invocation, Position, Violation, ViolationStep

ARITHMETIC = "arithmetic"
"""Beside the authorities: what the number of independent origins gives, whoever says what."""
NOBODY = "-"
"""What stands for the party in a violation's id where nobody whom the clause binds is alleged."""
OUTCOMES = {RESPONSE: "justified", EXCLUDED: "out_of_scope"}
SAYS = {"duty": "that it is a duty", "no_duty": "that there is no such duty", "new_proposal": "that it is a new proposal"}
NO_STEPS: tuple[ViolationStep, ...] = ()
NONE: Takes = {}


class Line(NamedTuple):
    """Which line it is: a clause, a party (None: nobody whom it binds; ``unbound`` are those named then), and why it is there."""

    clause: Clause
    party: str | None
    unbound: frozenset[str]
    why: str


class Told(NamedTuple):
    """What the claims of one case give for one party, under whatever clause."""

    attribution: dict[str, Position]
    allegation: Takes
    finding: dict[str, Position]
    grading: Graded | None
    alleged: tuple[str, ...]


class Liner:
    """Makes the lines of one case under one agreement, as of the day ``on``; what they share is worked out once."""

    def __init__(self, desk: Desk, case: Case) -> None:
        self._desk = desk
        self._case = case
        self._by_origins = case.by_origins()
        self._occurrence = self._with_origins(desk.table(case.occurrence()))
        self._responsibility = desk.holding.held(case.testimonies)
        self._invoked = desk.invocations.found(case.testimonies, case.day)
        self._told: dict[tuple[str | None, frozenset[str]], Told] = {}

    def violation(self, line: Line, steps: Sequence[ViolationStep] = NO_STEPS) -> Violation:
        """Return one line; ``steps`` are those that people entered for just this line."""
        case, desk, (clause, party, unbound, why) = self._case, self._desk, line
        told = self.told(party, unbound)
        invoked = self._invocations(clause, party) if self._invoked else ()
        made = Violation(
            id=f"{case.incident.id}/{clause.id}/{party or NOBODY}",
            incident=case.incident.id,
            clause=clause.id,
            party=party,
            on=case.day,
            occurrence=self._occurrence,
            attribution=told.attribution,
            finding=self._finding(told.allegation, invoked) if invoked else told.finding,
            responsibility=self._responsibility,
            exceptions=tuple(dict.fromkeys([each.exception for each, _ in invoked if each.exception is not None]))
            if invoked
            else (),
            grading=told.grading,
            why=why,
            duty=desk.duties[clause.id],
            alleged=told.alleged,
            invoked=tuple([each for each, _ in invoked]) if invoked else (),
        )
        return self._with_steps(made, steps, unbound, invoked) if steps else made

    def told(self, party: str | None, unbound: frozenset[str]) -> Told:
        """Return what the claims give for one party; for None, of those named whom a clause does not bind."""
        key = (party, unbound)
        if key not in self._told:
            case, desk = self._case, self._desk
            attribution = desk.table(case.attribution(party, unbound))
            allegation = _standing(case.allegation(party, unbound), attribution)
            named = unbound if party is None else case.alleged.get(party, frozenset())
            self._told[key] = Told(
                attribution=attribution,
                allegation=allegation,
                finding=desk.table(allegation),
                grading=self._graded(party, attribution),
                alleged=tuple(sorted(named)),
            )
        return self._told[key]

    def _with_origins(self, positions: dict[str, Position]) -> dict[str, Position]:
        if self._by_origins is not None:
            positions[ARITHMETIC] = self._by_origins
        return positions

    def _graded(self, party: str | None, mine: Mapping[str, Position]) -> Graded | None:
        if party is None:
            return None
        others = [each for each in self._case.alleged if each is not None and each != party]
        rivals = {each: self._desk.table(self._case.attribution(each, frozenset())) for each in others}
        return graded(party, mine, rivals, self._case)

    def _invocations(self, clause: Clause, party: str | None) -> tuple[tuple[Invocation, Take], ...]:
        """Return the exceptions that somebody invokes for this line, each with the position that it is of whoever invokes it."""
        found = []
        for each in self._invoked:
            allowed = next((allowance.id for allowance in clause.exceptions if allowance.kind == each.kind), None)
            if (allowed is None and each.kind != EXCLUDED) or not each.concerns(party, self._case.alleged):
                continue
            by = each.testimony.authority or ""
            take = take_of(each.testimony, FINDING, OUTCOMES[each.kind], each.why)
            claims = (each.testimony.claim.id,)
            found.append((Invocation(exception=allowed, kind=each.kind, by=by, claims=claims, rule=each.why), take))
        return tuple(found)

    def _finding(
        self, allegation: Takes, invoked: Sequence[tuple[Invocation, Take]], entered: Takes = NONE
    ) -> dict[str, Position]:
        by_invoking: dict[str, list[Take]] = {}
        for each, take in invoked:
            by_invoking.setdefault(each.by, []).append(take)
        return self._desk.table(joined(allegation, by_invoking, entered))

    def _with_steps(
        self,
        made: Violation,
        steps: Sequence[ViolationStep],
        unbound: frozenset[str],
        invoked: Sequence[tuple[Invocation, Take]],
    ) -> Violation:
        """Return the line with what people entered: the steps themselves, positions they make, what is overdue."""
        case, desk, party = self._case, self._desk, made.party
        occurrence = self._with_origins(desk.table(joined(case.occurrence(), takes_of(steps, "occurrence", party))))
        attribution = desk.table(joined(case.attribution(party, unbound), takes_of(steps, "attribution", party)))
        allegation = _standing(case.allegation(party, unbound), attribution)
        ordered = tuple(sorted(steps, key=step_order))
        return msgspec.structs.replace(
            made,
            occurrence=occurrence,
            attribution=attribution,
            finding=self._finding(allegation, invoked, takes_of(steps, "finding", party)),
            steps=ordered,
            overdue=desk.deadlines.overdue(made.clause, party, _reporters(allegation), ordered, desk.on),
            grading=self._graded(party, attribution),
            threat_to_truce={step.authority: step.threat_to_truce for step in ordered if step.threat_to_truce is not None},
        )


def _reporters(allegations: Takes) -> tuple[str, ...]:
    """Return who alleges a breach, not who denies one or has taken its own word back."""
    return tuple(by for by, takes in allegations.items() if any(t.value == "alleged" and t.until is None for t in takes))


def _standing(allegations: Takes, attribution: Mapping[str, Position]) -> Takes:
    """Leave out the allegations of who by now says that nobody can tell who did it, or that this party did not."""
    found: dict[str, Sequence[Take]] = {}
    for by, takes in allegations.items():
        holds = by not in attribution or attribution[by].value in {"alleged", "determined"}
        kept = takes if holds else [take for take in takes if take.value != "alleged"]
        if kept:
            found[by] = kept
    return found


class Desk:
    """What all cases under one agreement share: who is who, which exceptions there are, what is due when, in which order."""

    def __init__(self, agreement: Agreement, parties: Parties, on: str) -> None:
        self.on = on
        self.parties = parties
        self.invocations = Invocations(agreement, parties.actors)
        self.holding = Holding(parties, parties.actors)
        self.deadlines = Deadlines(agreement, parties)
        self.duties = {clause.id: duty(clause, agreement, on) for clause in agreement.clauses}
        self._order = {name: place for place, name in enumerate(authorities(agreement))}

    def table(self, takes: Takes) -> dict[str, Position]:
        """Return positions by authority, in the order of the document."""
        return table(takes, self._order) if takes else {}


def joined(*several: Takes) -> Takes:
    """Return the takes of several sources together, by authority."""
    found: dict[str, list[Take]] = {}
    for takes in several:
        for authority, more in takes.items():
            found.setdefault(authority, []).extend(more)
    return found


def authorities(agreement: Agreement) -> tuple[str, ...]:
    """Return the parties, holders of capacities and third parties of a document, each once, in its order."""
    held = [holder for capacity in agreement.capacities for holder in capacity.holders]
    return tuple(dict.fromkeys((*agreement.parties, *held, *(third.actor for third in agreement.third_parties))))


def duty(clause: Clause, agreement: Agreement, on: str) -> str | None:
    """Return what speaks against the clause being owed at all, None where nothing does.

    Who says by the day ``on`` that a contested clause exists, and who says that it does not; and what a phase waits for that
    begins on no day of its own.
    """
    phase = next((each for each in agreement.phases if each.id == clause.phase), None)
    found = []
    if clause.existence == "contested" or clause.contests:
        said = [f"{each.claimed_by} says {SAYS[each.says]}" for each in clause.contests if (each.on or "")[:10] <= on]
        found.append(f"whether this clause exists is contested: {'; '.join(said) or 'by whom is not known on this day'}")
    if phase is not None and phase.begins is None and phase.after and clause.since is None:
        found.append(f"owed only once the phase {phase.id} has begun, which waits for {' and '.join(phase.after)}")
    return "; ".join(found) or None
