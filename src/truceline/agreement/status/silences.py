"""Silences: stretches of days in which nothing is recorded. "Nothing said" is not "nothing happened", so they count for nobody.

A record reports on the days on which its reports were known. More days in a row without any report than a condition asks for (but
at least two) are unknown: no day of them counts, the count stops before them and begins anew after them. A shorter silence
counts as it goes, but nothing is met before a report of the same or a later day is there.

>>> Reported(["2016-09-12", "2016-09-15", "2016-09-24"]).silences("2016-09-12", "2016-09-24", needed=3)
(('2016-09-16', '2016-09-23'),)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from itertools import pairwise

from truceline.agreement.status.moments import days_between, next_day, previous_day

Stretch = tuple[str, str]
"""First and last day, both included."""
SHORTEST = 2
"""A stretch of so many days without any report is never too long."""


class Reported:
    """The days on which a record reports; ``days`` None: not told, and nothing is left out."""

    def __init__(self, days: Iterable[str] | None) -> None:
        self._days = None if days is None else sorted(set(days))

    def with_day(self, day: str) -> Reported | None:
        """Return the days with one more; None where it is one of them, or nothing is told."""
        more = Reported(self._days)
        return more if more.add(day) else None

    def add(self, day: str) -> bool:
        """Put in the day of one more report; say whether it is a new one."""
        if self._days is None or day in self._days[bisect_left(self._days, day) :][:1]:
            return False
        insort(self._days, day)
        return True

    def silences(self, first: str, last: str, needed: int) -> tuple[Stretch, ...]:
        """Return the stretches from ``first`` to ``last`` that are too long to count for a condition of so many days."""
        if self._days is None:
            return ()
        inside = self._days[bisect_left(self._days, first) : bisect_right(self._days, last)]
        edges = [previous_day(first), *inside, next_day(last)]
        pairs = ((next_day(one), previous_day(other)) for one, other in pairwise(edges))
        return tuple(pair for pair in pairs if days_between(*pair) > longest(needed))

    def reach(self, last: str) -> str | None:
        """Return the last day up to ``last`` on which it reports: empty where there is none, None where nothing is told."""
        if self._days is None:
            return None
        place = bisect_right(self._days, last)
        return self._days[place - 1] if place else ""


def longest(needed: int) -> int:
    """Return how many days without any report still count for a condition of so many days."""
    return max(needed, SHORTEST)


def is_silent(said: Sequence[str], first: str, last: str) -> bool:
    """Say whether none of some days lies between two."""
    return not any(first <= day <= last for day in said)


def told(silences: Sequence[Stretch], needed: int) -> str:
    """Return a sentence that names stretches of silence, and the rule; empty where there are none."""
    if not silences:
        return ""
    named = ", ".join(f"from {first} to {last}" for first, last in silences)
    return f"nothing is recorded {named}; more than {longest(needed)} days in a row without any report are not counted"
