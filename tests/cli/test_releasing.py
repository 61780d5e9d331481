"""Releases, and merging and splitting incidents, from the command line."""

from __future__ import annotations

from pathlib import Path

from fakes.command_line import Run
from truceline.ledger import Record


def claim_of(record: Path) -> tuple[str, str]:
    """A claim of an incident that nothing else shares, and the incident."""
    with Record.open(record) as held:
        links = [each.link for each in held.links() if each.link.outcome == "linked"]
    return links[0].claim, links[0].incident


def test_two_people_release_an_incident_and_one_takes_it_back(truceline: Run, record: Path) -> None:
    """Ask, give by another, list with the instant, withdraw; every step says what comes next."""
    claim, incident = claim_of(record)
    where = ("--record", record)
    assert truceline("claim", "accept", claim, "--by", "ann", *where).code == 0
    asked = truceline("release", "ask", incident, "--by", "ann", "--note", "for the briefing", *where)
    assert (asked.code, asked.out.split()) == (0, ["rl1"])
    assert "release give rl1" in asked.err
    own = truceline("release", "give", "rl1", "--by", "ANN", *where)
    assert (own.code, "expected a second person" in own.err) == (2, True)
    given = truceline("release", "give", "rl1", "--by", "ben", *where)
    assert (given.code, given.out.startswith("rl1 public from 20")) == (0, True)
    (listed,) = truceline("release", "list", "--json", *where).lines
    assert (listed["asked_by"], listed["given_by"], listed["covers"], listed["note"]) == (
        "ann",
        "ben",
        [claim],
        "for the briefing",
    )
    assert truceline("release", "withdraw", "rl1", "--by", "cleo", *where).code == 0
    assert truceline("release", "list", "--json", *where).lines[0]["state"] == "withdrawn"


def test_the_second_person_is_told_what_changed(truceline: Run, record: Path) -> None:
    """The answer is no, with what came since; as asked, it is given."""
    claim, incident = claim_of(record)
    where = ("--record", record)
    truceline("claim", "accept", claim, "--by", "ann", *where)
    truceline("release", "ask", incident, "--by", "ann", *where)
    with Record.open(record) as held:
        other = next(each.link.claim for each in held.links() if each.link.incident == incident and each.link.claim != claim)
    truceline("claim", "accept", other, "--by", "cleo", *where)
    done = truceline("release", "give", "rl1", "--by", "ben", *where)
    assert (done.code, f"{other}: added since: accepted" in done.err) == (1, True)
    assert truceline("release", "give", "rl1", "--by", "ben", "--as-asked", *where).code == 0


def test_the_delay_is_a_setting_of_the_record(truceline: Run, record: Path) -> None:
    """72 hours where nobody said; what cannot be is refused."""
    assert truceline("release", "delay", "--record", record).out == "72\n"
    assert truceline("release", "delay", "24", "--record", record).out == "24\n"
    assert truceline("verify", "--record", record).code == 0
    assert truceline("release", "delay", "9999999", "--record", record).code == 2
    assert truceline("release", "list", "--record", record).code == 4


def test_incidents_are_merged_split_listed_and_undone(truceline: Run, record: Path) -> None:
    """The commands say how many claims each has, and how to take it back."""
    where = ("--record", record)
    assert truceline("incident", "list", *where).code == 4
    with Record.open(record) as held:
        incidents = sorted({each.link.incident for each in held.links() if each.link.outcome == "linked"})
    done = truceline("incident", "merge", *incidents[:2], "--why", "one happening", "--by", "ann", *where)
    assert (done.code, done.out) == (0, "j1\n")
    assert "incident undo j1" in done.err
    again = truceline("incident", "merge", *incidents[:2], "--why", "one happening", "--by", "ben", *where)
    assert (again.code, "by ann, j1" in again.err) == (1, True)
    assert truceline("incident", "undo", "j1", "--by", "cleo", *where).code == 0
    (listed,) = truceline("incident", "list", "--json", *where).lines
    assert (listed["act"], listed["note"], listed["undone_by"]) == ("merge", "one happening", "cleo")
    assert truceline("incident", "split", incidents[0], "c_0", "--why", "no", *where).code == 2
