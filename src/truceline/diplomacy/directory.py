"""The directory: whom an id or a word means in what is told of diplomacy, who holds an office on a day, whose side it is.

Words that the pack does not know stay words. They have a side only where they name exactly one state ("the top US officer");
which office they mean is never concluded.

>>> from truceline.model import Actor, Holding
>>> us = Actor(id="us", kind="state", name="United States")
>>> office = Actor(id="us.fm", kind="office", name="Secretary", within="us", holders=(Holding(holder="us.doe"),))
>>> directory = Directory((us, office, Actor(id="us.doe", kind="person", name="Doe", speaks_for="us")))
>>> directory.seat("us.doe", "2016-09-20"), directory.is_related("us.doe", "us", "2016-09-20")
('us.fm', True)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from truceline.actors import Registry, registry_of
from truceline.diplomacy.values import Who
from truceline.model import Actor, Holding, Place


class Directory:
    """Actors and places by id, and ``voices``: by the id of a report, whose own voice it is.

    ``registry``: that of the same actors, where it is at hand; to make one takes a while.
    """

    def __init__(
        self,
        actors: Iterable[Actor],
        places: Iterable[Place] = (),
        voices: Mapping[str, str] | None = None,
        registry: Registry | None = None,
    ) -> None:
        self._actors = {actor.id: actor for actor in actors}
        self._registry = registry or registry_of(self._actors.values())
        self._places = {place.id: place for place in places}
        self._voices = dict(voices or {})
        self._sides: dict[tuple[str, str], str | None] = {}
        self._related: dict[tuple[str, str, str], bool] = {}
        self._offices: dict[str, list[tuple[Holding, str]]] = defaultdict(list)
        for actor in self._actors.values():
            for holding in actor.holders if actor.kind == "office" else ():
                self._offices[holding.holder].append((holding, actor.id))

    def label(self, name: str) -> str:
        """Return the name to show for an actor, a place or a word."""
        place = self._places.get(name)
        return place.name if place else self._registry.label(name)

    def voice(self, report: str | None) -> str:
        """Return whose own voice a report is; its id where nobody told."""
        return self._voices.get(report or "", report or "")

    def who(self, name: str, on: str) -> Who:
        """Return an id or a word with its name and its side on a day."""
        side = self.side(name, on)
        return Who(id=name, name=self.label(name), side=side, side_name=self.label(side) if side else None)

    def seat(self, name: str, on: str) -> str:
        """Return the office that a person holds on a day; anything else is itself."""
        return next((office for held, office in self._held(name) if (held.since or "") <= on <= (held.until or "9999")), name)

    def side(self, name: str, on: str) -> str | None:
        """Return the outermost body an actor is part of, or the one state that words name; None where they name none or more.

        Whoever held offices, and holds none on the day, speaks for no side.
        """
        if self._held(name) and self.seat(name, on) == name:
            return None
        asked = (name, on if name in self._actors else "")
        if asked not in self._sides:
            self._sides[asked] = self._registry.state(name, on) if name in self._actors else self._side_of_words(name)
        return self._sides[asked]

    def _side_of_words(self, words: str) -> str | None:
        found = {self._registry.state(each.actor_id) for each in self._registry.find(words, demonyms=True)}
        return found.pop() if len(found) == 1 else None

    def above(self, name: str, on: str) -> tuple[str, ...]:
        """Return an actor and what it speaks for or is part of, nearest first; for words, themselves and their side."""
        if name not in self._actors:
            side = self.side(name, on)
            return (name.casefold(), side) if side else (name.casefold(),)
        found: list[str] = []
        step: str | None = name
        while step in self._actors and step not in found:
            found.append(step)
            actor = self._actors[step]
            office = self.seat(step, on) if actor.kind == "person" else step
            step = office if office != step else actor.speaks_for or actor.within
        return tuple(found)

    def is_related(self, one: str, other: str, on: str) -> bool:
        """Say whether two names can stand for one another: the same, an office and its holder, or one part of the other."""
        asked = (one, other, on)
        if asked not in self._related:
            ones, others = self.above(self.seat(one, on), on), self.above(self.seat(other, on), on)
            self._related[asked] = ones[0] in others or others[0] in ones
        return self._related[asked]

    def are_apart(self, one: str, other: str) -> bool:
        """Say whether two places of the pack surely lie outside each other; words never do."""
        both = one in self._places and other in self._places
        return both and one not in self._around(other) and other not in self._around(one)

    def is_actor(self, name: str) -> bool:
        """Say whether the pack has an actor of this id."""
        return name in self._actors

    def _held(self, name: str) -> list[tuple[Holding, str]]:
        actor = self._actors.get(name)
        by_name = self._offices.get(actor.name, []) if actor and actor.kind == "person" else []
        return [*self._offices.get(name, []), *by_name]

    def _around(self, place: str) -> set[str]:
        found: set[str] = set()
        step: str | None = place
        while step in self._places and step not in found:
            found.add(step)
            step = self._places[step].within
        return found
