"""The part of the page about the agreement: four things side by side in one size, the phases, the conditions, the violations.

Everything is worked out beforehand in ``outputs.views``; here it is only ordered and named for the template. Names of actors are
those of the pack; an act, a state or an axis is a code that the labels put into words, so that the page reads in every language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from truceline.model.agreements import Agreement, Condition
from truceline.model.status import Assessment, ConditionCount, PhaseState, Reset, Status
from truceline.model.violations import Position, Violation
from truceline.outputs.labels import Labels
from truceline.outputs.report.drawing import Bar
from truceline.outputs.views import violation_list
from truceline.outputs.views.material import Material
from truceline.outputs.views.status_page import status_page


class DayBar(msgspec.Struct, frozen=True, kw_only=True):
    """How many incidents are reported for one day; where its bar stands and how high it is drawn, in percent."""

    day: str
    incidents: int
    start: float
    width: float
    height: float


class Interruption(msgspec.Struct, frozen=True, kw_only=True):
    """What started a count anew: the day, who claims it, of which incident, in which claims; ``without`` as in ``Reset``."""

    date: str
    claimed_by: str
    incident: str | None
    claims: tuple[str, ...]
    without: int | None


class ConditionLine(msgspec.Struct, frozen=True, kw_only=True):
    """One condition as one authority counts it, and how far it came as a bar; ``reached`` is at most what is needed."""

    count: ConditionCount
    reached: int
    bar: Bar
    interruptions: tuple[Interruption, ...]


class ConditionRows(msgspec.Struct, frozen=True, kw_only=True):
    """One condition in the agreement's words, with a line for everybody who counts it."""

    summary: str
    lines: tuple[ConditionLine, ...]


class PhaseStep(msgspec.Struct, frozen=True, kw_only=True):
    """One phase on the stepper, with the conditions that it waits for."""

    phase: PhaseState
    conditions: tuple[ConditionRows, ...]


class AuthorityRow(msgspec.Struct, frozen=True, kw_only=True):
    """Where one authority stands on the three axes of an alleged violation; None where it says nothing."""

    authority: str
    occurrence: Position | None
    attribution: Position | None
    finding: Position | None


class ViolationRow(msgspec.Struct, frozen=True, kw_only=True):
    """One alleged violation: the incident's name, the clause in our words, and a line for each authority."""

    violation: Violation
    incident: str
    clause: str
    number: str | None
    is_contested: bool
    exceptions: tuple[str, ...]
    authorities: tuple[AuthorityRow, ...]


class ViolationCase(msgspec.Struct, frozen=True, kw_only=True):
    """The lines of one incident, folded on a page that has many."""

    incident: str
    name: str
    on: str | None
    rows: tuple[ViolationRow, ...]


class Strip(msgspec.Struct, frozen=True, kw_only=True):
    """The four things of one status, drawn in one size.

    ``assessments`` are the latest, ``earlier`` those folded on the page; none is left out. ``days`` are the bars of the incidents
    reported, ``days_words`` the same in words, ``most_a_day`` the greatest number of one day.
    """

    status: Status
    assessments: tuple[Assessment, ...]
    earlier: tuple[Assessment, ...]
    days: tuple[DayBar, ...]
    days_words: str
    most_a_day: int


class AgreementPart(msgspec.Struct, frozen=True, kw_only=True):
    """All that the page shows of one agreement.

    ``strip`` is what people stand behind; ``proposed``, only where the page counts proposals, what it would be with them.
    ``folded`` are the same violations by incident, where there are too many for one table; else empty.
    ``actors`` are names by id; ``undisclosed`` counts the clauses whose terms were not public that day.
    """

    agreement: Agreement
    strip: Strip
    proposed: Strip | None
    steps: tuple[PhaseStep, ...]
    conditions: tuple[ConditionRows, ...]
    violations: tuple[ViolationRow, ...]
    folded: tuple[ViolationCase, ...]
    actors: Mapping[str, str]
    undisclosed: int


FOLDED_FROM = 30
"""From so many alleged violations on, each incident has a table of its own, folded."""
SHOWN_ASSESSMENTS = 4
"""So many of the latest assessments stand open on the page."""


def build(material: Material, names: Mapping[str, str], labels: Labels, agreement: str | None = None) -> AgreementPart | None:
    """Return the part for an agreement (None: that of the day asked for), None where there is none; ``names``: of incidents.

    Raises:
        NotFoundError: the theatre has no agreement of this id by the day named.
    """
    page = status_page(material, agreement=agreement)
    if page.agreement is None or page.status is None:
        return None
    found = violation_list.listed(material, agreement)
    rows = tuple(row_of(page.agreement, each, names) for each in found.violations)
    conditions = {each.id: _rows(each, page.status) for each in page.agreement.conditions}
    return AgreementPart(
        agreement=page.agreement,
        strip=_strip(page.status, labels),
        proposed=_strip(page.with_proposals, labels) if page.with_proposals else None,
        steps=tuple(_step(page.agreement, each, conditions) for each in page.status.phases),
        conditions=tuple(each for each in conditions.values() if each.lines),
        violations=rows,
        folded=_by_incident(rows) if len(rows) >= FOLDED_FROM else (),
        actors={each.id: each.name for each in material.actors.values()},
        undisclosed=found.undisclosed,
    )


