"""Events in a report: what is said to have happened, been planned, demanded or refused. One mention each, not yet an incident.

A trigger word of ``lexicons/events.yaml`` makes a mention; the words around it give stage, means, targets, actors and whether
it is denied or points back. Times, places and counts of the same sentence belong to the trigger nearest to them. An attack
of unstated means stays ``V.UNSPEC``: "the attack on the aid convoy" is not an air strike because somebody else called it one.

>>> from truceline.actors import Registry
>>> from truceline.reader.segments import clean
>>> found = events(clean("An airstrike hit a hospital."), Registry(()), (), (), ())
>>> [(e.type, e.means, e.targets) for e in found]
[('V.AIR', 'airstrike', ('medical',))]
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from truceline.actors import Match, Registry
from truceline.model import Count, EventMention, PlaceMention, Span, TimeMention
from truceline.reader.event_actors import actors_of, parties_of
from truceline.reader.event_context import is_definite, is_denied, means_of, stage_of, targets_of, type_of
from truceline.reader.event_triggers import Hit, hits
from truceline.reader.words import CleanLike, Words, words_of

CASUALTIES = frozenset({"killed", "injured", "missing", "destroyed", "damaged"})
AIMED = ("V", "H")
BREAKS = frozenset({",", ";", "while", "which", "after", "before", "and", "as"})
PREPOSITIONS = frozenset({"on", "in", "at", "early", "late", "the", "during", "by", "near"})
STEP = 5


class Owned(NamedTuple):
    """What belongs to one trigger."""

    times: list[Span]
    places: list[Span]
    counts: list[str]


def events(  # noqa: PLR0913, PLR0917 - the slots of a text, each of its own kind
    clean: CleanLike,
    registry: Registry,
    times: Sequence[TimeMention],
    places: Sequence[PlaceMention],
    counts: Sequence[Count],
    matches: Sequence[Match] | None = None,
) -> tuple[EventMention, ...]:
    """Return the events of a text in order, with ids ``e1``, ``e2`` ...

    ``matches``: the names of actors in the text, where they have already been looked up; else ``registry`` finds them.
    """
    words = words_of(clean)
    found = hits(words)
    if not found:
        return ()
    names = registry.find(clean.text, demonyms=True) if matches is None else matches
    parties = parties_of(words, names, registry)
    owned = _owned(words, found, times, places, counts)
    together: dict[int, list[Hit]] = {}
    for hit in found:
        together.setdefault(hit.sentence, []).append(hit)
    return tuple(
        EventMention(
            id=f"e{i + 1}",
            span=words.span(hit.first, hit.after),
            type=type_of(words, hit),
            stage=stage_of(words, hit),
            means=means_of(words, hit),
            targets=targets_of(words, hit) if hit.trigger.type[0] in AIMED else (),
            actors=actors_of(words, hit, parties.get(hit.sentence, ()), together[hit.sentence]),
            times=tuple(owned[i].times),
            places=tuple(owned[i].places),
            counts=tuple(owned[i].counts),
            definite=is_definite(words, hit),
            denied=is_denied(words, hit),
        )
        for i, hit in enumerate(found)
    )


def _owned(
    words: Words, found: list[Hit], times: Sequence[TimeMention], places: Sequence[PlaceMention], counts: Sequence[Count]
) -> list[Owned]:
    """Give each time, place and count to the nearest trigger of its sentence that can have it."""
    owned = [Owned([], [], []) for _ in found]
    groups: dict[int, list[int]] = {}
    for i, hit in enumerate(found):
        groups.setdefault(hit.sentence, []).append(i)
    for time in times:
        for i in _nearest(words, found, groups, time.span, before_only=_counts_on(words, time)):
            owned[i].times.append(time.span)
    for place in places:
        for i in _nearest(words, found, groups, place.span):
            owned[i].places.append(place.span)
    for count in counts:
        families = "V" if count.effect in CASUALTIES else "C" if count.effect == "violations" else None
        for i in _nearest(words, found, groups, count.span, families=families):
            owned[i].counts.append(count.id)
    return owned


def _counts_on(words: Words, time: TimeMention) -> bool:
    """Say whether the time is counted from what follows it: "a day after the attack" is no time of the attack."""
    return time.span.of(words.text).lower().endswith((" after", " before", " following"))


def _nearest(  # noqa: PLR0913 - the conditions have names
    words: Words,
    found: list[Hit],
    groups: dict[int, list[int]],
    span: Span,
    *,
    before_only: bool = False,
    families: str | None = None,
) -> Iterable[int]:
    token = bisect_left(words.start, span.start)
    if token >= len(words):
        return ()
    group = [
        i for i in groups.get(words.sentence[token], ()) if _may_own(found[i], token, before_only=before_only, families=families)
    ]
    best = min(group, key=lambda i: _distance(words, found[i], token), default=None)
    return () if best is None else (best,)


def _may_own(hit: Hit, token: int, *, before_only: bool, families: str | None) -> bool:
    return (families is None or hit.trigger.type[0] in families) and (not before_only or hit.after <= token)


def _distance(words: Words, hit: Hit, token: int) -> tuple[int, int]:
    """Return how far a token is from a trigger, in words.

    A comma or a clause word between them counts as five; so does a trigger that comes only after it, because what follows
    an event belongs to it ("the strike on 17 September by blaming"), unless the token leads a clause or owns the trigger.
    """
    first, last = (hit.after, token) if token >= hit.after else (token, hit.first)
    between = words.low[first:last]
    steps = len(between) + STEP * sum(low in BREAKS for low in between)
    if token < hit.first and not _leads(words, token) and not {"'s", "’s"} & set(between[:2]):
        steps += STEP
    return steps, hit.first


def _leads(words: Words, token: int) -> bool:
    """Say whether a token, its preposition left aside, begins a sentence or a clause."""
    begin = words.sentences[words.sentence[token]][0]
    before = [low for low in words.low[max(begin, token - 2) : token] if low not in PREPOSITIONS]
    return not before or before[-1] in {",", ";", "—", "that", "and"}
