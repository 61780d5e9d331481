"""Counts of what was observed, per observer, region and reporting period; a sample, not a census.

A number stands beside that of the period before, with how much was looked and where monitors could not look. Numbers of different
observers are never added; those of one observer are, as monitors do, and the rule says that one explosion may have been heard
twice. "Nothing observed" is a zero only where somebody looked; where nothing says so, it is not known.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from truceline.agreement.times import day_of, zone
from truceline.model.agreements import Calendar
from truceline.model.observations import CoverageGap, Exposure, Observation, Sense, Unit

RULE = "sum of what one observer counted; one explosion may have been heard twice; a sample, not a census"
_SECOND = dt.timedelta(seconds=1)
_HOUR = dt.timedelta(hours=1)
MOST_PERIODS = 1000
"""What touches more periods than this is in none of them: nothing is told of a day by what covers years."""
_Key = tuple[str, str | None, str | None]


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """How many of one unit: at least ``low``, at most ``high`` (None: open). ``rule`` says how it was made."""

    unit: Unit
    low: int
    high: int | None
    rule: str = RULE


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """How much was looked with one sensor: hours and sorties, None where that was not said."""

    sensor: Sense
    hours: int | None
    sorties: int | None


class Before(msgspec.Struct, frozen=True, kw_only=True):
    """The period before: None in place of it means that nothing is known of it."""

    period: str
    observations: int
    counted: tuple[Counted, ...]


class PeriodCount(msgspec.Struct, frozen=True, kw_only=True):
    """What one observer counted in a region (None: not said) and a period (None: which one cannot be told).

    ``uncounted``: observations without a number. ``assessed``: observations by their assessment, undetermined ones kept.
    ``looked``: empty where nobody said how much. ``across``: ids of exposures that cover more than this period.
    ``gaps``: ids of where and when monitors could not look.
    """

    observer: str
    region: str | None
    period: str | None
    observations: int
    uncounted: int
    counted: tuple[Counted, ...]
    assessed: dict[str, int]
    looked: tuple[Looked, ...]
    across: tuple[str, ...]
    gaps: tuple[str, ...]
    before: Before | None


def period_of(value: Observation | CoverageGap | Exposure, calendar: Calendar | None) -> str | None:
    """Return the reporting period of something: as its table says, else the one that holds it whole; None where none does.

    ``calendar`` None: the calendar day as its own zone writes it.
    """
    if value.period or value.start is None:
        return value.period
    periods = _periods(value.start, value.end or value.start, calendar)
    return periods[0] if len(periods) == 1 else None


def counts(
    observations: Sequence[Observation],
    gaps: Sequence[CoverageGap] = (),
    exposures: Sequence[Exposure] = (),
    calendar: Calendar | None = None,
) -> tuple[PeriodCount, ...]:
    """Return one count for each observer, region and period of which anything is known, in that order, unknown ones last."""
    sorted_in = _Sorted(calendar)
    for seen in observations:
        sorted_in.seen[seen.observer, seen.region, period_of(seen, calendar)].append(seen)
    for looked in exposures:
        for period in _all_periods(looked, calendar):
            sorted_in.looked[looked.observer, looked.region, period].append(looked)
    for gap in gaps:
        for period in _all_periods(gap, calendar):
            sorted_in.gaps[gap.observer, gap.region, period].append(gap)
    keys = sorted({*sorted_in.seen, *sorted_in.looked, *sorted_in.gaps}, key=_order)
    return tuple(sorted_in.count(key) for key in keys)


class _Sorted:
    """Everything by observer, region and period."""

    def __init__(self, calendar: Calendar | None) -> None:
        self._calendar = calendar
        self.seen: defaultdict[_Key, list[Observation]] = defaultdict(list)
        self.looked: defaultdict[_Key, list[Exposure]] = defaultdict(list)
        self.gaps: defaultdict[_Key, list[CoverageGap]] = defaultdict(list)

    def count(self, key: _Key) -> PeriodCount:
        """Return the count for one observer, region and period."""
        seen, (observer, region, period) = self.seen.get(key, []), key
        whole = [each for each in self.looked.get(key, []) if len(_all_periods(each, self._calendar)) == 1]
        everywhere = self.gaps.get((observer, None, period), []) if region else []
        return PeriodCount(
            observer=observer,
            region=region,
            period=period,
            observations=len(seen),
            uncounted=sum(each.low is None and each.high is None for each in seen),
            counted=_counted(seen),
            assessed={a: n for a in ASSESSED if (n := sum(each.assessment == a for each in seen))},
            looked=_looked(whole),
            across=tuple(each.id for each in self.looked.get(key, []) if each not in whole),
            gaps=tuple(each.id for each in (*self.gaps.get(key, []), *everywhere)),
            before=self._before(key),
        )

    def _before(self, key: _Key) -> Before | None:
        observer, region, period = key
        if period is None or period == dt.date.min.isoformat():
            return None
        day = (dt.date.fromisoformat(period) - dt.timedelta(days=1)).isoformat()
        there = (observer, region, day)
        if there not in self.seen and there not in self.looked:
            return None
        seen = self.seen.get(there, [])
        return Before(period=day, observations=len(seen), counted=_counted(seen))


ASSESSED = ("incoming", "outgoing", "impact", "undetermined")


def _counted(seen: Iterable[Observation]) -> tuple[Counted, ...]:
    by_unit: defaultdict[Unit, list[Observation]] = defaultdict(list)
    for each in seen:
        if each.low is not None or each.high is not None:
            by_unit[each.unit].append(each)
    return tuple(
        Counted(
            unit=unit,
            low=sum(each.low or 0 for each in of_unit),
            high=None if any(each.high is None for each in of_unit) else sum(each.high or 0 for each in of_unit),
        )
        for unit, of_unit in sorted(by_unit.items())
    )


def _looked(exposures: Sequence[Exposure]) -> tuple[Looked, ...]:
    sensors = dict.fromkeys(each.sensor for each in exposures)
    of = {sensor: [each for each in exposures if each.sensor == sensor] for sensor in sensors}
    return tuple(
        Looked(sensor=sensor, hours=_sum(each.hours for each in some), sorties=_sum(each.sorties for each in some))
        for sensor, some in sorted(of.items())
    )


def _sum(numbers: Iterable[int | None]) -> int | None:
    said = [number for number in numbers if number is not None]
    return sum(said) if said else None


def _all_periods(value: CoverageGap | Exposure, calendar: Calendar | None) -> tuple[str | None, ...]:
    if value.period or value.start is None:
        return (value.period,)
    return _periods(value.start, value.end or value.start, calendar)


def _periods(start: str, end: str, calendar: Calendar | None) -> tuple[str, ...]:
    """Return the periods that something from start to end touches; what ends just when one ends does not touch the next."""
    last = dt.datetime.fromisoformat(end)
    inside = (last - _SECOND).isoformat() if last > dt.datetime.fromisoformat(start) else end
    first_day, last_day = (dt.date.fromisoformat(_day(each, calendar)) for each in (start, inside))
    if (last_day - first_day).days >= MOST_PERIODS:
        return ()
    return tuple((first_day + dt.timedelta(days=n)).isoformat() for n in range((last_day - first_day).days + 1))


@functools.lru_cache(maxsize=4096)
def _day(instant: str, calendar: Calendar | None) -> str:
    """Return the reporting day of an instant.

    An agreement's calendar has one distance from UTC for all the year, a monitor's clock at the place has summer time: an instant
    written an hour from the calendar is taken by the clock it is written in, every other one by the calendar's.
    """
    if calendar is None:
        return instant[:10]
    off = dt.datetime.fromisoformat(instant).utcoffset()
    if off is not None and abs(off - zone(calendar).utcoffset(None)) == _HOUR:
        return day_of(instant, msgspec.structs.replace(calendar, utc_offset=instant[-6:]))
    return day_of(instant, calendar)


def _order(key: _Key) -> tuple[str, bool, str, bool, str]:
    observer, region, period = key
    return observer, region is None, region or "", period is None, period or ""
