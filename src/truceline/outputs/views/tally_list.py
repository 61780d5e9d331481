"""Tallies as people claim them, each beside the incidents of the record that it may cover."""

from __future__ import annotations

import msgspec

from truceline.agreement.tallies import counting, tallies
from truceline.model.agreements import Agreement
from truceline.model.tallies import Tally
from truceline.outputs.views import incident_list
from truceline.outputs.views.hearing import chosen, hear
from truceline.outputs.views.material import Material
from truceline.outputs.views.pages import Basis


class TalliesPage(msgspec.Struct, frozen=True, kw_only=True):
    """The tallies of a record.

    ``agreement``: against whose beginning and clauses they are held, None where the theatre has none on the day asked for.
    ``tallies`` by the day they were said. ``proposals``: how many claims that wait for a decision give a tally too. ``names`` are
    the actors' names by id, for those that stand in a tally.
    """

    basis: Basis
    agreement: Agreement | None
    tallies: tuple[Tally, ...]
    proposals: int = 0
    names: dict[str, str] = {}


def listed(material: Material, agreement: str | None = None) -> TalliesPage:
    """Return the tallies, held against the agreement of that id (None: the latest by the day asked for).

    Raises:
        NotFoundError: no agreement of the theatre has this id.
    """
    text = chosen(material, agreement)
    hearing = hear(material, text)
    found = tallies(text, hearing)
    return TalliesPage(
        basis=material.basis(incident_list.waiting(material)),
        agreement=text,
        tallies=found,
        proposals=len(counting(hearing.waiting)),
        names={actor.id: actor.name for actor in material.actors.values() if actor.id in _cited(found)},
    )


def _cited(found: tuple[Tally, ...]) -> frozenset[str]:
    ids = {part.of for tally in found for top in tally.breakdown for part in (top, *top.parts) if part.of}
    for tally in found:
        ids |= {*tally.against, *(name for name in (tally.actor, tally.counted_by, tally.confirms) if name)}
    return frozenset(ids)
