"""What people did to the claims of an incident: every act with its entry; names only for those who may read them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from fakes.storytelling import Story
from truceline.ledger import Record
from truceline.outputs import views
from truceline.outputs.views.review_history import ReviewHistory, review_history
from truceline.workflow.claims import decide


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record with one report and one proposed claim of an incident; nothing is decided."""
    story = Story("exercise")
    story.report("r1", "An air strike killed 20 people in Urum.", published="2016-09-20")
    story.claim("r1", "An air strike killed 20 people in Urum", event="strike", incident="i1", standing="proposed")
    with Record.create(tmp_path / "record", "exercise", "world") as made:
        yield story.record(made)


def history(record: Record, entry: int | None = None, *, with_names: bool = True) -> ReviewHistory:
    """The history of the only incident."""
    incident = record.links()[0].link.incident
    material = views.gather(record, views.Selection(entry=entry, with_proposals=True))
    return review_history(record, material, incident, with_names=with_names)


def test_every_act_stands_with_who_did_it_and_its_entry(record: Record) -> None:
    """Reading, linking, accepting and rejecting, in the order of the log."""
    claim = record.links()[0].link.claim
    decide(record, [claim], "accepted", "Ada")
    decide(record, [claim], "rejected", "Ben")
    acts = [(act.kind, act.by) for act in history(record).acts if claim in act.claims]
    assert [kind for kind, _ in acts] == ["proposed", "linked", "accepted", "rejected"]
    assert [by for _, by in acts[2:]] == ["Ada", "Ben"]
    entries = [entry for act in history(record).acts for entry in act.entries]
    assert all(record.entry(entry) for entry in entries)


def test_names_are_nowhere_in_what_everybody_may_see(record: Record) -> None:
    """What was done and when stays; who did it goes."""
    claim = record.links()[0].link.claim
    decide(record, [claim], "accepted", "Ada Lovelace")
    shown = msgspec.json.encode(history(record, with_names=False)).decode()
    assert "Ada" not in shown
    assert '"accepted"' in shown


def test_later_acts_are_not_in_an_earlier_state(record: Record) -> None:
    """As of an entry, what came after it is not there."""
    before = record.size - 1
    decide(record, [record.links()[0].link.claim], "accepted", "Ada")
    assert {act.kind for act in history(record, before).acts} == {"proposed", "linked"}


def test_acts_on_claims_that_are_not_shown_are_not_shown(record: Record) -> None:
    """Where the report is not known yet, there is no act."""
    incident = record.links()[0].link.incident
    material = views.gather(record, views.Selection(known="2016-09-01", with_proposals=True))
    assert review_history(record, material, incident, with_names=True).acts == ()
