"""Marks: a person's word on what a claim says of an agreement; how it is drafted, and how it is read back.

Marks are counted acts (``numbered``): the first of a record is ``m1``. Nothing is ever changed; a later mark of the same claim
for the same agreement stands instead of the earlier one, which stays in the log.
"""

from __future__ import annotations

import msgspec

from truceline.ledger.leaf.bodies import StatementMarked
from truceline.ledger.leaf.entries import Draft
from truceline.ledger.numbered import append_next, told_by
from truceline.ledger.store import Store

MARKED = "statement.marked"


class RecordedMark(msgspec.Struct, frozen=True, kw_only=True):
    """A mark and where it stands: what it says, who said so, and when it was recorded."""

    body: StatementMarked
    by: str
    at: str
    entry: int


def marks(store: Store, entry: int | None = None) -> tuple[RecordedMark, ...]:
    """Return the marks in the order in which they were made; ``entry``: as the record stood after that entry."""
    found = told_by(store, MARKED, StatementMarked, entry)
    return tuple(RecordedMark(body=body, by=each.by, at=each.at, entry=each.idx) for each, body in found)


def standing_marks(store: Store, entry: int | None = None) -> dict[str, tuple[RecordedMark, ...]]:
    """Return by claim the marks that stand, one for each agreement, the latest first."""
    latest = {(mark.body.claim, mark.body.agreement): mark for mark in marks(store, entry)}
    found: dict[str, list[RecordedMark]] = {}
    for (claim, _), mark in latest.items():
        found.setdefault(claim, []).append(mark)
    return {claim: tuple(sorted(several, key=lambda each: -each.entry)) for claim, several in found.items()}


def append_mark(store: Store, body: StatementMarked, *, by: str, refs: tuple[str, ...] = ()) -> tuple[str, int]:
    """Append a mark, and return its id and its place in the log; the id in ``body`` is replaced by its number."""

    def draft(number: int) -> Draft:
        return Draft(kind=MARKED, body=msgspec.structs.replace(body, mark=f"m{number}"), by=by, refs=refs)

    number, idx = append_next(store, MARKED, draft)
    return f"m{number}", idx
