"""What must hold between the entries of a pack: references lead somewhere, a name has one bearer, nobody is affiliated.

The last one is a promise to those whom a pack could endanger: that a rescue, medical, media or civic body belongs to an
armed actor is only ever a claim by somebody, never a fact of a pack (see DESIGN in docs/concepts.md).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from truceline.actors.lookalikes import likes, oddities
from truceline.actors.names import folded
from truceline.actors.naming import renamings
from truceline.actors.registry import names_of
from truceline.model import Actor, ActorName, Holding, Place
from truceline.model.parties import Within
from truceline.reader.formats.located_yaml import Located, Mistake

CIVIC = frozenset({"civil_society", "media", "red_cross"})
"""Kinds of actors that a pack never places within, or lets speak for, an actor of another kind."""


def check_actors(actors: Sequence[Located[Actor]]) -> list[Mistake]:
    """Return every reference that leads nowhere, every name with two bearers, every affiliation of a civic body."""
    by_id = {actor.value.id: actor.value for actor in actors}
    people = {actor.value.name for actor in actors}
    mistakes = [Mistake(a.where, f"{a.value.id}: {what}") for a in actors for what in _odd_references(a.value, by_id, people)]
    return mistakes + list(_names_with_two_bearers(actors))


def remarks(actors: Sequence[Located[Actor]]) -> list[Mistake]:
    """Return what may be a slip and may be right, so that nothing is refused for it; both names stay as they are.

    One actor that calls itself by two names that followed one another, on days that overlap; names of two actors that look or
    sound alike on one day; a name with characters that cannot be seen or with letters of two scripts in one word.
    """
    where = {actor.value.id: actor.where for actor in actors}
    found = [Mistake(a.where, f"{a.value.id}: {what}") for a in actors for what in (*_both_names(a.value), *_odd_names(a.value))]
    for other, same, actor, name, how in likes(actor.value for actor in actors):
        alike = "looks like" if how == "letters" else "may sound like"
        found.append(
            Mistake(
                where[actor],
                f"{actor}: {name.text!r} {alike} {same.text!r} of {other} ({where[other]}) on the same days; they stay two names "
                "of two actors: look whether both are meant",
            )
        )
    return found


def _both_names(actor: Actor) -> Iterator[str]:
    for each in renamings(actor):
        if each.both_until:
            yield (
                f"calls itself {each.before!r} until {each.until} and {each.after!r} from {each.since}; from {each.since} to "
                f"{each.both_until} both names hold and both resolve: mend the dates if only one is meant"
            )


def _odd_names(actor: Actor) -> Iterator[str]:
    for name in names_of(actor):
        yield from (f"{name.text!r}: {what}" for what in oddities(name.text))


def check_places(places: Sequence[Located[Place]], country: str | None) -> list[Mistake]:
    """Return every place outside the earth, within a place that is not there, or without a source."""
    by_id = {place.value.id: place.value for place in places}
    mistakes = [Mistake(p.where, f"{p.value.id}: {what}") for p in places for what in _odd_place(p.value, by_id)]
    if country is not None and country not in by_id:
        mistakes.append(Mistake("pack.yaml", f"country {country!r} is no place of the pack; expected a place id"))
    return mistakes


def _odd_references(actor: Actor, by_id: dict[str, Actor], people: set[str]) -> Iterator[str]:
    for relation in ("within", "speaks_for"):
        other = getattr(actor, relation)
        if other is None:
            continue
        if other not in by_id:
            yield f"{relation} {other!r} is no actor of the pack"
        elif len(kinds := {_civic(actor, by_id), _civic(by_id[other], by_id)}) > 1 and CIVIC & kinds:
            yield f"{relation} {other!r}: whose a civic body is, is a claim with a speaker, never a fact of a pack; leave it out"
    yield from _odd_times_within(actor, by_id)
    if any(by_id[above].id == actor.id for above in _above(actor, by_id)):
        yield "is within itself"
    for holding in actor.holders:
        if holding.holder not in by_id and holding.holder not in people and not holding.holder[:1].isupper():
            yield f"holder {holding.holder!r} is neither an actor's id nor a name"
    if actor.kind == "office":
        yield from _odd_terms(actor.holders)


def _odd_times_within(actor: Actor, by_id: dict[str, Actor]) -> Iterator[str]:
    """Yield each larger body of a time that is none; a civic body is for no time part of anybody."""
    for dated in actor.within_dated:
        if dated.of not in by_id or dated.of == actor.id:
            yield f"within {dated.of!r} ({_term(dated)}) is no other actor of the pack"
        elif CIVIC & {_civic(actor, by_id), _civic(by_id[dated.of], by_id)}:
            yield f"within {dated.of!r}: whose a civic body is, is a claim with a speaker, never a fact of a pack; leave it out"


def _odd_terms(terms: Sequence[Holding]) -> Iterator[str]:
    """Yield each term of an office that begins before another has ended; the day of handing over may stand in both."""
    for at, term in enumerate(terms):
        for other in terms[:at]:
            if (other.since or "") < (term.until or "9999") and (term.since or "") < (other.until or "9999"):
                yield (
                    f"{term.holder!r} ({_term(term)}) holds the office while {other.holder!r} ({_term(other)}) does; expected "
                    "one holder at a time: mend the dates, or give it the kind body where several hold it together"
                )


def _term(holding: Holding | Within) -> str:
    return f"{holding.since or 'always'} to {holding.until or 'now'}"


def _civic(actor: Actor, by_id: dict[str, Actor]) -> str:
    """Return the kind that decides; a person's or an office's is that of the body it speaks for."""
    seen = {actor.id}
    while actor.kind in ("person", "office"):
        next_id = actor.speaks_for or actor.within
        if next_id is None or next_id in seen or next_id not in by_id:
            break
        seen.add(next_id)
        actor = by_id[next_id]
    return actor.kind if actor.kind in CIVIC else "other"


def _above(actor: Actor, by_id: dict[str, Actor]) -> Iterator[str]:
    seen: set[str] = set()
    current = actor.within
    while current in by_id and current not in seen:
        seen.add(current)
        yield current
        current = by_id[current].within


def _names_with_two_bearers(actors: Sequence[Located[Actor]]) -> Iterator[Mistake]:
    borne: dict[tuple[str, ...], list[tuple[Located[Actor], ActorName]]] = {}
    for actor in actors:
        for name in names_of(actor.value):
            for other, same in borne.setdefault(_bearing(name), []):
                if other.value.id != actor.value.id and _overlap(name, same):
                    yield Mistake(
                        actor.where,
                        f"{actor.value.id}: {name.text!r} is at the same time a name of {other.value.id} ({other.where}); "
                        "expected one bearer a day: give dates, or drop it from one",
                    )
            borne[_bearing(name)].append((actor, name))


def _bearing(name: ActorName) -> tuple[str, ...]:
    """Return what makes two names the same to a reader; acronyms keep their capitals."""
    return (name.text,) if name.text.isupper() and name.lang == "en" else folded(name.text)


def _overlap(left: ActorName, right: ActorName) -> bool:
    return (left.since or "") <= (right.until or "9999") and (right.since or "") <= (left.until or "9999")


def _odd_place(place: Place, by_id: dict[str, Place]) -> Iterator[str]:
    for relation in ("within", "country"):
        other = getattr(place, relation)
        if other is not None and (other not in by_id or other == place.id):
            yield f"{relation} {other!r} is no other place of the pack"
    if not place.source:
        yield "no source; expected where name and point come from"
    if (place.lat is None) != (place.lon is None):
        yield "has only one of lat and lon; expected both or neither"
    for degrees, most in ((place.lat, 90), (place.lon, 180)):
        if degrees is not None and not _within(degrees, most):
            yield f"{degrees!r} is no number of degrees between -{most} and {most}"


def _within(degrees: str, most: int) -> bool:
    try:
        value = float(degrees)
    except ValueError:
        return False
    return math.isfinite(value) and -most <= value <= most
