"""Who says what of a site: facts that count, each once with all who say it, and apart those that are said not to be so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Generic, TypeVar

import msgspec

from truceline.model.assertions import Assertion
from truceline.model.claims import Stance
from truceline.model.sites import Disclosed, SiteFact, SiteNamed, Struck
from truceline.model.times import Interval
from truceline.movements.sites.moments import earliest, latest
from truceline.movements.sites.values import Says

COUNTING: frozenset[Stance] = frozenset({"assert", "confirm", "correct"})
"""In any other stance a fact is spoken about, and never counts as being so."""
NEVER: Mapping[str, Interval | None] = {}
F = TypeVar("F", bound=SiteFact)


class Fact(msgspec.Struct, Generic[F], frozen=True):
    """One fact, and everybody who says it: that it is so, or, among those disputed, that it is not."""

    fact: F
    says: tuple[Says, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of the claims and tellings it stands on."""
        return tuple(dict.fromkeys(each.source for each in self.says))


def facts_of(assertions: Iterable[Assertion[SiteFact]], kind: type[F], *, disputed: bool = False) -> tuple[Fact[F], ...]:
    """Return the facts of a kind that count, or those ``disputed``; the order in which they were entered is of no account."""
    found: dict[F, set[Says]] = {}
    for each in assertions:
        if isinstance(each.fact, kind) and (each.stance not in COUNTING) is disputed:
            found.setdefault(each.fact, set()).add(says_of(each))
    return tuple(Fact(fact, ordered(says)) for fact, says in found.items())


def so_far(
    assertions: Iterable[Assertion[Any]], on: str, times: Mapping[str, Interval | None] = NEVER
) -> tuple[Assertion[Any], ...]:
    """Return what had been done by the end of a day: of sites, what is dated later is left out; what is not dated stays.

    ``times``: when each incident was, for a strike of which nobody says when.
    """
    end = latest(on)
    return tuple(
        each
        for each in assertions
        if not isinstance(each.fact, SiteFact) or (at := earliest(_done(each.fact, times))) is None or end is None or at <= end
    )


def _done(fact: SiteFact, times: Mapping[str, Interval | None]) -> str | None:
    if isinstance(fact, SiteNamed):
        return None
    if isinstance(fact, Struck) and fact.at is None:
        time = times.get(fact.incident)
        return (time.start or time.end) if time else None
    return fact.sent if isinstance(fact, Disclosed) else fact.at


def says_of(assertion: Assertion[SiteFact]) -> Says:
    """Return who says it and where that stands."""
    source = assertion.source
    return Says(
        by=assertion.by,
        source=source.id,
        said_on=source.said_on,
        known_on=source.known_on,
        name=assertion.name,
        via=assertion.via,
        stance=assertion.stance,
        standing=source.standing,
        unnamed=assertion.unnamed,
    )


def all_says(facts: Iterable[Fact[F]]) -> tuple[Says, ...]:
    """Return everybody who says any of some facts."""
    return ordered({says for fact in facts for says in fact.says})


def ordered(says: Iterable[Says]) -> tuple[Says, ...]:
    """Return who says something, each once, by the day it was said: always in one order."""
    return tuple(sorted(set(says), key=lambda each: (each.said_on, each.known_on, each.by, each.source, each.stance, each.via)))
