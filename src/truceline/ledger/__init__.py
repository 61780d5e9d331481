"""The only part that keeps anything: an append-only log, the archive it names, and what is folded from it."""

from truceline.ledger.checking.check import Problem, Verification
from truceline.ledger.leaf.bodies import CallReceived
from truceline.ledger.leaf.entries import OPEN_COMPARTMENT, Draft, Entry
from truceline.ledger.leaf.recorded import (
    RecordedCall,
    RecordedClaim,
    RecordedCopy,
    RecordedJudgement,
    RecordedLink,
    RecordedReport,
    Stood,
)
from truceline.ledger.record import Record

__all__ = [
    "OPEN_COMPARTMENT",
    "CallReceived",
    "Draft",
    "Entry",
    "Problem",
    "Record",
    "RecordedCall",
    "RecordedClaim",
    "RecordedCopy",
    "RecordedJudgement",
    "RecordedLink",
    "RecordedReport",
    "Stood",
    "Verification",
]
