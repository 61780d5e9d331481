"""Runs of days: how many days count for a condition, given the days on which it was interrupted and those nobody tells of.

A day on which something interrupts does not count; the count begins anew on the next. No day of a silence counts: the count stops
before it and begins anew after it. From one day to the next a count grows by one or falls back, and never does anything else.

>>> Run.of("2016-09-13", "2016-09-20", ["2016-09-17"], needed=3, continuous=True)
Run(progress=3, since='2016-09-18', last='2016-09-20', met_on='2016-09-15')
>>> Run.of("2016-09-13", "2016-09-20", ["2016-09-17"], needed=7, continuous=False).met_on
'2016-09-20'
>>> Run.of("2016-09-13", "2016-09-30", [], needed=7, continuous=True, silences=[("2016-09-16", "2016-09-29")])
Run(progress=1, since='2016-09-30', last='2016-09-30', met_on=None)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from truceline.agreement.status.moments import days_between, later_day, next_day, previous_day
from truceline.agreement.status.silences import Stretch


class Run(msgspec.Struct, frozen=True):
    """``progress`` days, from ``since`` to ``last`` (None: no day counts); ``met_on`` the day it first reached what is needed."""

    progress: int
    since: str | None
    last: str | None
    met_on: str | None

    @classmethod
    def of(  # noqa: PLR0913 - what a run is made of
        cls, first: str, last: str, interrupted: Iterable[str], *, needed: int, continuous: bool, silences: Sequence[Stretch] = ()
    ) -> Run:
        """Count the days from ``first`` to ``last``, both included.

        ``interrupted``: days in order, each once, any range; ``silences``: stretches of those days, in order, apart.
        """
        inside = [day for day in interrupted if first <= day <= last]
        return _unbroken(first, last, inside, needed, silences) if continuous else _in_all(first, last, inside, needed, silences)


def _unbroken(first: str, last: str, inside: Sequence[str], needed: int, silences: Sequence[Stretch]) -> Run:
    is_open = bool(silences) and silences[-1][1] == last
    stop = previous_day(silences[-1][0]) if is_open else last
    closed = silences[:-1] if is_open else silences
    met_on, begin = None, first
    for start, end in sorted([*((day, day) for day in inside), *closed]):
        if met_on is None and days_between(begin, min(stop, previous_day(start))) >= needed:
            met_on = later_day(begin, needed - 1)
        begin = max(begin, next_day(end))
    progress = days_between(begin, stop)
    if met_on is None and progress >= needed:
        met_on = later_day(begin, needed - 1)
    return Run(progress, begin if progress else None, stop if progress else None, met_on)


def _in_all(first: str, last: str, inside: Sequence[str], needed: int, silences: Sequence[Stretch]) -> Run:
    broken = [day for day in inside if not any(start <= day <= end for start, end in silences)]
    progress = days_between(first, last) - len(broken) - sum(days_between(*each) for each in silences)
    met_on, out = None, {*broken, *(day for each in silences for day in _days_of(each))}
    if progress >= needed:
        counted, day = 0, first
        while counted < needed:
            counted += day not in out
            met_on, day = day, next_day(day)
    return Run(progress, first if progress else None, last if progress else None, met_on)


def _days_of(stretch: Stretch) -> Iterable[str]:
    first, last = stretch
    return (later_day(first, number) for number in range(days_between(first, last)))
