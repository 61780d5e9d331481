"""Rebuilding: everything derived from the log folded anew, and whether it came out the same."""

from __future__ import annotations

import msgspec

from truceline.ledger import Record


class Rebuilt(msgspec.Struct, frozen=True, kw_only=True):
    """How many entries were folded, and whether the tables were right before."""

    entries: int
    same: bool


def rebuild(record: Record) -> Rebuilt:
    """Drop all projections and fold them anew."""
    before = record.dump()
    record.rebuild()
    return Rebuilt(entries=record.size, same=record.dump() == before)
