"""The page of alleged violations: chosen by clause, party, status per authority and days; one of them opened with its procedure.

Each authority stands for itself on three axes. A choice leaves rows out and changes none of those that stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import get_args

import msgspec

from truceline.errors import NotFoundError
from truceline.model.agreements import Agreement
from truceline.model.violations import (
    AttributionState,
    FindingState,
    Invocation,
    Occurrence,
    Overdue,
    Position,
    Violation,
    ViolationStep,
)
from truceline.outputs.labels import Labels
from truceline.outputs.report.agreement_part import ViolationRow, row_of
from truceline.outputs.room.citing import Spot, actor_names, called, spots
from truceline.outputs.room.sheets import Sheet, sheet_of
from truceline.outputs.views.agreement_text import AgreementName
from truceline.outputs.views.hearing import dated
from truceline.outputs.views.material import Material
from truceline.outputs.views.pages import Basis
from truceline.outputs.views.violation_list import listed

AXES = ("occurrence", "attribution", "finding")
VALUES: dict[str, tuple[str, ...]] = {
    "occurrence": get_args(Occurrence),
    "attribution": get_args(AttributionState),
    "finding": get_args(FindingState),
}
NOBODY = "-"
"""How an address asks for rows in which nobody is alleged, and how the id of one has it."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Which rows are asked for; None or False leaves a thing open.

    ``agreement``, ``clause``, ``party`` and ``authority`` by id (``party`` "-": nobody is alleged). ``occurrence``,
    ``attribution``, ``finding``: what the authority says on that axis, or anybody where none is named. ``since`` and ``until``:
    days of the incident. ``overdue``: only where a step is overdue. ``opened``: the id of the one that stands open.
    """

    agreement: str | None = None
    clause: str | None = None
    party: str | None = None
    authority: str | None = None
    occurrence: str | None = None
    attribution: str | None = None
    finding: str | None = None
    since: str | None = None
    until: str | None = None
    overdue: bool = False
    opened: str | None = None
    sheet: int = 1

    def takes(self, violation: Violation) -> bool:
        """Say whether a violation is asked for."""
        if self.clause is not None and violation.clause != self.clause:
            return False
        if self.party is not None and (violation.party or NOBODY) != self.party:
            return False
        if self.overdue and not violation.overdue:
            return False
        if (self.since or self.until) and not self._is_of_days(violation.on):
            return False
        return self._stands(violation)

    def _is_of_days(self, on: str | None) -> bool:
        return on is not None and (self.since or "") <= on[:10] <= (self.until or "9999")

    def _stands(self, violation: Violation) -> bool:
        """Say whether an authority (the one asked for, else any one) stands on every axis as asked."""
        asked = {axis: value for axis in AXES if (value := getattr(self, axis)) is not None}
        sides: dict[str, Mapping[str, Position]] = {axis: getattr(violation, axis) for axis in AXES}
        voices = {each for side in sides.values() for each in side}
        if self.authority is not None:
            voices &= {self.authority}
        elif not asked:
            return True
        return any(all(_is(sides[axis].get(voice), value) for axis, value in asked.items()) for voice in voices)


def _is(position: Position | None, value: str) -> bool:
    return position is not None and position.value == value


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to choose in a list: its ``value`` in the address, and its ``name``."""

    value: str
    name: str


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What can be chosen among all rows of the agreement."""

    clauses: tuple[Choice, ...]
    parties: tuple[Choice, ...]
    authorities: tuple[Choice, ...]
    occurrence: tuple[Choice, ...]
    attribution: tuple[Choice, ...]
    finding: tuple[Choice, ...]


class StepRow(msgspec.Struct, frozen=True, kw_only=True):
    """A step that a person entered, with names: whose it is, of whom it asked, what it answers (that step's day)."""

    step: ViolationStep
    authority: str
    of: str | None
    asked_on: str | None


class OpenedViolation(msgspec.Struct, frozen=True, kw_only=True):
    """One violation in full. ``steps`` by day; ``due``: what is overdue; ``invoked``: who says that an exception applies, how.

    ``earlier``: positions that an authority's later ones replaced, as (axis, authority, position). ``threats``: how far each
    authority held that the truce is threatened, 1 to 5.
    """

    row: ViolationRow
    steps: tuple[StepRow, ...]
    due: tuple[Overdue, ...]
    invoked: tuple[Invocation, ...]
    earlier: tuple[tuple[str, str, Position], ...]
    threats: tuple[tuple[str, int], ...]


class ViolationsRoom(msgspec.Struct, frozen=True, kw_only=True):
    """The alleged violations asked for.

    ``agreement``: None where the theatre has none. ``on``: the day for which overdue is overdue. ``all``: how many there are
    before the choice. ``rows`` are those of the sheet; ``opened`` is one of all, asked for by its id.
    """

    basis: Basis
    agreement: AgreementName | None
    others: tuple[AgreementName, ...]
    on: str | None
    asked: Asked
    choices: Choices
    rows: tuple[ViolationRow, ...]
    sheet: Sheet
    all: int
    opened: OpenedViolation | None
    undisclosed: int
    spots: Mapping[str, Spot]
    actors: Mapping[str, str]
    incidents: Mapping[str, str]


def built(material: Material, labels: Labels, asked: Asked) -> ViolationsRoom:
    """Return the page of the violations asked for.

    Raises:
        NotFoundError: no agreement of this id, or no violation of the id to be opened.
    """
    page, names, incidents = listed(material, asked.agreement), actor_names(material, labels.lang), called(material, labels.lang)
    found = [each for each in page.violations if asked.takes(each)]
    shown, sheet = sheet_of(found, asked.sheet)
    return ViolationsRoom(
        basis=page.basis,
        agreement=_named(page.agreement) if page.agreement else None,
        others=tuple(map(_named, dated(material))),
        on=page.on,
        asked=asked,
        choices=_choices(page.agreement, page.violations, names, labels),
        rows=tuple(row_of(page.agreement, each, incidents) for each in shown) if page.agreement else (),
        sheet=sheet,
        all=len(page.violations),
        opened=_opened(page.agreement, page.violations, asked.opened, names, incidents),
        undisclosed=page.undisclosed,
        spots=spots(material),
        actors=names,
        incidents=incidents,
    )


def _named(agreement: Agreement) -> AgreementName:
    return AgreementName(id=agreement.id, name=agreement.name, date=agreement.date)


def _choices(agreement: Agreement | None, found: Iterable[Violation], names: Mapping[str, str], labels: Labels) -> Choices:
    violations = tuple(found)
    parties = dict.fromkeys(each.party or NOBODY for each in violations)
    voices = dict.fromkeys(voice for each in violations for axis in AXES for voice in getattr(each, axis))
    concerned = {each.clause for each in violations}
    return Choices(
        clauses=tuple(
            Choice(value=each.id, name=f"{each.number or each.id}: {each.summary}")
            for each in (agreement.clauses if agreement else ())
            if each.id in concerned
        ),
        parties=tuple(
            Choice(value=each, name=labels.text("nobody_alleged") if each == NOBODY else names.get(each, each))
            for each in parties
        ),
        authorities=tuple(
            Choice(value=each, name=labels.text("by_arithmetic") if each == "arithmetic" else names.get(each, each))
            for each in voices
        ),
        occurrence=_values("occurrence", labels),
        attribution=_values("attribution", labels),
        finding=_values("finding", labels),
    )


def _values(axis: str, labels: Labels) -> tuple[Choice, ...]:
    return tuple(Choice(value=each, name=labels.say("axis_value", each)) for each in VALUES[axis])


def _opened(
    agreement: Agreement | None,
    violations: Iterable[Violation],
    wanted: str | None,
    names: Mapping[str, str],
    incidents: Mapping[str, str],
) -> OpenedViolation | None:
    if wanted is None or agreement is None:
        return None
    found = next((each for each in violations if each.id == wanted), None)
    if found is None:
        message = f'no alleged violation "{wanted}" of {agreement.id} in this selection; the list of violations has them all'
        raise NotFoundError(message)
    return OpenedViolation(
        row=row_of(agreement, found, incidents),
        steps=tuple(_step(each, found.steps, names) for each in sorted(found.steps, key=lambda step: step.on)),
        due=found.overdue,
        invoked=found.invoked,
        earlier=tuple(
            (axis, voice, old) for axis in AXES for voice, position in getattr(found, axis).items() for old in position.history
        ),
        threats=tuple(found.threat_to_truce.items()),
    )


def _step(step: ViolationStep, steps: Iterable[ViolationStep], names: Mapping[str, str]) -> StepRow:
    asked = next((each for each in steps if each.id == step.answers), None)
    return StepRow(
        step=step,
        authority=names.get(step.authority, step.authority),
        of=names.get(step.of, step.of) if step.of else None,
        asked_on=asked.on if asked else None,
    )
