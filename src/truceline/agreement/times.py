"""Times of an agreement: from what its text writes (``D+2``) to a day and an instant, in its own calendar.

The calendar has a fixed distance from UTC, written down in the document, so that no time-zone table can change a count. A day is
the calendar day of the place; where the agreement has a reporting hour (``cut_off``), the day of that name *ends* there, and what
happens at or after that hour belongs to the next one. A plain day stays the day it is: nothing says at which hour it was.

* ``D+2`` is a day: the second after day D, at no hour. ``D+PT48H`` is the instant 48 hours after D (after midnight at the place
  with which D begins, where D is only a day). Months and years have no fixed length and are not written so.
* Nothing known is None, nothing is guessed: with no day D there is no ``D+2``.

>>> from truceline.model.agreements import Calendar
>>> damascus = Calendar(day_d="2016-09-12T19:00+03:00", utc_offset="+03:00")
>>> moment("D+2", damascus).day.isoformat(), moment("D+PT48H", damascus).text
('2016-09-14', '2016-09-14T19:00:00+03:00')
>>> day_of("2016-09-12T22:30:00Z", damascus)
'2016-09-13'
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import msgspec

from truceline.model.agreements import Agreement, Calendar, When

DAY = dt.timedelta(days=1)
_RELATIVE = re.compile(r"D(?:(?P<sign>[+-])(?:(?P<days>\d{1,5})|(?P<span>P[0-9DTHMSW]+)))?", re.ASCII)
_DURATION = re.compile(
    r"P(?=.)(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,5})D)?(?:T(?=\d)(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,6})M)?(?:(?P<seconds>\d{1,6})S)?)?",
    re.ASCII,
)
_OFFSET = re.compile(r"([+-])(\d{2}):(\d{2})", re.ASCII)
_HOUR = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """A point in time in an agreement's calendar: its ``day`` there, and the ``instant`` with zone where the hour is known."""

    day: dt.date
    instant: dt.datetime | None = None

    @property
    def text(self) -> str:
        """The instant where there is one, else the day, as text."""
        return self.instant.isoformat() if self.instant else self.day.isoformat()


def at(when: When | None, agreement: Agreement) -> Moment | None:
    """Return the day and instant of a time as the agreement's text writes it; None where there is none or day D is not known.

    Raises:
        ValueError: it is not written as docs/formats/agreement.md says; no agreement that was read has such a time.
    """
    return moment(when, agreement.calendar) if when is not None else None


def moment(when: When, calendar: Calendar) -> Moment | None:
    """Return the day and instant of ``D``, ``D+2``, ``D+PT48H``, a day or an instant; None where day D is not known.

    Raises:
        ValueError: it is written in no such way, or lies outside the years 1 to 9999.
    """
    try:
        relative = _RELATIVE.fullmatch(when)
        return _counted_from_d(relative, calendar) if relative else _absolute(when, calendar)
    except OverflowError as error:
        message = f"{when!r} lies outside the years 1 to 9999"
        raise ValueError(message) from error


def day_of(when: str, calendar: Calendar) -> str:
    """Return the day, in the calendar, of an instant (RFC 3339; without a zone: at the place); a day is returned unchanged.

    Raises:
        ValueError: it is neither.
    """
    return _absolute(when, calendar).day.isoformat()


def local(when: str, calendar: Calendar) -> str:
    """Return an instant as the clock of the place shows it, to the minute or second; a day unchanged."""
    return _absolute(when, calendar).text


def duration(text: str) -> dt.timedelta:
    """Return an ISO 8601 duration of weeks, days, hours, minutes and seconds: ``PT48H``, ``P2D``, ``P1W``.

    Raises:
        ValueError: it is none; months and years have no fixed length and are none.
    """
    found = _DURATION.fullmatch(text)
    if not found:
        message = f"{text!r} is no duration; expected weeks, days, hours, minutes or seconds, like PT48H, P2D or P1W"
        raise ValueError(message)
    return dt.timedelta(**{unit: int(number) for unit, number in found.groupdict().items() if number})


def zone(calendar: Calendar) -> dt.timezone:
    """Return the fixed distance from UTC of the place.

    Raises:
        ValueError: it is not written like +03:00, or is more than 14 hours.
    """
    found = _OFFSET.fullmatch(calendar.utc_offset)
    minutes = int(found[2]) * 60 + int(found[3]) if found else 10_000
    if not found or int(found[3]) > 59 or minutes > 14 * 60:
        message = f"{calendar.utc_offset!r} is no distance from UTC; expected one like +03:00, at most 14 hours"
        raise ValueError(message)
    return dt.timezone(dt.timedelta(minutes=-minutes if found[1] == "-" else minutes))


