"""Linker: claims to incidents, and who copies whom. Pure: no clock, no disk, no ledger."""

from truceline.linker.accounts import Told, chief_incident, incidents
from truceline.linker.link import link
from truceline.linker.tellings import Linking, Telling

__all__ = ["Linking", "Telling", "Told", "chief_incident", "incidents", "link"]
