"""A record asked by its clocks alone, without a page around the answer: incidents, one of them, its matrix, claims, sources."""

from __future__ import annotations

from typing import TypedDict, Unpack

from truceline.ledger import Record
from truceline.model import Incident
from truceline.outputs.labels import load
from truceline.outputs.views import incident_list, source_list
from truceline.outputs.views.gathering import gather
from truceline.outputs.views.pages import ClaimView, Matrix, Selection, SourceView, Waiting
from truceline.outputs.views.record_pages import incident_page, listed_claims, one_incident


class Clocks(TypedDict, total=False):
    """The clocks of a selection, by the names that it has for them; what is not given lets everything through."""

    known: str | None
    said: str | None
    entry: int | None
    happened: str | None
    with_proposals: bool


def incidents(record: Record, **clocks: Unpack[Clocks]) -> tuple[Incident, ...]:
    """Return all incidents by the first day on which they may have happened, undated ones last."""
    return incident_list.folded(gather(record, Selection(**clocks)))


def incident(record: Record, incident_id: str, **clocks: Unpack[Clocks]) -> Incident:
    """Return one incident.

    Raises:
        NotFoundError: no such incident in this selection.
    """
    return one_incident(gather(record, Selection(**clocks)), incident_id)


def matrix(record: Record, incident_id: str, **clocks: Unpack[Clocks]) -> Matrix:
    """Return the competing-accounts matrix of one incident.

    Raises:
        NotFoundError: no such incident in this selection.
    """
    return incident_page(record, incident_id, Selection(**clocks)).matrix


def claims(record: Record, **clocks: Unpack[Clocks]) -> tuple[ClaimView, ...]:
    """Return every claim with how it stands; with proposals, also those that a person rejected, so that no decision is hidden."""
    return listed_claims(gather(record, Selection(**clocks)))


def sources(record: Record, **clocks: Unpack[Clocks]) -> tuple[SourceView, ...]:
    """Return publishers and speakers: what they claimed, what was corrected, whom they repeat."""
    return source_list.listed(gather(record, Selection(**clocks)), load())


def waiting(record: Record, *, known: str | None = None, said: str | None = None, entry: int | None = None) -> Waiting:
    """Return what waits for a person's decision."""
    return incident_list.waiting(gather(record, Selection(known=known, said=said, entry=entry)))
