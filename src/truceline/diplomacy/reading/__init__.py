"""Reading diplomacy: what counted claims say of proposals, positions, contacts, channels and threats. Pure."""

from truceline.diplomacy.reading.reading import read, waiting

__all__ = ["read", "waiting"]
