"""Two people who decide on the same claim at once: the second is told who decided what, and nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes.storytelling import Story
from truceline.errors import MeanwhileError, NotFoundError, UsageError
from truceline.ledger import Record
from truceline.workflow.claims import correct, decide
from truceline.workflow.correcting import Correction
from truceline.workflow.review import Desk

WORDS = "Shells fell on Sarnum"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """Two proposals in one report."""
    story = Story("actual")
    story.report("r1", f"{WORDS}. It was quiet in Urem.", published="2016-09-20")
    story.claim("r1", WORDS, standing="proposed")
    story.claim("r1", "It was quiet in Urem", standing="proposed")
    with Record.create(tmp_path / "rec", "actual", "world") as made:
        yield story.record(made)


def first(record: Record) -> str:
    return record.claims()[0].claim.id


def standing(record: Record) -> str:
    return record.claims()[0].standing


def test_the_second_is_told_who_decided_what_and_when(record: Record) -> None:
    """The first decision stands; nothing of the second is written, not even for a claim that nobody touched."""
    seen, both = record.size - 1, [held.claim.id for held in record.claims()]
    assert decide(record, [both[0]], "accepted", "ann", seen=seen) == 1
    size = record.size
    with pytest.raises(MeanwhileError, match=r"accepted by ann at .*entry") as told:
        decide(record, both, "rejected", "ben", seen=seen)
    (change,) = told.value.changes
    assert (change.what, change.how, change.by, change.entry) == (both[0], "accepted", "ann", size - 1)
    assert (record.size, standing(record)) == (size, "accepted")
    assert decide(record, both, "rejected", "ben", seen=record.size - 1) == 2


def test_the_same_decision_by_the_same_person_again_is_no_conflict(record: Record) -> None:
    """A form that was sent twice; another person who decides the same is told all the same."""
    seen, claim = record.size - 1, first(record)
    assert [decide(record, [claim], "accepted", "ann", seen={claim: seen}) for _ in range(2)] == [1, 0]
    with pytest.raises(MeanwhileError):
        decide(record, [claim], "accepted", "ben", seen={claim: seen})
    assert decide(record, [claim], "accepted", "ben") == 0
    with pytest.raises(NotFoundError, match="c_0000"):
        decide(record, ["c_0000"], "accepted", "ben", seen=seen)


def test_a_claim_that_was_corrected_meanwhile_is_not_decided_on(record: Record) -> None:
    """Nor corrected a second time beside the first correction."""
    seen, claim = record.size - 1, first(record)
    new = correct(record, claim, Correction(stance="deny"), "ann", seen=seen)
    with pytest.raises(MeanwhileError, match=f"corrected as {new} by ann"):
        decide(record, [claim], "accepted", "ben", seen=seen)
    with pytest.raises(MeanwhileError, match=f"corrected as {new} by ann"):
        correct(record, claim, Correction(stance="question"), "ben", seen=seen)
    with pytest.raises(UsageError, match=f"{new} stands in its place"):
        decide(record, [claim], "accepted", "ben")


def test_of_two_reviewers_at_two_desks_the_second_is_told(record: Record) -> None:
    """The sitting goes on with the next claim."""
    with Desk(record, "ann") as ann, Desk(record, "ben") as ben:
        ann.accept()
        ann.accept()
        ben.reject()
        with pytest.raises(MeanwhileError, match="accepted by ann"):
            ben.accept()
    assert standing(record) == "accepted"


def test_of_many_who_decide_in_the_same_instant_one_decides_and_all_others_are_told(record: Record, tmp_path: Path) -> None:
    """Each with a connection of its own, as processes have; the look and the writing are one transaction."""
    seen, claim, people = record.size - 1, first(record), [f"p{n}" for n in range(6)]
    told: list[str] = []
    done: list[str] = []
    ready = threading.Barrier(len(people))

    def decides(by: str) -> None:
        with Record.open(tmp_path / "rec") as own:
            ready.wait()
            try:
                decide(own, [claim], "accepted" if by < "p3" else "rejected", by, seen=seen)
                done.append(by)
            except MeanwhileError as error:
                told.append(str(error))

    threads = [threading.Thread(target=decides, args=(by,)) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(done), len(told)) == (1, 5)
    assert all(f"by {done[0]} at" in each for each in told)
    assert record.size == seen + 2
    assert record.claims()[0].decided_by == done[0]
