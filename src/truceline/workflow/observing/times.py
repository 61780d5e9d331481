"""From the day and time columns of a row to two instants with their zone. A day without a time is all of that day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec

from truceline.workflow.tables import YEARS, Clock, Typed, zone_of

DAY = dt.timedelta(days=1)
LAST = dt.time(23, 59, 59)
LONGEST = 400 * DAY
"""Longer than a year and a month nobody watches without a break: the end is mistyped."""


class Window(msgspec.Struct, frozen=True):
    """From ``start`` to ``end``, instants with zone (RFC 3339); both None where a row says no time at all."""

    start: str | None
    end: str | None


def window_of(values: Mapping[str, Typed], zone: str | None) -> Window | str:
    """Return when it was, or what is wrong with it. ``zone`` holds for rows that say none themselves."""
    start, end = values.get("start"), values.get("end")
    if isinstance(start, dt.datetime) and isinstance(end, dt.datetime | None):
        return _window(start, end or start)
    if end is not None:
        return "an end without a start; expected both, or a date"
    day = values.get("date")
    if not isinstance(day, dt.date):
        return Window(None, None) if "time" not in values else "a time without a date; expected both"
    offset = values.get("zone") or zone
    if not isinstance(offset, str):
        return 'no zone; say `zone` in the mapping, such as "+02:00"'
    return _from_days(day, values, zone_of(offset))


def _from_days(day: dt.date, values: Mapping[str, Typed], zone: dt.timezone) -> Window | str:
    clock, end_clock, end_day = values.get("time"), values.get("end_time"), values.get("end_date")
    first = clock.first if isinstance(clock, Clock) else dt.time()
    last_of = end_clock if isinstance(end_clock, Clock) else clock
    last = last_of.last if isinstance(last_of, Clock) else LAST
    start = dt.datetime.combine(day, first, zone)
    end = dt.datetime.combine(end_day if isinstance(end_day, dt.date) else day, last, zone)
    is_next_day = not isinstance(end_day, dt.date) and isinstance(last_of, Clock) and (last_of.ends_day or last < first)
    return _window(start, end + DAY if is_next_day else end)


def _window(start: dt.datetime, end: dt.datetime) -> Window | str:
    if end < start:
        return f"ends {end.isoformat(timespec='minutes')} before it begins {start.isoformat(timespec='minutes')}"
    if start.year not in YEARS or end.year not in YEARS:
        return f"lies in the year {start.year} to {end.year}; expected {YEARS[0]} to {YEARS[-1]}"
    if end - start > LONGEST:
        return f"lasts {(end - start).days:,} days; expected at most {LONGEST.days}"
    return Window(start.isoformat(timespec="seconds"), end.isoformat(timespec="seconds"))
