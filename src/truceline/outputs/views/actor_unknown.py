"""Names of the record that no pack has but that look like one which a pack has: to be looked at by a person, never merged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from truceline.actors import Registry
from truceline.actors.lookalikes import Lookalikes, oddities
from truceline.model.coverage import Affiliated, Covered
from truceline.outputs.views.actor_pages import UnknownName
from truceline.outputs.views.material import Material


def unknown_names(material: Material, looks: Lookalikes, registry: Registry, on: str) -> tuple[UnknownName, ...]:
    """Return the names of speakers, relays and tellings that resolve to nobody on a day and look like somebody, by name."""
    where: dict[str, list[str]] = defaultdict(list)
    for name, source in _named(material):
        if name not in registry and registry.resolve(name, on) is None:
            where[name].append(source)
    found = []
    for name in sorted(where):
        alike, odd = looks.of(name, on), oddities(name)
        if alike or odd:
            found.append(UnknownName(name=name, looks_like=alike, oddities=odd, where=tuple(dict.fromkeys(where[name]))))
    return tuple(found)


def _named(material: Material) -> Iterator[tuple[str, str]]:
    """Yield each name that stands in a counted claim or a telling without an actor, or is oddly written, with where."""
    for told in material.told:
        claim = told.claim
        if claim.speaker and not claim.speaker.unnamed and (not claim.speaker.actor or oddities(claim.speaker.name)):
            yield claim.speaker.name, claim.id
        yield from ((relay.name, claim.id) for relay in claim.via if not relay.actor)
    for each in material.assertions:
        fact = each.fact
        names = [each.by, *each.via]
        names += [fact.actor] if isinstance(fact, Covered) else []
        names += [fact.actor, fact.other] if isinstance(fact, Affiliated) else []
        yield from ((name, each.source.id) for name in names if name)
