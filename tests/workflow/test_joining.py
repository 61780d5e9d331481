"""Merging and splitting incidents: what people decide is kept by later linking and by rebuilding, told to others, and undone."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from truceline.errors import MeanwhileError, NotFoundError, UsageError
from truceline.ledger import Record
from truceline.ledger.joinings import joinings
from truceline.model import Report, Span
from truceline.workflow.claims import add_claim, correct, decide, report_of
from truceline.workflow.correcting import Correction
from truceline.workflow.figures import figure
from truceline.workflow.joining import merge, split, undo
from truceline.workflow.linking import link_record
from truceline.workflow.marking import Marking
from truceline.workflow.opening import make

DAYS = ("2016-09-12", "2016-09-12", "2016-09-19", "2016-09-19", "2016-09-19")
"""Two reports of one day, three of another: two incidents at one place."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five reports, each with one claim that a person marked, linked."""
    folder = tmp_path_factory.mktemp("joining") / "record"
    with make(folder, theatre="syria_2016") as made:
        for number, day in enumerate(DAYS, 1):
            text = f"Shells fell on Idlib, killing {number + 20} people."
            report = Report(id=f"r{number}", text=text, publisher=f"Desk {number}", published_at="2016-09-20", lang="en")
            made.append([made.draft_report(report, raw=text.encode(), media="text/plain")])
            marking = Marking(
                spans=(Span(0, len(text)),),
                figures=(figure(str(number + 20), "killed", "people"),),
                place="Idlib",
                when=day,
                event="V.SHELL",
            )
            add_claim(made, marking, report_of(made, report.id), "amal")
        link_record(made)
    return folder


@pytest.fixture
def record(template: Path, tmp_path: Path) -> Iterator[Record]:
    """A copy of it, to do with as one likes."""
    with Record.open(shutil.copytree(template, tmp_path / "record")) as made:
        yield made


def incidents(record: Record) -> dict[str, set[str]]:
    """The reports that surely belong to each incident."""
    home = {held.claim.id: held.claim.report for held in record.claims()}
    found: dict[str, set[str]] = {}
    for held in record.links():
        if held.link.outcome == "linked":
            found.setdefault(held.link.incident, set()).add(home[held.link.claim])
    return found


def claims(record: Record, *reports: str) -> list[str]:
    return [held.claim.id for held in record.claims() if held.claim.report in reports]


def is_settled(record: Record) -> bool:
    """Say whether linking and rebuilding leave everything as it is."""
    before, size = incidents(record), record.size
    link_record(record)
    dump = record.dump()
    record.rebuild()
    return (incidents(record), record.size, record.dump()) == (before, size, dump)


BEFORE = {"i1": {"r1", "r2"}, "i2": {"r3", "r4", "r5"}}


def test_two_incidents_that_a_person_merges_are_one_for_good(record: Record) -> None:
    """It keeps the first one's id, though the second is larger; linking again and rebuilding change nothing."""
    assert incidents(record) == BEFORE
    done = merge(record, "i1", "i2", by="ann", why="the same shelling, wrongly dated")
    assert incidents(record) == {"i1": {"r1", "r2", "r3", "r4", "r5"}}
    assert (done.id, done.incident, dict(done.before), dict(done.after)) == ("j1", "i1", {"i1": 2, "i2": 3}, {"i1": 5})
    assert sorted(done.claims) == sorted(claims(record, "r3", "r4", "r5"))
    assert is_settled(record)
    (act,) = joinings(record)
    assert (act.act, act.incidents, act.by, act.note) == ("merge", ("i1", "i2"), "ann", "the same shelling, wrongly dated")


def test_claims_that_a_person_splits_off_stay_apart_for_good(record: Record) -> None:
    """What is left keeps the id; what goes is another incident."""
    done = split(record, "i2", claims(record, "r4", "r5"), by="ann", why="another quarter of the town")
    assert incidents(record) == {"i1": {"r1", "r2"}, "i2": {"r3"}, "i3": {"r4", "r5"}}
    assert (done.incident, dict(done.after)) == ("i3", {"i2": 1, "i3": 2})
    assert is_settled(record)


def test_a_merge_and_a_split_are_taken_back_one_after_the_other(record: Record) -> None:
    """Everything is as it was, with its ids, and stays so; who took it back is known."""
    merge(record, "i1", "i2", by="ann", why="one")
    split(record, "i1", claims(record, "r2", "r3"), by="ben", why="no, these two")
    assert sorted(map(sorted, incidents(record).values())) == [["r1", "r4", "r5"], ["r2", "r3"]]
    undo(record, "j2", by="cleo", why="it was one")
    assert incidents(record) == {"i1": {"r1", "r2", "r3", "r4", "r5"}}
    undo(record, "j1", by="cleo")
    assert incidents(record) == BEFORE
    assert is_settled(record)
    assert [(each.id, each.undone_by) for each in joinings(record)] == [("j1", "cleo"), ("j2", "cleo")]
    with pytest.raises(MeanwhileError, match="j1 was taken back by cleo"):
        undo(record, "j1", by="ann")


def test_what_was_split_can_be_merged_and_what_was_merged_split(record: Record) -> None:
    """The last word on each pair counts."""
    split(record, "i2", claims(record, "r5"), by="ann", why="another")
    (gone,) = incidents(record).keys() - {"i1", "i2"}
    merge(record, "i2", gone, by="ben", why="no")
    assert incidents(record) == BEFORE
    split(record, "i2", claims(record, "r5"), by="ann", why="yes")
    assert incidents(record)["i2"] == {"r3", "r4"}
    assert is_settled(record)


