"""Encounters: each call or meeting with what every account says of it; series of them between two offices.

Rival accounts of one meeting stay side by side: an hour or four hours, twenty foreign ministers or roughly twenty nations. What
rules each other out is named ``contested``; nothing is chosen.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import msgspec

from truceline.diplomacy.contacts import alike
from truceline.diplomacy.contacts.values import Encounter, SaidNth, SaidRange, SaidWho, SaidWords, Series
from truceline.diplomacy.directory import Directory
from truceline.diplomacy.saying import agreeing, sayings, tells
from truceline.diplomacy.subjects import Named, Rules, named
from truceline.diplomacy.wording import day_number, days_within
from truceline.model.assertions import Assertion, Subject
from truceline.model.diplomacy import Contact

Told: TypeAlias = Sequence[Assertion[Contact]]
MOST_IN_A_SERIES = 3
"""A contact between more offices than these is a meeting of many, and none of a series between two."""


def encounters(told: Iterable[Assertion[Contact]], subjects: Sequence[Subject], directory: Directory, on: str) -> list[Encounter]:
    """Return the encounters by their day, those without one last."""
    rules = Rules[Assertion[Contact], alike.Features](
        letters="ct",
        words=alike.RULE,
        features=functools.partial(alike.features, directory=directory),
        judged=functools.partial(alike.judged, directory=directory),
        near=alike.near,
        closeness=alike.closeness,
    )
    found = [_encounter(group, directory, on) for group in named(told, subjects, rules)]
    return sorted(found, key=lambda each: (each.day or "9999", each.id))


def _encounter(group: Named[Assertion[Contact]], directory: Directory, on: str) -> Encounter:
    told = [each for each in group.members if tells(each)]
    held = [each for each in told if not each.fact.planned]
    planned = [each for each in told if each.fact.planned]
    days = words_of(told, [each.fact.at for each in told], directory)
    found = Encounter(
        id=group.id,
        kinds=tuple(dict.fromkeys(each.fact.kind for each in (*held, *planned, *group.members))),
        title=group.subject.name if group.subject else _title(told or group.members, directory),
        reference=group.subject.reference if group.subject else None,
        day=min((each.value[:10] for each in days), default=None),
        grouped=group.grouped,
        participants=people_of(told, [each.fact.participants for each in told], directory),
        body=people_of(told, [(each.fact.body,) if each.fact.body else () for each in told], directory),
        chairs=people_of(told, [each.fact.chairs for each in told], directory),
        days=days,
        ends=words_of(told, [each.fact.until for each in told], directory),
        places=words_of(told, [each.fact.place for each in told], directory),
        durations=_durations(told, directory),
        attendance=_attendance(told, directory),
        nth=_nth(told, directory),
        about=words_of(told, [each.fact.about for each in told], directory),
        held=sayings(held, directory),
        planned=sayings(planned, directory),
        not_so=sayings((each for each in group.members if not tells(each)), directory),
        perhaps=group.perhaps,
    )
    last = max((each.value[:10] for each in (*found.days, *found.ends)), default=None)
    is_lapsed = bool(planned) and not held and last is not None and last < on
    return msgspec.structs.replace(found, contested=tuple(_contested(found, directory)), lapsed=is_lapsed)


def _title(told: Told, directory: Directory) -> str:
    """Return whose encounter it is: the body's, else that of those who took part; nothing where neither is told."""
    bodies = dict.fromkeys(directory.label(each.fact.body) for each in told if each.fact.body)
    people = dict.fromkeys(directory.label(name) for each in told for name in each.fact.participants)
    return ", ".join(bodies or people)


def people_of(
    told: Sequence[Assertion[Contact]], named_by: Sequence[tuple[str, ...]], directory: Directory
) -> tuple[SaidWho, ...]:
    """Return everybody whom these assertions name, each with who says so; a person stands as named."""
    pairs = [(name, each) for each, names in zip(told, named_by, strict=True) for name in names]
    return tuple(
        SaidWho(who=directory.who(group[0][0], group[0][1].source.said_on), says=sayings((each for _, each in group), directory))
        for group in agreeing(pairs, lambda pair: pair[0])
    )


def words_of(told: Sequence[Assertion[Contact]], values: Sequence[str | None], directory: Directory) -> tuple[SaidWords, ...]:
    """Return the different values that these assertions tell, each with who says so."""
    pairs = [(value, each) for each, value in zip(told, values, strict=True) if value]
    return tuple(
        SaidWords(value=group[0][0], name=directory.label(group[0][0]), says=sayings((each for _, each in group), directory))
        for group in agreeing(pairs, lambda pair: pair[0])
    )


