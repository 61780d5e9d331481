"""Who is meant: offices and bodies by the names of the pack, and whose the speaker's own office is.

A person stands for the office that the pack says they hold on the day, else for the body that they speak for. An official
without a name is the body and nothing below it. Whom no pack lists stays as written.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from truceline.actors import registry_of
from truceline.model import Actor, Speaker

_BODIES = frozenset({"body", "intergovernmental", "un_body", "coalition"})


class Who(NamedTuple):
    """Somebody: ``office`` is an id of the pack or the words; ``person`` a name, where a named person is meant."""

    office: str
    person: str | None = None
    is_demonym: bool = False


class People:
    """The actors of a theatre, by name and by the offices they hold."""

    def __init__(self, actors: tuple[Actor, ...]) -> None:
        self.registry = registry_of(actors)
        self._actors = {actor.id: actor for actor in actors}
        self._offices = [actor for actor in actors if actor.kind == "office"]

    def office(self, actor: str, on: str | None) -> Who:
        """Return the office for which an actor stands on a day, with the person's name where it is one.

        Without a day, or outside all terms, it is the office held last, as for the bodies that people speak for.
        """
        known = self._actors.get(actor)
        if known is None or known.kind != "person":
            return Who(actor)
        return Who(self._held(known, on) or self.registry.institution(actor, on), known.name)

    def _held(self, person: Actor, on: str | None) -> str | None:
        terms = [
            (term, office.id) for office in self._offices for term in office.holders if term.holder in (person.id, person.name)
        ]
        current = [office for term, office in terms if on and (term.since or "") <= on <= (term.until or "9999")]
        last = max(terms, key=lambda each: (each[0].until or "9999", each[0].since or ""), default=None)
        return current[0] if current else last[1] if last else None

    def speaker(self, speaker: Speaker | None, on: str | None) -> Who | None:
        """Return the speaker of a claim as an office; None where nobody speaks, or nobody is told."""
        if speaker is None:
            return None
        body = speaker.actor or speaker.name
        if speaker.unnamed or not body:
            return Who(body) if body else None
        found = [self.office(match.actor_id, on) for match in self.registry.find(speaker.name, on)]
        of_body = [each for each in found if self.is_of(each.office, body)]
        person = next((each.person for each in of_body if each.person), None) or _person(speaker, found)
        office = next((each.office for each in reversed(of_body) if each.office != body), body)
        return Who(office, person)

    def is_of(self, actor: str, body: str) -> bool:
        """Say whether an actor is a body or within it."""
        seen: set[str] = set()
        at: str | None = actor
        while at is not None and at not in seen:
            if at == body:
                return True
            seen.add(at)
            known = self._actors.get(at)
            at = (known.within or known.speaks_for) if known else None
        return False

    def side(self, actor: str, on: str | None = None) -> str:
        """Return the outermost body that an actor is part of; words are their own."""
        return self.registry.state(actor, on)

    def is_body(self, actor: str) -> bool:
        """Say whether an actor is one in which several meet."""
        known = self._actors.get(actor)
        return known is not None and known.kind in _BODIES

    def is_personal(self, actor: str) -> bool:
        """Say whether an actor is a person or the office of one."""
        known = self._actors.get(actor)
        return known is not None and known.kind in {"person", "office"}

    def __contains__(self, actor: object) -> bool:
        return actor in self._actors


@lru_cache(maxsize=4)
def people_of(actors: tuple[Actor, ...]) -> People:
    """Return the people of a theatre, built once for the same actors."""
    return People(actors)


def _person(speaker: Speaker, found: Iterable[Who]) -> str | None:
    """Return the name of a speaker that no pack lists, where it is written as a person's."""
    words = speaker.name.split()
    is_name = 2 <= len(words) <= 4 and all(word[0].isupper() for word in words) and not any(found)
    return speaker.name if is_name and speaker.actor != speaker.name else None
