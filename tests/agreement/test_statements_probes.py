"""How the reading of statements does on sentences made up for it: no act that is not there, and few that are missed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from agreement.statement_probes import PROBES, PUBLISHED, THEATRE, Probe
from truceline.agreement.parties import Parties
from truceline.agreement.statements import BreachAlleged, DayCount, Statement, read
from truceline.model import Claim, Report
from truceline.model.hearing import Heard
from truceline.model.status import Assessment, AuthorityClaim, Declaration
from truceline.reader import Reader
from truceline.reader.claims import claims_of


def short(statement: Statement) -> str:
    """Return a statement in the short form of the probes."""
    match statement:
        case Declaration(act=act, scope=scope, party=party):
            return f"{act} own {party}" if scope == "own_adherence" else f"{act} {scope}"
        case Assessment():
            return "assess"
        case AuthorityClaim(of=of):
            return " ".join(("authority", *of))
        case BreachAlleged():
            return short_breach(statement)
        case DayCount(days=days, needed=None):
            return f"days {days}"
        case DayCount(is_met=is_met, needed=needed):
            return f"met {'yes' if is_met else 'no'} {needed}"


def short_breach(alleged: BreachAlleged) -> str:
    if alleged.is_tally:
        return f"tally {alleged.low}" + (f" {alleged.party}" if alleged.party else "")
    return f"{'denied ' if alleged.is_denied else ''}breach {alleged.party}"


def heard(report: Report, claim: Claim) -> Heard:
    return Heard(
        claim=claim,
        words=" ".join(report.text[span.start : span.end] for span in claim.content),
        sentence=report.text,
        sentence_at=0,
        known_on=PUBLISHED,
        said_on=PUBLISHED,
        standing="accepted",
    )


@pytest.fixture(scope="module")
def found() -> dict[Probe, list[str]]:
    """What is read from each probe."""
    reports = [Report(id=f"p{n}", text=probe.words, published_at=PUBLISHED, lang="en") for n, probe in enumerate(PROBES)]
    readings = Reader(THEATRE).read_all(reports)
    return {
        probe: sorted(said(probe, report, claims_of(report, reading)))
        for probe, report, reading in zip(PROBES, reports, readings, strict=True)
    }


def said(probe: Probe, report: Report, claims: tuple[Claim, ...]) -> Iterator[str]:
    parties = Parties(probe.agreement, THEATRE.actors, THEATRE.places)
    for claim in claims:
        yield from map(short, read(heard(report, claim), probe.agreement, parties))


def test_nothing_is_read_that_is_not_said(found: dict[Probe, list[str]]) -> None:
    """A false act is worse than a missed one: none is found in any of the sentences."""
    false = {probe.words: extra for probe, read in found.items() if (extra := Counter(read) - Counter(gold(probe)))}
    assert false == {}


def test_nearly_all_that_is_said_is_read(found: dict[Probe, list[str]]) -> None:
    """At most one in twenty is missed; which ones stands in the message."""
    missed = {probe.words: gone for probe, read in found.items() if (gone := Counter(gold(probe)) - Counter(read))}
    assert len(missed) <= sum(bool(probe.gold) for probe in PROBES) // 20, missed


def gold(probe: Probe) -> list[str]:
    """Return the gold in the short form: whose an arrangement's act is said to be is held against elsewhere."""
    return sorted(
        part.removesuffix(" kestria").removesuffix(" norvan") if " arrangement" in part else part for part in probe.gold
    )
