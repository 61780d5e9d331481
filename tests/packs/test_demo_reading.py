"""The demonstration as it is read: who says what of the two opening incidents, and what nobody is made to say.

Read through the reader alone, without a record: what a visitor is shown and a reviewer accepts must stand in the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import msgspec
import pytest

from truceline.model import Claim, Report
from truceline.reader import claims_of
from truceline.workflow.packs import load_theatre
from truceline.workflow.reading import reader_for

Row = tuple[str, str, str, str, str, str]
"""Report, speaker, stance, what it is about, alleged perpetrators, killed."""

CONVOY: frozenset[Row] = frozenset(
    {
        ("demo-05", "", "assert", "occurrence", "", ""),
        ("demo-05", "un", "assert", "occurrence count", "", ""),
        ("demo-05", "ifrc", "assert", "occurrence count", "", "20 about"),
        ("demo-05", "sohr", "assert", "occurrence count", "", "12 at_least"),
        ("demo-05", "ru.mod", "deny", "means perpetrator", "ru sy", ""),
        ("demo-05", "military source", "deny", "perpetrator", "sy.mil", ""),
        ("demo-05", "us.presidency", "accuse", "responsibility", "", ""),
        ("demo-07", "un", "correct", "occurrence means", "", ""),
        ("demo-07", "un.ocha", "cannot_verify", "means", "", ""),
        ("demo-07", "ru.mod", "assert", "means", "", ""),
        ("demo-07", "us", "assert", "occurrence means", "", ""),
        ("demo-07", "us", "assert", "means", "", ""),
        ("demo-07", "ru.mfa", "deny", "perpetrator", "sy.airforce", ""),
        ("demo-10", "sy.presidency", "deny", "means perpetrator", "ru sy", ""),
        ("demo-12", "", "assert", "occurrence", "", ""),
        ("demo-12", "un.boi-urum", "assert", "occurrence means", "", ""),
        ("demo-12", "un.boi-urum", "assert", "occurrence count", "", "10 at_least"),
        ("demo-12", "un.boi-urum", "cannot_verify", "perpetrator", "", ""),
        ("demo-12", "un.boi-urum", "cannot_verify", "motive", "", ""),
        ("demo-13", "un.coi-syria", "accuse", "occurrence perpetrator", "sy.airforce", ""),
        ("demo-13", "un.coi-syria", "assert", "occurrence means", "", ""),
        ("demo-13", "un.coi-syria", "assert", "occurrence count", "", "14 at_least"),
        ("demo-13", "sy.mil", "deny", "perpetrator", "", ""),
        ("demo-13", "ru.mod", "deny", "perpetrator", "", ""),
    }
)
TROOPS: frozenset[Row] = frozenset(
    {
        ("demo-04", "", "assert", "occurrence means", "", ""),
        ("demo-04", "ru.mod", "accuse", "occurrence means perpetrator", "coalition", ""),
        ("demo-04", "ru.mod", "assert", "occurrence count", "", "62 exact"),
        ("demo-04", "sohr", "assert", "occurrence count", "", "90 at_least"),
        ("demo-04", "au.mod", "claim_responsibility", "means perpetrator", "", ""),
        ("demo-04", "sy.mil", "accuse", "responsibility", "", ""),
        ("demo-06", "dk.mod", "claim_responsibility", "occurrence means perpetrator", "", ""),
        ("demo-06", "gb.mod", "claim_responsibility", "occurrence perpetrator", "", ""),
        ("demo-06", "ru.mfa", "question", "motive", "", ""),
        ("demo-10", "sy.presidency", "reject", "motive", "", ""),
        ("demo-10", "us", "assert", "occurrence motive", "", ""),
        ("demo-11", "", "assert", "occurrence", "", ""),
        ("demo-11", "us.centcom", "assert", "occurrence motive", "", ""),
        ("demo-11", "us.centcom", "cannot_verify", "count", "", ""),
    }
)


@cache
def read() -> dict[str, tuple[Claim, ...]]:
    """Return the claims of the English reports of the demonstration by report, read once."""
    pack = load_theatre("syria_2016")
    lines = (line for path in pack.reports for line in path.read_bytes().splitlines())
    reports = [r for r in (msgspec.json.decode(line, type=Report) for line in lines) if r.lang == "en"]
    readings = reader_for(pack.theatre).read_all(reports)
    return {r.id: claims_of(r, reading) for r, reading in zip(reports, readings, strict=True)}


def row(report: str, claim: Claim) -> Row:
    """Return what a cell of the matrix would show of a claim."""
    speaker = claim.speaker
    doers = {a.actor or "?" for e in claim.events for a in e.actors if a.role == "alleged_perpetrator"}
    killed = " ".join(f"{c.low} {c.bound}" for c in claim.counts if c.effect == "killed")
    who = (speaker.actor or speaker.name) if speaker else ""
    return report, who, claim.stance, " ".join(claim.about), " ".join(sorted(doers)), killed


def rows(reports: Sequence[str]) -> set[Row]:
    """Return the rows of some reports."""
    return {row(report, claim) for report in reports for claim in read()[report]}


@pytest.mark.parametrize("expected", [CONVOY, TROOPS], ids=["convoy", "troops"])
def test_the_matrix_of_an_opening_incident_is_what_its_reports_say(expected: frozenset[Row]) -> None:
    """Speaker, stance, subject, alleged perpetrator and killed of every claim that matters."""
    found = rows(sorted({report for report, *_ in expected}))
    assert expected - found == set()


def test_reports_on_the_convoy_alone_say_nothing_else_of_it() -> None:
    """Where a report tells of nothing else, the matrix holds all that was read."""
    alone = ("demo-05", "demo-12", "demo-13")
    assert rows(alone) == {r for r in CONVOY if r[0] in alone}


def test_no_body_of_inquiry_is_an_alleged_perpetrator() -> None:
    """Only those whom somebody names as having done it are; never who looked into it."""
    doers = {
        a.actor
        for claims in read().values()
        for c in claims
        for e in c.events
        for a in e.actors
        if a.role == "alleged_perpetrator"
    }
    assert doers == {"coalition", "ru", "sy", "sy.mil", "sy.airforce"}


def test_a_denied_part_never_disputes_that_it_happened() -> None:
    """Nobody in the demonstration denies that the convoy or the troops were struck."""
    denials = [c for claims in read().values() for c in claims if c.stance in {"deny", "reject", "cannot_verify", "question"}]
    assert len(denials) >= 10
    assert all("occurrence" not in c.about for c in denials)


def test_the_day_of_a_denial_is_not_the_day_of_the_deed() -> None:
    """No event that stands in somebody's words takes the day on which they were said."""
    for claims in read().values():
        for claim in claims:
            begin = min(s.start for s in claim.content)
            assert all(t.start >= begin for e in claim.events for t in e.times)


def test_both_incidents_have_their_day_and_place() -> None:
    """The narrations that open the reports carry when and where."""
    opening = {
        report: {
            (t.start, p.place)
            for c in read()[report]
            if c.voice == "narration"
            for e in c.events
            for t in c.times
            if t.span in e.times
            for p in c.places
            if p.span in e.places
        }
        for report in ("demo-04", "demo-05")
    }
    assert opening["demo-04"] == {("2016-09-17", "sy.deir-ez-zor-airport")}
    assert ("2016-09-19", "sy.urum-al-kubra") in opening["demo-05"]


def test_relays_stand_beside_the_speakers_they_quote() -> None:
    """News agencies pass words on and strike nobody and say nothing of their own."""
    relayed = {
        (report, v.name, c.speaker.actor if c.speaker else None) for report, cs in read().items() for c in cs for v in c.via
    }
    assert {("demo-05", "SANA", None), ("demo-07", "Reuters", "us"), ("demo-07", "CNN", "us")} <= relayed
