"""Laws of selections: whatever reports there are, a selection shows what it lets through and nothing of the rest."""

from __future__ import annotations

import datetime as dt

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes.storytelling import Story
from truceline.outputs import report, views

DAYS = st.dates(dt.date(2016, 9, 1), dt.date(2016, 10, 30)).map(dt.date.isoformat)
TOLD = st.lists(
    st.tuples(st.none() | DAYS, DAYS, st.sampled_from(["accepted", "entered", "proposed", "rejected"])), min_size=1, max_size=6
)


def _story(told: list[tuple[str | None, str, str]]) -> Story:
    story = Story()
    for n, (published, received, standing) in enumerate(told):
        text = f"CANARY{n:03} was hit and {n + 1} people died."
        story.report(f"r{n:03}", text, published=published, received=received, publisher=f"DESK{n:03}", title=f"TITLE{n:03}")
        story.claim(
            f"r{n:03}",
            text[:-1],
            event="was hit",
            counts=[(f"{n + 1} people", "killed", "people", n + 1, n + 1, "exact")],
            about=("occurrence", "count"),
            incident=f"i{n % 2}",
            standing=standing,  # type: ignore[arg-type]  # the four standings
        )
        if n:
            story.copy(f"r{n:03}", "r000")
    return story


@given(TOLD, DAYS)
@settings(deadline=None, max_examples=25)
def test_nothing_of_a_report_not_yet_known_is_shown_anywhere(told: list[tuple[str | None, str, str]], known: str) -> None:
    """Not in a view, not on the page, not in a list of copies."""
    story = _story(told)
    material = story.material(known=known, with_proposals=True)
    pages = [views.incidents_page(material), views.claims_page(material), views.sources_page(material)]
    shown = "\n".join(msgspec.json.encode(page).decode() for page in pages) + report.render(material)
    for n, (published, received, _) in enumerate(told):
        visible = (published or received) <= known
        assert (f"TITLE{n:03}" in shown) == visible
        assert any(mark in shown for mark in (f"r{n:03}", f"CANARY{n:03}", f"DESK{n:03}")) == visible


@given(TOLD, DAYS, DAYS)
@settings(deadline=None, max_examples=40)
def test_knowledge_only_grows(told: list[tuple[str | None, str, str]], one: str, other: str) -> None:
    """What was known on a day is known on every later day."""
    story = _story(told)
    early, late = sorted((one, other))
    before = {c.id for c in views.claims_page(story.material(known=early)).claims}
    after = {c.id for c in views.claims_page(story.material(known=late)).claims}
    assert before <= after


@given(TOLD)
@settings(deadline=None, max_examples=40)
def test_every_claim_is_counted_waiting_or_rejected(told: list[tuple[str | None, str, str]]) -> None:
    """None is lost, none counted twice."""
    material = _story(told).material()
    groups = [{t.claim.id for t in group} for group in (material.told, material.waiting, material.rejected)]
    assert sum(map(len, groups)) == len(set().union(*groups)) == len(told)


@given(TOLD)
@settings(deadline=None, max_examples=40)
def test_the_order_in_which_reports_come_in_changes_no_incident(told: list[tuple[str | None, str, str]]) -> None:
    """The same reports, read in another order, make the same incidents."""
    story, turned = _story(told), _story(told)
    turned.reports = dict(reversed(turned.reports.items()))
    turned.claims.reverse()
    assert views.incidents_page(story.material()).incidents == views.incidents_page(turned.material()).incidents
