"""Naming over time: what an actor calls itself and is called on a day, what it called itself before, what it was part of.

Everything here is asked of the pack's facts, with a day: a name resolves by date. What a day does not have yet is not said:
``as_known`` returns an actor as somebody could know it on that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Protocol, TypeVar

import msgspec

from truceline.actors.names import folded
from truceline.model import Actor, ActorName, Holding
from truceline.model.parties import Within

LAST = "9999"


class Dated(Protocol):
    """What has a first and a last day, each None where unknown or open."""

    @property
    def since(self) -> str | None:
        """The first day."""

    @property
    def until(self) -> str | None:
        """The last day, which still counts."""


D = TypeVar("D", bound=Dated)
T = TypeVar("T", ActorName, Holding, Within)


class Renaming(msgspec.Struct, frozen=True, kw_only=True):
    """An actor that called itself ``before`` called itself ``after`` from ``since`` on; both names are in the language ``lang``.

    ``until`` is the last day given for the former name. ``both_until``: the last day on which the pack has both in use, None
    where they do not overlap.
    """

    before: str
    after: str
    lang: str
    since: str
    until: str
    both_until: str | None = None


def holds_on(dated: Dated, on: str) -> bool:
    """Say whether something lasts on a day; an end that is not given is open."""
    return (dated.since or "") <= on <= (dated.until or LAST)


def lasting(dated: Iterable[D], on: str) -> tuple[D, ...]:
    """Return those of several that last on a day, in their order."""
    return tuple(each for each in dated if holds_on(each, on))


def larger_bodies(actor: Actor, on: str | None) -> tuple[str, ...]:
    """Return the ids of the bodies an actor is part of on a day; without a day only of the one it always is."""
    dated = lasting(actor.within_dated, on) if on else ()
    return (*((actor.within,) if actor.within else ()), *(each.of for each in dated))


def renamings(actor: Actor) -> tuple[Renaming, ...]:
    """Return the changes of an actor's names for itself, by language and day.

    Names of one language and the same days are spellings of one name; a name without a last day is not given up for the next.
    """
    return tuple(sorted(_renamings(actor), key=lambda each: (each.since, each.lang, each.before)))


def _renamings(actor: Actor) -> Iterator[Renaming]:
    by_lang: dict[str, list[ActorName]] = {}
    for name in actor.names:
        if name.self_name:
            by_lang.setdefault(name.lang, []).append(name)
    for lang, names in by_lang.items():
        times = {(name.since or "", name.until or LAST): name for name in reversed(names)}
        ordered = [times[key] for key in sorted(times)]
        for before, after in pairwise(ordered):
            if before.until and after.since and (before.since or "") < after.since and _differ(before, after):
                last = min(before.until, after.until or LAST)
                yield Renaming(
                    before=before.text,
                    after=after.text,
                    lang=lang,
                    since=after.since,
                    until=before.until,
                    both_until=last if after.since <= last else None,
                )


def _differ(one: ActorName, other: ActorName) -> bool:
    return folded(one.text) != folded(other.text)


def offices_of(person: Actor, actors: Iterable[Actor]) -> tuple[tuple[Actor, Holding], ...]:
    """Return the offices that a person held, each with the term, by its first day."""
    held = [
        (office, term)
        for office in actors
        if office.kind == "office"
        for term in office.holders
        if term.holder in (person.id, person.name)
    ]
    return tuple(sorted(held, key=lambda each: (each[1].since or "", each[0].id)))


def as_known(actor: Actor, day: str | None) -> Actor | None:
    """Return an actor as it could be known on a day (None: ever): nothing that began later, no end that was still to come.

    None for an actor that did not exist yet. The source goes with what is left out, since its words may tell of that.
    """
    if day is None:
        return actor
    if (actor.since or "") > day:
        return None
    known = msgspec.structs.replace(
        actor,
        name=_label(actor, day),
        until=_past(actor.until, day),
        names=_begun(actor.names, day),
        holders=_begun(actor.holders, day),
        within_dated=_begun(actor.within_dated, day),
    )
    return known if known == actor else msgspec.structs.replace(known, source=None)


def _begun(dated: Iterable[T], day: str) -> tuple[T, ...]:
    begun = (each for each in dated if (each.since or "") <= day)
    return tuple(msgspec.structs.replace(each, until=_past(each.until, day)) for each in begun)


def _past(until: str | None, day: str) -> str | None:
    return until if until and until < day else None


def _label(actor: Actor, day: str) -> str:
    """Return what to call an actor on a day: its label, unless that is a name which it took later."""
    same = [name for name in actor.names if name.text == actor.name]
    if not same or any((name.since or "") <= day for name in same):
        return actor.name
    own = [name for name in lasting(actor.names, day) if name.self_name] or [
        name for name in lasting(actor.names, day) if not name.metonym and not name.demonym
    ]
    latin = [name for name in own if name.text.isascii()]
    return (latin or own or [ActorName(text=actor.name)])[0].text