def _durations(told: Told, directory: Directory) -> tuple[SaidRange, ...]:
    given = [each for each in told if each.fact.minutes_low is not None or each.fact.minutes_high is not None]
    return tuple(
        SaidRange(
            low=group[0].fact.minutes_low,
            high=group[0].fact.minutes_high,
            unit="minutes",
            says=sayings(group, directory),
        )
        for group in agreeing(given, lambda each: (each.fact.minutes_low, each.fact.minutes_high))
    )


def _attendance(told: Told, directory: Directory) -> tuple[SaidRange, ...]:
    given = [each for each in told if each.fact.attended_low is not None or each.fact.attended_high is not None]
    return tuple(
        SaidRange(
            low=group[0].fact.attended_low,
            high=group[0].fact.attended_high,
            unit=group[0].fact.attended_unit or "people",
            says=sayings(group, directory),
        )
        for group in agreeing(
            given, lambda each: (each.fact.attended_low, each.fact.attended_high, each.fact.attended_unit or "people")
        )
    )


def _nth(told: Told, directory: Directory) -> tuple[SaidNth, ...]:
    given = [each for each in told if each.fact.nth is not None]
    return tuple(
        SaidNth(
            nth=group[0].fact.nth or 0,
            within=group[0].fact.within,
            bound=group[0].fact.nth_bound,
            says=sayings(group, directory),
        )
        for group in agreeing(given, lambda each: (each.fact.nth, each.fact.within, each.fact.nth_bound))
    )


def _contested(found: Encounter, directory: Directory) -> Iterable[str]:
    """Yield the fields of which two accounts rule each other out; figures of different units do not."""
    if len({each.value[:10] for each in found.days}) > 1:
        yield "day"
    if any(directory.are_apart(a.value, b.value) for a, b in itertools.combinations(found.places, 2)):
        yield "place"
    for name, figures in (("duration", found.durations), ("attendance", found.attendance)):
        if any(_rule_out(a, b) for a, b in itertools.combinations(figures, 2)):
            yield name
    if found.held and any(each.stance in {"deny", "reject", "retract"} for each in found.not_so):
        yield "held"


def _rule_out(one: SaidRange, other: SaidRange) -> bool:
    if one.unit.casefold() != other.unit.casefold():
        return False
    lows = [each.low for each in (one, other) if each.low is not None]
    highs = [each.high for each in (one, other) if each.high is not None]
    return bool(lows and highs) and max(lows) > min(highs)


def in_series(found: Sequence[Encounter], directory: Directory) -> tuple[list[Encounter], list[Series]]:
    """Return the encounters with how many of their series the record has, and the series between two offices.

    What was only planned, and has not been told to be held, is no contact of a series. One contact alone makes a series only
    where somebody says that it was one of several.
    """
    pairs: dict[tuple[str, str], list[Encounter]] = {}
    for each in found:
        offices = _offices(each, directory) if each.held else []
        for pair in itertools.combinations(offices, 2) if len(offices) <= MOST_IN_A_SERIES else ():
            pairs.setdefault(pair, []).append(each)
    counted: dict[str, Encounter] = {}
    for contacts in pairs.values():
        for each in contacts:
            if each.nth:
                counted[each.id] = _counted(counted.get(each.id, each), contacts)
    series = [_series(pair, [counted.get(c.id, c) for c in contacts], directory) for pair, contacts in pairs.items()]
    kept = [each for each in series if len(each.contacts) > 1 or each.nth]
    return [counted.get(each.id, each) for each in found], sorted(kept, key=lambda each: (each.contacts[0], each.between[0].id))


def _offices(each: Encounter, directory: Directory) -> list[str]:
    """Return the offices that took part, a person as the office held; a side is left out where one of its offices is named."""
    on = each.day or each.held[0].said_on
    seats = {directory.seat(said.who.id, on) for said in each.participants}
    wider = {above for seat in seats for above in directory.above(seat, on)[1:]}
    return sorted(seats - wider)


def _series(pair: tuple[str, str], contacts: Sequence[Encounter], directory: Directory) -> Series:
    on = contacts[0].day or contacts[0].held[0].said_on
    return Series(
        between=(directory.who(pair[0], on), directory.who(pair[1], on)),
        contacts=tuple(each.id for each in contacts),
        nth=tuple(nth for each in contacts for nth in each.nth),
    )


def _counted(each: Encounter, contacts: Sequence[Encounter]) -> Encounter:
    """Return an encounter that somebody counts in a row, with how many of the row the record has up to it."""
    nth = tuple(
        msgspec.structs.replace(said, in_record=max(said.in_record, _up_to(each, contacts, said.within))) for said in each.nth
    )
    return msgspec.structs.replace(each, nth=nth)


def _up_to(each: Encounter, contacts: Sequence[Encounter], within: str | None) -> int:
    last, days = day_number(each.day), days_within(within)
    if last is None:
        return 1
    first = last - days if days is not None else 0
    return sum(first <= (day_number(other.day) or -1) <= last for other in contacts)
