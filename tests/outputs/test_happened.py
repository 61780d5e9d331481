"""The fourth clock: what may have happened in the chosen days, on top of what the other clocks let through."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes.storytelling import Figure, Story
from truceline.errors import UsageError
from truceline.model import Interval
from truceline.outputs import report, views
from truceline.outputs.views.happened import Days, days_of


def _three() -> Story:
    """Two dated incidents, one that nothing dates, and words outside every incident."""
    story = Story()
    for n, day in enumerate(("12 September", "19 September")):
        text = f"Shells fell on CANARY{n} on {day}, killing {n + 3} people."
        story.report(f"r{n}", text, published="2016-09-21")
        iso = f"2016-09-{12 if n == 0 else 19}"
        counts: list[Figure] = [(f"{n + 3} people", "killed", "people", n + 3, n + 3, "exact")]
        story.claim(f"r{n}", text[:-1], event="fell", counts=counts, time=(day, iso), incident=f"i{n}", about=("occurrence",))
    story.report("r2", "Shells fell on CANARY2.", published="2016-09-22")
    story.claim("r2", "Shells fell on CANARY2", event="fell", incident="i2", about=("occurrence",))
    story.report("r3", "The truce of CANARY3 began on 12 September. It is CANARY4.", published="2016-09-22")
    story.claim("r3", "The truce of CANARY3 began on 12 September", time=("12 September", "2016-09-12"), about=("state",))
    story.claim("r3", "It is CANARY4", about=("state",))
    return story


def _seen(story: Story, **selection: str) -> set[int]:
    """Return which canaries any view or the page shows."""
    material = story.material(**selection)
    pages = [views.incidents_page(material), views.claims_page(material), views.sources_page(material)]
    shown = "\n".join(msgspec.json.encode(page).decode() for page in pages) + report.render(material)
    return {n for n in range(5) if f"CANARY{n}" in shown}


@pytest.mark.parametrize(
    ("days", "seen"),
    [
        ("2016-09-12", {0, 3, 4}),
        ("2016-09-12..2016-09-19", {0, 1, 3, 4}),
        ("2016-09-13..2016-09-18", set()),
        ("2016-09-13..", {1}),
        ("..2016-09-18", {0, 3, 4}),
    ],
)
def test_only_what_may_have_happened_in_the_days_is_shown(days: str, seen: set[int]) -> None:
    """Both ends count; the text of a report that is shown is shown whole."""
    assert _seen(_three(), happened=days) == seen


def test_what_nothing_dates_is_counted_apart() -> None:
    """It is neither shown as happening then nor silently dropped."""
    basis = views.incidents_page(_three().material(happened="2016-09-12")).basis
    assert (basis.undated.incidents, basis.undated.claims) == (1, 2)
    assert views.incidents_page(_three().material()).basis.undated == views.Undated()


def test_an_incident_stays_whole_where_one_account_gives_another_day() -> None:
    """The rival day is part of the dispute."""
    story = _three()
    story.report("rival", "Shells fell on CANARY1 on 30 September.", published="2016-10-01")
    rival = story.claim(
        "rival", "Shells fell on CANARY1 on 30 September", event="fell", time=("30 September", "2016-09-30"), incident="i1"
    )
    (incident,) = views.incidents_page(story.material(happened="2016-09-19")).incidents
    assert incident.id == "i1"
    assert rival in incident.claims


def test_a_correction_stays_beside_what_it_corrects() -> None:
    """What was taken back is never shown as if it stood, whatever days are chosen."""
    story = _three()
    first = story.claims[0][0].id
    story.report("later", "The desk corrects its report.", published="2016-09-25")
    story.claim("later", "The desk corrects its report", stance="correct", answers=(first,))
    shown = {c.id: c for c in views.claims_page(story.material(happened="2016-09-12")).claims}
    assert shown[first].struck is not None


def test_a_day_published_later_does_not_move_what_was_known() -> None:
    """The days are compared with what the other clocks let through, never with what came after."""
    story = _three()
    story.report("late", "It was on 2 September that shells fell on CANARY1.", published="2016-12-01")
    story.claim(
        "late",
        "It was on 2 September that shells fell on CANARY1",
        event="fell",
        time=("2 September", "2016-09-02"),
        incident="i1",
    )
    early = views.incidents_page(story.material(happened="2016-09-02", known="2016-09-30")).incidents
    late = views.incidents_page(story.material(happened="2016-09-02")).incidents
    assert (early, [i.id for i in late]) == ((), ["i1"])


@pytest.mark.parametrize(
    "words", ["", "..", "yesterday", "2016-13-01", "20160912", "2016-09-12..2016-09-11", "2016-09-12...", "2016-09-12..x"]
)
def test_days_that_are_none_are_refused(words: str) -> None:
    """With a sentence that says what was expected."""
    with pytest.raises(UsageError, match="expected"):
        days_of(words)


DAY = st.dates(dt.date(2016, 9, 1), dt.date(2016, 9, 30))


@given(DAY, DAY, DAY, DAY)
@settings(max_examples=100)
def test_overlapping_is_sharing_a_day(first: dt.date, last: dt.date, start: dt.date, end: dt.date) -> None:
    """Against counting the days one by one."""
    (first, last), (start, end) = sorted((first, last)), sorted((start, end))
    ours = {first + dt.timedelta(n) for n in range((last - first).days + 1)}
    theirs = {start + dt.timedelta(n) for n in range((end - start).days + 1)}
    time = Interval(start=start.isoformat(), end=end.isoformat())
    assert Days(first, last).overlaps(time) == bool(ours & theirs)
