"""The page of one incident: its head, its accounts side by side, their words, the evidence, and what stands behind it all."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable

from truceline.errors import NotFoundError
from truceline.model import Incident, PlaceMention
from truceline.model.violations import Violation
from truceline.outputs.labels import Labels
from truceline.outputs.reading.lines import Lines, head, in_order
from truceline.outputs.reading.matrix import matrix_sheet
from truceline.outputs.reading.values import (
    Citation,
    ClauseStanding,
    IncidentSheet,
    LogLine,
    MissingIncident,
    Near,
    Place,
)
from truceline.outputs.report import drawing
from truceline.outputs.views import accounts_matrix, evidence_list, incident_list, names
from truceline.outputs.views.hearing import chosen
from truceline.outputs.views.material import Material, Told
from truceline.outputs.views.pages import DifferingView
from truceline.outputs.views.violation_list import assessed

HOW_MANY_NEAR = 6


def incident_read(material: Material, incident: str, labels: Labels) -> IncidentSheet:
    """Return one incident with everything that is told of it.

    Raises:
        NotFoundError: it is not in this material.
    """
    found = next((each for each in incident_list.folded(material) if each.id == incident), None)
    if found is None:
        message = f'no incident "{incident}" in this selection'
        raise NotFoundError(message)
    inside, perhaps = _told_of(material, found)
    lines = Lines(material, [*inside, *perhaps], labels)
    table = accounts_matrix.build(material, found, labels)
    evidence = evidence_list.cited(material, inside, labels)
    return IncidentSheet(
        basis=material.basis(incident_list.waiting(material)),
        id=found.id,
        name=names.incident_name(material, found, labels),
        time=found.time,
        places=_places(found, names.placing(material, labels)),
        reports=len(found.reports),
        possible_reports=tuple(head(material, material.by_report[report], labels) for report in found.possible),
        origins_sure=found.origins.sure,
        origins_possible=found.origins.possible,
        known=found.known,
        accepted=found.standing.accepted,
        entered=found.standing.entered,
        waiting=_waiting(material, found.id),
        contested=found.contested,
        standings=_standings(material, found.id, labels.lang),
        figures=drawing.figures(table, labels),
        matrix=matrix_sheet(material, table, lines, labels),
        claims=lines.by_report(inside),
        possible=lines.by_report(perhaps),
        evidence=tuple(
            Citation(
                item=item, by=item.speaker or lines.publisher(item.reference.report), mention=lines.mention(item.reference.claim)
            )
            for item in evidence
        ),
        differing=_differing(material, found.id),
        entries=_entries(material, [*inside, *perhaps]),
    )


def missing_incident(
    material: Material, incident: str, labels: Labels, merged: Iterable[tuple[str, ...]] = ()
) -> MissingIncident:
    """Return what to tell somebody who looks for an incident that is not in this material; nothing of what is left out.

    ``merged``: incidents that people merged, those of one act together.
    """
    there = {each.id: each for each in incident_list.folded(material)}
    near = difflib.get_close_matches(incident[:40], list(there), n=HOW_MANY_NEAR, cutoff=0.3) or list(there)[-HOW_MANY_NEAR:]
    asked = material.selection
    return MissingIncident(
        basis=material.basis(incident_list.waiting(material)),
        id=incident[:40],
        waiting=_waiting(material, incident),
        is_narrowed=any((asked.known, asked.said, asked.happened, asked.entry is not None)),
        joined=tuple(near_one(material, there[each], labels) for each in sorted(_with(incident, merged)) if each in there),
        near=tuple(near_one(material, there[each], labels) for each in near),
    )


def _with(incident: str, merged: Iterable[tuple[str, ...]]) -> set[str]:
    """Return all incidents with which one was merged, by however many acts."""
    acts, found = [set(act) for act in merged], {incident}
    while more := {each for act in acts if act & found for each in act} - found:
        found |= more
    return found - {incident}


def near_one(material: Material, incident: Incident, labels: Labels) -> Near:
    """Return an incident as something to choose."""
    return Near(id=incident.id, name=names.incident_name(material, incident, labels), time=incident.time)


def _told_of(material: Material, incident: Incident) -> tuple[list[Told], list[Told]]:
    """Return the counted claims of an incident, and those that may belong to it."""
    inside = set(incident.claims)
    linked = {link.claim for link in material.links if link.incident == incident.id and link.claim not in inside}
    told = [material.by_claim[each] for each in (*inside, *linked) if each in material.by_claim]
    ordered = in_order(material, told)
    return [t for t in ordered if t.claim.id in inside], [t for t in ordered if t.claim.id not in inside]


def _waiting(material: Material, incident: str) -> int:
    """Return how many proposals would change an incident, or make it."""
    waits = {each.claim.id for each in material.waiting}
    return sum(link.incident == incident and link.outcome == "linked" and link.claim in waits for link in material.links)


def _places(incident: Incident, words: Callable[[PlaceMention], str]) -> tuple[Place, ...]:
    """Return the places for the head: a country only where nothing finer is named; the matrix has them all."""
    finer = [place for place in incident.places if place.precision != "country"]
    found = {words(place): place.precision for place in reversed(finer or incident.places)}
    return tuple(Place(words=words, precision=precision) for words, precision in reversed(found.items()))


def _standings(material: Material, incident: str, lang: str) -> tuple[ClauseStanding, ...]:
    """Return where every authority stands on every clause that the incident may have violated; never one for all."""
    agreement = chosen(material)
    if agreement is None:
        return ()
    clauses = {clause.id: clause for clause in agreement.clauses}
    found = []
    for violation in assessed(material, agreement):
        if violation.incident == incident:
            clause = clauses.get(violation.clause)
            words = f"{clause.number or clause.id}: {clause.summary}" if clause else violation.clause
            found += _of_violation(material, violation, words, lang)
    return tuple(found)


def _of_violation(material: Material, violation: Violation, clause: str, lang: str) -> list[ClauseStanding]:
    party = _called(material, violation.party, lang) if violation.party else None
    positions = violation.finding or violation.occurrence
    return [
        ClauseStanding(
            violation=violation.id,
            clause=clause,
            party=party,
            authority=_called(material, authority, lang),
            value=position.value,
            since=position.since,
        )
        for authority, position in positions.items()
    ]


def _called(material: Material, actor: str, lang: str) -> str:
    return names.actor_name(material.actors[actor], lang) if actor in material.actors else actor


def _differing(material: Material, incident: str) -> tuple[DifferingView, ...]:
    linked = {link.claim for link in material.links if link.incident == incident}
    return tuple(each for each in material.differing if linked.intersection(each.claims))


def _entries(material: Material, told: Iterable[Told]) -> tuple[LogLine, ...]:
    """Return the entries of the log by which the reports and claims came in, in the order of the log."""
    claims = list(told)
    reports = dict.fromkeys(each.claim.report for each in claims)
    found = [LogLine(entry=material.by_report[report].entry, what="report", id=report) for report in reports]
    found += [LogLine(entry=each.entry, what="claim", id=each.claim.id) for each in claims]
    return tuple(sorted(found, key=lambda line: line.entry))
