"""Who says it: assertions of one thing as lines of speakers, and the three things that a stance can make of a fact.

A fact counts as told only where the stance tells it. Who denies, rejects or takes it back says that it is not so; who declines,
cannot verify or only asks says nothing of it. Both stand beside the fact and are never it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, TypeVar

import msgspec

from truceline.diplomacy.directory import Directory
from truceline.diplomacy.values import Saying
from truceline.model.assertions import Assertion, Fact
from truceline.model.claims import Stance, Standing

TELLING: frozenset[Stance] = frozenset({"assert", "confirm", "correct", "accuse", "claim_responsibility", "demand"})
"""Stances that tell the fact. A demand tells what is demanded: that somebody proposes or stands for it."""
FIRMNESS: dict[Standing, int] = {"accepted": 0, "entered": 1, "proposed": 2, "rejected": 3}
A = TypeVar("A", bound=Assertion[Any])
V = TypeVar("V")


def tells(assertion: Assertion[Any]) -> bool:
    """Say whether an assertion tells its fact, rather than denying it or leaving it open."""
    return assertion.stance in TELLING


def in_order(assertions: Iterable[A]) -> list[A]:
    """Return assertions by the day they were said, whatever order they came in; two of one source by what they say."""
    return sorted(assertions, key=_place)


def _place(each: Assertion[Any]) -> tuple[str, str, int, str, str, str]:
    source = each.source
    return (source.said_on, source.known_on, source.recorded, source.id, each.stance, repr(each.fact))


def sayings(assertions: Iterable[Assertion[Any]], directory: Directory) -> tuple[Saying, ...]:
    """Return who says it, each once for a day, a stance and a way it came; in the order of days."""
    found: dict[tuple[object, ...], list[Assertion[Any]]] = {}
    for each in in_order(assertions):
        own = each.source.report if not each.by else None
        key = (each.by, each.name, own, each.source.said_on, each.stance, each.via, each.unnamed)
        found.setdefault(key, []).append(each)
    return tuple(_saying(group, directory) for group in found.values())


def _saying(group: Sequence[Assertion[Any]], directory: Directory) -> Saying:
    first = group[0]
    return Saying(
        by=first.by,
        name=first.name or (directory.label(first.by) if first.by else directory.voice(first.source.report)),
        said_on=first.source.said_on,
        known_on=min(each.source.known_on for each in group),
        stance=first.stance,
        standing=min((each.source.standing for each in group), key=FIRMNESS.__getitem__),
        sources=tuple(dict.fromkeys(name for each in group for name in (each.source.id, each.source.claim) if name)),
        reports=tuple(dict.fromkeys(each.source.report for each in group if each.source.report)),
        via=first.via,
        unnamed=first.unnamed,
    )


def placed(assertions: Iterable[Assertion[Fact]]) -> list[Assertion[Fact]]:
    """Return assertions without what was read from a claim that people put elsewhere.

    Who enters a fact as standing on a claim says what that claim means, and of which subject: it takes the place of the same fact
    as it was read from the claim; where none is the same, of every fact of its sort and kind read from it.
    """
    given = list(assertions)
    told: dict[str, list[Fact]] = {}
    for each in given:
        if each.source.claim is not None:
            told.setdefault(each.source.claim, []).append(each.fact)
    read: dict[str, list[Assertion[Fact]]] = {name: [] for name in told}
    for each in given:
        if each.source.id in read:
            read[each.source.id].append(each)
    gone = {name: _replaced([each.fact for each in read[name]], facts) for name, facts in told.items()}
    kept = (each for each in given if each.fact not in gone.get(each.source.id, ()))
    return [_as_read(each, read.get(each.source.claim or "", ())) for each in kept]


def _as_read(told: Assertion[Fact], read: Iterable[Assertion[Fact]]) -> Assertion[Fact]:
    """Return what was entered as standing on a claim with the speaker's name as written there, and its report."""
    same = next((each for each in read if each.fact == told.fact and each.stance == told.stance), None)
    if same is None:
        return told
    source = msgspec.structs.replace(told.source, report=same.source.report)
    return msgspec.structs.replace(told, name=same.name if same.by == told.by else told.name, source=source)


def _replaced(read: Sequence[Fact], told: Iterable[Fact]) -> list[Fact]:
    """Return which facts read from a claim those told of it take the place of."""
    gone: list[Fact] = []
    for fact in told:
        same = [each for each in read if each == fact]
        gone += same or [each for each in read if sort_of(each) == sort_of(fact)]
    return gone


def sort_of(fact: Fact) -> tuple[str, str]:
    """Return what sort of fact it is, with its kind where it has one."""
    return type(fact).__name__, str(getattr(fact, "kind", ""))


def agreeing(values: Iterable[V], key: Callable[[V], Hashable]) -> list[list[V]]:
    """Return values that agree in ``key`` together, in the order in which they come up."""
    found: dict[Hashable, list[V]] = {}
    for each in values:
        found.setdefault(key(each), []).append(each)
    return list(found.values())
