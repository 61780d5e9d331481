"""The pages of a record, a verb each: of an open record and a selection, or of what was gathered of it for several of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from truceline.errors import NotFoundError
from truceline.ledger import Record
from truceline.model import Incident
from truceline.movements.coarsening import Rendition
from truceline.outputs.labels import Labels, load
from truceline.outputs.views import (
    accounts_matrix,
    actor_list,
    care_list,
    claim_list,
    contact_list,
    delivery_list,
    evidence_list,
    incident_list,
    movement_board,
    movement_public,
    names,
    proposal_list,
    site_list,
    source_list,
    tally_list,
    timeline,
    violation_list,
)
from truceline.outputs.views.actor_pages import ActorsPage
from truceline.outputs.views.care_list import CarePage
from truceline.outputs.views.contact_list import ContactsPage
from truceline.outputs.views.delivery_list import DeliveriesPage
from truceline.outputs.views.gathering import gather
from truceline.outputs.views.material import Material
from truceline.outputs.views.movement_board import MovementsPage
from truceline.outputs.views.movement_public import PublicMovementsPage
from truceline.outputs.views.observation_list import ObservationsPage, page_of, words_of
from truceline.outputs.views.pages import (
    Basis,
    ClaimsPage,
    ClaimView,
    EvidenceItem,
    IncidentPage,
    IncidentsPage,
    ReportPage,
    Selection,
    SourcesPage,
)
from truceline.outputs.views.proposal_list import ProposalsPage
from truceline.outputs.views.site_list import PublicSitesPage, SitesPage
from truceline.outputs.views.tally_list import TalliesPage
from truceline.outputs.views.violation_list import ViolationsPage


def incidents_page(
    source: Record | Material, selection: Selection | None = None, *, labels: Labels | None = None
) -> IncidentsPage:
    """Return all incidents, what to call them, and their timeline."""
    material, words = _material(source, selection), labels or load()
    found = incident_list.folded(material)
    called = {i.id: names.incident_name(material, i, words) for i in found}
    return IncidentsPage(
        basis=_basis(material),
        incidents=found,
        names=called,
        timeline=timeline.drawn(material, found, called, words),
        killed={i.id: incident_list.killed_words(i, words) for i in found},
    )


def incident_page(
    source: Record | Material, incident_id: str, selection: Selection | None = None, *, labels: Labels | None = None
) -> IncidentPage:
    """Return one incident with its competing accounts.

    Raises:
        NotFoundError: no such incident in this selection.
    """
    material, words = _material(source, selection), labels or load()
    found = one_incident(material, incident_id)
    listed = claim_list.listed(material)
    inside = set(found.claims)
    return IncidentPage(
        basis=_basis(material),
        name=names.incident_name(material, found, words),
        incident=found,
        matrix=accounts_matrix.build(material, found, words),
        claims=tuple(c for c in listed if c.id in inside),
        possible=tuple(c for c in listed if c.id not in inside and incident_id in c.possible),
        evidence=tuple(e for e in evidence_list.listed(material, words) if e.reference.claim in inside),
        differing=tuple(d for d in material.differing if not _linked(material, incident_id).isdisjoint(d.claims)),
    )


def claims_page(source: Record | Material, selection: Selection | None = None) -> ClaimsPage:
    """Return every counted claim."""
    material = _material(source, selection)
    return ClaimsPage(basis=_basis(material), claims=claim_list.listed(material))


def report_page(source: Record | Material, report_id: str, selection: Selection | None = None) -> ReportPage:
    """Return one report with its claims.

    Raises:
        NotFoundError: no such report in this selection.
    """
    material = _material(source, selection)
    views = claim_list.texts(material, claim_list.listed(material))
    found = next((view for view in views if view.id == report_id), None)
    if found is None:
        message = f'no report "{report_id}" in this selection; expected one of: {_some(view.id for view in views)}'
        raise NotFoundError(message)
    return ReportPage(basis=_basis(material), report=found)


def sources_page(source: Record | Material, selection: Selection | None = None, *, labels: Labels | None = None) -> SourcesPage:
    """Return publishers and speakers, and the actors' names."""
    material, words = _material(source, selection), labels or load()
    return SourcesPage(basis=_basis(material), sources=source_list.listed(material, words), names=names.listed(material))


def movements_page(
    source: Record | Material, selection: Selection | None = None, *, on: str | None = None, labels: Labels | None = None
) -> MovementsPage:
    """Return the permission and delay board of aid movements; ``on``: as things stand on that day (None: the day asked for)."""
    return movement_board.listed(_material(source, selection), on=on, labels=labels)


def public_movements_page(
    source: Record | Material, selection: Selection | None = None, *, on: str | None = None
) -> PublicMovementsPage:
    """Return what everybody may see of movements: those that are over since a day, in days and areas."""
    return movement_public.public(_material(source, selection), on=on)


