"""Freshness: whether what was made of an earlier state of the log may still be shown while a newer one is being made.

It may, unless something was written since that takes anything from sight: an order that something has to go, a release that was
withdrawn, another key for what is sealed. What only adds to the record may wait a little. Everybody is shown what people released
and what still stands: from them a decision against a claim takes something from sight too, and so does a longer delay.
"""

from __future__ import annotations

from truceline.ledger import Record
from truceline.ledger.releases import delay_hours

TAKING = ("redaction.", "release.", "compartment.", "telling.withdrawn", "observation.withdrawn")
"""With what the kinds of entry begin after which nothing older is shown."""
TAKING_FROM_ALL = (*TAKING, "claim.rejected", "claim.superseded", "link.", "incidents.joined", "joining.undone", "judgement.made")
"""With what those begin after which nothing older is shown to everybody."""
MANY = 5_000
"""So many entries are looked through; behind more, nothing older is shown."""


def may_wait(record: Record, size: int, *, is_public: bool = False) -> bool:
    """Say whether what was made of the first ``size`` entries may be shown for now."""
    if record.size - size > MANY:
        return False
    taking = TAKING_FROM_ALL if is_public else TAKING
    return not any(entry.kind.startswith(taking) for entry in record.entries(size))


def delay_of(record: Record) -> int:
    """Return the mission's delay in hours, no entry of the log: what was made under another one is not shown."""
    return delay_hours(record)
