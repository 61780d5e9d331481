"""Standings as a person saw them: whoever decides on what is not so any more is told, and nothing is written over.

``seen`` is the last entry of the log that a person's page stood on, for all claims or claim by claim. What was decided, corrected
or superseded after it was not seen. It is looked at in the transaction that writes, so that of two people who decide at once
the second is always told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from truceline.errors import Meanwhile, MeanwhileError, NotFoundError
from truceline.ledger import Record, Stood

Seen: TypeAlias = int | Mapping[str, int] | None
"""Up to which entry the log was seen, None where nobody says: then nobody is told."""


def standings(record: Record, claims: Sequence[str]) -> dict[str, Stood]:
    """Return how claims stand now.

    Raises:
        NotFoundError: no claim of one of the ids.
    """
    found = record.standings(claims)
    for claim in claims:
        if claim not in found:
            message = f'no claim "{claim}" in this record; `truceline claims` lists them'
            raise NotFoundError(message)
    return found


def check_unchanged(record: Record, stood: Mapping[str, Stood], seen: Seen, *, by: str, verdict: str | None = None) -> None:
    """Refuse where a claim does not stand any more as it was seen; the same ``verdict`` by the same person again is no change.

    Raises:
        MeanwhileError: it does not; its ``changes`` say who decided what, and when.
    """
    changes = tuple(_changes(record, stood, seen, by, verdict))
    if changes:
        told = "; ".join(f"{each.what}: {each.how} by {each.by} at {each.at} (entry {each.entry})" for each in changes[:8])
        more = f"; and {len(changes) - 8} more" if len(changes) > 8 else ""
        message = (
            f"decided by others since you looked: {told}{more}; nothing was written; look again and decide on what stands now"
        )
        raise MeanwhileError(message, changes)


def replaced(record: Record, claim: str) -> Meanwhile | None:
    """Return who put another in the place of a claim, and when; None where nobody did, or there is no such claim."""
    stood = record.standings([claim]).get(claim)
    if stood is None or stood.superseded_by is None:
        return None
    entry = record.entry(stood.since)
    how = f"corrected as {stood.superseded_by}"
    return Meanwhile(claim, how, entry.by, entry.at, entry.idx, instead=stood.superseded_by)


def last_in_place(record: Record, claim: str) -> str:
    """Return the claim that stands now in the place of one, however often it was corrected; itself where it was not."""
    seen = {claim}
    while (change := replaced(record, claim)) is not None and change.instead and change.instead not in seen:
        claim = change.instead
        seen.add(claim)
    return claim


def _changes(record: Record, stood: Mapping[str, Stood], seen: Seen, by: str, verdict: str | None) -> Iterator[Meanwhile]:
    if seen is None:
        return
    for claim, each in stood.items():
        last = seen if isinstance(seen, int) else seen.get(claim)
        if last is None or each.since <= last:
            continue
        entry = record.entry(each.since)
        if entry.by == by and each.standing == verdict and each.superseded_by is None:
            continue
        how = f"corrected as {each.superseded_by}" if each.superseded_by else each.standing
        yield Meanwhile(claim, how, entry.by, entry.at, entry.idx, instead=each.superseded_by)