def violations_page(
    source: Record | Material, selection: Selection | None = None, agreement: str | None = None
) -> ViolationsPage:
    """Return the alleged violations of one agreement (None: the one of the day asked for), with where every authority stands.

    Raises:
        NotFoundError: no agreement of the theatre has this id.
    """
    return violation_list.listed(_material(source, selection), agreement)


def actors_page(
    source: Record | Material, selection: Selection | None = None, *, on: str | None = None, name: str | None = None
) -> ActorsPage:
    """Return actors by their names on a day (None: the day asked for), and what is claimed of them; ``name``: only those."""
    return actor_list.listed(_material(source, selection), on=on, name=name)


def tallies_page(source: Record | Material, selection: Selection | None = None, agreement: str | None = None) -> TalliesPage:
    """Return the tallies that people claim, held against one agreement (None: the one of the day asked for).

    Raises:
        NotFoundError: no agreement of the theatre has this id.
    """
    return tally_list.listed(_material(source, selection), agreement)


def sites_page(
    source: Record | Material,
    selection: Selection | None = None,
    *,
    on: str | None = None,
    cells: Mapping[str, Rendition] | None = None,
) -> SitesPage:
    """Return notified sites and movements; ``on``: as on another day than the last of what is shown. No position is in it.

    ``cells``: of sealed positions by site, for proposing incidents near them.
    """
    return site_list.listed(_material(source, selection), on=on, cells=cells or {})


def public_sites_page(
    source: Record | Material, selection: Selection | None = None, *, today: str, on: str | None = None
) -> PublicSitesPage:
    """Return what of notified sites may be shown to everybody: counts by kind and area, a day late."""
    return site_list.public(_material(source, selection), today=today, on=on)


def proposals_page(source: Record | Material, selection: Selection | None = None) -> ProposalsPage:
    """Return the diplomatic proposals told of, and where every office stood on them."""
    return proposal_list.listed(_material(source, selection))


def contacts_page(source: Record | Material, selection: Selection | None = None) -> ContactsPage:
    """Return the calls, meetings, bodies, channels and threats told of."""
    return contact_list.listed(_material(source, selection))


def deliveries_page(source: Record | Material, selection: Selection | None = None) -> DeliveriesPage:
    """Return the deliveries of arms and forces, and what is said of leave to fly, by country and never summed."""
    return delivery_list.listed(_material(source, selection))


def care_page(source: Record | Material, selection: Selection | None = None) -> CarePage:
    """Return the attacks on medical care and the besieged people that are told of."""
    return care_list.listed(_material(source, selection))


def observations_page(  # what to look at, and what of it
    source: Record | Material,
    selection: Selection | None = None,
    *,
    agreement: str | None = None,
    period: str | None = None,
    is_unsealed: bool = False,
) -> ObservationsPage:
    """Return what monitors observed, counted per reporting period; of a record with its words, of a material without.

    ``is_unsealed`` (of a record): with what tells where observers stood.

    Raises:
        NotFoundError: no agreement of that id.
    """
    material = _material(source, selection)
    words = words_of(source, material.selection.entry, is_unsealed=is_unsealed) if isinstance(source, Record) else {}
    return page_of(material, agreement, period=period, words=words, is_unsealed=is_unsealed)


def evidence(
    source: Record | Material, selection: Selection | None = None, *, labels: Labels | None = None
) -> tuple[EvidenceItem, ...]:
    """Return what counted claims name as evidence."""
    return evidence_list.listed(_material(source, selection), labels or load())


def listed_claims(material: Material) -> tuple[ClaimView, ...]:
    """Return every claim of the material, rejected ones with them where its selection has the proposals too."""
    return claim_list.listed(material, with_rejected=material.selection.with_proposals)


def one_incident(material: Material, incident_id: str) -> Incident:
    """Return one incident of a material.

    Raises:
        NotFoundError: it is not in it.
    """
    found = incident_list.folded(material)
    for one in found:
        if one.id == incident_id:
            return one
    message = f'no incident "{incident_id}" in this selection; expected one of: {_some(i.id for i in found)}'
    raise NotFoundError(message)


def _material(source: Record | Material, selection: Selection | None) -> Material:
    if isinstance(source, Material):
        return source
    return gather(source, selection)


def _basis(material: Material) -> Basis:
    return material.basis(incident_list.waiting(material))


def _linked(material: Material, incident_id: str) -> set[str]:
    """Return every claim that belongs to an incident, counted, waiting or rejected."""
    return {link.claim for link in material.links if link.incident == incident_id}


def _some(names: Iterable[str]) -> str:
    """Return the first names of a list for a message."""
    listed = list(names)
    return ", ".join(listed[:20]) + (" ..." if len(listed) > 20 else "") if listed else "none"
