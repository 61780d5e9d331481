"""What of an agreement was public on a day: terms that were made public later are left out, and only counted.

Of a clause whose terms were not public nothing is told but its number; what only such clauses are about (a phase, an act, a line
of the timetable) goes with them; a procedure or a part of a third party may have a day of its own. Acceptances, signatures,
holders and what somebody says of a contested clause are there from their own day on. Which day D is, is not known before it was
named. Our own prose about the whole is written with hindsight and is not there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeVar

import msgspec

from truceline.agreement import times
from truceline.model.agreements import Acceptance, Agreement, Capacity, Clause, DatedStep, Exclusion

T = TypeVar("T", Capacity, Exclusion)


class Withheld(msgspec.Struct, frozen=True, kw_only=True):
    """A part whose terms were not public: what it is (``text``: the whole as such), and the number of a clause that has one."""

    part: Literal["text", "clause", "phase", "condition", "act", "procedure", "timetable"]
    number: str | None = None


class Public(msgspec.Struct, frozen=True, kw_only=True):
    """An agreement as far as it was public ``on`` a day (None: all of it), and what was not."""

    agreement: Agreement
    on: str | None = None
    withheld: tuple[Withheld, ...] = ()


def public(agreement: Agreement, on: str | None) -> Public:
    """Return an agreement as it was public at the end of a day of its own calendar; None leaves nothing out."""
    if on is None:
        return Public(agreement=agreement)
    hidden = {clause.id for clause in agreement.clauses if not is_public(clause, agreement, on)}
    phases = {phase.id for phase in agreement.phases if _only(hidden, (c.id for c in agreement.clauses if c.phase == phase.id))}
    awaited = {
        condition.id
        for condition in agreement.conditions
        if _only(phases, (phase.id for phase in agreement.phases if condition.id in phase.after))
    }
    procedures = {
        each.id
        for each in agreement.procedures
        if (each.disclosed_at or agreement.disclosed_at or "") > on or _only(hidden, each.clauses)
    }
    steps = tuple(line for line in agreement.timetable if line.clause not in hidden)
    lines = _named((c for c in agreement.clauses if c.id in hidden), (s for s in agreement.timetable if s.clause in hidden))
    lines -= _named((c for c in agreement.clauses if c.id not in hidden), steps)
    without = msgspec.structs.replace(
        _as_begun(agreement, on),
        clauses=tuple(_as_said(clause, on) for clause in agreement.clauses if clause.id not in hidden),
        conditions=tuple(
            msgspec.structs.replace(c, interrupted_by=_without(c.interrupted_by, hidden))
            for c in agreement.conditions
            if c.id not in awaited
        ),
        phases=tuple(
            msgspec.structs.replace(p, after=_without(p.after, awaited | phases)) for p in agreement.phases if p.id not in phases
        ),
        procedures=tuple(
            msgspec.structs.replace(p, clauses=_without(p.clauses, hidden))
            for p in agreement.procedures
            if p.id not in procedures
        ),
        acts=tuple(act for act in agreement.acts if act.clause not in hidden),
        timetable=steps,
        lines=tuple(line for line in agreement.lines if line.id not in lines),
    )
    return Public(
        agreement=without,
        on=on,
        withheld=(
            *(Withheld(part="text") for _ in range((agreement.disclosed_at or "") > on)),
            *(Withheld(part="clause", number=c.number) for c in agreement.clauses if c.id in hidden and c.existence == "in_text"),
            *(Withheld(part="phase") for _ in phases),
            *(Withheld(part="condition") for _ in awaited),
            *(Withheld(part="procedure") for _ in procedures),
            *(Withheld(part="act") for act in agreement.acts if act.clause in hidden),
            *(Withheld(part="timetable") for line in agreement.timetable if line.clause in hidden),
        ),
    )


def is_public(clause: Clause, agreement: Agreement, on: str) -> bool:
    """Return whether the terms of a clause were public at the end of a day; where no day is given, they always were.

    A contested clause is public from the first word about it on.
    """
    said = min((contest.on or "" for contest in clause.contests), default=None)
    return (clause.disclosed_at or (agreement.disclosed_at if said is None else said) or "") <= on


def _as_begun(agreement: Agreement, on: str) -> Agreement:
    """Return the agreement with day D, the acceptances, holders, exclusions and sources of a day, without prose of our own."""
    has_text = (agreement.disclosed_at or "") <= on
    calendar = agreement.calendar
    if (calendar.disclosed_at or "") > on:
        calendar = msgspec.structs.replace(calendar, day_d=None, disclosed_at=None)
    return msgspec.structs.replace(
        agreement,
        about=None,
        disclosed_at=agreement.disclosed_at if has_text else None,
        calendar=calendar,
        coverage=agreement.coverage if has_text else msgspec.structs.replace(agreement.coverage, words=None),
        third_parties=tuple(each for each in agreement.third_parties if (each.disclosed_at or "") <= on),
        signatories=tuple(each for each in agreement.signatories if (each.on or "") <= on),
        acceptances=tuple(each for each in agreement.acceptances if _day(each, agreement) <= on),
        capacities=tuple(_as_held(each, on) for each in agreement.capacities if (each.since or "") <= on),
        exclusions=tuple(_as_held(each, on) for each in agreement.exclusions if (each.since or "") <= on),
        source_text=tuple(each for each in agreement.source_text if (each.published_at or "") <= on),
    )


def _day(acceptance: Acceptance, agreement: Agreement) -> str:
    return times.day_of(acceptance.on, agreement.calendar)


def _as_held(spell: T, on: str) -> T:
    """Return a spell without an end that was still to come."""
    return msgspec.structs.replace(spell, until=None) if spell.until and spell.until >= on else spell


def _as_said(clause: Clause, on: str) -> Clause:
    return msgspec.structs.replace(clause, contests=tuple(each for each in clause.contests if (each.on or "") <= on))


def _named(clauses: Iterable[Clause], timetable: Iterable[DatedStep]) -> set[str]:
    """Return the lines on the ground that some clauses and some lines of the timetable name."""
    return {*(c.breach.line for c in clauses if c.breach and c.breach.line), *(step.line for step in timetable if step.line)}


def _only(hidden: set[str], named: Iterable[str]) -> bool:
    """Return whether something is named and all of it is hidden."""
    those = set(named)
    return bool(those) and those <= hidden


def _without(names: Iterable[str], hidden: set[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name not in hidden)
