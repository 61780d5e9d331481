"""Days and instants compared: a day without an hour is anywhere in it, so differences are a least and a greatest number of hours.

Days are taken in UTC; between two days of one place that is no matter. What cannot be read as a time is not dated.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable

from truceline.movements.sites.values import Hours

HOUR = 3600
DAY = dt.timedelta(days=1)
A_SECOND = dt.timedelta(seconds=1)


def earliest(when: str | None) -> dt.datetime | None:
    """Return the first instant of a day, or the instant; None where nothing is told or it is no time."""
    try:
        if when is None:
            return None
        if "T" not in when:
            return dt.datetime.combine(dt.date.fromisoformat(when), dt.time(), dt.UTC)
        read = dt.datetime.fromisoformat(when)
        return read.astimezone(dt.UTC) if read.tzinfo else read.replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError):
        return None


def latest(when: str | None) -> dt.datetime | None:
    """Return the last instant of a day, or the instant."""
    first = earliest(when)
    return first if first is None or "T" in (when or "") else first + DAY - A_SECOND


def between(before: str | None, after: str | None) -> Hours | None:
    """Return how many hours lie between two times, at least and at most, negative where the second came first.

    >>> between("2016-09-19", "2016-09-20T12:00:00Z")
    Hours(low=12, high=36)
    """
    first, last = (earliest(before), latest(before)), (earliest(after), latest(after))
    if first[0] is None or first[1] is None or last[0] is None or last[1] is None:
        return None
    return Hours(
        math.floor((last[0] - first[1]).total_seconds() / HOUR),
        math.ceil((last[1] - first[0]).total_seconds() / HOUR),
    )


def is_past(when: str | None, on: str) -> bool:
    """Say whether a day or instant is over at the end of the day ``on`` (or at the instant)."""
    ends, now = latest(when), latest(on)
    return ends is not None and now is not None and ends < now


def hours_later(when: str, hours: int) -> str | None:
    """Return the instant so many hours after the end of a day or after an instant, in UTC."""
    end = latest(when)
    try:
        return None if end is None else (end + dt.timedelta(hours=hours)).isoformat(timespec="seconds").replace("+00:00", "Z")
    except OverflowError:
        return None


def days_later(when: str, days: int) -> str | None:
    """Return the day so many days after a day, or after the day of an instant as it was written."""
    try:
        return (dt.date.fromisoformat(when[:10]) + dt.timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return None


def last_of(times: Iterable[str | None]) -> str | None:
    """Return the time that ends last, None where none is dated."""
    dated = [(end, when) for when in times if when is not None and (end := latest(when)) is not None]
    return max(dated, default=(None, None))[1]


def in_order(when: str | None) -> tuple[dt.datetime, str]:
    """Return what times are sorted by; what is not dated comes last."""
    return earliest(when) or dt.datetime.max.replace(tzinfo=dt.UTC), when or ""
