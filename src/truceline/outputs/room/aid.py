"""The pages of deliveries, of medical care and of notified sites: lines of what is said, each with who says it; nothing summed.

No line has a position, and of a delivery no place finer than a country. A site's page is for those who are signed in; everybody
else is shown the rendition that is made for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from truceline.movements.reminder import REMINDER
from truceline.movements.sites.values import Recipient, Says
from truceline.outputs.labels import Labels
from truceline.outputs.report.spoken import Voice
from truceline.outputs.room.citing import Spot, actor_names, called, spots
from truceline.outputs.room.sheets import Sheet, sheet_of
from truceline.outputs.views import care_list, delivery_list, site_list
from truceline.outputs.views.care_list import Besieged, CareAttack
from truceline.outputs.views.delivery_list import DeliveryView, OverflightView
from truceline.outputs.views.material import Material
from truceline.outputs.views.names import place_name
from truceline.outputs.views.pages import Basis
from truceline.outputs.views.site_list import SiteView


class DeliveriesRoom(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet of deliveries; overflights stand beside the first. ``waiting`` claims would add a line."""

    basis: Basis
    on: str | None
    rows: tuple[DeliveryView, ...]
    sheet: Sheet
    overflights: tuple[OverflightView, ...]
    waiting: int
    spots: Mapping[str, Spot]


class CareRoom(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet of attacks on medical care by day; sieges stand beside the first. ``waiting`` claims would add a line."""

    basis: Basis
    on: str | None
    rows: tuple[CareAttack, ...]
    sheet: Sheet
    besieged: tuple[Besieged, ...]
    waiting: int
    spots: Mapping[str, Spot]
    incidents: Mapping[str, str]


class RecipientRow(msgspec.Struct, frozen=True, kw_only=True):
    """Where one recipient stands with what it was sent last: since when, so exact, until when, in which states by whose word.

    ``waited``: hours without any answer, in figures; empty where it answered.
    """

    name: str
    sent: str
    detail: str
    valid_to: str | None
    states: tuple[tuple[str, tuple[str, ...]], ...]
    relayed: str
    waited: str
    in_use: bool


class StrikeRow(msgspec.Struct, frozen=True, kw_only=True):
    """The object was struck in an incident, as told: at which times, by whose word, and who says that it was not so."""

    incident: str
    at: tuple[str, ...]
    voices: tuple[Voice, ...]
    denies: tuple[Voice, ...]


class SiteRow(msgspec.Struct, frozen=True, kw_only=True):
    """One notified site. ``places`` are those of the pack by name; ``due``: what is to be looked at, as (code, day)."""

    id: str
    name: str
    kinds: tuple[str, ...]
    places: tuple[str, ...]
    owners: tuple[str, ...]
    consent: str
    states: tuple[str, ...]
    recipients: tuple[RecipientRow, ...]
    strikes: tuple[StrikeRow, ...]
    due: tuple[tuple[str, str | None], ...]
    contradictions: tuple[str, ...]


class SitesRoom(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet of notified sites on the day ``on``, with the reminder that being absent here takes no protection away."""

    basis: Basis
    on: str
    rows: tuple[SiteRow, ...]
    sheet: Sheet
    notifications: int
    unanswered: int
    spots: Mapping[str, Spot]
    incidents: Mapping[str, str]
    reminder: str = REMINDER


def deliveries(material: Material, labels: Labels, sheet: int = 1) -> DeliveriesRoom:
    """Return a sheet of deliveries."""
    page = delivery_list.listed(material, labels.lang)
    rows, where = sheet_of(page.deliveries, sheet)
    return DeliveriesRoom(
        basis=page.basis,
        on=page.on,
        rows=rows,
        sheet=where,
        overflights=page.overflights if where.number == 1 else (),
        waiting=page.waiting,
        spots=spots(material),
    )


def care(material: Material, labels: Labels, sheet: int = 1) -> CareRoom:
    """Return a sheet of attacks on medical care."""
    page = care_list.listed(material, labels.lang)
    rows, where = sheet_of(page.attacks, sheet)
    return CareRoom(
        basis=page.basis,
        on=page.on,
        rows=rows,
        sheet=where,
        besieged=page.besieged if where.number == 1 else (),
        waiting=page.waiting,
        spots=spots(material),
        incidents=called(material, labels.lang),
    )


def sites(material: Material, labels: Labels, sheet: int = 1) -> SitesRoom:
    """Return a sheet of notified sites."""
    page = site_list.listed(material)
    shown, where = sheet_of(page.sites, sheet)
    return SitesRoom(
        basis=page.basis,
        on=page.on,
        rows=tuple(_site(each, _own_names(material, each.names, labels.lang)) for each in shown),
        sheet=where,
        notifications=page.figures.notifications,
        unanswered=page.figures.unanswered,
        spots=spots(material),
        incidents=called(material, labels.lang),
    )


def _own_names(material: Material, called: Mapping[str, str], lang: str) -> dict[str, str]:
    """Return names by id as the pack has them in a language; those that it has not as they are."""
    actors, places = actor_names(material, lang), {place.id: place for place in material.places}
    return {each: place_name(places[each], lang) if each in places else actors.get(each, name) for each, name in called.items()}


def _site(site: SiteView, names: Mapping[str, str]) -> SiteRow:
    newest = site.newest
    return SiteRow(
        id=site.id,
        name=site.name,
        kinds=newest.kinds if newest else (),
        places=_called(newest.places if newest else (), names),
        owners=_called(newest.owners if newest else (), names),
        consent=newest.consent if newest else "not_told",
        states=site.states,
        recipients=tuple(_recipient(each, names) for each in site.recipients),
        strikes=tuple(
            StrikeRow(
                incident=each.incident,
                at=each.at,
                voices=tuple(_voices(each.says, names)),
                denies=tuple(_voices(each.denied_by, names)),
            )
            for each in site.strikes
        ),
        due=tuple((each.kind, each.at) for each in site.due),
        contradictions=tuple(each.kind for each in site.contradictions),
    )


def _recipient(each: Recipient, names: Mapping[str, str]) -> RecipientRow:
    waited = each.waited if each.missing else None
    return RecipientRow(
        name=names.get(each.recipient, each.recipient),
        sent=each.sent,
        detail=each.detail,
        valid_to=each.valid_to,
        states=tuple((state.state, _called(state.by, names)) for state in each.states),
        relayed=each.relayed,
        waited="" if waited is None else f"{waited.low}" if waited.low == waited.high else f"{waited.low}–{waited.high}",
        in_use=each.in_use,
    )


def _called(ids: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(names.get(each, each) for each in ids)


def _voices(says: Iterable[Says], names: Mapping[str, str]) -> Iterator[Voice]:
    for each in says:
        yield Voice(
            name=names.get(each.by, each.name or each.by),
            via=_called(each.via, names),
            stance=None if each.stance == "assert" else each.stance,
            sources=(each.source,),
            is_proposed=each.standing == "proposed",
        )
