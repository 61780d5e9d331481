"""Corrections: which claim was taken back or corrected, by which later one, on which day. Both stay on the page."""

from __future__ import annotations

from truceline.outputs.views.material import Material
from truceline.outputs.views.pages import Struck


def struck(material: Material) -> dict[str, Struck]:
    """Return, by claim, which counted claim takes it back or corrects it: only a speaker's own words can be struck."""
    found: dict[str, Struck] = {}
    for told in material.told:
        claim = told.claim
        if claim.stance not in {"correct", "retract"}:
            continue
        when = claim.said_at
        day = (when.end or when.start) if when else None
        for answered in claim.answers:
            found[answered] = Struck(claim=claim.id, number=told.number, day=day[:10] if day else None)
    return found
