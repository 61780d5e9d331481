"""Reading one claim: everything it says of an agreement, by the rules, or as a person marked it."""

from __future__ import annotations

from truceline.agreement.parties import Parties
from truceline.agreement.statements.assessing import assessments
from truceline.agreement.statements.authority import authority_claims
from truceline.agreement.statements.breaching import attacks, breaches
from truceline.agreement.statements.counting import day_counts
from truceline.agreement.statements.declaring import declarations
from truceline.agreement.statements.marks import as_marked
from truceline.agreement.statements.scene import Scene
from truceline.agreement.statements.triggers import may_say
from truceline.agreement.statements.values import Statement
from truceline.model.agreements import Agreement
from truceline.model.hearing import Heard


def read(heard: Heard, agreement: Agreement, parties: Parties) -> tuple[Statement, ...]:
    """Return what a claim says of ``agreement``, whose parties ``parties`` knows; empty where it says nothing of it.

    Raises:
        ValueError: ``parties`` are those of another agreement, our own mistake.
    """
    if parties.agreement.id != agreement.id:
        message = f"the parties are those of {parties.agreement.id}; expected those of {agreement.id}"
        raise ValueError(message)
    scene = Scene(heard, parties)
    if heard.reading is not None:
        return tuple(as_marked(scene, heard.reading))
    return every_rule(scene) if may_say(scene) else tuple(attacks(scene))


def every_rule(scene: Scene) -> tuple[Statement, ...]:
    """Return what all rules find in a claim."""
    return (
        *declarations(scene),
        *assessments(scene),
        *authority_claims(scene),
        *breaches(scene),
        *day_counts(scene),
    )
