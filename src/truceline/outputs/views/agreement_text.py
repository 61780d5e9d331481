"""The text of an agreement as a page: what it says, as far as that was public on the day asked for, and who says so.

Nothing here is counted or judged; how it stands is the page of its status.
"""

from __future__ import annotations

import msgspec

from truceline.agreement.disclosure import Withheld
from truceline.agreement.document.marked import unverified
from truceline.ledger import Record
from truceline.model.agreements import Agreement
from truceline.outputs.views.gathering import gather
from truceline.outputs.views.hearing import chosen_public, dated, day_named
from truceline.outputs.views.material import Material
from truceline.outputs.views.pages import Selection


class AgreementName(msgspec.Struct, frozen=True, kw_only=True):
    """An agreement of the theatre, for choosing one."""

    id: str
    name: str
    date: str


class AgreementPage(msgspec.Struct, frozen=True, kw_only=True):
    """One agreement as its file says it.

    ``agreement`` is None where the theatre has none on the day asked for. ``known`` is that day (None: all that the file says);
    of parts in ``withheld`` the terms were not public then. ``unverified`` are the parts, by kind and id, whose wording could not
    be checked against the text. ``names`` are the actors' names by id. ``others`` are all agreements of the theatre by that day.
    """

    theatre: str
    agreement: Agreement | None
    known: str | None = None
    withheld: tuple[Withheld, ...] = ()
    unverified: tuple[str, ...] = ()
    names: dict[str, str] = {}
    others: tuple[AgreementName, ...] = ()


def agreement_page(source: Record | Material, agreement: str | None = None, selection: Selection | None = None) -> AgreementPage:
    """Return the page of an agreement by its id; without one, the latest by the day asked for.

    Raises:
        NotFoundError: the theatre has no agreement of that id, or it is dated after the day asked for.
    """
    material = source if isinstance(source, Material) else gather(source, selection)
    known = day_named(material)
    shown = chosen_public(material, agreement)
    listed = tuple(AgreementName(id=each.id, name=each.name, date=each.date) for each in dated(material))
    if shown is None:
        return AgreementPage(theatre=material.theatre, agreement=None, known=known, others=listed)
    cited = _cited(shown.agreement)
    return AgreementPage(
        theatre=material.theatre,
        agreement=shown.agreement,
        known=known,
        withheld=shown.withheld,
        unverified=unverified(shown.agreement),
        names={actor.id: actor.name for actor in material.actors.values() if actor.id in cited},
        others=listed,
    )


def _cited(value: object) -> frozenset[str]:
    """Return every word inside a value, among them the ids of the actors that it cites."""
    if isinstance(value, str):
        return frozenset((value,))
    if isinstance(value, tuple):
        return frozenset().union(*map(_cited, value))
    if isinstance(value, msgspec.Struct):
        return frozenset().union(*(_cited(getattr(value, name)) for name in value.__struct_fields__))
    return frozenset()
