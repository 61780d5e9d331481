"""Actors and places that a row names: ids of the pack where it has them, else the words as they stand."""

from __future__ import annotations

from collections.abc import Iterable

from truceline.actors import registry_of
from truceline.agreement.observations import Gazetteer, has_coordinates
from truceline.model import Theatre


class Names:
    """The names of one theatre. What it does not have is kept in words and told once, in ``unknown``."""

    def __init__(self, theatre: Theatre) -> None:
        self._actors = registry_of(theatre.actors)
        self._places = Gazetteer(theatre.places)
        self.unknown: list[str] = []

    def actor(self, words: str, on: str | None = None) -> str:
        """Return the id of the actor that words name exactly on that day, else the words."""
        if words in self._actors:
            return words
        found = self._actors.resolve(words, on)
        if found is None:
            self.unknown.append(words)
        return found or words

    def actors(self, several: Iterable[str], on: str | None = None) -> tuple[str, ...]:
        """Return the same for several."""
        return tuple(self.actor(words, on) for words in several)

    def place(self, words: str) -> str:
        """Return the id of the place that words name, else the words.

        Raises:
            ValueError: the words hold coordinates: an exact position is none of these facts.
        """
        found = self._places.find(words)
        if found is None:
            if has_coordinates(words):
                message = "holds coordinates; expected the name of a place: exact positions are no part of a movement's facts"
                raise ValueError(message)
            self.unknown.append(words)
        return found.id if found else words

    def places(self, several: Iterable[str]) -> tuple[str, ...]:
        """Return the same for several."""
        return tuple(map(self.place, several))
