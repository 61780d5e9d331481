"""Freshness: whether a page that was made of an earlier state of the log may still be shown while a newer one is being made.

It may, unless something was written since that takes anything from sight: an order that something has to go, a release that was
withdrawn, another key for what is sealed. What only adds to the record may wait a little.
"""

from __future__ import annotations

from truceline.ledger import Record

TAKING = ("redaction.", "release.", "compartment.", "telling.withdrawn", "observation.withdrawn")
"""With what the kinds of entry begin after which nothing older is shown."""
MANY = 5_000
"""So many entries are looked through; behind more, nothing older is shown."""


def may_wait(record: Record, size: int) -> bool:
    """Say whether what was made of the first ``size`` entries may be shown for now."""
    if record.size - size > MANY:
        return False
    return not any(entry.kind.startswith(TAKING) for entry in record.entries(size))
