"""What was learned between two states of one record: what is there now and was not, and which claims made it so.

Both states are given as materials for the same reader, so nothing that this reader may not see is in either, and nothing of it in
what is learned. The cost is that of the two states and of one pass over both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from truceline.outputs.labels import Labels, load
from truceline.outputs.views import incident_list
from truceline.outputs.views.learned import agreements, claims, incidents, movements
from truceline.outputs.views.learned.agreements import between
from truceline.outputs.views.learned.pages import (
    AgreementChange,
    ClaimChange,
    FieldChange,
    IncidentChange,
    LearnedPage,
    MovementChange,
    NewReport,
    Sentence,
    SideChange,
)
from truceline.outputs.views.material import Material
from truceline.outputs.views.names import actor_name, publisher_of

__all__ = [
    "AgreementChange",
    "ClaimChange",
    "FieldChange",
    "IncidentChange",
    "LearnedPage",
    "MovementChange",
    "NewReport",
    "Sentence",
    "SideChange",
    "between",
    "learned",
]


def learned(before: Material, after: Material, labels: Labels | None = None) -> LearnedPage:
    """Return what ``after`` says that ``before`` did not; both of the same record and reader."""
    words = labels or load()
    is_public = after.is_public
    page = LearnedPage(
        basis=after.basis(incident_list.waiting(after)),
        before=before.selection,
        after=after.selection,
        reports=tuple(_reports(before, after)),
        incidents=tuple(incidents.changes(before, after, words)),
        claims=tuple(claims.changes(before, after)),
        agreements=tuple(agreements.changes(before, after, words)),
        movements=() if is_public else tuple(movements.changes(before, after, words)),
        waiting_before=len(before.waiting),
        waiting=len(after.waiting),
        without_movements=is_public,
    )
    named = tuple(dict.fromkeys(_named(page)))
    return msgspec.structs.replace(
        page, names=dict(_names(named, before, after, words)), entries=dict(_entries(named, before, after))
    )


def _entries(named: Iterable[str], before: Material, after: Material) -> Iterator[tuple[str, int]]:
    """Yield for each claim and telling by which entry of the log it came in."""
    entered = {each.source.id: each.source.recorded for each in (*before.assertions, *after.assertions)}
    for name in named:
        told = after.by_claim.get(name) or before.by_claim.get(name)
        if told is not None or name in entered:
            yield name, told.entry if told else entered[name]


def _names(named: Iterable[str], before: Material, after: Material, labels: Labels) -> Iterator[tuple[str, str]]:
    """Yield for each claim and telling that the page names who says it."""
    entered = {each.source.id: each for each in (*before.assertions, *after.assertions) if each.source.report is None}
    actors = {**before.actors, **after.actors}
    for name in named:
        told = after.by_claim.get(name) or before.by_claim.get(name)
        if told is not None:
            speaker = told.claim.speaker
            known = actors.get(speaker.actor or "") if speaker and not speaker.unnamed else None
            own = publisher_of(after if told.claim.report in after.by_report else before, [told.claim.report], labels)
            yield name, actor_name(known, labels.lang) if known else speaker.name if speaker else own
        elif name in entered:
            said = entered[name]
            known = actors.get(said.by)
            yield name, said.name or (actor_name(known, labels.lang) if known else said.by or name)


def _named(page: LearnedPage) -> Iterator[str]:
    for agreement in page.agreements:
        for side in agreement.changes:
            yield from side.claims
    for incident in page.incidents:
        yield from incident.claims
        for field in incident.changes:
            yield from field.claims
    for claim in page.claims:
        yield from claim.by
    for movement in page.movements:
        yield from movement.claims


def _reports(before: Material, after: Material) -> Iterator[NewReport]:
    for held in after.held:
        report = held.report
        if report.id not in before.by_report:
            title = report.id if held.withheld else report.title or report.id
            yield NewReport(id=report.id, title=title, publisher=report.publisher, day=held.known_on)
