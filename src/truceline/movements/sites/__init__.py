"""Notified sites and movements: who was sent what, who answered how, what has expired, what was struck after it was notified."""

from truceline.movements.sites.figures import figures
from truceline.movements.sites.fold import hits, sites
from truceline.movements.sites.reach import proposed
from truceline.movements.sites.saying import so_far
from truceline.movements.sites.values import (
    Answer,
    Contradiction,
    Due,
    Figures,
    Hit,
    Hours,
    Proposed,
    Recipient,
    Says,
    Sending,
    Site,
    Stands,
    State,
    Strike,
    Version,
)
from truceline.movements.sites.ways import Way, ways

__all__ = [
    "Answer",
    "Contradiction",
    "Due",
    "Figures",
    "Hit",
    "Hours",
    "Proposed",
    "Recipient",
    "Says",
    "Sending",
    "Site",
    "Stands",
    "State",
    "Strike",
    "Version",
    "Way",
    "figures",
    "hits",
    "proposed",
    "sites",
    "so_far",
    "ways",
]
