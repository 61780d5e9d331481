"""What a selection leaves out is nowhere in what it shows: the four clocks and the standing rule."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from fakes.storytelling import Story
from truceline.errors import NotFoundError
from truceline.ledger import Record
from truceline.outputs import report, views
from truceline.outputs.views import Material, Selection


def _everything(material: Material) -> str:
    """Return all that any view of the material shows, as one text."""
    pages = [views.incidents_page(material), views.claims_page(material), views.sources_page(material)]
    pages += [views.incident_page(material, i.id) for i in views.incidents_page(material).incidents]
    pages += [views.report_page(material, h.report.id) for h in material.held]
    return "\n".join(msgspec.json.encode(page).decode() for page in pages) + report.render(material)


@pytest.mark.parametrize("day", ["2016-09-20", "2016-09-21", "2016-12-20"])
def test_a_later_report_is_nowhere_in_what_was_known(story: Story, day: str) -> None:
    """Not its words, its title, its figures nor its id."""
    shown = _everything(story.material(known=day))
    assert "CANARY-LATER" not in shown
    assert "board-later" not in shown


def test_a_later_report_is_shown_from_its_day(story: Story) -> None:
    """The day itself counts."""
    assert "CANARY-LATER" in _everything(story.material(known="2016-12-21"))


def test_a_report_without_a_date_is_not_known_before_it_was_received(story: Story) -> None:
    """Nothing is put into a past in which nobody here could have read it."""
    assert "CANARY-UNDATED" not in _everything(story.material(known="2016-11-04"))
    assert "CANARY-UNDATED" in _everything(story.material(known="2016-11-05"))


def test_a_finding_published_later_does_not_stretch_the_earlier_range(story: Story) -> None:
    """What was known on a day is what was known on that day."""
    (early,) = [i for i in views.incidents_page(story.material(known="2016-09-21")).incidents if i.id == "i1"]
    (late,) = [i for i in views.incidents_page(story.material(known="2016-12-21")).incidents if i.id == "i1"]
    assert early.killed is not None
    assert late.killed is not None
    assert (early.killed.low, late.killed.low) == (20, 0)


def test_a_correction_not_yet_made_strikes_nothing(story: Story) -> None:
    """Before it is said, the first words stand."""
    claims = views.claims_page(story.material(said="2016-09-19")).claims
    first = next(c for c in claims if c.words == "air strikes")
    assert first.struck is None
    assert not any(c.stance == "correct" for c in claims)


def test_said_counts_only_what_was_surely_said(story: Story) -> None:
    """The last day on which words may have been said decides."""
    said = {c.id for c in views.claims_page(story.material(said="2016-09-18")).claims}
    known = {c.id for c in views.claims_page(story.material()).claims}
    assert said < known


def test_answers_to_hidden_claims_are_not_shown(story: Story) -> None:
    """An id of something not shown would give it away."""
    for day in ("2016-09-19", "2016-09-20", None):
        claims = views.claims_page(story.material(said=day)).claims
        shown = {c.id for c in claims}
        assert all(set(c.answers) <= shown for c in claims)


def test_proposals_count_only_on_request_and_are_said_to_wait(story: Story) -> None:
    """A machine's reading is nobody's word until a person stands behind it."""
    basis = views.incidents_page(story.material()).basis
    assert (basis.waiting.claims, basis.waiting.changes, basis.waiting.adds) == (1, 1, 0)
    assert basis.counted.proposed == 0
    both = views.incidents_page(story.material(with_proposals=True)).basis
    assert (both.waiting.claims, both.counted.proposed) == (0, 1)


def test_an_incident_that_only_a_machine_sees_is_not_shown_but_announced(story: Story) -> None:
    """It waits for a person, and the page says that it waits."""
    story.report("p", "Shells fell on the market.", published="2016-09-20")
    story.claim("p", "Shells fell on the market", event="fell", incident="i7", standing="proposed")
    page = views.incidents_page(story.material())
    assert "i7" not in {i.id for i in page.incidents}
    assert page.basis.waiting.adds == 1
    assert "i7" in {i.id for i in views.incidents_page(story.material(with_proposals=True)).incidents}


def test_the_standing_of_an_incident_counts_what_is_not_shown_too(story: Story) -> None:
    """How many proposals would change it stands beside every incident."""
    (incident,) = [i for i in views.incidents_page(story.material()).incidents if i.id == "i1"]
    assert (incident.standing.entered, incident.standing.proposed) == (1, 1)


def test_a_rejected_claim_is_in_no_view(story: Story) -> None:
    """Rejected is rejected."""
    claim, _ = story.claims[0]
    story.claims[0] = (claim, "rejected")
    material = story.material()
    assert claim.id not in _everything(material)


def test_a_proposal_does_not_push_out_what_a_person_stands_behind(story: Story) -> None:
    """A better reader's claim replaces an accepted one only when somebody accepts it."""
    old = next(c for c, _ in story.claims if c.report == "redcross")
    words = "21 people died when the convoy was struck"
    story.claim("redcross", words, speaker="The Red Cross", supersedes=old.id, incident="i1", standing="proposed")
    assert old.id in {c.id for c in views.claims_page(story.material()).claims}


def test_the_views_of_a_real_record_are_those_of_the_story(story: Story, tmp_path: Path) -> None:
    """What the ledger gives back is what was put in."""
    with story.record(Record.create(tmp_path / "record", "demonstration", "world")) as record:
        told = views.claims(record, with_proposals=True)
        assert {c.id for c in told} == {c.id for c, _ in story.claims}
        assert {i.id for i in views.incidents(record)} == {"i1", "i2"}
        shown = views.matrix(record, "i1")
        assert [len(group.rows) for group in shown.origins]
        assert views.incidents_page(record).basis.root == record.root
        assert "CANARY-LATER" not in "".join(c.words for c in views.claims(record, known="2016-09-21"))


def test_the_log_can_be_read_as_it_stood(story: Story, tmp_path: Path) -> None:
    """Up to the first report nothing had been claimed."""
    with story.record(Record.create(tmp_path / "record", "demonstration", "world")) as record:
        assert views.claims(record, entry=1) == ()
        assert len(views.gather(record, Selection(entry=1)).held) == 1


def test_a_page_of_the_past_names_the_size_and_root_of_that_time(story: Story, tmp_path: Path) -> None:
    """Whoever noted size and root then can hold them against a page made today."""
    with Record.create(tmp_path / "record", "demonstration", "world") as empty:
        noted = (empty.size, empty.root)
    with story.record(Record.open(tmp_path / "record")) as record:
        then = views.gather(record, Selection(entry=noted[0] - 1))
        assert (then.size, then.root) == noted
        assert record.size > noted[0]


def test_an_incident_that_is_not_there_is_named_with_those_that_are(material: Material) -> None:
    """The message says what was asked for and what there is."""
    with pytest.raises(NotFoundError, match=r'no incident "i99".*i2, i1'):
        views.incident_page(material, "i99")
    with pytest.raises(NotFoundError, match=r'no report "nothing"'):
        views.report_page(material, "nothing")
