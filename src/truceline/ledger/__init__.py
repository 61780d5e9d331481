"""The only part that keeps anything: an append-only log, the archive it names, and what is folded from it."""

from truceline.ledger.bodies import CallReceived
from truceline.ledger.check import Problem, Verification
from truceline.ledger.entries import OPEN_COMPARTMENT, Draft, Entry
from truceline.ledger.record import Record
from truceline.ledger.recorded import (
    RecordedCall,
    RecordedClaim,
    RecordedCopy,
    RecordedJudgement,
    RecordedLink,
    RecordedReport,
)

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
    "Verification",
]
