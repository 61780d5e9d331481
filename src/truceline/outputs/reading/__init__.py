"""Pages for close reading: an incident with its accounts side by side, a report with its words marked, a proposal to decide on.

Each verb takes a material and labels and returns one page object, which a template only shows. A page holds no more of a record
than what stands on it, so that it is made as quickly in a large record as in a small one.
"""

from __future__ import annotations

from truceline.outputs.reading.incident import incident_read, missing_incident
from truceline.outputs.reading.lines import direction_of
from truceline.outputs.reading.report import held_report, report_read, words_read
from truceline.outputs.reading.review import Asked, claim_read, proposals, review_read
from truceline.outputs.reading.values import (
    ClaimLine,
    IncidentSheet,
    MissingIncident,
    ReportHead,
    ReportSheet,
    ReviewSheet,
    WordsSheet,
)

__all__ = [
    "Asked",
    "ClaimLine",
    "IncidentSheet",
    "MissingIncident",
    "ReportHead",
    "ReportSheet",
    "ReviewSheet",
    "WordsSheet",
    "claim_read",
    "direction_of",
    "held_report",
    "incident_read",
    "missing_incident",
    "proposals",
    "report_read",
    "review_read",
    "words_read",
]
