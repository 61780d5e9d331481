"""Alleged violations of the agreement chosen, by incident, clause and party, with where every authority stands."""

from __future__ import annotations

import msgspec

from truceline.agreement import violations
from truceline.model.agreements import Agreement
from truceline.model.violations import Violation
from truceline.outputs.views import incident_list
from truceline.outputs.views.hearing import chosen, day_asked_for, hear
from truceline.outputs.views.material import Material
from truceline.outputs.views.pages import Basis


class ViolationsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The alleged violations of one agreement.

    ``agreement``: None where the theatre has none on the day asked for; ``on``: that day, on which what is overdue is overdue.
    ``violations`` by incident, then clause and party in the order of the document. ``undisclosed`` are ids of clauses whose terms
    were not public on that day: what they say is not to be shown.
    """

    basis: Basis
    agreement: Agreement | None
    on: str | None
    violations: tuple[Violation, ...]
    undisclosed: tuple[str, ...] = ()


def listed(material: Material, agreement: str | None = None) -> ViolationsPage:
    """Return the violations of the agreement of that id (None: the one in force on the day asked for).

    Raises:
        NotFoundError: no agreement of the theatre has this id.
    """
    text = chosen(material, agreement)
    on = day_asked_for(material)
    found = violations.assess(text, hear(material, text)) if text is not None else ()
    hidden = (clause.id for clause in text.clauses if _is_undisclosed(text, clause.disclosed_at, on)) if text is not None else ()
    return ViolationsPage(
        basis=material.basis(incident_list.waiting(material)),
        agreement=text,
        on=on,
        violations=found,
        undisclosed=tuple(hidden),
    )


def _is_undisclosed(text: Agreement, disclosed_at: str | None, on: str | None) -> bool:
    day = disclosed_at or text.disclosed_at
    return day is not None and on is not None and on < day[:10]
