"""Actors: whom a name means on a day, by exact names only."""

from truceline.actors.names import transliteration_key
from truceline.actors.registry import Match, Registry
from truceline.actors.shared import lookalikes_of, registry_of

__all__ = ["Match", "Registry", "lookalikes_of", "registry_of", "transliteration_key"]
