"""A person's marks on what claims say of an agreement, as far as a selection lets their claims through."""

from __future__ import annotations

from truceline.ledger.marks import RecordedMark
from truceline.model.hearing import Marked
from truceline.outputs.views.entered import Entered
from truceline.outputs.views.material import Material


def shown(entered: Entered, material: Material) -> dict[str, tuple[Marked, ...]]:
    """Return by claim the marks that stand, for the claims of a material that count or wait; nothing of any other claim."""
    known = {told.claim.id for told in (*material.told, *material.waiting)}
    return {claim: tuple(map(_marked, several)) for claim, several in entered.marks.items() if claim in known}


def _marked(mark: RecordedMark) -> Marked:
    body = mark.body
    return Marked(
        agreement=body.agreement,
        does=body.does,
        by=mark.by,
        party=body.party,
        of=body.of,
        effective=body.effective,
        until=body.until,
    )
