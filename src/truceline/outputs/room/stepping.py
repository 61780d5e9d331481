"""The page on which an adjudicator enters a step: the violation with its procedure, and what may be entered in whose name.

A party's answer is entered by whoever asked: each question of one's own authority names the party whose answer it would be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from truceline.agreement.parties import Parties
from truceline.agreement.violations import authorities
from truceline.agreement.violations.testimony import Witnesses
from truceline.model.agreements import Agreement
from truceline.model.violations import Violation
from truceline.outputs.labels import Labels
from truceline.outputs.room.citing import Spot, actor_names, called, spots
from truceline.outputs.room.violations import AXES, VALUES, Asked, Choice, OpenedViolation
from truceline.outputs.room.violations import built as violations_page
from truceline.outputs.views import incident_list
from truceline.outputs.views.agreement_text import AgreementName
from truceline.outputs.views.hearing import chosen
from truceline.outputs.views.material import Material
from truceline.outputs.views.pages import Basis
from truceline.outputs.views.violation_list import listed

KINDS = ("received", "info_requested", "response", "visit", "finding", "party_notified", "corrective_action", "closed")
AXIS_AND_VALUE = ":"
"""Between an axis and a value of it, where both are one choice."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question ``by`` one's own authority: the step that asked, of whom (id and name), when, and whether it is answered."""

    step: str
    by: str
    of: str
    name: str
    on: str
    is_answered: bool


class DueRow(msgspec.Struct, frozen=True, kw_only=True):
    """A step that one's own authority should have taken: about which violation, which step, since when it is due."""

    violation: str
    incident: str
    step: str
    authority: str
    due: str


class StepDesk(msgspec.Struct, frozen=True, kw_only=True):
    """What the page shows. ``opened``: None where no violation is chosen yet.

    ``own``: the authorities in whose name the person may enter, that have a say in this agreement; ``elsewhere`` are those that
    have none. ``parties``: of whom information can be asked. ``claims`` of the incident, to stand on. ``findings`` by axis.
    """

    basis: Basis
    agreement: AgreementName | None
    opened: OpenedViolation | None
    kinds: tuple[str, ...]
    own: tuple[Choice, ...]
    elsewhere: tuple[str, ...]
    parties: tuple[Choice, ...]
    questions: tuple[Question, ...]
    claims: tuple[Choice, ...]
    findings: tuple[tuple[str, tuple[Choice, ...]], ...]
    due: tuple[DueRow, ...]
    spots: Mapping[str, Spot]
    actors: Mapping[str, str]
    incidents: Mapping[str, str]


def built(
    material: Material, labels: Labels, own: Sequence[str], violation: str | None = None, agreement: str | None = None
) -> StepDesk:
    """Return the page for whoever may enter in the name of ``own`` (actor ids).

    Raises:
        NotFoundError: no such agreement or violation in this selection.
    """
    names = actor_names(material, labels.lang)
    page = violations_page(material, labels, Asked(agreement=agreement, opened=violation))
    text = chosen(material, page.agreement.id) if page.agreement else None
    held = _held(material, text, own) if text else ()
    found = page.opened.row.violation if page.opened else None
    return StepDesk(
        basis=page.basis,
        agreement=page.agreement,
        opened=page.opened,
        kinds=KINDS,
        own=tuple(Choice(value=each, name=names.get(each, each)) for each in held),
        elsewhere=tuple(names.get(each, each) for each in own if each not in held),
        parties=tuple(Choice(value=each, name=names.get(each, each)) for each in (authorities(text) if text else ())),
        questions=tuple(_questions(found, frozenset(held), names)) if found else (),
        claims=tuple(_claims(material, found)) if found else (),
        findings=tuple(
            (
                axis,
                tuple(
                    Choice(value=f"{axis}{AXIS_AND_VALUE}{each}", name=labels.say("axis_value", each)) for each in VALUES[axis]
                ),
            )
            for axis in AXES
        ),
        due=tuple(_due(listed(material, agreement).violations, frozenset(held), names)),
        spots=spots(material),
        actors=names,
        incidents=called(material, labels.lang),
    )


def _held(material: Material, text: Agreement, own: Iterable[str]) -> tuple[str, ...]:
    """Return those of ``own`` that are an authority of the text themselves: a body of one does not speak for the whole of it."""
    witnesses = Witnesses(text, Parties(text, tuple(material.actors.values())))
    return tuple(each for each in own if witnesses.authority_of(each) == each)


def _questions(violation: Violation, own: frozenset[str], names: Mapping[str, str]) -> Iterator[Question]:
    answered = {step.answers for step in violation.steps if step.kind == "response"}
    for step in violation.steps:
        if step.kind == "info_requested" and step.authority in own and step.of is not None:
            yield Question(
                step=step.id,
                by=step.authority,
                of=step.of,
                name=names.get(step.of, step.of),
                on=step.on,
                is_answered=step.id in answered,
            )


def _claims(material: Material, violation: Violation) -> Iterator[Choice]:
    incident = next((each for each in incident_list.folded(material) if each.id == violation.incident), None)
    for claim in incident.claims if incident else ():
        told = material.by_claim.get(claim)
        if told is not None:
            speaker = told.claim.speaker
            yield Choice(value=claim, name=f"[{told.number}] {speaker.name if speaker else told.claim.report}")


def _due(violations: Iterable[Violation], own: frozenset[str], names: Mapping[str, str]) -> Iterator[DueRow]:
    for each in violations:
        for one in each.overdue:
            if one.by in own:
                yield DueRow(
                    violation=each.id, incident=each.incident, step=one.step, authority=names.get(one.by, one.by), due=one.due
                )