def test_an_earlier_joining_is_not_taken_back_under_a_later_one(record: Record) -> None:
    """Whoever tries is told which is later, and by whom."""
    merge(record, "i1", "i2", by="ann", why="one")
    size = record.size
    split(record, "i1", claims(record, "r1", "r3"), by="ben", why="two")
    with pytest.raises(MeanwhileError, match="were judged different by ben") as told:
        undo(record, "j1", by="cleo")
    assert told.value.changes
    assert all(change.by == "ben" and (change.entry or 0) > size for change in told.value.changes)


def test_a_joining_holds_though_its_claims_are_corrected_or_one_of_them_rejected(record: Record) -> None:
    """The judgement goes over to the claim that takes the place, and along the chain past one that went."""
    merge(record, "i1", "i2", by="ann", why="one")
    first, second = claims(record, "r1", "r2")
    correct(record, first, Correction(stance="confirm"), "ben")
    decide(record, [second], "rejected", "ben")
    link_record(record)
    assert incidents(record) == {"i1": {"r1", "r3", "r4", "r5"}}
    decide(record, claims(record, "r1"), "rejected", "ben")
    decide(record, [second], "accepted", "ben")
    link_record(record)
    assert incidents(record) == {"i1": {"r2", "r3", "r4", "r5"}}


def test_the_second_of_two_people_is_told_what_the_first_did(record: Record) -> None:
    """Merging what is merged, splitting what changed since it was looked at: nothing is written."""
    seen = record.size - 1
    merge(record, "i1", "i2", by="ann", why="one")
    size = record.size
    with pytest.raises(MeanwhileError, match="i2 is not there any more: merge of i1 and i2 by ann, j1 at entry"):
        merge(record, "i1", "i2", by="ben", why="one")
    with pytest.raises(MeanwhileError, match=r"changed since you looked .merge of i1, i2 by ann") as told:
        split(record, "i1", claims(record, "r1"), by="ben", why="two", seen=seen)
    assert [(change.how, change.by) for change in told.value.changes] == [("merge", "ann")]
    assert record.size == size


def test_of_two_who_merge_in_the_same_instant_one_is_told(record: Record, tmp_path: Path) -> None:
    """Neither decision is written over the other."""
    seen, ready = record.size - 1, threading.Barrier(2)
    told: list[str] = []

    def merges(by: str) -> None:
        with Record.open(tmp_path / "record") as own:
            ready.wait()
            try:
                merge(own, "i1", "i2", by=by, why="one", seen=seen)
            except MeanwhileError as error:
                told.append(str(error))

    threads = [threading.Thread(target=merges, args=(by,)) for by in ("ann", "ben")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == len(joinings(record)) == 1
    assert f"by {joinings(record)[0].by}" in told[0]
    assert is_settled(record)


def test_what_cannot_be_joined_is_refused_and_nothing_is_written(record: Record) -> None:
    """The message says what was expected."""
    size, one = record.size, claims(record, "r1")
    with pytest.raises(NotFoundError, match='no incident "i9"'):
        merge(record, "i1", "i9", by="ann", why="one")
    with pytest.raises(UsageError, match="given twice"):
        merge(record, "i1", "i1", by="ann", why="one")
    with pytest.raises(UsageError, match="do not belong to i2"):
        split(record, "i2", one, by="ann", why="two")
    with pytest.raises(UsageError, match="2 of 2 claims of i1 were named"):
        split(record, "i1", claims(record, "r1", "r2"), by="ann", why="two")
    with pytest.raises(UsageError, match="0 of 2"):
        split(record, "i1", [], by="ann", why="two")
    with pytest.raises(UsageError, match="why"):
        merge(record, "i1", "i2", by="ann", why=" ")
    with pytest.raises(NotFoundError, match='no joining "j9"'):
        undo(record, "j9", by="ann")
    assert record.size == size


def test_no_message_names_what_a_person_may_not_see(record: Record) -> None:
    """A joining with an incident in a closed compartment is no change to whoever does not see it, and counts nowhere for them."""
    seen = record.size - 1
    text = "Shells fell on Homs, killing 2 people."
    report = Report(id="r6", text=text, publisher="Desk 6", published_at="2016-09-26", lang="en")
    record.append([replace(record.draft_report(report, raw=text.encode(), media="text/plain"), co="k1")])
    marking = Marking(spans=(Span(0, len(text)),), place="Homs", when="2016-09-25", event="V.SHELL")
    hidden = add_claim(record, marking, report_of(record, "r6"), "amal")
    link_record(record)
    merge(record, "i1", "i3", by="granted", why="the same, says a source")
    first, second = claims(record, "r1", "r2")
    with pytest.raises(MeanwhileError, match="merge of i1, i3 by granted"):
        split(record, "i1", [first], by="ann", why="another", seen=seen)
    outside = "open".__eq__
    with pytest.raises(UsageError) as told:
        split(record, "i1", [first, second], by="ann", why="all of it", seen=seen, opens=outside)
    assert "2 of 2 claims" in str(told.value)
    done = split(record, "i1", [first], by="ann", why="another", seen=seen, opens=outside)
    assert hidden not in done.claims
