"""Runs of days: how many days count for a condition, given the days on which it was interrupted.

A day on which something interrupts does not count; the count begins anew on the next. From one day to the next a count grows by
one or falls back, and never does anything else.

>>> Run.of("2016-09-13", "2016-09-20", ["2016-09-17"], needed=3, continuous=True)
Run(progress=3, since='2016-09-18', last='2016-09-20', met_on='2016-09-15')
>>> Run.of("2016-09-13", "2016-09-20", ["2016-09-17"], needed=7, continuous=False).met_on
'2016-09-20'
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from truceline.agreement.status.moments import days_between, later_day, next_day


class Run(msgspec.Struct, frozen=True):
    """``progress`` days, from ``since`` to ``last`` (None: no day counts); ``met_on`` the day it first reached what is needed."""

    progress: int
    since: str | None
    last: str | None
    met_on: str | None

    @classmethod
    def of(cls, first: str, last: str, interrupted: Sequence[str], *, needed: int, continuous: bool) -> Run:
        """Count the days from ``first`` to ``last``, both included; ``interrupted``: days in order, each once, any range."""
        inside = [day for day in interrupted if first <= day <= last]
        return _unbroken(first, last, inside, needed) if continuous else _in_all(first, last, inside, needed)


def _unbroken(first: str, last: str, inside: Sequence[str], needed: int) -> Run:
    met_on, begin = None, first
    for day in inside:
        if met_on is None and days_between(begin, day) - 1 >= needed:
            met_on = later_day(begin, needed - 1)
        begin = next_day(day)
    progress = days_between(begin, last)
    if met_on is None and progress >= needed:
        met_on = later_day(begin, needed - 1)
    return Run(progress, begin if progress else None, last if progress else None, met_on)


def _in_all(first: str, last: str, inside: Sequence[str], needed: int) -> Run:
    progress = days_between(first, last) - len(inside)
    met_on, broken = None, set(inside)
    if progress >= needed:
        counted, day = 0, first
        while counted < needed:
            counted += day not in broken
            met_on, day = day, next_day(day)
    return Run(progress, first if progress else None, last if progress else None, met_on)
