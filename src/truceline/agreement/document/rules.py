"""What must hold between the parts of an agreement, whatever each of them says by itself.

Times run forwards, nothing waits on itself, an id names one thing, one entry at a time says who holds a capacity, every condition
has somebody who counts it, and an act says what it changes. Each mistake comes with the entry and the field it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

import msgspec

from truceline.agreement import times
from truceline.agreement.document.entries import Entry, Steps
from truceline.agreement.document.forms import RESERVED
from truceline.model.agreements import (
    Act,
    ActKind,
    Agreement,
    ArrangementState,
    Breach,
    Calendar,
    Capacity,
    Clause,
    Condition,
    Line,
    Phase,
    Procedure,
    Step,
)

T = TypeVar("T", bound=msgspec.Struct)

AFTERWARDS: Mapping[ActKind, ArrangementState] = {
    "begin": "in_force",
    "extend": "in_force",
    "resume": "in_force",
    "suspend": "suspended",
    "end": "ended",
}
"""What an act that changes the arrangement makes of it where its entry does not say so."""
_SPELLS = (("since", "until"), ("begins", "ends"), ("effective_at", "ends_at"), ("at", "until"), ("date", "ends_at"))
_OF_EVENTS = ("calendar", "undisputed", "agreed")


class Odd(NamedTuple):
    """What is wrong, and the steps to it in the file."""

    steps: Steps
    what: str


def broken(agreement: Agreement, entries: Sequence[Entry], calendar: Calendar, actors: Iterable[str]) -> Iterator[Odd]:
    """Yield every rule that the agreement breaks; ``calendar`` as far as it can be read, ``actors`` the ids of the pack."""
    yield from _twice(entries)
    for entry in entries:
        yield from _backwards(entry, agreement, calendar)
        check = _CHECKS.get(type(entry.value))
        if check:
            yield from check(entry, agreement)
    yield from _overlapping(entries)
    yield from _odd_capacity_names(entries, frozenset(actors))
    yield from _rings([(e, e.value.id, e.value.after) for e in _of(entries, Phase) if isinstance(e.value, Phase)], "phase")
    for entry in _of(entries, Procedure):
        steps = [e for e in _of(entries, Step) if e.steps[: len(entry.steps)] == entry.steps]
        yield from _unknown_steps(steps)
        after = [(e, e.value.id, (e.value.after,) if e.value.after else ()) for e in steps if isinstance(e.value, Step)]
        yield from _rings(after, "step")


def _of(entries: Iterable[Entry], kind: type[msgspec.Struct]) -> list[Entry]:
    return [entry for entry in entries if isinstance(entry.value, kind)]


# ids


def _twice(entries: Iterable[Entry]) -> Iterator[Odd]:
    """Yield ids that stand twice within what shares its ids: a list, except that conditions and phases are told apart nowhere."""
    first: dict[tuple[object, ...], Steps] = {}
    for entry in entries:
        name = getattr(entry.value, "id", None)
        if not name or not entry.steps:
            continue
        within = "what phases wait for" if entry.steps[0] in ("conditions", "phases") else entry.steps[:-1]
        before = first.setdefault((within, name), entry.steps)
        if before != entry.steps:
            other = before[0] if before[0] != entry.steps[0] else "the same list"
            yield Odd((*entry.steps, "id"), f"id {name!r} stands twice, first in {other}; expected one id for one thing")


def _odd_capacity_names(entries: Iterable[Entry], actors: frozenset[str]) -> Iterator[Odd]:
    for entry in _of(entries, Capacity):
        name = getattr(entry.value, "name", "")
        if name in RESERVED or name in actors:
            what = "has a meaning of its own in these files" if name in RESERVED else "is also the id of an actor"
            yield Odd((*entry.steps, "name"), f"name {name!r} {what}; expected another name for the capacity")


# times


def _backwards(entry: Entry, agreement: Agreement, calendar: Calendar) -> Iterator[Odd]:
    for begins, end in _SPELLS:
        begin, since, until = begins, getattr(entry.value, begins, None), getattr(entry.value, end, None)
        if until and not since and isinstance(entry.value, Clause | Phase):  # nothing can end before the agreement
            begin, since = "the date of the agreement,", agreement.date
        first, last = _moment(since, calendar), _moment(until, calendar)
        if first and last and _lies_before(last, first):
            yield Odd((*entry.steps, end), f"{end} {until} lies before {begin} {since}; expected the end after the beginning")


def _moment(when: str | None, calendar: Calendar) -> times.Moment | None:
    try:
        return times.moment(when, calendar) if when else None
    except ValueError:
        return None  # named where it is written


def _lies_before(left: times.Moment, right: times.Moment) -> bool:
    if left.instant and right.instant:
        return left.instant < right.instant
    return left.day < right.day


def _overlapping(entries: Iterable[Entry]) -> Iterator[Odd]:
    held = [(entry, entry.value) for entry in _of(entries, Capacity) if isinstance(entry.value, Capacity)]
    for at, (entry, right) in enumerate(held):
        left = next(
            (left for _, left in held[:at] if right.name and left.name == right.name and not _are_apart(left, right)), None
        )
        if left:
            yield Odd(
                entry.steps,
                f"{right.name!r} is held by {', '.join(right.holders)} ({_spell(right)}) while {', '.join(left.holders)} "
                f"hold it ({_spell(left)}); expected one entry at a time: give dates, or list all holders in one",
            )


def _are_apart(left: Capacity, right: Capacity) -> bool:
    """Return whether one ends before the other begins; both ends of a spell are included."""
    return (left.since or "") > (right.until or "9999") or (right.since or "") > (left.until or "9999")


def _spell(capacity: Capacity) -> str:
    return f"{capacity.since or 'always'} to {capacity.until or 'now'}"


# rings


def _rings(waiting: Sequence[tuple[Entry, str, tuple[str, ...]]], what: str) -> Iterator[Odd]:
    """Yield each ring of entries that wait for each other once, at the first of its members in the file."""
    place: dict[str, Entry] = {}
    for entry, name, _ in waiting:
        place.setdefault(name, entry)
    order = {name: number for number, name in enumerate(place)}
    after = {name: tuple(each for each in waits if each in place) for _, name, waits in waiting}
    while after := _without_ends(after):
        ring = _ring_in(after)
        first = min(ring, key=order.__getitem__)
        at = ring.index(first)
        round_it = " waits for ".join((*ring[at:], *ring[:at], first))
        yield Odd((*place[first].steps, "after"), f"after: the {what} waits for itself: {round_it}; expected a way to begin")
        after = {name: waits for name, waits in after.items() if name not in ring}


def _without_ends(after: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Drop whatever can begin: what waits for nothing that is left, again and again, each once."""
    waiters: dict[str, list[str]] = {}
    open_waits = {name: sum(each in after for each in waits) for name, waits in after.items()}
    for name, waits in after.items():
        for each in waits:
            waiters.setdefault(each, []).append(name)
    begin = [name for name, number in open_waits.items() if not number]
    for name in begin:  # grows while it is walked
        for waiter in waiters.get(name, ()):
            open_waits[waiter] -= 1
            if not open_waits[waiter]:
                begin.append(waiter)
    gone = set(begin)
    return {name: waits for name, waits in after.items() if name not in gone}


