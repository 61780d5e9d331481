"""Conditions: counted by each authority from its own words, and by arithmetic under a named rule, side by side.

Each count keeps what interrupted it, by day, so that one new interruption touches one count. What a count would be without one
interruption is told for those that make a difference: the only one of the last day that was interrupted.

Rules of the arithmetic (``Rule`` in ``model.agreements``): ``calendar`` counts the days that passed; ``undisputed``, ``found``
and ``agreed`` are interrupted by incidents, by findings, and by days on which all who count are. None knows an allegation alone.
Under no rule does a count run further than the record reports (``silences``).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from truceline.agreement.statements import DayCount
from truceline.agreement.status.moments import Clock, Window, later_day, previous_day
from truceline.agreement.status.runs import Run
from truceline.agreement.status.silences import Reported, Stretch, is_silent
from truceline.agreement.status.silences import told as told_of
from truceline.agreement.status.wording import Names, claims_of, days
from truceline.agreement.status.words_heard import EventSaid, Interruption
from truceline.model.agreements import Condition
from truceline.model.status import Arrangement, ConditionCount, Reset

ARITHMETIC = "arithmetic"
OWN_WORDS = "own words"
"""The rule by which an authority counts: what it says itself interrupts its count, and nothing else does."""


Order = tuple[str, str, str]


def _order(item: tuple[Order, Interruption]) -> Order:
    return item[0]


def _reset(item: Interruption) -> Reset:
    return Reset(date=item.day, incident=item.incident, claimed_by=item.claimed_by, claim=item.claim, why=item.why, without=None)


class Interruptions:
    """What interrupts one count, in order, with the days on which it does."""

    __slots__ = ("_days", "_is_sorted", "_items", "_resets", "_sorted_days")

    def __init__(self, items: Iterable[Interruption] = ()) -> None:
        self._items = [(each.order, each) for each in items]
        self._is_sorted = False
        self._days = Counter(each.day for _, each in self._items)
        self._sorted_days: list[str] | None = None
        self._resets: list[Reset] | None = None

    def add(self, item: Interruption) -> None:
        """Put in one more; many put in before anybody asks are sorted once."""
        if self._is_sorted:
            place = bisect_right(self._items, item.order, key=_order)
            self._items.insert(place, (item.order, item))
            if self._resets is not None:
                self._resets.insert(place, _reset(item))
        else:
            self._items.append((item.order, item))
        self._days[item.day] += 1
        self._sorted_days = None

    def remove(self, item: Interruption) -> None:
        """Take one out that was put in."""
        place = bisect_left(self._in_order(), item.order, key=_order)
        while self._items[place][1] != item:
            place += 1
        del self._items[place]
        if self._resets is not None:
            del self._resets[place]
        self._days[item.day] -= 1
        if not self._days[item.day]:
            del self._days[item.day]
        self._sorted_days = None

    def _in_order(self) -> list[tuple[Order, Interruption]]:
        if not self._is_sorted:
            self._items.sort(key=_order)
            self._is_sorted = True
        return self._items

    @property
    def days(self) -> list[str]:
        """The days that are interrupted, in order."""
        if self._sorted_days is None:
            self._sorted_days = sorted(self._days)
        return self._sorted_days

    def resets(self) -> list[Reset]:
        """Return all of them as they are shown, without what the count would be without each."""
        if self._resets is None:
            self._resets = [_reset(item) for _, item in self._in_order()]
        return self._resets

    def on(self, day: str) -> range:
        """Return the places of those of a day."""
        first = bisect_left(self._in_order(), (day, "", ""), key=_order)
        return range(first, first + self._days[day])

    def alone(self, day: str) -> range:
        """Return the places of those of a day where they all are one incident, or one word in general; none where they differ."""
        places = self.on(day)
        incidents = {self._items[place][1].incident for place in places}
        return places if len(incidents) == 1 and (None not in incidents or len(places) == 1) else range(0)


class Span(msgspec.Struct, frozen=True):
    """From which day to which day a condition is counted, both included; ``closed``: why it is not counted further, if so.

    ``silences`` are the stretches of it of which nothing is recorded, ``reach`` the last day with a report (None: not told).
    """

    first: str
    last: str
    closed: str | None = None
    silences: tuple[Stretch, ...] = ()
    reach: str | None = None


def span_of(needed: int, window: Window | None, arrangement: Arrangement, clock: Clock, reported: Reported) -> Span | None:
    """Return the days over which a condition is counted by the end of the day asked for; None while nothing has begun."""
    if window is None or arrangement.status == "not_yet":
        return None
    first, last, closed = clock.first_day(window.since), clock.on, None
    since = clock.day(arrangement.since) if arrangement.since else None
    if arrangement.status in {"ended", "suspended"} and since is not None:
        last, closed = min(last, previous_day(since)), f"the arrangement was {arrangement.status} on {since}"
    elif arrangement.act == "resume" and since is not None:
        first = max(first, since)
    return Span(first, last, closed, reported.silences(first, last, needed), reported.reach(clock.on))


def counted(  # noqa: PLR0913 - what a count is made of
    condition: Condition,
    by: str,
    *,
    rule: str,
    span: Span | None,
    held: Interruptions,
    words: Sequence[DayCount] = (),
    spoke: Sequence[str] | None = None,
    names: Names,
) -> ConditionCount:
    """Return a count of days as it is shown.

    ``words``: what the authority itself says of its count, in order; ``spoke``: the days on which it said anything that bears on
    the condition, None for the arithmetic.
    """
    if span is None:
        return _uncounted(condition, by, rule, held.resets(), words)
    run = _run(condition, span, held.days)
    resets, without = _with_counterfactual(condition, span, held, run)
    word = next((each.is_met for each in reversed(words) if each.is_met is not None), None)
    met_on = run.met_on if word is None else (run.met_on or first_met(words) if word else None)
    is_met = word if word is not None else run.met_on is not None
    stretch = counted_days(condition, span, run)
    silent = spoke is not None and word is None and stretch is not None and is_silent(spoke, *stretch)
    unsaid = f"in the days counted, {names.of(by)} said nothing that bears on it" if silent else ""
    return ConditionCount(
        id=condition.id,
        by=by,
        rule=rule,
        met=is_met,
        progress=run.progress,
        needed=condition.needed,
        since=run.since,
        counted=(run.since, run.last) if run.since and run.last else None,
        resets=tuple(resets),
        missing=None if is_met else _missing(condition, run, span, word),
        said=tuple(dict.fromkeys(each.claim for each in words)),
        met_on=met_on,
        why="; ".join(
            filter(None, (_why(condition, by, run, held, without, names), told_of(span.silences, condition.needed), unsaid))
        ),
        silent=silent,
        unrecorded=span.silences,
    )


def counted_days(condition: Condition, span: Span, run: Run) -> Stretch | None:
    """Return the days that are counted, or those that met it where a later count has begun; None where no day is counted."""
    begin = None if run.met_on is None else later_day(run.met_on, 1 - condition.needed) if condition.continuous else span.first
    if begin is None or (run.since is not None and run.since <= begin):
        return (run.since, run.last) if run.since and run.last else None
    return begin, run.met_on or begin


def event_counted(  # noqa: PLR0913 - what it is made of
    condition: Condition, by: str, *, rule: str, said: Sequence[EventSaid], met_on: str | None, names: Names
) -> ConditionCount:
    """Return whether an event came, as it is shown: who says so, in the order of the days, and by when it counts as come."""
    who = "those heard" if by == ARITHMETIC else names.of(by)
    claims = tuple(dict.fromkeys(each.claim for each in said))
    if met_on:
        why = f"by {who} it came by {met_on}{claims_of(claims)}"
    else:
        why = (
            f"no counted claim of {who} says that it came"
            if not said
            else f"only one origin says that it came{claims_of(claims)}"
        )
    return ConditionCount(
        id=condition.id,
        by=by,
        rule=rule,
        met=met_on is not None,
        progress=int(met_on is not None),
        needed=1,
        since=None,
        counted=(met_on, met_on) if met_on else None,
        resets=(),
        missing=None if met_on else why,
        said=claims,
        met_on=met_on,
        why=why,
    )


def first_met(words: Sequence[DayCount]) -> str | None:
    """Return the day on which an authority first said that it is met, after it last said that it is not."""
    told = [each for each in words if each.is_met is not None]
    later = [n for n, each in enumerate(told, 1) if not each.is_met]
    return next((each.date for each in told[max(later, default=0) :]), None)


def _uncounted(condition: Condition, by: str, rule: str, resets: Iterable[Reset], words: Iterable[DayCount]) -> ConditionCount:
    """Return a count of which no day can be told: nothing has begun, or the text gives no day from which it is counted."""
    why = "nothing is counted yet: it has not begun, or no day is given from which to count"
    return ConditionCount(
        id=condition.id,
        by=by,
        rule=rule,
        met=False,
        progress=0,
        needed=condition.needed,
        since=None,
        counted=None,
        resets=tuple(resets),
        missing=why,
        said=tuple(dict.fromkeys(each.claim for each in words)),
        why=why,
    )


def _run(condition: Condition, span: Span, interrupted: Sequence[str]) -> Run:
    run = Run.of(
        span.first, span.last, interrupted, needed=condition.needed, continuous=condition.continuous, silences=span.silences
    )
    is_reported = run.met_on is None or span.reach is None or run.met_on <= span.reach
    return run if is_reported else msgspec.structs.replace(run, met_on=None)


def _with_counterfactual(condition: Condition, span: Span, held: Interruptions, run: Run) -> tuple[list[Reset], int | None]:
    """Return the resets, with what the count would be without those that make a difference, and that of the last of them."""
    resets = held.resets()
    inside = [day for day in held.days if span.first <= day <= span.last]
    if not condition.continuous:
        inside = [day for day in inside if not any(first <= day <= last for first, last in span.silences)]
    changed: dict[int, int] = {}
    for day in inside[-1:] if condition.continuous else inside:
        before = inside[-2:-1] if condition.continuous else []
        without = _run(condition, span, before).progress if condition.continuous else run.progress + 1
        if without != run.progress:
            changed |= dict.fromkeys(held.alone(day), without)
    if not changed:
        return resets, None
    resets = list(resets)
    for place, without in changed.items():
        resets[place] = msgspec.structs.replace(resets[place], without=without)
    return resets, changed[max(changed)]


def _missing(condition: Condition, run: Run, span: Span, word: bool | None) -> str:  # noqa: FBT001 - what it says itself, if anything
    if word is False and run.progress >= condition.needed:
        return "by its own words it is not met"
    if run.progress >= condition.needed:
        return f"a report of {later_day(run.since or span.last, condition.needed - 1)} or later: nothing is recorded since"
    lacking = max(condition.needed - run.progress, 0)
    more = f"{days(lacking)} more without an interruption" if condition.continuous else f"{days(lacking)} more"
    return "; ".join(filter(None, (more, told_of(span.silences, condition.needed), span.closed)))


def _why(  # noqa: PLR0913, PLR0917 - what the sentence is made of
    condition: Condition, by: str, run: Run, held: Interruptions, without: int | None, names: Names
) -> str:
    told = f"{run.progress} of {condition.needed} days"
    if run.since and run.last:
        told += f", {run.since} to {run.last}"
    if by == ARITHMETIC:
        nothing, who = "nothing that the rule counts interrupted them", ""
    else:
        nothing = f"nothing that {names.of(by)} says in a counted claim interrupted them"
        who = f" by the words of {names.of(by)}"
    if not held.days:
        return f"{told}; {nothing}"
    last = held.resets()[-1]
    what = f"incident {last.incident}" if last.incident else "what is said of it in general"
    also = f"; without that it would be {without}" if without is not None else ""
    times = "one day" if len(held.days) == 1 else f"{len(held.days)} days"
    return f"{told}; interrupted on {times}{who}, last on {last.date} by {what} ({last.claim}){also}"


def agreed(condition: Condition, authorities: Sequence[str], held: Mapping[str, Interruptions]) -> Interruptions:
    """Return what interrupts a count under ``agreed``: of days on which every authority is interrupted, what they all name."""
    if not authorities:
        return Interruptions()
    shared = set.intersection(*(set(held[by].days) if by in held else set() for by in authorities))
    found = Interruptions()
    for day in sorted(shared):
        firsts = [held[by].resets()[held[by].on(day)[0]] for by in authorities]
        found.add(
            Interruption(
                slot=(condition.id, ARITHMETIC),
                day=day,
                incident=firsts[0].incident,
                claimed_by=", ".join(dict.fromkeys(each.claimed_by for each in firsts)),
                claim=firsts[0].claim,
                why=f"all who count were interrupted on that day, by their own words: {', '.join(each.claim for each in firsts)}",
            )
        )
    return found
