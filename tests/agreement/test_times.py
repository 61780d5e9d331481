"""The times of an agreement: what its text writes, worked out in its own calendar."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.agreement import times
from truceline.model.agreements import Agreement, Calendar

DAMASCUS = Calendar(day_d="2016-09-12T19:00+03:00", utc_offset="+03:00")
KYIV = Calendar(day_d="2015-02-15", utc_offset="+02:00", cut_off="19:30")
OFFSETS = st.sampled_from(["+03:00", "-05:00", "+05:45", "+00:00", "-03:30", "+14:00"])
CUT_OFFS = st.sampled_from([None, "19:30", "06:00", "23:59", "00:01"])
CALENDARS = st.builds(Calendar, day_d=st.just("2016-09-12"), utc_offset=OFFSETS, cut_off=CUT_OFFS)
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1))
INSTANTS = st.integers(631_152_000, 3_786_825_600).map(lambda seconds: dt.datetime.fromtimestamp(seconds, dt.UTC))


def text_with(calendar: Calendar) -> Agreement:
    return Agreement(id="a", name="A", date="2016-09-09", calendar=calendar, source_text=(), parties=())


@pytest.mark.parametrize(
    ("when", "day", "instant"),
    [
        ("D", "2016-09-12", "2016-09-12T19:00:00+03:00"),
        ("D+2", "2016-09-14", None),
        ("D-1", "2016-09-11", None),
        ("D+0", "2016-09-12", "2016-09-12T19:00:00+03:00"),
        ("D+PT48H", "2016-09-14", "2016-09-14T19:00:00+03:00"),
        ("D-PT20H", "2016-09-11", "2016-09-11T23:00:00+03:00"),
        ("D+P1WT5H", "2016-09-20", "2016-09-20T00:00:00+03:00"),
        ("2016-09-18", "2016-09-18", None),
        ("2016-09-18T23:59+03:00", "2016-09-18", "2016-09-18T23:59:00+03:00"),
        ("2016-09-18T21:00Z", "2016-09-19", "2016-09-19T00:00:00+03:00"),
    ],
)
def test_a_time_is_worked_out_as_its_text_writes_it(when: str, day: str, instant: str | None) -> None:
    """Every way of writing a time leads to a day at the place, and to an instant only where the text has the hour."""
    found = times.at(when, text_with(DAMASCUS))
    assert found is not None
    assert (found.day.isoformat(), found.instant.isoformat() if found.instant else None) == (day, instant)


def test_without_day_d_nothing_is_counted_from_it() -> None:
    """An agreement that has not begun has no D+2, and nobody is told one."""
    text = text_with(Calendar(utc_offset="+03:00"))
    assert times.at("D+2", text) is None
    assert times.at(None, text) is None
    assert times.days_from_d(dt.date(2016, 9, 12), text.calendar) is None
    assert times.relative(dt.date(2016, 9, 12), text.calendar) is None
    assert times.is_within("2016-09-13", "D", None, text) is None


@pytest.mark.parametrize(
    "when", ["D+", "D+P", "D+PT", "D+P1M", "D+P1Y", "D + 2", "d+2", "D+1.5", "2016-9-1", "12 September", "2016-02-30", "20160912"]
)
def test_what_is_no_time_is_refused(when: str) -> None:
    """A time that is written otherwise is refused and not guessed at."""
    with pytest.raises(ValueError, match=r"is no time|is no duration|out of range"):
        times.moment(when, DAMASCUS)


@pytest.mark.parametrize(
    "calendar", [Calendar(utc_offset="Damascus"), Calendar(utc_offset="+15:00"), Calendar(utc_offset="+03:75")]
)
def test_a_distance_from_utc_that_is_none_is_refused(calendar: Calendar) -> None:
    """A calendar names its distance from UTC in hours and minutes, never by a zone that a table could change."""
    with pytest.raises(ValueError, match="no distance from UTC"):
        times.zone(calendar)


def test_a_time_beyond_the_calendar_is_refused() -> None:
    """A date that no calendar holds is an error that says so, whichever way it is written."""
    for when in ("D+99999", "9999-12-31T23:00-05:00"):
        with pytest.raises(ValueError, match="outside the years"):
            times.moment(when, Calendar(day_d="9990-01-01", utc_offset="+03:00"))


def test_a_reporting_day_ends_at_its_hour() -> None:
    """What a mission hears at 19:30 and later stands in the report of the next day; what it hears before stands in this one's."""
    assert times.day_of("2015-02-16T19:29:59+02:00", KYIV) == "2015-02-16"
    assert times.day_of("2015-02-16T19:30:00+02:00", KYIV) == "2015-02-17"
    assert times.day_of("2015-02-16T17:30:00Z", KYIV) == "2015-02-17"
    assert times.day_of("2015-02-16", KYIV) == "2015-02-16"


