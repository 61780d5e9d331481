"""Alleged violations of the agreement chosen, by incident, clause and party, with where every authority stands."""

from __future__ import annotations

import msgspec

from truceline.agreement import violations
from truceline.agreement.remembering import remembered
from truceline.model.agreements import Agreement
from truceline.model.violations import Violation
from truceline.outputs.views import incident_list
from truceline.outputs.views.hearing import chosen, chosen_public, day_asked_for, hear
from truceline.outputs.views.material import Material
from truceline.outputs.views.pages import Basis


class ViolationsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The alleged violations of one agreement.

    ``agreement``: None where the theatre has none on the day asked for; ``on``: that day, on which what is overdue is overdue.
    ``violations`` by incident, then clause and party in the order of the document. ``undisclosed``: how many clauses had
    terms that were not public by the day named; nothing is held against them.
    """

    basis: Basis
    agreement: Agreement | None
    on: str | None
    violations: tuple[Violation, ...]
    undisclosed: int = 0


def assessed(material: Material, agreement: Agreement) -> tuple[Violation, ...]:
    """Return the alleged violations of an agreement; the same material is held against it once for all its pages."""
    return _assessed(material, agreement.id)


@remembered
def _assessed(material: Material, agreement: str) -> tuple[Violation, ...]:
    text = chosen(material, agreement)
    return violations.assess(text, hear(material, text)) if text else ()


def listed(material: Material, agreement: str | None = None) -> ViolationsPage:
    """Return the violations of the agreement of that id (None: the one in force on the day asked for).

    Raises:
        NotFoundError: the theatre has no agreement of this id by the day named.
    """
    shown = chosen_public(material, agreement)
    text = shown.agreement if shown else None
    return ViolationsPage(
        basis=material.basis(incident_list.waiting(material)),
        agreement=text,
        on=day_asked_for(material),
        violations=assessed(material, text) if text else (),
        undisclosed=sum(part.part == "clause" for part in shown.withheld) if shown else 0,
    )
