"""The status of an agreement as a page: what it stands on, the agreement, its state, and with the proposals beside it.

Nothing is decided here: the material is heard and given to the agreement part. Where proposals are asked for, the page has both
states, so that nobody takes the one for the other.
"""

from __future__ import annotations

import dataclasses

import msgspec

from truceline.agreement.remembering import remembered
from truceline.agreement.status import assess, difference
from truceline.ledger import Record
from truceline.model.agreements import Agreement
from truceline.model.status import Change, Status
from truceline.outputs.views.gathering import gather
from truceline.outputs.views.hearing import chosen, chosen_public, dated, hear
from truceline.outputs.views.incident_list import waiting
from truceline.outputs.views.material import Material
from truceline.outputs.views.pages import Basis, Selection


class StatusPage(msgspec.Struct, frozen=True, kw_only=True):
    """The state of one agreement; ``agreement`` and ``status`` None where the theatre has none on the day asked for.

    ``status`` counts what people stand behind. ``with_proposals``, only where the selection asks for it, counts what waits too,
    and ``changes`` are the differences from the one to the other. ``agreements`` are all of the theatre by the day named, by id.
    ``undisclosed``: how many clauses had terms that were not public by then.
    """

    basis: Basis
    agreement: Agreement | None
    status: Status | None
    with_proposals: Status | None = None
    changes: tuple[Change, ...] = ()
    agreements: tuple[str, ...] = ()
    undisclosed: int = 0


class StatusChanges(msgspec.Struct, frozen=True, kw_only=True):
    """What changed between the end of one day and the end of another, with the claims that made it so."""

    agreement: str
    before: str
    after: str
    changes: tuple[Change, ...]


def status_page(source: Record | Material, selection: Selection | None = None, agreement: str | None = None) -> StatusPage:
    """Return the state of an agreement (None: of the latest that is dated no later than the day asked for).

    Raises:
        NotFoundError: the theatre has no agreement of this id by the day named.
    """
    material = source if isinstance(source, Material) else gather(source, selection)
    shown = chosen_public(material, agreement)
    names = tuple(each.id for each in dated(material))
    if shown is None:
        return StatusPage(basis=material.basis(waiting(material)), agreement=None, status=None, agreements=names)
    text, counted = shown.agreement, standing_only(material)
    status = _assessed(counted, text.id)
    with_proposals = _assessed(material, text.id) if counted is not material else None
    return StatusPage(
        basis=material.basis(waiting(material)),
        agreement=text,
        status=status,
        with_proposals=with_proposals,
        changes=difference(status, with_proposals) if with_proposals else (),
        agreements=names,
        undisclosed=sum(part.part == "clause" for part in shown.withheld),
    )


def status_changes(before: Status, after: Status) -> StatusChanges:
    """Return the changes between two states of one agreement."""
    return StatusChanges(agreement=after.agreement, before=before.on, after=after.on, changes=difference(before, after))


def standing_only(material: Material) -> Material:
    """Return the material with proposals put back among what waits; the same object where it counts none, and each time."""
    return _standing_only(material) if material.selection.with_proposals else material


@remembered
def _standing_only(material: Material) -> Material:
    told = tuple(each for each in material.told if each.standing != "proposed")
    proposed = tuple(each for each in material.told if each.standing == "proposed")
    return dataclasses.replace(
        material,
        selection=msgspec.structs.replace(material.selection, with_proposals=False),
        told=told,
        waiting=(*material.waiting, *proposed),
    )


@remembered
def _assessed(material: Material, agreement: str) -> Status:
    """Return the state of an agreement; the same material is held against it once for all its pages."""
    text = chosen(material, agreement)
    assert text is not None  # it was chosen from this material before
    return msgspec.structs.replace(assess(text, hear(material, text)), known=material.selection.known)
