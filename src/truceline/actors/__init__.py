"""Actors: whom a name means on a day, by exact names only."""

from truceline.actors.names import transliteration_key
from truceline.actors.registry import Match, Registry

__all__ = ["Match", "Registry", "transliteration_key"]