def cut_off(calendar: Calendar) -> dt.time | None:
    """Return the hour at the place at which a reporting day ends; None for midnight.

    Raises:
        ValueError: it is not written like 19:30.
    """
    if calendar.cut_off is None:
        return None
    found = _HOUR.fullmatch(calendar.cut_off)
    if not found:
        message = f"{calendar.cut_off!r} is no hour; expected one like 19:30"
        raise ValueError(message)
    hour = dt.time(int(found[1]), int(found[2]))
    return hour if hour != dt.time() else None


def bounds(day: dt.date, calendar: Calendar) -> tuple[dt.datetime, dt.datetime]:
    """Return the first instant of a day of the calendar and the first of the next: half-open ``[from, to)``."""
    end = cut_off(calendar)
    last = dt.datetime.combine(day, end, zone(calendar)) if end else dt.datetime.combine(day, dt.time(), zone(calendar)) + DAY
    return last - DAY, last


def begins(point: Moment, calendar: Calendar) -> dt.datetime:
    """Return the instant with which a moment begins: its own, else midnight at the place with which its day begins."""
    return point.instant or dt.datetime.combine(point.day, dt.time(), zone(calendar))


def passes(point: Moment, calendar: Calendar) -> dt.datetime:
    """Return the instant with which a moment is over: its own, else midnight at the place with which its day ends."""
    return point.instant or begins(point, calendar) + DAY


def days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Yield every day from ``first`` to ``last``, both included; none where ``last`` comes before ``first``."""
    for step in range((last - first).days + 1):
        yield first + step * DAY


def first_whole_day(point: Moment, calendar: Calendar) -> dt.date:
    """Return the first day of the calendar that lies wholly at or after a moment; a moment without an hour: its day."""
    if point.instant is None or bounds(point.day, calendar)[0] == point.instant:
        return point.day
    return point.day + DAY


def is_within(when: str, since: When | None, until: When | None, agreement: Agreement) -> bool | None:
    """Return whether a day or instant lies between two times of an agreement, both included; None where it cannot be told.

    It cannot be told where a time has no day D, or where only a day is known and the limit falls within that day.
    """
    calendar = agreement.calendar
    found = _absolute(when, calendar)
    first, last = at(since, agreement), at(until, agreement)
    if (since is not None and first is None) or (until is not None and last is None):
        return None
    sides = (_has_begun(found, first, calendar), _is_not_over(found, last, calendar))
    if False in sides:
        return False
    return None if None in sides else True


def days_from_d(day: dt.date, calendar: Calendar) -> int | None:
    """Return the n of ``D+n`` for a day; None where day D is not known."""
    start = moment("D", calendar)
    return (day - start.day).days if start else None


def relative(day: dt.date, calendar: Calendar) -> When | None:
    """Return a day as the text would write it: ``D``, ``D+2``, ``D-1``; None where day D is not known."""
    steps = days_from_d(day, calendar)
    return None if steps is None else f"D{steps:+d}" if steps else "D"


def _counted_from_d(written: re.Match[str], calendar: Calendar) -> Moment | None:
    if calendar.day_d is None:
        return None
    start = _absolute(calendar.day_d, calendar)
    sign = -1 if written["sign"] == "-" else 1
    if written["span"]:
        return _moment(begins(start, calendar) + sign * duration(written["span"]), calendar)
    steps = int(written["days"] or 0)
    return Moment(day=start.day + sign * steps * DAY) if steps else start


def _absolute(when: str, calendar: Calendar) -> Moment:
    if _DAY.fullmatch(when):
        return Moment(day=dt.date.fromisoformat(when))
    if not _DAY.match(when) or "T" not in when:
        message = (
            f"{when!r} is no time; expected a day like 2016-09-12, an instant like 2016-09-12T19:00+03:00, D, D+2 or D+PT48H"
        )
        raise ValueError(message)
    read = dt.datetime.fromisoformat(when)
    return _moment(read if read.tzinfo else read.replace(tzinfo=zone(calendar)), calendar)


def _moment(instant: dt.datetime, calendar: Calendar) -> Moment:
    end = cut_off(calendar)
    try:
        here = instant.astimezone(zone(calendar))
        return Moment(day=here.date() + DAY if end and here.time() >= end else here.date(), instant=here)
    except OverflowError as error:
        message = f"{instant.isoformat()} lies outside the years 1 to 9999"
        raise ValueError(message) from error


def _has_begun(found: Moment, first: Moment | None, calendar: Calendar) -> bool | None:
    if first is None:
        return True
    if found.instant and first.instant:
        return found.instant >= first.instant
    if found.day != first.day or first.instant is None:
        return found.day >= first.day
    return True if first_whole_day(first, calendar) == found.day else None


def _is_not_over(found: Moment, last: Moment | None, calendar: Calendar) -> bool | None:
    if last is None:
        return True
    if found.instant and last.instant:
        return found.instant <= last.instant
    if found.day != last.day or last.instant is None:
        return found.day <= last.day
    return True if last.instant + dt.timedelta(minutes=1) >= bounds(last.day, calendar)[1] else None
