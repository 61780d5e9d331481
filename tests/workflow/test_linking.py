"""Linking a record: entries only for what changed, and people's word kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from truceline.ledger import Record
from truceline.model import Report, Span
from truceline.workflow.claims import add_claim, correct, decide, report_of
from truceline.workflow.correcting import Correction
from truceline.workflow.figures import figure
from truceline.workflow.linking import link_record
from truceline.workflow.marking import Marking
from truceline.workflow.opening import make

TEXT = "Shells fell on Idlib, killing {number} people."


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with make(tmp_path / "record", theatre="syria_2016") as made:
        for number in (3, 4):
            text = TEXT.format(number=number)
            report = Report(id=f"r{number}", text=text, publisher=f"Desk {number}", published_at="2016-09-20", lang="en")
            made.append([made.draft_report(report, raw=text.encode(), media="text/plain")])
        yield made


def mark(record: Record, number: int, *, day: str = "2016-09-19", incident: str | None = None) -> str:
    report = report_of(record, f"r{number}")
    marking = Marking(
        spans=(Span(0, len(report.text)),),
        figures=(figure(str(number), "killed", "people"),),
        place="Idlib",
        when=day,
        event="V.SHELL",
    )
    return add_claim(record, marking, report, "amal", incident=incident)


def incidents(record: Record) -> dict[str, set[str]]:
    """The claims that surely belong to each incident."""
    found: dict[str, set[str]] = {}
    for held in record.links():
        if held.link.outcome == "linked":
            found.setdefault(held.link.incident, set()).add(held.link.claim)
    return found


def test_two_accounts_of_one_happening_are_one_incident(record: Record) -> None:
    """The same place, day and kind: linked, whatever the figures."""
    claims = {mark(record, 3), mark(record, 4)}
    result = link_record(record)
    assert list(incidents(record).values()) == [claims]
    assert (result.incidents, result.claims) == (1, 2)


def test_linking_again_writes_nothing(record: Record) -> None:
    """A link is an entry once."""
    mark(record, 3)
    link_record(record)
    size = record.size
    again = link_record(record)
    assert (record.size, again.made, again.unmade) == (size, 0, 0)


def test_a_rejected_claim_leaves_its_incident(record: Record) -> None:
    """The link is unmade by an entry; nothing is erased."""
    first, second = mark(record, 3), mark(record, 4)
    link_record(record)
    decide(record, [second], "rejected", "boris")
    link_record(record)
    assert list(incidents(record).values()) == [{first}]
    assert {entry.kind for entry in record.entries()} >= {"link.made", "link.unmade", "claim.rejected"}


def test_a_corrected_claim_stays_in_its_incident_at_once(record: Record) -> None:
    """Nobody has to link again before the matrix is right."""
    claim = mark(record, 3)
    link_record(record)
    before = incidents(record)
    new = correct(record, claim, Correction(figures=(figure("5", "killed", "people"),)), "boris")
    assert incidents(record) == {next(iter(before)): {new}}


def test_a_persons_word_on_the_incident_outlives_linking(record: Record) -> None:
    """Two days apart, and yet the same happening because a person says so."""
    first = mark(record, 3)
    link_record(record)
    (incident,) = incidents(record)
    second = mark(record, 4, day="2016-09-11", incident=incident)
    link_record(record)
    assert incidents(record) == {incident: {first, second}}


def test_an_incident_keeps_its_id_when_another_account_comes_in(record: Record) -> None:
    """What was cited yesterday is found today."""
    mark(record, 3)
    link_record(record)
    (before,) = incidents(record)
    mark(record, 4)
    link_record(record)
    assert set(incidents(record)) == {before}
