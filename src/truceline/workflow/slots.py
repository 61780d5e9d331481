"""Slots: the happenings, figures, days and places of a claim, gone through by a person one by one.

Each is left as it was, changed, taken out or added. What is left stays exactly as it was read, with its words, its precision and
the happening it belongs to; what is changed keeps its words and its happening; what is added is anchored to the marked words.

>>> Slot(was=1, now="Idlib")                      # the second place of the claim is another one
Slot(was=1, now='Idlib', of=None)
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

import msgspec
from msgspec.structs import replace

from truceline.model import Claim, Count, EventMention, Figure, PlaceMention, Report, Span, Theatre, TimeMention
from truceline.workflow.figures import counts_at
from truceline.workflow.marking import checked_happening, inside, place_at, time_at

T = TypeVar("T")
M = TypeVar("M", PlaceMention, TimeMention)
N = TypeVar("N", Span, str)
UNSPECIFIED = "V.UNSPEC"
HARM = ("killed", "injured")


class Kind(msgspec.Struct, frozen=True):
    """What sort of happening it was, by code, and by which means, None where that is not said."""

    type: str
    means: str | None = None


class Slot(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """One of several. ``was``: its number among those of the old claim, from 0, None for a new one. ``now`` None: as it was.

    ``of``: the number, among the happenings as they are given, of the one it belongs to; None: as it was, or to the first.
    """

    was: int | None = None
    now: T | None = None
    of: int | None = None


class Slots(msgspec.Struct, frozen=True, kw_only=True):
    """What a person made of each kind; None leaves all of it as it was. One that is named by no slot is taken out.

    ``places``: an id or name of the theatre pack, or any name. ``times``: a day, an instant, or two of them joined by ``..``.
    """

    events: tuple[Slot[Kind], ...] | None = None
    counts: tuple[Slot[Figure], ...] | None = None
    times: tuple[Slot[str], ...] | None = None
    places: tuple[Slot[str], ...] | None = None

    def typed(self) -> Iterator[tuple[str, str | None]]:
        """Yield every free text that was typed, by what a person calls it."""
        yield from (("--place", each.now) for each in self.places or ())
        for figure in (each.now for each in self.counts or () if each.now is not None):
            yield from (("--count", figure.unit), ("--count", figure.category))


class _Happening:
    """A happening while what belongs to it is sorted out."""

    def __init__(self, event: EventMention) -> None:
        self.event = event
        self.times, self.places, self.counts = [*event.times], [*event.places], [*event.counts]

    def mention(self, claim: str) -> EventMention:
        """Return it as it stands now."""
        return replace(self.event, claim=claim, times=tuple(self.times), places=tuple(self.places), counts=tuple(self.counts))


def with_slots(new: Claim, old: Claim, slots: Slots, report: Report, theatre: Theatre) -> Claim:
    """Return ``new`` with the happenings, figures, days and places of ``old`` as a person made them.

    Raises:
        UsageError: an event code or means is none of ours.
    """
    happenings = _happenings(new, old, slots)
    counts = _counts(new, old, slots, happenings)
    whole = new.content[0]
    stand = {place.span for place in old.places}

    def place(typed: str, before: Span | None) -> PlaceMention:
        found = [at for span in new.content if (at := inside(report.text, span, typed)) and at not in stand]
        return place_at(typed, before or next(iter(found), whole), theatre)

    times = _mentions(old.times, slots.times, happenings, lambda h: h.times, lambda when, at: time_at(when, at or whole))
    places = _mentions(old.places, slots.places, happenings, lambda h: h.places, place)
    made = [each.mention(new.id) for each in happenings.values()]
    if not made and not old.events and (times or places or any(count.effect in HARM for count in counts)):
        made = [EventMention(id="e1", span=new.content[0], type=UNSPECIFIED, claim=new.id)]
    if made and not old.events:  # the first happening of a claim has all that stands in it
        spans = {"times": tuple(t.span for t in times), "places": tuple(p.span for p in places)}
        made[0] = replace(made[0], **spans, counts=tuple(count.id for count in counts))
    return replace(new, counts=counts, times=times, places=places, events=tuple(made))


def _happenings(new: Claim, old: Claim, slots: Slots) -> dict[int, _Happening]:
    """Return the happenings by their number among those given."""
    given = slots.events
    if given is None:
        return {number: _Happening(event) for number, event in enumerate(old.events)}
    there = {event.id for event in old.events}
    free = (name for name in (f"e{number}" for number in itertools.count(1)) if name not in there)
    found = {}
    for number, slot in enumerate(given):
        if slot.now is not None:
            checked_happening(slot.now.type, slot.now.means)
        if slot.was is None:
            kind = slot.now or Kind(UNSPECIFIED)
            event = EventMention(id=next(free), span=new.content[0], type=kind.type, means=kind.means)
        else:
            event = old.events[slot.was]
            event = event if slot.now is None else replace(event, type=slot.now.type, means=slot.now.means)
        found[number] = _Happening(event)
    return found


def _counts(new: Claim, old: Claim, slots: Slots, happenings: dict[int, _Happening]) -> tuple[Count, ...]:
    if slots.counts is None:
        return tuple(replace(count, claim=new.id) for count in old.counts)
    there = {count.id for count in old.counts}
    free = (name for name in (f"n{number}" for number in itertools.count(1)) if name not in there)
    found, renamed = [], {}
    for slot in slots.counts:
        before = None if slot.was is None else old.counts[slot.was]
        if before is not None and slot.now is None:
            count = before
        else:
            assert slot.now is not None, "a new figure is given"
            (made,) = counts_at(new.content[0], (slot.now,), new.id)
            count = replace(made, id=next(free), subset_of=before.subset_of if before else None)
        if before is not None:
            renamed[before.id] = count.id
        found.append(count)
        _belong(happenings, slot, lambda h: h.counts, before.id if before else None, count.id)
    kept = {count.id for count in found}
    for each in happenings.values():
        each.counts = [count for count in each.counts if count in kept]
    return tuple(replace(count, claim=new.id, subset_of=renamed.get(count.subset_of or "", count.subset_of)) for count in found)


def _mentions(
    there: Sequence[M],
    given: tuple[Slot[str], ...] | None,
    happenings: dict[int, _Happening],
    of: Callable[[_Happening], list[Span]],
    make: Callable[[str, Span | None], M],
) -> tuple[M, ...]:
    """Return mentions as they are given; those that are taken out belong to no happening any more."""
    if given is None:
        return tuple(there)
    found = []
    for slot in given:
        before = None if slot.was is None else there[slot.was]
        if slot.now is not None:
            mention = make(slot.now, before.span if before is not None else None)
        else:
            assert before is not None, "a new one is given"
            mention = before
        found.append(mention)
        _belong(happenings, slot, of, before.span if before else None, mention.span)
    kept = {mention.span for mention in found}
    for each in happenings.values():
        of(each)[:] = [span for span in of(each) if span in kept]
    return tuple(found)


def _belong(
    happenings: dict[int, _Happening], slot: Slot[T], of: Callable[[_Happening], list[N]], before: N | None, now: N
) -> None:
    """Let a slot belong to the happening that was chosen, else to those it belonged to, and a new one to the first."""
    chosen = happenings.get(slot.of) if slot.of is not None else None
    for each in happenings.values():
        names = of(each)
        if before in names:
            names[:] = [name for name in names if name != before] if chosen else [now if n == before else n for n in names]
    if chosen is None and before is None:
        chosen = next(iter(happenings.values()), None)
    if chosen is not None and now not in of(chosen):
        of(chosen).append(now)
