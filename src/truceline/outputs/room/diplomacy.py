"""The pages of proposals and of contacts: what each office is said to hold of a proposal, who is said to have met whom."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from truceline.agreement.remembering import remembered
from truceline.outputs.labels import Labels, load
from truceline.outputs.report import diplomacy_part
from truceline.outputs.report.diplomacy_part import ChannelRow, ContactRow, DiplomacyPart, Named, ProposalRow, ThreatRow
from truceline.outputs.room.citing import Spot, spots
from truceline.outputs.room.sheets import Sheet, sheet_of
from truceline.outputs.views import incident_list
from truceline.outputs.views.material import Material
from truceline.outputs.views.pages import Basis


class ProposalsRoom(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet of the diplomatic proposals told of, by the first day. ``waiting`` claims would add or change something."""

    basis: Basis
    rows: tuple[ProposalRow, ...]
    sheet: Sheet
    waiting: int
    spots: Mapping[str, Spot]


class ContactsRoom(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet of calls and meetings by day, with channels, threats and terms kept from the public beside the first sheet."""

    basis: Basis
    rows: tuple[ContactRow, ...]
    sheet: Sheet
    channels: tuple[ChannelRow, ...]
    threats: tuple[ThreatRow, ...]
    withheld: tuple[Named, ...]
    waiting: int
    spots: Mapping[str, Spot]


@remembered
def _part(material: Material, lang: str) -> DiplomacyPart | None:
    return diplomacy_part.build(material, load(lang))


def proposals(material: Material, labels: Labels, sheet: int = 1) -> ProposalsRoom:
    """Return a sheet of proposals."""
    part = _part(material, labels.lang)
    rows, where = sheet_of(part.proposals if part else (), sheet)
    return ProposalsRoom(
        basis=material.basis(incident_list.waiting(material)),
        rows=rows,
        sheet=where,
        waiting=part.waiting if part else 0,
        spots=spots(material),
    )


def contacts(material: Material, labels: Labels, sheet: int = 1) -> ContactsRoom:
    """Return a sheet of contacts."""
    part = _part(material, labels.lang)
    rows, where = sheet_of(part.contacts if part else (), sheet)
    is_first = part is not None and where.number == 1
    return ContactsRoom(
        basis=material.basis(incident_list.waiting(material)),
        rows=rows,
        sheet=where,
        channels=part.channels if part and is_first else (),
        threats=part.threats if part and is_first else (),
        withheld=part.withheld if part and is_first else (),
        waiting=part.waiting if part else 0,
        spots=spots(material),
    )