def test_an_instant_is_shown_by_the_clock_of_the_place() -> None:
    """A page can say 19:00 where a report said 16:00 UTC."""
    assert times.local("2016-09-12T16:00:00Z", DAMASCUS) == "2016-09-12T19:00:00+03:00"
    assert times.local("2016-09-12T19:00", DAMASCUS) == "2016-09-12T19:00:00+03:00"


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2016-09-12T18:59+03:00", False),
        ("2016-09-12T19:00+03:00", True),
        ("2016-09-12", None),
        ("2016-09-11", False),
        ("2016-09-13", True),
        ("2016-09-18", True),
        ("2016-09-18T23:59+03:00", True),
        ("2016-09-19T00:00+03:00", False),
        ("2016-09-19", False),
    ],
)
def test_whether_something_lies_within_a_time_is_said_only_where_it_can_be_told(when: str, expected: bool | None) -> None:  # noqa: FBT001 - a row of the table
    """On the day on which it begins, what has no hour lies neither surely before nor surely after the beginning."""
    assert times.is_within(when, "D", "2016-09-18T23:59+03:00", text_with(DAMASCUS)) is expected


def test_the_first_whole_day_is_the_next_one_where_it_begins_in_the_evening() -> None:
    """A count of whole days does not take the evening on which it began for a day."""
    start = times.moment("D", DAMASCUS)
    assert start is not None
    assert times.first_whole_day(start, DAMASCUS) == dt.date(2016, 9, 13)
    assert times.first_whole_day(times.Moment(day=dt.date(2016, 9, 12)), DAMASCUS) == dt.date(2016, 9, 12)


@given(day=DAYS, calendar=CALENDARS)
@settings(max_examples=50, deadline=None)
def test_a_day_counted_from_d_and_back_is_the_same_day(day: dt.date, calendar: Calendar) -> None:
    """Whatever the day: written as D+n and worked out again, it is the day it was."""
    written = times.relative(day, calendar)
    assert written is not None
    again = times.moment(written, calendar)
    assert again is not None
    assert again.day == day


@given(instant=INSTANTS, calendar=CALENDARS)
@settings(max_examples=50, deadline=None)
def test_an_instant_lies_within_the_bounds_of_its_day_and_of_no_other(instant: dt.datetime, calendar: Calendar) -> None:
    """Days follow on each other without a gap and without overlap, whatever the zone and the hour at which they end."""
    day = dt.date.fromisoformat(times.day_of(instant.isoformat(), calendar))
    first, after = times.bounds(day, calendar)
    assert first <= instant < after
    assert times.bounds(day + times.DAY, calendar)[0] == after


@given(instant=INSTANTS, calendar=CALENDARS, shown=OFFSETS)
@settings(max_examples=50, deadline=None)
def test_the_zone_in_which_an_instant_is_written_changes_nothing(instant: dt.datetime, calendar: Calendar, shown: str) -> None:
    """The same instant written in another zone falls on the same day and is shown by the same clock."""
    other = instant.astimezone(times.zone(Calendar(utc_offset=shown))).isoformat()
    assert times.day_of(other, calendar) == times.day_of(instant.isoformat(), calendar)
    assert times.local(other, calendar) == times.local(instant.isoformat(), calendar)


@given(first=DAYS, length=st.integers(-3, 40), calendar=CALENDARS)
@settings(max_examples=50, deadline=None)
def test_days_are_each_there_once(first: dt.date, length: int, calendar: Calendar) -> None:
    """Walking over days passes each once and in order; what is over begins where the next begins."""
    walked = list(times.days(first, first + length * times.DAY))
    assert len(walked) == max(0, length + 1)
    assert walked == sorted(set(walked))
    for day in walked[:2]:
        point = times.Moment(day=day)
        assert times.passes(point, calendar) - times.begins(point, calendar) == times.DAY
