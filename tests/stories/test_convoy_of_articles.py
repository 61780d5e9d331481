"""What the real articles say of the convoy, of deliveries and of leave to fly, each with who says it and through whom."""

from __future__ import annotations

from pathlib import Path

import pytest

from truceline.model import Report
from truceline.model.assertions import Assertion
from truceline.model.deliveries import Delivered, DeliveryFact, Overflight
from truceline.model.hearing import Heard, Hearing
from truceline.model.movements import Delayed, Excluded, MovementFact, Obstruction, Permit, Quantity, Reached
from truceline.movements import deliveries, reading
from truceline.outputs.views.sentences import around
from truceline.reader.claims import claims_of
from truceline.workflow.packs import load_theatre
from truceline.workflow.reading import reader_for

pytestmark = pytest.mark.shared
PUBLISHED = {"000": "2016-09-21", "001": "2015-09-17", "002": "2016-09-21"}


@pytest.fixture(scope="module")
def heard(shared_data: Path) -> Hearing:
    """Every claim of three articles, as if people had accepted all; what struck the convoy is one incident."""
    theatre = load_theatre("syria_2016").theatre
    reports = [
        Report(id=name, text=(shared_data / "seeds" / f"{name}.txt").read_text(encoding="utf-8"), published_at=day)
        for name, day in PUBLISHED.items()
    ]
    found = []
    for report, read in zip(reports, reader_for(theatre).read_all(reports), strict=True):
        for claim in claims_of(report, read):
            begin, end = around(report.text, claim.reach.start, claim.reach.end)
            found.append(
                Heard(
                    claim=claim,
                    words=" ".join(report.text[span.start : span.end] for span in claim.content),
                    sentence=report.text[begin:end],
                    sentence_at=begin,
                    known_on=PUBLISHED[report.id],
                    said_on=PUBLISHED[report.id],
                    standing="accepted",
                    incidents=("i1",) if any("convoy" in event.targets for event in claim.events) else (),
                )
            )
    return Hearing(on="2016-09-21", heard=tuple(found), incidents=(), actors=theatre.actors, places=theatre.places)


@pytest.fixture(scope="module")
def moved(heard: Hearing) -> tuple[Assertion[MovementFact], ...]:
    """What they say of aid movements."""
    return reading.read(heard)


@pytest.fixture(scope="module")
def brought(heard: Hearing) -> tuple[Assertion[DeliveryFact], ...]:
    """What they say of deliveries and leave to fly."""
    return deliveries.read(heard)


def test_the_permits_came_after_days_of_delays_over_who_may_come_along(moved: tuple[Assertion[MovementFact], ...]) -> None:
    """Told by the article itself; the demand is the government's own, and all of it is of the convoy that was struck."""
    permits = [a for a in moved if isinstance(a.fact, Permit)]
    assert {(a.fact.issuer, a.fact.decision, a.by, a.subject) for a in permits if isinstance(a.fact, Permit)} == {
        ("sy", "granted", "", "mv:i1")
    }
    (delay,) = (a.fact for a in moved if isinstance(a.fact, Delayed))
    assert (delay.low_hours, delay.high_hours, delay.by) == (72, None, None)
    assert delay.over is not None
    assert "Turkish officials" in delay.over
    (kept_out,) = (a for a in moved if isinstance(a.fact, Excluded))
    assert (kept_out.fact, kept_out.by, kept_out.subject) == (
        Excluded(who="Turkish officials", demanded_by="sy"),
        "sy",
        "mv:i1",
    )


def test_thirty_one_vehicles_went_and_eighteen_trucks_were_destroyed(moved: tuple[Assertion[MovementFact], ...]) -> None:
    """Two figures in two phases, each with its own speakers."""
    figures = {(a.fact.phase, a.fact.unit, a.fact.low, a.fact.of_total, a.by) for a in moved if isinstance(a.fact, Quantity)}
    assert {
        ("destroyed", "trucks", 18, 31, ""),
        ("destroyed", "trucks", 18, None, "rcrc"),
        ("sent", "vehicles", 31, None, "rcrc"),
    } <= figures


def test_it_was_unloading_and_a_group_had_vowed_to_block_aid(moved: tuple[Assertion[MovementFact], ...]) -> None:
    """The one is granted by a question about it; the other was said of any aid, so of no one convoy."""
    assert ("unloading", "ru.mod") in {(a.fact.stage, a.by) for a in moved if isinstance(a.fact, Reached)}
    (vow,) = (a for a in moved if isinstance(a.fact, Obstruction))
    assert isinstance(vow.fact, Obstruction)
    assert (vow.fact.by, vow.fact.act, vow.by, vow.subject) == ("jfs", "block", "jfs", "")


def test_nobody_who_denies_the_attack_is_taken_to_say_that_it_was_theirs(moved: tuple[Assertion[MovementFact], ...]) -> None:
    """Whoever is named as having done it is named by others, or in a denial that stays one."""
    own = [a for a in moved if isinstance(a.fact, Reached) and a.fact.stage == "attacked" and a.by.split(".")[0] in {"ru", "sy"}]
    assert own
    assert not [a for a in own if isinstance(a.fact, Reached) and a.fact.by == a.by.split(".")[0] and a.stance == "assert"]


def test_the_official_has_the_rate_and_the_agency_the_inventory(brought: tuple[Assertion[DeliveryFact], ...]) -> None:
    """One sentence is an official's through the agency, the list is the agency's own; every item is a figure of its own."""
    told = [(a, a.fact) for a in brought if isinstance(a.fact, Delivered) and a.source.report == "001"]
    rate = [(f.low, f.per, f.lasts, f.country, a.by, a.unnamed, a.via) for a, f in told if f.per]
    assert rate == [(2, "day", "10 days", "sy", "us", True, ("McClatchy news agency",))]
    stock = [(f.item, f.low) for a, f in told if a.by == "mcclatchy" and not a.via]
    assert [low for _, low in stock] == [1500, 6, 36, 15, 200]
    assert "T-90 tanks" in stock[1][0]
    assert "housing" in stock[0][0]


def test_pressure_to_refuse_the_flights_another_route_and_no_comment(brought: tuple[Assertion[DeliveryFact], ...]) -> None:
    """Told by the article; the officials' silence is theirs."""
    flights = {(a.by, a.fact.act, a.fact.by, a.fact.of, a.fact.over) for a in brought if isinstance(a.fact, Overflight)}
    assert flights == {
        ("", "pressed_to_refuse", "us", ("bg", "gr"), ("bg", "gr")),
        ("", "rerouted", None, (), ("ir", "iq")),
        ("us", "declined_to_say", "us", ("iq",), ()),
    }
