"""Entering notified sites: their versions, who checked, who was sent what and how they answered, what became of them.

Exact positions are sealed beside the tellings, and read one site at a time.
"""

from truceline.workflow.notifying.becoming import propose_cells, revoke, strike
from truceline.workflow.notifying.opening import Done, SiteGiven, open_site, update_site
from truceline.workflow.notifying.positions import NOTATIONS, ORDERS, PositionGiven, Shown, shown_position
from truceline.workflow.notifying.sending import AnswerGiven, SendingGiven, answer, check, revalidate, send
from truceline.workflow.notifying.words import tells_position

__all__ = [
    "NOTATIONS",
    "ORDERS",
    "AnswerGiven",
    "Done",
    "PositionGiven",
    "SendingGiven",
    "Shown",
    "SiteGiven",
    "answer",
    "check",
    "open_site",
    "propose_cells",
    "revalidate",
    "revoke",
    "send",
    "shown_position",
    "strike",
    "tells_position",
    "update_site",
]
