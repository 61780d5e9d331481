"""A person's word on what a claim says of an agreement, entered into a real record and read back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from agreement.statement_probes import THEATRE
from fakes.storytelling import Story
from truceline.errors import NotFoundError, UsageError
from truceline.ledger import Record
from truceline.ledger.marks import marks, standing_marks
from truceline.outputs import views
from truceline.outputs.views import Selection
from truceline.workflow.statements import Word, mark

TEXT = "Northern Front: la tregua ha terminado, anunciaron el 19 de mayo."


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record of one report in a language that no rule reads, with one claim."""
    story = Story(actors=THEATRE.actors)
    story.report("desk", TEXT, published="2031-05-19", publisher="A Desk")
    story.claim("desk", "la tregua ha terminado", speaker="Northern Front", actor="front", about=("state",))
    with Record.create(tmp_path / "record", "demonstration", "made-up") as made:
        made.append([made.draft_pack(THEATRE, {})])
        story.record(made)
        yield made


def the_claim(record: Record) -> str:
    (held,) = record.claims()
    return held.claim.id


def test_the_latest_word_stands_and_the_earlier_one_stays_in_the_log(record: Record) -> None:
    """Nothing is changed; the record holds together, and is the same after it was folded anew."""
    claim = the_claim(record)
    first = mark(record, claim, Word(does="end", effective="2031-05-19"), "ann", agreement="valley")
    mark(record, claim, Word(does="nothing"), "ben", agreement="valley")
    assert [each.body.mark for each in marks(record)] == ["m1", "m2"]
    (standing,) = standing_marks(record)[claim]
    assert (standing.body.does, standing.by) == ("nothing", "ben")
    (before,) = standing_marks(record, first.entry)[claim]
    assert (before.body.does, before.body.effective, before.by) == ("end", "2031-05-19", "ann")
    folded = record.dump()
    record.rebuild()
    assert record.dump() == folded
    assert record.verify().problems == ()


def test_a_view_has_the_mark_only_with_its_claim(record: Record) -> None:
    """What a selection leaves out is not there in any way."""
    claim = the_claim(record)
    mark(record, claim, Word(does="end"), "ann", agreement="valley")
    with_it = views.gather(record, Selection(with_proposals=True)).marks
    assert [each.does for each in with_it[claim]] == ["end"]
    assert views.gather(record, Selection(known="2031-05-18", with_proposals=True)).marks == {}


@pytest.mark.parametrize(
    ("word", "told"),
    [
        (Word(does="stop"), '--as "stop" is none of ours'),
        (Word(does="end", party="kestria"), '--party "kestria" is no party of valley'),
        (Word(does="end", effective="19.5."), '--effective "19.5." is no time'),
        (Word(does="undertake", effective="2031-05-19", until="2031-05-18"), "lies before"),
        (Word(does="authority"), "asks for --of"),
        (Word(does="end", of=("guarantor",)), "--of goes with --as authority only"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(record: Record, word: Word, told: str) -> None:
    """The message has the value and what was expected."""
    size = record.size
    with pytest.raises(UsageError, match=told):
        mark(record, the_claim(record), word, "ann", agreement="valley")
    assert record.size == size


def test_an_unknown_claim_or_agreement_is_named(record: Record) -> None:
    """With what there is instead."""
    with pytest.raises(NotFoundError, match='no claim "c_none"'):
        mark(record, "c_none", Word(does="end"), "ann")
    with pytest.raises(NotFoundError, match="expected one of: valley, isles"):
        mark(record, the_claim(record), Word(does="end"), "ann", agreement="minsk")
