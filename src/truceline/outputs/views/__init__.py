"""Views: the record as typed page objects. Faces print them and add nothing.

Each verb takes an open record and a selection, reads the record once through the ledger, and returns one page object; for
several views of one selection, ``gather`` once and give the material instead of the record. Nothing here writes, and nothing
outside the selection is in the material, so no view can show it.
"""

from __future__ import annotations

from truceline.outputs.labels import Labels
from truceline.outputs.views.actor_pages import ActorsPage, ActorTimeline, ActorView
from truceline.outputs.views.agreement_text import AgreementName, AgreementPage, agreement_page
from truceline.outputs.views.arrivals import Arrival, News, arrivals, news
from truceline.outputs.views.by_clock import claims, incident, incidents, matrix, sources, waiting
from truceline.outputs.views.care_list import Besieged, CareAccount, CareAttack, CarePage
from truceline.outputs.views.compartment_list import CompartmentView, compartment_list
from truceline.outputs.views.contact_list import ContactsPage
from truceline.outputs.views.delivery_list import DeliveriesPage, DeliveryView, OverflightView
from truceline.outputs.views.freshness import delay_of, may_wait
from truceline.outputs.views.gathering import gather, in_days, only, select
from truceline.outputs.views.handover import HandoverPage, OpenCall, calls_on, handover_page
from truceline.outputs.views.join_page import JoinPage, join_page, joinings_seen
from truceline.outputs.views.map_places import MapPlace, OffMap
from truceline.outputs.views.map_points import MapChoice, MapIncident, MapLabel, MapPage, map_labels, map_page
from truceline.outputs.views.material import Held, Material, Told
from truceline.outputs.views.movement_board import MovementsPage
from truceline.outputs.views.movement_public import PublicMovementsPage
from truceline.outputs.views.observation_list import ObservationsPage
from truceline.outputs.views.pack_page import PackPage, pack_file, pack_page
from truceline.outputs.views.pages import (
    COLUMNS,
    Basis,
    Cell,
    ClaimsPage,
    ClaimView,
    Column,
    DifferingView,
    EvidenceItem,
    Foot,
    IncidentPage,
    IncidentsPage,
    Matrix,
    NameView,
    OriginGroup,
    Reference,
    ReportPage,
    ReportView,
    Row,
    Selection,
    SourcesPage,
    SourceView,
    Step,
    Struck,
    Timeline,
    TimelineRow,
    Undated,
    Value,
    Waiting,
)
from truceline.outputs.views.proposal_list import ProposalsPage
from truceline.outputs.views.provenance import Provenance, provenance_of
from truceline.outputs.views.record_pages import (
    actors_page,
    care_page,
    claims_page,
    contacts_page,
    deliveries_page,
    evidence,
    incident_page,
    incidents_page,
    listed_claims,
    movements_page,
    observations_page,
    proposals_page,
    public_movements_page,
    public_sites_page,
    report_page,
    sites_page,
    sources_page,
    tallies_page,
    violations_page,
)
from truceline.outputs.views.release_list import ReleasesPage, ReleaseView, release_list
from truceline.outputs.views.release_page import ReleasePage, release_page
from truceline.outputs.views.room_page import room_page
from truceline.outputs.views.room_rows import incident_sheet
from truceline.outputs.views.room_values import DayChart, IncidentList, IncidentRow, RoomFigure, RoomPage
from truceline.outputs.views.site_list import PublicSitesPage, SitesPage
from truceline.outputs.views.tally_list import TalliesPage
from truceline.outputs.views.viewing import Viewer, seen_by
from truceline.outputs.views.violation_list import ViolationsPage

__all__ = [
    "COLUMNS",
    "ActorTimeline",
    "ActorView",
    "ActorsPage",
    "AgreementName",
    "AgreementPage",
    "Arrival",
    "Basis",
    "Besieged",
    "CareAccount",
    "CareAttack",
    "CarePage",
    "Cell",
    "ClaimView",
    "ClaimsPage",
    "Column",
    "CompartmentView",
    "ContactsPage",
    "DayChart",
    "DeliveriesPage",
    "DeliveryView",
    "DifferingView",
    "EvidenceItem",
    "Foot",
    "HandoverPage",
    "Held",
    "IncidentList",
    "IncidentPage",
    "IncidentRow",
    "IncidentsPage",
    "JoinPage",
    "Labels",
    "MapChoice",
    "MapIncident",
    "MapLabel",
    "MapPage",
    "MapPlace",
    "Material",
    "Matrix",
    "MovementsPage",
    "NameView",
    "News",
    "ObservationsPage",
    "OffMap",
    "OpenCall",
    "OriginGroup",
    "OverflightView",
    "PackPage",
    "ProposalsPage",
    "Provenance",
    "PublicMovementsPage",
    "PublicSitesPage",
    "Reference",
    "ReleasePage",
    "ReleaseView",
    "ReleasesPage",
    "ReportPage",
    "ReportView",
    "RoomFigure",
    "RoomPage",
    "Row",
    "Selection",
    "SitesPage",
    "SourceView",
    "SourcesPage",
    "Step",
    "Struck",
    "TalliesPage",
    "Timeline",
    "TimelineRow",
    "Told",
    "Undated",
    "Value",
    "Viewer",
    "ViolationsPage",
    "Waiting",
    "actors_page",
    "agreement_page",
    "arrivals",
    "calls_on",
    "care_page",
    "claims",
    "claims_page",
    "compartment_list",
    "contacts_page",
    "delay_of",
    "deliveries_page",
    "evidence",
    "gather",
    "handover_page",
    "in_days",
    "incident",
    "incident_page",
    "incident_sheet",
    "incidents",
    "incidents_page",
    "join_page",
    "joinings_seen",
    "listed_claims",
    "map_labels",
    "map_page",
    "matrix",
    "may_wait",
    "movements_page",
    "news",
    "observations_page",
    "only",
    "pack_file",
    "pack_page",
    "proposals_page",
    "provenance_of",
    "public_movements_page",
    "public_sites_page",
    "release_list",
    "release_page",
    "report_page",
    "room_page",
    "seen_by",
    "select",
    "sites_page",
    "sources",
    "sources_page",
    "tallies_page",
    "violations_page",
    "waiting",
]
