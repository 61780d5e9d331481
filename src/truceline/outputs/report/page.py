"""The page of ``truceline report``: everything that the template shows, worked out beforehand. The template only prints it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from truceline.model import Incident
from truceline.outputs.labels import Labels
from truceline.outputs.report import actor_part, agreement_part, diplomacy_part, drawing, marks, merged, movement_part
from truceline.outputs.report.actor_part import ActorPart
from truceline.outputs.report.agreement_part import AgreementPart
from truceline.outputs.report.diplomacy_part import DiplomacyPart
from truceline.outputs.report.movement_rows import MovementPart
from truceline.outputs.views import (
    accounts_matrix,
    care_list,
    claim_list,
    delivery_list,
    evidence_list,
    incident_list,
    names,
    source_list,
    timeline,
)
from truceline.outputs.views.care_list import CarePage
from truceline.outputs.views.delivery_list import DeliveriesPage
from truceline.outputs.views.material import Material
from truceline.outputs.views.pages import Basis, ClaimView, EvidenceItem, Matrix, NameView, Reference, ReportView, SourceView
from truceline.outputs.views.provenance import Provenance


class IncidentPart(msgspec.Struct, frozen=True, kw_only=True):
    """One incident on the page: its name, its matrix, its figures drawn, the claims in words, the evidence cited.

    ``places`` are its places in words, ``silent`` the headings of the columns about which no account says anything, ``repeats``
    the publishers of reports that only carry an account on. ``killed``: the range of people killed, with the days on which it
    changed. ``proposed``: no person has decided on any of it.
    """

    name: str
    incident: Incident
    matrix: Matrix
    figures: tuple[drawing.FigureDrawing, ...]
    claims: tuple[ClaimView, ...]
    possible: tuple[ClaimView, ...]
    places: tuple[str, ...]
    silent: tuple[str, ...]
    killed: str
    proposed: bool
    repeats: dict[tuple[str, ...], str]
    evidence: tuple[EvidenceItem, ...]


class TextPart(msgspec.Struct, frozen=True, kw_only=True):
    """One report on the page: its number in anchors, its facts, and its text in pieces."""

    number: int
    report: ReportView
    pieces: tuple[marks.Piece, ...]
    incidents: tuple[str, ...]


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """The whole page.

    ``text_numbers`` gives the anchor number of each report, ``claim_numbers`` the number of each claim, ``titles`` what to call a
    report, ``publishers`` whose own voice it is, ``incident_names`` what to call an incident. ``provenance``: None where the page
    is of no record; ``agreement``: None where the theatre has none; ``movements``,
    ``diplomacy``, ``deliveries``, ``actors``: None where nothing is told of them.
    """

    title: str
    basis: Basis
    labels: Labels
    incidents: tuple[IncidentPart, ...]
    timeline: drawing.TimelineDrawing
    outside: tuple[ClaimView, ...]
    outside_evidence: tuple[EvidenceItem, ...]
    texts: tuple[TextPart, ...]
    text_numbers: dict[str, int]
    claim_numbers: dict[str, int]
    titles: dict[str, str]
    publishers: dict[str, str]
    sources: tuple[SourceView, ...]
    names: tuple[NameView, ...]
    incident_names: dict[str, str]
    provenance: Provenance | None
    agreement: AgreementPart | None = None
    movements: MovementPart | None = None
    diplomacy: DiplomacyPart | None = None
    care: CarePage | None = None
    deliveries: DeliveriesPage | None = None
    actors: ActorPart | None = None


def build(material: Material, labels: Labels) -> Page:
    """Return the page of all that ``material`` holds."""
    folded = incident_list.folded(material)
    called = {i.id: names.incident_name(material, i, labels) for i in folded}
    listed = claim_list.listed(material)
    items = evidence_list.listed(material, labels)
    parts = tuple(_incident(material, labels, incident, listed, items) for incident in folded)
    outside = claim_list.outside(listed)
    shown = {c.number for c in outside}
    publishers = {held.report.id: names.publisher_of(material, [held.report.id], labels) for held in material.held}
    return Page(
        title=labels.text("title"),
        basis=material.basis(incident_list.waiting(material)),
        labels=labels,
        incidents=parts,
        timeline=drawing.timeline(timeline.drawn(material, folded, called, labels), labels),
        outside=outside,
        outside_evidence=tuple(e for e in items if e.reference.number in shown),
        texts=_texts(material, listed, parts, items),
        text_numbers={held.report.id: n for n, held in enumerate(material.held, 1)},
        claim_numbers={claim.id: claim.number for claim in listed},
        titles={held.report.id: held.report.title or held.report.id for held in material.held},
        publishers=publishers,
        sources=source_list.listed(material, labels),
        names=names.listed(material),
        incident_names=called,
        provenance=material.provenance,
        agreement=agreement_part.build(material, called, labels),
        movements=movement_part.build(material, called, publishers, labels),
        diplomacy=diplomacy_part.build(material, labels),
        care=care_list.listed(material),
        deliveries=_deliveries(material),
        actors=actor_part.build(material, labels),
    )


def _deliveries(material: Material) -> DeliveriesPage | None:
    """Return what is said of deliveries and overflight, None where nothing is."""
    page = delivery_list.listed(material)
    return page if page.deliveries or page.overflights else None


def _incident(
    material: Material, labels: Labels, incident: Incident, listed: Sequence[ClaimView], items: Sequence[EvidenceItem]
) -> IncidentPart:
    table = accounts_matrix.build(material, incident, labels)
    inside = set(incident.claims)
    return IncidentPart(
        name=names.incident_name(material, incident, labels),
        incident=incident,
        matrix=table,
        figures=drawing.figures(table, labels),
        claims=tuple(c for c in listed if c.id in inside),
        possible=tuple(c for c in listed if c.id not in inside and incident.id in c.possible),
        places=_places(incident, labels),
        silent=tuple(labels.say("column", column) for column in table.silent),
        killed=incident_list.killed_words(incident, labels),
        proposed=all(merged.all_proposed(row) for group in table.origins for row in group.rows),
        repeats={
            row.repeats: names.publisher_of(material, row.repeats, labels)
            for group in table.origins
            for row in group.rows
            if row.repeats
        },
        evidence=tuple(e for e in items if e.reference.claim in inside),
    )


def _places(incident: Incident, labels: Labels) -> tuple[str, ...]:
    """Return the places for the head of an incident: a country only where nothing finer is named; the matrix has them all."""
    finer = [place for place in incident.places if place.precision != "country"]
    return tuple(dict.fromkeys(labels.place(place) for place in finer or incident.places))


def _texts(
    material: Material, listed: tuple[ClaimView, ...], parts: Iterable[IncidentPart], items: Iterable[EvidenceItem]
) -> tuple[TextPart, ...]:
    anchors: dict[str, set[int]] = {}
    for reference in _references(parts, items):
        anchors.setdefault(reference.report, set()).add(reference.spans[0].start)
    for claim in listed:
        anchors.setdefault(claim.report, set()).add(claim.content[0].start)
    views = claim_list.texts(material, listed)
    return tuple(
        TextPart(
            number=number,
            report=view,
            pieces=marks.pieces(view.text, view.claims, anchors.get(view.id, ())),
            incidents=tuple(p.incident.id for p in parts if view.id in p.incident.reports),
        )
        for number, view in enumerate(views, 1)
    )


def _references(parts: Iterable[IncidentPart], items: Iterable[EvidenceItem]) -> Iterable[Reference]:
    for part in parts:
        for group in part.matrix.origins:
            for row in group.rows:
                for cell in row.cells:
                    yield from (value.reference for value in cell.values)
    yield from (item.reference for item in items)