def _ring_in(after: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return one ring of a graph in which everything waits for something in it."""
    way: dict[str, None] = {}
    name = next(iter(after))
    while name not in way:
        way[name] = None
        name = next(each for each in after[name] if each in after)
    walked = list(way)
    return tuple(walked[walked.index(name) :])


def _unknown_steps(steps: Sequence[Entry]) -> Iterator[Odd]:
    names = [str(getattr(entry.value, "id", "")) for entry in steps]
    for entry in steps:
        after = getattr(entry.value, "after", None)
        if after and after not in names:
            yield Odd((*entry.steps, "after"), f"after {after!r} is no step of this procedure ({', '.join(names)})")


# single entries


def _agreement(entry: Entry, agreement: Agreement) -> Iterator[Odd]:
    if agreement.id in agreement.builds_on and agreement.id:
        yield Odd((*entry.steps, "builds_on"), f"builds_on {agreement.id!r} is this agreement itself")


def _clause(entry: Entry, _: Agreement) -> Iterator[Odd]:
    if not isinstance(entry.value, Clause):
        return
    if entry.value.existence == "contested" and not entry.value.contests:
        yield Odd(
            (*entry.steps, "existence"), "existence is contested, and contests does not say by whom; expected who says what"
        )
    if entry.value.contests and entry.value.existence == "in_text":
        yield Odd((*entry.steps, "contests"), "contests says who disputes it; expected existence: contested beside it")


def _breach(entry: Entry, _: Agreement) -> Iterator[Odd]:
    if not isinstance(entry.value, Breach):
        return
    if (entry.value.within_km is None) != (entry.value.line is None):
        yield Odd(entry.steps, "a distance from a line needs both line and within_km; expected both or neither")
    if entry.value.within_km == 0:
        yield Odd((*entry.steps, "within_km"), "within_km 0; expected a distance in kilometres")


def _condition(entry: Entry, _: Agreement) -> Iterator[Odd]:
    value = entry.value
    if not isinstance(value, Condition):
        return
    if not value.counted_by:
        yield Odd((*entry.steps, "counted_by"), "counted_by names nobody; expected who counts it: actors, capacities or parties")
    if value.needed < 1 or (value.kind == "event" and value.needed != 1):
        many = "1, since an event is there or is not" if value.kind == "event" else "at least one day"
        yield Odd((*entry.steps, "needed"), f"needed {value.needed}; expected {many}")
    if value.kind == "event" and value.rule not in _OF_EVENTS:
        yield Odd((*entry.steps, "rule"), f"rule {value.rule!r} counts days; expected of an event undisputed or agreed")
    if value.kind == "days" and value.met_by:
        yield Odd((*entry.steps, "met_by"), "met_by is for an event; expected interrupted_by where days are counted")


def _act(entry: Entry, agreement: Agreement) -> Iterator[Odd]:
    value = entry.value
    if not isinstance(value, Act):
        return
    if value.changes == "arrangement" and value.to is None and value.act and value.act not in AFTERWARDS:
        yield Odd((*entry.steps, "act"), f"{value.act} changes the arrangement, and to does not say into what; give to")
    if value.changes == "own_adherence" and value.to is not None:
        yield Odd((*entry.steps, "to"), "to is a state of the arrangement; expected none where an act changes own_adherence")
    if value.manner == "joint" and value.by and len(_holders(value.by, agreement)) < 2:
        yield Odd((*entry.steps, "manner"), f"joint, and only {', '.join(value.by)} does it; expected two or more, or alone")


def _holders(by: Iterable[str], agreement: Agreement) -> set[str]:
    held = {c.name: c.holders for c in agreement.capacities}
    return {holder for name in by for holder in held.get(name, (name,))}


def _line(entry: Entry, _: Agreement) -> Iterator[Odd]:
    if not isinstance(entry.value, Line):
        return
    if len(entry.value.points) < 2:
        yield Odd((*entry.steps, "points"), "points; expected two or more, from one end to the other")


_CHECKS: Mapping[type[msgspec.Struct], Callable[[Entry, Agreement], Iterator[Odd]]] = {
    Agreement: _agreement,
    Clause: _clause,
    Breach: _breach,
    Condition: _condition,
    Act: _act,
    Line: _line,
}
