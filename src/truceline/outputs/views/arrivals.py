"""Arrivals: what came into the record since somebody last looked, counted by what it is and by who may know of it.

Nothing here has a word, a name or an id of what came in. What is in a compartment counts only for those to whom it is granted;
the size of the log, which everybody may check, is the one number that is the same for all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from truceline.ledger import OPEN_COMPARTMENT, Entry, Record
from truceline.ledger.leaf.bodies import IncidentsJoined, JudgementMade
from truceline.outputs.views.viewing import Viewer

What = Literal["reports", "claims", "decisions", "others"]
KINDS: dict[str, What] = {
    "report.archived": "reports",
    "claim.proposed": "claims",
    "claim.entered": "claims",
    "claim.accepted": "decisions",
    "claim.rejected": "decisions",
    "claim.superseded": "decisions",
    "judgement.made": "decisions",
    "review.decided": "decisions",
    "violation.step": "decisions",
    "incidents.joined": "decisions",
    "joining.undone": "decisions",
    "telling.entered": "others",
    "telling.withdrawn": "others",
    "observation.entered": "others",
    "observation.withdrawn": "others",
    "statement.marked": "others",
    "pack.archived": "others",
    "release.given": "others",
    "release.withdrawn": "others",
}
"""What a reader would want to look at anew; every other kind of entry moves the size of the log and nothing else."""


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """One entry that came in: its place in the log, what it is, and the opaque id of the compartment it is in."""

    entry: int
    what: What
    compartment: str


class News(msgspec.Struct, frozen=True, kw_only=True):
    """What came in, up to ``size`` entries of the log: counts of what a viewer may know of.

    ``is_whole``: False where so much came in that it was not counted, and the counts are of its end alone.
    """

    size: int
    reports: int = 0
    claims: int = 0
    decisions: int = 0
    others: int = 0
    is_whole: bool = True

    @property
    def total(self) -> int:
        """How much there is to look at anew."""
        return self.reports + self.claims + self.decisions + self.others


def head_of(record: Record) -> int:
    """Return how many entries the log has now."""
    return record.size


def arrivals(record: Record, since: int, until: int) -> tuple[Arrival, ...]:
    """Return what came in with the entries [since, until), in the order of the log."""
    came = [entry for batch in record.log.batches(since, until) for entry in batch if entry.kind in KINDS]
    sealed = record.compartments_of(tuple({claim for entry in came for claim in _claims(entry)}))
    return tuple(Arrival(entry=entry.idx, what=KINDS[entry.kind], compartment=_compartment(entry, sealed)) for entry in came)


def _claims(entry: Entry) -> tuple[str, ...]:
    """Return the claims that an entry says something of: what is done to a hidden claim is as hidden as the claim."""
    body = entry.body
    if isinstance(body, JudgementMade):
        return (body.left, body.right)
    if isinstance(body, IncidentsJoined):
        return body.claims
    claim = getattr(body, "claim", None)
    return (claim,) if isinstance(claim, str) else ()


def _compartment(entry: Entry, sealed: Mapping[str, str]) -> str:
    """Return that of the entry, else that of its claims where none of them is open."""
    of_claims = {sealed[claim] for claim in _claims(entry) if claim in sealed}
    if entry.co != OPEN_COMPARTMENT or not of_claims or OPEN_COMPARTMENT in of_claims:
        return entry.co
    return min(of_claims)


def news(came: Iterable[Arrival], viewer: Viewer, size: int, *, is_whole: bool = True) -> News:
    """Count what ``viewer`` may know of."""
    found = Counter(each.what for each in came if viewer.opens(each.compartment))
    return News(
        size=size,
        reports=found["reports"],
        claims=found["claims"],
        decisions=found["decisions"],
        others=found["others"],
        is_whole=is_whole,
    )
