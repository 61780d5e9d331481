"""Times: what an expression means, counted from the dateline or from a dated event."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from truceline.model import TimeMention
from truceline.reader.segments import clean
from truceline.reader.times import time_faults, times

WEDNESDAY = "2016-09-21"


def only(text: str, published_at: str | None = WEDNESDAY) -> TimeMention:
    """Return the one time of a text."""
    found = times(clean(text), published_at)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("on Monday", "2016-09-19"),
        ("on Wednesday", "2016-09-21"),
        ("on 17 September", "2016-09-17"),
        ("on September 17", "2016-09-17"),
        ("on 3 January 2015", "2015-01-03"),
        ("on Dec. 4, 2015", "2015-12-04"),
        ("yesterday", "2016-09-20"),
        ("two days ago", "2016-09-19"),
        ("last week", "2016-W37"),
        ("this month", "2016-09"),
        ("in August", "2016-08"),
        ("last year", "2015"),
        ("in 2013", "2013"),
        ("over the last three weeks", "P3W"),
    ],
)
def test_a_time_is_counted_from_the_day_of_publication(words: str, value: str) -> None:
    """A monitor can rely on weekdays and bare dates lying where the dateline puts them."""
    assert only(f"The town was shelled {words} again.").value == value


def test_a_weekday_of_the_past_is_never_sent_to_the_future() -> None:
    """What was said or done on a weekday lies behind the day of publication."""
    assert only("The ministry said on Friday that it had stopped.").value == "2016-09-16"


def test_a_weekday_that_is_planned_lies_ahead() -> None:
    """A meeting that will be held on Friday is not put a week back."""
    assert only("The group would meet again on Friday.").value == "2016-09-23"


def test_a_night_reaches_into_the_next_day() -> None:
    """The night of Monday is open to events after midnight."""
    night = only("It was hit on Monday night.")
    assert (night.value, night.start, night.end, night.precision) == ("2016-09-19TNI", "2016-09-19", "2016-09-20", "night")


def test_without_a_dateline_a_relative_time_stays_unresolved() -> None:
    """Unresolved beats a guess: "yesterday" keeps its span and no value."""
    found = only("It was hit yesterday.", None)
    assert (found.value, found.start, found.precision) == (None, None, "unresolved")


def test_a_full_date_needs_no_dateline() -> None:
    """A date with its year is stated, whatever the report says of its own day."""
    found = only("It was hit on 19 September 2016.", None)
    assert (found.start, found.end, found.basis) == ("2016-09-19", "2016-09-19", "stated")


def test_a_clock_time_with_a_zone_is_an_instant() -> None:
    """Hour and zone together name a moment; the weekday beside them gives the day."""
    found = times(clean("It was hit at 7:12 p.m. GMT on Monday."), WEDNESDAY)
    assert (found[0].start, found[0].precision) == ("2016-09-19T19:12:00+00:00", "instant")


def test_a_clock_time_without_a_zone_stays_a_day() -> None:
    """A zone is never guessed: the hour stands in the value, the day in the interval."""
    found = times(clean("It was hit at 7:12 p.m. on Monday."), WEDNESDAY)
    assert (found[0].value, found[0].start, found[0].precision) == ("2016-09-19T19:12", "2016-09-19", "hour")


def test_a_day_counted_from_a_dated_event_is_relative() -> None:
    """ "A day after" is placed where the report dates the event it counts from."""
    text = "They met a day after an attack on a water convoy. Nobody owned up to Monday's attack on the water convoy."
    assert next((t.value, t.basis) for t in times(clean(text), WEDNESDAY)) == ("2016-09-20", "relative")


def test_a_day_counted_from_an_undated_event_stays_unresolved() -> None:
    """Where the report does not date the event, the time is not placed either."""
    assert only("They met a day after an attack on a water convoy.").value is None


def test_the_day_before_is_counted_from_the_day_in_the_same_sentence() -> None:
    """A statement of the day before is a day older than the day the sentence names."""
    found = times(clean("The agency on Tuesday corrected a statement issued the day before."), WEDNESDAY)
    assert [t.value for t in found] == ["2016-09-20", "2016-09-19"]


def test_an_either_or_of_months_is_one_stretch_across_the_year() -> None:
    """By the end of the year or early January is one open choice, not two times."""
    found = only("By yearend or early January the road will open.", "2016-12-06")
    assert (found.value, found.start, found.end) == ("2016-12/2017-01", "2016-12-01", "2017-01-31")


def test_an_impossible_date_is_unresolved_and_a_fault() -> None:
    """A day that no calendar has is shown to the reader, not repaired."""
    view = clean("It was hit on 31 February 2016.")
    found = times(view, WEDNESDAY)
    assert [t.value for t in found] == [None]
    assert [f.code for f in time_faults(view, found)] == ["impossible_date"]
    assert "31 February 2016" in time_faults(view, found)[0].message


@pytest.mark.parametrize(
    "text", ["They may march on.", "A 14-year-old boy spoke.", "He read resolution 2254 aloud.", "Room 2016 is upstairs."]
)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    """Verbs, ages and numbers of documents are no times."""
    assert times(clean(text), WEDNESDAY) == ()


def test_offsets_are_the_words_of_the_text() -> None:
    """A span of a time is exactly its words in the report."""
    text = "On\u00a0Monday, and then last week."
    assert [t.span.of(text) for t in times(clean(text), WEDNESDAY)] == ["Monday", "last week"]


@pytest.mark.shared
def test_times_of_the_seed_articles_are_read(shared_data: Path, bench_scorers: Path, tmp_path: Path) -> None:
    """At least 35 of the 36 times resolved by hand come out right."""
    out = tmp_path / "times.jsonl"
    with (shared_data / "seeds" / "reports.jsonl").open() as lines, out.open("w") as answers:
        for report in map(json.loads, lines):
            found = msgspec.to_builtins(times(clean(report["text"]), report["published_at"]))
            answers.write(json.dumps({"id": report["id"], "times": found}) + "\n")
    command = [sys.executable, str(bench_scorers / "score_times.py"), str(shared_data / "seeds" / "times.jsonl"), str(out)]
    figures = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert figures["value"]["right"] >= 35
