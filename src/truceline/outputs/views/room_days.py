"""Days of the situation room: which days the figures are about, and what is counted for each day of the chart.

Days follow the day asked for, never the clock on the wall: the same record says the same for ever.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from truceline.model import Incident, Interval
from truceline.model.violations import Violation
from truceline.outputs.views import happened
from truceline.outputs.views.room_values import DayChart, DayCounts, Days, Window

SHOWN_DAYS = 42
"""So many days are drawn at once."""
DAY = dt.timedelta(days=1)


def window_of(on: str, days: int, chosen: str | None, incidents: Sequence[Incident]) -> Window:
    """Return the days of the figures: the ``chosen`` ones, else so many that end with the day ``on``.

    A choice that is open at one end goes to the first or last day that any incident has, or to ``on``.

    Raises:
        UsageError: ``chosen`` names no days.
    """
    if chosen is None:
        last = dt.date.fromisoformat(on)
        return _window(last - (max(1, days) - 1) * DAY, last, is_chosen=False)
    asked = happened.days_of(chosen)
    known = [day for each in incidents if (day := first_day(each.time))]
    end = asked.last or max([dt.date.fromisoformat(on), *known])
    start = asked.first or min([end, *known])
    return _window(start, max(start, end), is_chosen=True, is_open=asked.first is None)


def _window(first: dt.date, last: dt.date, *, is_chosen: bool, is_open: bool = False) -> Window:
    now = _days(first, last)
    has_before = not is_open and first - dt.date.min >= now.number * DAY
    before = _days(first - now.number * DAY, first - DAY) if has_before else None
    return Window(now=now, before=before, is_chosen=is_chosen)


def _days(first: dt.date, last: dt.date) -> Days:
    return Days(first=first.isoformat(), last=last.isoformat(), number=(last - first).days + 1)


def placed(time: Interval | None, days: Days) -> tuple[int, int] | None:
    """Return whether something surely, and whether it possibly, happened in those days; None where its days are not both told.

    >>> day = Days(first="2016-09-19", last="2016-09-19", number=1)
    >>> placed(Interval(start="2016-09-19", end="2016-09-20"), day)
    (0, 1)
    """
    if not is_dated(time):
        return None
    assert time is not None  # said by is_dated
    start, end = (time.start or "")[:10], (time.end or "")[:10]
    return int(days.first <= start and end <= days.last), int(start <= days.last and end >= days.first)


def is_dated(time: Interval | None) -> bool:
    """Say whether both a first and a last day are told."""
    return time is not None and bool(time.start and time.end)


def first_day(time: Interval | None) -> dt.date | None:
    """Return the first day on which it may have been, else the last; None where neither is told."""
    return (time.first_day or time.last_day) if time else None


def chart_of(
    last: dt.date, incidents: Sequence[Incident], violations: Sequence[Violation] | None, reported: Iterable[str]
) -> DayChart:
    """Return the chart of the days up to ``last``; ``violations``: None where there is no agreement to hold anything against.

    Each incident and violation stands at its first day.
    """
    happenings = Counter(day.isoformat() for each in incidents if (day := first_day(each.time)))
    alleged = Counter(each.on for each in violations or () if each.on)
    confirmed = Counter(each.on for each in violations or () if each.on and is_confirmed(each))
    told, every = set(reported), sorted({*happenings, *alleged})
    first = last - (min(SHOWN_DAYS, last.toordinal()) - 1) * DAY
    days = tuple(
        DayCounts(day=day, incidents=happenings[day], alleged=alleged[day], confirmed=confirmed[day], is_reported=day in told)
        for day in ((first + number * DAY).isoformat() for number in range((last - first).days + 1))
    )
    before, behind = [day for day in every if day < days[0].day], [day for day in every if day > days[-1].day]
    later = min(dt.date.fromisoformat(behind[0]) + (SHOWN_DAYS - 1) * DAY, dt.date.fromisoformat(behind[-1])) if behind else None
    return DayChart(
        days=days,
        most=max((each.incidents if violations is None else each.alleged for each in days), default=0),
        earlier=before[-1] if before else None,
        later=later.isoformat() if later else None,
        has_agreement=violations is not None,
    )


def last_drawn(window: Window, on: str) -> dt.date:
    """Return the last day to draw: the day asked for where that keeps the window in sight, else some days behind the window."""
    end, first = dt.date.fromisoformat(max(on, window.now.last)), dt.date.fromisoformat(window.now.first)
    if (end - first).days < SHOWN_DAYS:
        return end
    return min(end, dt.date.fromisoformat(window.now.last) + SHOWN_DAYS // 4 * DAY)


def last_busy(incidents: Sequence[Incident], window: Window, stretch: int = 7) -> Days | None:
    """Return so many days up to the last one of which an incident is told; None unless that lies before the window."""
    days = [day for each in incidents if (day := first_day(each.time)) and day.isoformat() <= window.now.last]
    end = max(days, default=None)
    if end is None or end.isoformat() >= window.now.first:
        return None
    return _days(end - min(stretch - 1, end.toordinal() - 1) * DAY, end)


def is_confirmed(violation: Violation) -> bool:
    """Say whether any authority confirms it."""
    return any(position.value == "confirmed" for position in violation.finding.values())
