"""Moments of one question: which instants and days the acts and happenings of a record have in an agreement's calendar.

Days are text (``2016-09-19``), so that comparing them is comparing text; instants are compared as instants. An act without an
hour takes effect as its day begins; what happened, without an hour, on the day on which something began may have been before it.
"""

from __future__ import annotations

import datetime as dt
import functools

import msgspec

from truceline.agreement.remembering import remembered
from truceline.agreement.times import DAY, Moment, at, begins, bounds, day_of, duration, first_whole_day, moment
from truceline.model import Interval
from truceline.model.agreements import Agreement, When


class Clock:
    """The calendar of an agreement, asked about the end of the day ``on``."""

    def __init__(self, agreement: Agreement, on: str) -> None:
        self.agreement = agreement
        self.calendar = agreement.calendar
        self.on = on
        self.now = bounds(dt.date.fromisoformat(on), self.calendar)[1]

    @functools.cached_property
    def start(self) -> Moment | None:
        """When its own text lets it begin: ``effective_at``, else day D; None where it gives neither."""
        return at(self.agreement.effective_at or "D", self.agreement)

    @remembered
    def day(self, when: str) -> str:
        """Return the day of an instant or day."""
        return when if len(when) == 10 else day_of(when, self.calendar)

    @remembered
    def instant(self, when: str) -> dt.datetime:
        """Return the instant with which a day or instant begins."""
        return begins(moment(when, self.calendar) or Moment(day=dt.date.fromisoformat(when[:10])), self.calendar)

    @remembered
    def close(self, when: str) -> dt.datetime:
        """Return the instant with which a day or instant is over: midnight for a day, and for its last minute ("until 23:59")."""
        begin = self.instant(when)
        if len(when) == 10:
            return begin + DAY
        return begin.replace(hour=0, minute=0, second=0) + DAY if (begin.hour, begin.minute) == (23, 59) else begin

    def is_over(self, when: str) -> bool:
        """Say whether a day or instant passed before the day asked for was over; what lasts through that day has not."""
        return self.close(when) < self.now

    def later(self, when: str, lasts: str) -> str:
        """Return what lies a duration (ISO 8601) after a day or instant, as text; whole days after a day are a day."""
        span = duration(lasts)
        if len(when) == 10 and not span % DAY:
            return (dt.date.fromisoformat(when) + span).isoformat()
        return (self.instant(when) + span).isoformat()

    def first_day(self, point: Moment) -> str:
        """Return the first day that counts from a moment on: the first whole one, or that of the moment itself."""
        return (first_whole_day(point, self.calendar) if self.calendar.whole_days else point.day).isoformat()

    def when(self, time: Interval | None) -> str | None:
        """Return the first day of a time in this calendar; None where it has none, or is only bounded by a publication."""
        if time is None or time.start is None or time.basis == "published":
            return None
        return self.day(time.start)

    def moment(self, when: When) -> Moment | None:
        """Return the day and instant of a time as the text writes it."""
        return at(when, self.agreement)


class Window(msgspec.Struct, frozen=True):
    """What lies surely at or after a moment: days from ``sure`` on, and on the day ``day`` itself what has a later hour."""

    since: Moment
    day: str
    sure: str

    @classmethod
    def after(cls, point: Moment, clock: Clock) -> Window:
        """Return the window that a moment opens."""
        return cls(point, point.day.isoformat(), first_whole_day(point, clock.calendar).isoformat())

    def has(self, when: str, clock: Clock) -> bool | None:
        """Say whether a day or instant lies in it and not after the day asked for; None where the hour would have to be known."""
        day = clock.day(when)
        if day > clock.on or day < self.day:
            return False
        if day >= self.sure:
            return True
        return None if len(when) == 10 else clock.instant(when) >= begins(self.since, clock.calendar)


def days_between(first: str, last: str) -> int:
    """Return how many days there are from ``first`` to ``last``, both included; 0 where ``last`` comes before ``first``.

    >>> days_between("2016-09-13", "2016-09-19")
    7
    """
    return max(0, (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days + 1)


def later_day(day: str, number: int) -> str:
    """Return the day that lies so many days after a day."""
    return (dt.date.fromisoformat(day) + number * DAY).isoformat()


def next_day(day: str) -> str:
    """Return the day after a day."""
    return later_day(day, 1)


def previous_day(day: str) -> str:
    """Return the day before a day."""
    return later_day(day, -1)
