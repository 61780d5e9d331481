"""The state of the arrangement of September 2016 as far as the five real articles carry it."""

from __future__ import annotations

import pytest

from fakes.seen_articles import Seen
from truceline.ledger import Record
from truceline.model.status import Status
from truceline.outputs.views import Selection
from truceline.outputs.views.status_page import status_page

pytestmark = pytest.mark.shared

AGREEMENT = "syria-2016-09-09"


@pytest.fixture(scope="module")
def status(seen: Seen) -> Status:
    """What could be known on 22 September 2016, with all that the machine read."""
    with Record.open(seen.folder) as record:
        page = status_page(record, Selection(known="2016-09-22", with_proposals=True), AGREEMENT)
    assert page.with_proposals is not None
    return page.with_proposals


def test_over_has_no_day_of_its_own_and_changes_one_partys_adherence(status: Status) -> None:
    """The article says that the government declared it over, and not when: no day is made up."""
    damascus = next(each for each in status.adherence if each.party == "sy")
    assert (damascus.state, damascus.since, damascus.act) == ("withdrawn", None, "end")
    declared = next(each for each in status.declarations if each.act == "end")
    assert (declared.date, declared.latest, declared.scope) == (None, "2016-09-21", "own_adherence")
    assert status.arrangement.status == "in_force"
    assert [(each.according_to, each.status) for each in status.arrangement.versions if each.status != "in_force"] == [
        ("sy", "ended")
    ]


def test_what_is_said_of_it_is_quoted_with_its_speaker(status: Status) -> None:
    """Rival assessments stand side by side, and a report's own word has no speaker."""
    said = {(each.actor, each.words) for each in status.assessments}
    assert ("us.state", "The ceasefire is not dead") in said
    assert any(actor == "ru.presidency" and "very slim" in words for actor, words in said)
    assert any(actor == "un.ose" and "in danger" in words for actor, words in said)
    assert any(actor is None and "tattered" in words for actor, words in said)


def test_who_may_announce_its_end_is_the_envoys_word(status: Status) -> None:
    """A claim about authority, with its speaker; it makes nobody an authority."""
    assert {(each.actor, each.of) for each in status.authority if each.act == "end"} == {("un.ose", ("co-chair",))}


def test_each_counts_by_its_own_words_and_nobody_the_days_of_which_nothing_is_recorded(status: Status) -> None:
    """Who speaks of the convoy is interrupted by it; a week and more without any report is named, and quiet for nobody."""
    counts = {each.by: each for each in status.conditions if each.id == "seven-days"}
    assert all("2016-09-19" in {reset.date for reset in counts[by].resets} for by in ("us", "un"))
    assert counts["hnc"].resets == ()
    assert {each.unrecorded for each in counts.values()} == {(("2016-09-13", "2016-09-20"),)}
    assert [counts[by].progress for by in ("us", "un", "hnc")] == [2, 2, 2]
