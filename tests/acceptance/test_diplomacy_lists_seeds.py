"""Diplomacy in the five real articles, with what the machine read: stands by office, the third call, the rejected plan."""

from __future__ import annotations

import pytest

from fakes.seen_articles import Json, Seen, lines, truceline

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def proposals(seen: Seen) -> list[Json]:
    """The diplomatic proposals, with what nobody has decided on."""
    return lines(truceline(seen.folder, "proposals", "--with-proposals", "--json"))


@pytest.fixture(scope="module")
def contacts(seen: Seen) -> list[Json]:
    """The contacts, with what nobody has decided on."""
    return lines(truceline(seen.folder, "contacts", "--with-proposals", "--json"))


def stands(proposal: Json) -> dict[str, str]:
    """By side and office, the first of the latest stands."""
    return {each["office"]["id"]: each["latest"][0]["stand"] for each in proposal["offices"]}


def test_the_halt_of_flights_has_offices_of_both_sides_against_it(proposals: list[Json]) -> None:
    """The United States proposes it, an officer of its own and Russia's deputy minister speak against it; both are shown."""
    found = [each for each in proposals if each["kinds"] == ["flight_limit"] and each["proposers"]]
    (halt,) = found
    against = {office for office, stand in stands(halt).items() if stand in {"opposes", "rejects"}}
    assert {office.partition(".")[0] for office in against} == {"us", "ru"}
    assert "us" in {each["side"] for each in halt["dissent"]}
    assert {each["who"]["side"] for each in halt["proposers"]} == {"us"}


def test_the_six_month_transition_is_proposed_by_one_and_rejected_by_another(proposals: list[Json]) -> None:
    """A British minister suggests it as a report tells, the Syrian government rejects it."""
    (plan,) = [each for each in proposals if each["kinds"] == ["transition"]]
    assert [each["lasts"] for each in plan["terms"]] == ["P6M"]
    assert {office.partition(".")[0]: stand for office, stand in stands(plan).items()} == {"gb": "proposes", "sy": "rejects"}


def test_the_third_call_in_ten_days_is_somebodys_count(contacts: list[Json]) -> None:
    """The record knows of one call, and says so beside the count of the one who tells of three."""
    (call,) = [each for each in contacts if each["line"] == "encounter" and each["kinds"] == ["call"]]
    assert [(each["nth"], each["within"], each["in_record"]) for each in call["nth"]] == [(3, "P10D", 1)]
    assert sorted(each["who"]["side"] for each in call["participants"]) == ["ru", "us"]


def test_a_channel_broken_off_and_asked_for_again_stays_suspended(contacts: list[Json]) -> None:
    """That its resumption was proposed is told beside, by the one who acknowledged it."""
    (line,) = [each for each in contacts if each["line"] == "channel" and each["asked"]]
    assert [each["act"] for each in line["latest"]] == ["suspended"]
    assert [(each["act"], each["by"]["side"]) for each in line["asked"]] == [("resumption_proposed", "ru")]


def test_an_hour_and_four_hours_of_one_meeting_stand_side_by_side(contacts: list[Json]) -> None:
    """Two articles give one meeting of the group two lengths; both are there with who says so, and called contested."""
    (held,) = [each for each in contacts if each["line"] == "encounter" and each["durations"] and each["body"]]
    assert [each["who"]["id"] for each in held["body"]] == ["issg"]
    assert {each["low"]: set(each["says"][0]["reports"]) for each in held["durations"]} == {60: {"000"}, 240: {"002"}}
    assert [(each["low"], each["unit"]) for each in held["attendance"]] == [(20, "foreign ministers")]
    assert held["contested"] == ["duration"]