def _strip(status: Status, labels: Labels) -> Strip:
    latest = sorted(status.assessments, key=lambda each: each.date or "", reverse=True)
    return Strip(
        status=status,
        assessments=tuple(latest[:SHOWN_ASSESSMENTS]),
        earlier=tuple(latest[SHOWN_ASSESSMENTS:]),
        days=_days(status),
        days_words="; ".join(f"{labels.day(each.day)}: {each.incidents}" for each in status.ground.by_day if each.incidents),
        most_a_day=_most(status),
    )


def _days(status: Status) -> tuple[DayBar, ...]:
    """Return a bar for each day with incidents, on one scale from the day it began to the last of them."""
    counts = status.ground.by_day
    if not counts:
        return ()
    since = min(day for day in (status.ground.since, counts[0].day) if day)
    first, last = dt.date.fromisoformat(since[:10]), dt.date.fromisoformat(counts[-1].day)
    wide, most = 100 / ((last - first).days + 1), _most(status)
    return tuple(
        DayBar(
            day=each.day,
            incidents=each.incidents,
            start=(dt.date.fromisoformat(each.day) - first).days * wide,
            width=max(0.8 * wide, 0.4),
            height=100 * each.incidents / max(1, most),
        )
        for each in counts
    )


def _most(status: Status) -> int:
    return max((each.incidents for each in status.ground.by_day), default=0)


def _rows(condition: Condition, status: Status) -> ConditionRows:
    return ConditionRows(
        summary=condition.summary, lines=tuple(_line(each) for each in status.conditions if each.id == condition.id)
    )


def _line(count: ConditionCount) -> ConditionLine:
    reached = min(count.progress, count.needed)
    return ConditionLine(
        count=count,
        reached=reached,
        bar=Bar(start=0.0, width=100 * reached / max(1, count.needed)),
        interruptions=tuple(_interruptions(count.resets)),
    )


def _interruptions(resets: Iterable[Reset]) -> Iterator[Interruption]:
    """Yield what started a count anew, the claims of one speaker about one incident on one day together."""
    together: dict[tuple[str, str, str | None], list[Reset]] = {}
    for each in resets:
        together.setdefault((each.date, each.claimed_by, each.incident), []).append(each)
    for (date, claimed_by, incident), found in together.items():
        claims = tuple(dict.fromkeys(each.claim for each in found))
        yield Interruption(date=date, claimed_by=claimed_by, incident=incident, claims=claims, without=found[0].without)


def _step(agreement: Agreement, phase: PhaseState, conditions: Mapping[str, ConditionRows]) -> PhaseStep:
    after = next((each.after for each in agreement.phases if each.id == phase.id), ())
    return PhaseStep(phase=phase, conditions=tuple(conditions[each] for each in after if each in conditions))


def row_of(agreement: Agreement, violation: Violation, names: Mapping[str, str]) -> ViolationRow:
    """Return one alleged violation as a row; ``names``: of incidents."""
    clause = next((each for each in agreement.clauses if each.id == violation.clause), None)
    voices = dict.fromkeys([*violation.occurrence, *violation.attribution, *violation.finding])
    return ViolationRow(
        violation=violation,
        incident=names.get(violation.incident, violation.incident),
        clause=clause.summary if clause else "",
        number=clause.number if clause else None,
        is_contested=clause is not None and clause.existence == "contested",
        exceptions=tuple(e.summary for e in (clause.exceptions if clause else ()) if e.id in violation.exceptions),
        authorities=tuple(_voice(violation, each) for each in voices),
    )


def _by_incident(rows: Iterable[ViolationRow]) -> tuple[ViolationCase, ...]:
    """Return the lines by incident, in the order in which they come."""
    found: dict[str, list[ViolationRow]] = {}
    for row in rows:
        found.setdefault(row.violation.incident, []).append(row)
    return tuple(
        ViolationCase(incident=incident, name=lines[0].incident, on=lines[0].violation.on, rows=tuple(lines))
        for incident, lines in found.items()
    )


def _voice(violation: Violation, authority: str) -> AuthorityRow:
    return AuthorityRow(
        authority=authority,
        occurrence=violation.occurrence.get(authority),
        attribution=violation.attribution.get(authority),
        finding=violation.finding.get(authority),
    )
