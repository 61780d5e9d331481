"""Contacts: what is told about calls, meetings, bodies, channels and threats folded, rival accounts side by side."""

from truceline.diplomacy.contacts.fold import contacts
from truceline.diplomacy.contacts.values import (
    Body,
    ChannelLine,
    ChannelStep,
    Contacts,
    Encounter,
    SaidCount,
    SaidNth,
    SaidRange,
    SaidWho,
    SaidWords,
    Series,
    ThreatMade,
    Withheld,
)

__all__ = [
    "Body",
    "ChannelLine",
    "ChannelStep",
    "Contacts",
    "Encounter",
    "SaidCount",
    "SaidNth",
    "SaidRange",
    "SaidWho",
    "SaidWords",
    "Series",
    "ThreatMade",
    "Withheld",
    "contacts",
]
