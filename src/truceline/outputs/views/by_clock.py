"""A record asked by its clocks alone, without a page around the answer: incidents, one of them, its matrix, claims, sources."""

from __future__ import annotations

from truceline.ledger import Record
from truceline.model import Incident
from truceline.outputs.labels import load
from truceline.outputs.views import (
    incident_list,
    source_list,
)
from truceline.outputs.views.gathering import gather
from truceline.outputs.views.pages import (
    ClaimView,
    Matrix,
    Selection,
    SourceView,
    Waiting,
)
from truceline.outputs.views.record_pages import incident_page, listed_claims, one_incident


def incidents(  # noqa: PLR0913  # the four clocks of a selection
    record: Record,
    *,
    known: str | None = None,
    said: str | None = None,
    entry: int | None = None,
    happened: str | None = None,
    with_proposals: bool = False,
) -> tuple[Incident, ...]:
    """Return all incidents by the first day on which they may have happened, undated ones last."""
    return incident_list.folded(
        gather(record, Selection(known=known, said=said, entry=entry, happened=happened, with_proposals=with_proposals))
    )


def incident(  # noqa: PLR0913  # the four clocks of a selection
    record: Record,
    incident_id: str,
    *,
    known: str | None = None,
    said: str | None = None,
    entry: int | None = None,
    happened: str | None = None,
    with_proposals: bool = False,
) -> Incident:
    """Return one incident.

    Raises:
        NotFoundError: no such incident in this selection.
    """
    return one_incident(
        gather(record, Selection(known=known, said=said, entry=entry, happened=happened, with_proposals=with_proposals)),
        incident_id,
    )


def matrix(  # noqa: PLR0913  # the four clocks of a selection
    record: Record,
    incident_id: str,
    *,
    known: str | None = None,
    said: str | None = None,
    entry: int | None = None,
    happened: str | None = None,
    with_proposals: bool = False,
) -> Matrix:
    """Return the competing-accounts matrix of one incident.

    Raises:
        NotFoundError: no such incident in this selection.
    """
    selection = Selection(known=known, said=said, entry=entry, happened=happened, with_proposals=with_proposals)
    return incident_page(record, incident_id, selection).matrix


def claims(  # noqa: PLR0913  # the four clocks of a selection
    record: Record,
    *,
    known: str | None = None,
    said: str | None = None,
    entry: int | None = None,
    happened: str | None = None,
    with_proposals: bool = False,
) -> tuple[ClaimView, ...]:
    """Return every claim with how it stands; with proposals, also those that a person rejected, so that no decision is hidden."""
    selection = Selection(known=known, said=said, entry=entry, happened=happened, with_proposals=with_proposals)
    return listed_claims(gather(record, selection))


def sources(  # noqa: PLR0913  # the four clocks of a selection
    record: Record,
    *,
    known: str | None = None,
    said: str | None = None,
    entry: int | None = None,
    happened: str | None = None,
    with_proposals: bool = False,
) -> tuple[SourceView, ...]:
    """Return publishers and speakers: what they claimed, what was corrected, whom they repeat."""
    selection = Selection(known=known, said=said, entry=entry, happened=happened, with_proposals=with_proposals)
    return source_list.listed(gather(record, selection), load())


def waiting(record: Record, *, known: str | None = None, said: str | None = None, entry: int | None = None) -> Waiting:
    """Return what waits for a person's decision."""
    return incident_list.waiting(gather(record, Selection(known=known, said=said, entry=entry)))
