"""Diplomatic proposals: who is said to have proposed what, and where every office stood on it, from what counts in a material."""

from __future__ import annotations

import msgspec

from truceline.diplomacy.proposals import Proposal, proposals
from truceline.model.diplomacy import Position, Proposed
from truceline.outputs.views import incident_list
from truceline.outputs.views.diplomacy import claims_with, told_of_diplomacy
from truceline.outputs.views.material import Material
from truceline.outputs.views.pages import Basis


class ProposalsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The diplomatic proposals told of, by the first day, as on the day ``on``.

    ``waiting``: how many claims that nobody has decided on would add a proposal, or a stand on one.
    """

    basis: Basis
    on: str
    proposals: tuple[Proposal, ...]
    waiting: int = 0


def listed(material: Material) -> ProposalsPage:
    """Return the diplomatic proposals of a material."""
    told = told_of_diplomacy(material)
    return ProposalsPage(
        basis=material.basis(incident_list.waiting(material)),
        on=told.on,
        proposals=proposals(told.counted, told.directory, material.subjects),
        waiting=claims_with(told.waiting, Proposed, Position),
    )
