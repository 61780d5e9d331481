"""The five real articles at the level of reader and linker, without a record: what the pure parts alone must get right.

The articles are not part of the project; where the folder of measuring data is absent, everything here is skipped aloud.
The command line's view of the same articles is in test_cli_seeds.py.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from truceline.actors import Registry
from truceline.linker import Linking, Telling, Told, incidents, link
from truceline.model import Incident, Reading, Report, Theatre
from truceline.reader import claims_of
from truceline.workflow.packs import load_theatre
from truceline.workflow.reading import reader_for

pytestmark = pytest.mark.shared

Incidents = tuple[Incident, ...]


@pytest.fixture(scope="module")
def theatre() -> Theatre:
    return load_theatre("syria_2016").theatre


@pytest.fixture(scope="module")
def reports(shared_data: Path) -> tuple[Report, ...]:
    lines = (shared_data / "seeds" / "reports.jsonl").read_bytes().splitlines()
    return tuple(msgspec.json.decode(line, type=Report) for line in lines)


@pytest.fixture(scope="module")
def readings(reports: tuple[Report, ...], theatre: Theatre) -> tuple[Reading, ...]:
    return tuple(reader_for(theatre).read_all(reports))


@pytest.fixture(scope="module")
def tellings(reports: tuple[Report, ...], readings: tuple[Reading, ...]) -> tuple[Telling, ...]:
    return tuple(Telling(report=r, claims=claims_of(r, g)) for r, g in zip(reports, readings, strict=True))


@pytest.fixture(scope="module")
def linking(tellings: tuple[Telling, ...], theatre: Theatre) -> Linking:
    return link(tellings, places=theatre.places)


@pytest.fixture(scope="module")
def fold(tellings: tuple[Telling, ...], linking: Linking, theatre: Theatre) -> Callable[[str], Incidents]:
    """The incidents that a reader of the reports published by a day could know."""
    registry = Registry(theatre.actors)

    def known(day: str) -> Incidents:
        kept = [t for t in tellings if (t.report.published_at or "9999") <= day]
        told = [Told(claim=c, published_at=t.report.published_at) for t in kept for c in t.claims]
        return incidents(told, linking.links, linking.copies, registry)

    return known


def _one(found: Incidents, day: str, place: str) -> Incident:
    (incident,) = [i for i in found if i.time and i.time.start == day and any(place in (p.place, p.name) for p in i.places)]
    return incident


def test_every_span_lies_in_the_text_and_holds_words(reports: tuple[Report, ...], readings: tuple[Reading, ...]) -> None:
    """Whatever was found, its span fits the report's own text."""
    for report, reading in zip(reports, readings, strict=True):
        slots = (reading.counts, reading.times, reading.places, reading.events)
        spans = [s.span for found in slots for s in found] + [
            s for a in reading.attributions for s in (*a.source, *a.cue, *a.content)
        ]
        assert all(s.end <= len(report.text) and s.of(report.text).strip() for s in spans)


def test_the_convoy_is_one_incident_of_three_articles(fold: Callable[[str], Incidents]) -> None:
    """000, 002 and 004 tell of it and no other; 20 to 21 killed; means, blame and place are contested."""
    convoy = _one(fold("9999"), "2016-09-19", "Aleppo")
    assert convoy.reports == ("000", "002", "004")
    assert convoy.killed is not None
    assert (convoy.killed.low, convoy.killed.high) == (20, 21)
    assert {"means", "alleged_perpetrator", "place"} <= set(convoy.contested)
    assert [(f.low, f.high, f.of_total) for f in convoy.figures if f.effect == "destroyed"] == [(18, 18, 31)]


def test_the_strike_on_the_troops_is_another_incident(fold: Callable[[str], Incidents]) -> None:
    """000 and 002 are linked, 004 is linked or possible; 61 to 90 killed."""
    strike = next(i for i in fold("9999") if i.time and i.time.start == "2016-09-17" and "002" in i.reports)
    assert {"000", "002"} <= set(strike.reports)
    assert "004" in {*strike.reports, *strike.possible}
    assert strike.killed is not None
    assert (strike.killed.low, strike.killed.high) == (61, 90)


def test_children_are_a_part_of_the_dead(fold: Callable[[str], Incidents]) -> None:
    """38 killed by mortar shells, 14 of them children, is never 52."""
    shelling = next(i for i in fold("9999") if i.time and i.time.start == "2015-09-15")
    assert shelling.reports == ("001",)
    assert shelling.killed is not None
    assert (shelling.killed.low, shelling.killed.high) == (38, 38)
    assert [f.low for f in shelling.figures if f.subset_of] == [14]


def test_a_day_shows_only_what_was_published_by_then(fold: Callable[[str], Incidents]) -> None:
    """On 20 September 2016 only 001 is known, a day later 000 and 002, and the undated 004 never."""
    assert {r for i in fold("2016-09-20") for r in i.reports} == {"001"}
    known = {r for i in fold("2016-09-21") for r in (*i.reports, *i.possible)}
    assert {"000", "002"} <= known
    assert "004" not in known


def test_any_order_of_the_articles_gives_the_same_links(
    tellings: tuple[Telling, ...], linking: Linking, theatre: Theatre
) -> None:
    """Told backwards they end in the same links with the same ids."""
    assert link(tellings[::-1], places=theatre.places) == linking
