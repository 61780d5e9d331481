"""Entering what somebody says of diplomatic proposals, contacts, channels and bodies; joining and parting what was grouped."""

from truceline.workflow.diplomacy.entering import SORTS, Done, Says, enter, subject_named
from truceline.workflow.diplomacy.joining import Joined, join
from truceline.workflow.diplomacy.typed import (
    BodyTyped,
    ChannelTyped,
    ContactTyped,
    PositionTyped,
    ProposalTyped,
    ThreatTyped,
    Typed,
    WithheldTyped,
)

__all__ = [
    "SORTS",
    "BodyTyped",
    "ChannelTyped",
    "ContactTyped",
    "Done",
    "Joined",
    "PositionTyped",
    "ProposalTyped",
    "Says",
    "ThreatTyped",
    "Typed",
    "WithheldTyped",
    "enter",
    "join",
    "subject_named",
]
