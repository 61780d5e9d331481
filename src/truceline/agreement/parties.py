"""Who speaks for which party, and who holds a capacity on a day.

A ministry, an army or a spokesperson speaks for the party it is part of, as the pack says; nobody is taken for part of a party
by likeness or by affiliation that somebody alleges.

>>> from truceline.model import Actor
>>> state, army = Actor(id="sy", kind="state", name="Syria"), Actor(id="sy.mil", kind="military", name="Army", within="sy")
>>> above("sy.mil", {"sy": state, "sy.mil": army})
('sy.mil', 'sy')
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping

from truceline.agreement.containment import containing
from truceline.agreement.remembering import remembered
from truceline.model import Actor, Place
from truceline.model.agreements import Agreement


def above(actor: str, actors: Mapping[str, Actor]) -> tuple[str, ...]:
    """Return an actor and all bodies above it, nearest first: whom it speaks for, then what it is part of."""
    found: list[str] = []
    step: str | None = actor
    while step is not None and step not in found:
        found.append(step)
        known = actors.get(step)
        step = (known.speaks_for or known.within) if known else None
    return tuple(found)


class Parties:
    """The parties and authorities of one agreement among the actors of a pack; ``places``: those of the same pack."""

    def __init__(self, agreement: Agreement, actors: Iterable[Actor], places: Iterable[Place] = ()) -> None:
        self.agreement = agreement
        self.actors = {actor.id: actor for actor in actors}
        self._within = {place.id: place.within for place in places}

    @remembered
    def around(self, place: str) -> tuple[str, ...]:
        """Return a place and all that contain it, nearest first; only itself where no pack lists it."""
        return containing(place, self._within)

    @remembered
    def above(self, actor: str | None) -> tuple[str, ...]:
        """Return an actor and all bodies above it, nearest first; none where nobody is named."""
        return above(actor, self.actors) if actor else ()

    @remembered
    def party_of(self, actor: str | None) -> str | None:
        """Return the party that an actor speaks for (itself where it is one), None where it speaks for none."""
        return next((each for each in self.above(actor) if each in self.agreement.parties), None)

    @remembered
    def authority_of(self, actor: str | None) -> str | None:
        """Return the party, holder of a capacity or third party that an actor speaks for, nearest first; None for others."""
        return next((each for each in self.above(actor) if each in self._authorities), None)

    def holders(self, capacity_or_actor: str, on: str | None = None) -> tuple[str, ...]:
        """Return who holds a capacity on a day (None: ever), or the actor itself where it is one."""
        held = [
            holder
            for capacity in self.agreement.capacities
            if capacity.name == capacity_or_actor and _holds(capacity.since, capacity.until, on)
            for holder in capacity.holders
        ]
        return tuple(dict.fromkeys(held)) if held else (capacity_or_actor,) if self._is_actor(capacity_or_actor) else ()

    def all_holders(self, names: Iterable[str], on: str | None = None) -> tuple[str, ...]:
        """Return the holders of several capacities or actors, each once, in order."""
        return tuple(dict.fromkeys(holder for name in names for holder in self.holders(name, on)))

    def _is_actor(self, name: str) -> bool:
        return name in self.actors or name in self.agreement.parties

    @functools.cached_property
    def _authorities(self) -> frozenset[str]:
        text = self.agreement
        held = {holder for capacity in text.capacities for holder in capacity.holders}
        return frozenset({*text.parties, *held, *(third.actor for third in text.third_parties)})


def _holds(since: str | None, until: str | None, on: str | None) -> bool:
    return on is None or (since or "") <= on <= (until or "9999")
