"""What was learned between two states of one record: what is there now and was not, and which claims made it so.

Both states are given as materials for the same reader, so nothing that this reader may not see is in either, and nothing of it in
what is learned. The cost is that of the two states and of one pass over both.
"""

from __future__ import annotations

from collections.abc import Iterator

from truceline.outputs.labels import Labels, load
from truceline.outputs.views import incident_list
from truceline.outputs.views.learned import agreements, claims, incidents, movements
from truceline.outputs.views.learned.pages import (
    AgreementChange,
    ClaimChange,
    FieldChange,
    IncidentChange,
    LearnedPage,
    MovementChange,
    NewReport,
    SideChange,
)
from truceline.outputs.views.material import Material

__all__ = [
    "AgreementChange",
    "ClaimChange",
    "FieldChange",
    "IncidentChange",
    "LearnedPage",
    "MovementChange",
    "NewReport",
    "SideChange",
    "learned",
]


def learned(before: Material, after: Material, labels: Labels | None = None) -> LearnedPage:
    """Return what ``after`` says that ``before`` did not; both of the same record and reader."""
    words = labels or load()
    is_public = after.is_public
    return LearnedPage(
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


def _reports(before: Material, after: Material) -> Iterator[NewReport]:
    for held in after.held:
        report = held.report
        if report.id not in before.by_report:
            title = report.id if held.withheld else report.title or report.id
            yield NewReport(id=report.id, title=title, publisher=report.publisher, day=held.known_on)
