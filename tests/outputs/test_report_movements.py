"""Movements, proposals and names on the report page: every word with who says it, planned beside actual, rivals side by side."""

from __future__ import annotations

import dataclasses

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from truceline.model import Actor
from truceline.model.assertions import Assertion, Fact, Source, Subject
from truceline.model.diplomacy import Contact, Position, Proposed
from truceline.model.movements import Checkpoint, Permit, Quantity, Reached
from truceline.movements.reminder import REMINDER
from truceline.outputs import report
from truceline.outputs.labels import languages
from truceline.outputs.views import Material

UNITED_STATES = Actor(id="us", kind="state", name="United States")
CHIEFS = Actor(id="us.jcs", kind="military", name="Joint Chiefs of Staff", within="us")
NORTH = Subject(id="mv1", of="movement", name="Convoy to the north", known_on="2016-09-19")


def said(by: str, fact: Fact, *, subject: str = "mv1", stance: str = "assert", on: str = "2016-09-20") -> Assertion[Fact]:
    """What somebody said of a subject on a day, as a telling."""
    source = Source(id=f"tl{len(by)}", known_on=on, said_on=on)
    return Assertion(subject=subject, fact=fact, by=by, source=source, stance=stance)  # type: ignore[arg-type]  # a stance in words


@pytest.fixture
def told(material: Material) -> Material:
    """The September story with what two offices told of a convoy and of a proposal."""
    assertions = (
        said("un", Permit(step="governor", issuer="sy", requested="2016-09-12", due="2016-09-15")),
        said("un", Reached(stage="departed", at="2016-09-19T09:00+03:00", planned=True)),
        said("un", Reached(stage="departed", at="2016-09-19T15:00+03:00")),
        said("un", Checkpoint(place="North gate", controller="sy.mil", arrived="2016-09-19T16:00+03:00")),
        said("un", Quantity(phase="delivered", item="flour", unit="t", low=10, high=10)),
        said("sarc", Quantity(phase="delivered", item="flour", unit="t", low=8, high=8)),
        said("ru.mod", Reached(stage="departed"), stance="deny"),
        said("un", Reached(stage="attacked", at="2016-09-19")),
        said("us.state", Reached(stage="attacked", by="sy.mil"), stance="accuse"),
        said("ru.mod", Reached(stage="attacked", by="ru.mod"), stance="deny"),
        said("us.state", Proposed(kind="flight_limit", words="no flights over aid routes", proposer="us.state"), subject="pr1"),
        said("us.jcs", Position(kind="flight_limit", office="us.jcs", stand="opposes", words="no flights"), subject="pr1"),
        said("un", Contact(kind="meeting", body="issg", at="2016-09-20", minutes_low=60, minutes_high=60), subject="ct1"),
        said("fr.mfa", Contact(kind="meeting", body="issg", at="2016-09-20", minutes_low=240, minutes_high=240), subject="ct1"),
    )
    subjects = (
        NORTH,
        Subject(id="pr1", of="proposal", name="A halt to flights", known_on="2016-09-20"),
        Subject(id="ct1", of="contact", name="Meeting in New York", known_on="2016-09-20"),
    )
    actors = {**material.actors, **{each.id: each for each in (UNITED_STATES, CHIEFS)}}
    return dataclasses.replace(material, assertions=assertions, subjects=subjects, actors=actors)


@pytest.fixture(params=languages())
def page(request: pytest.FixtureRequest, told: Material) -> HTMLParser:
    """Its page in each language."""
    return HTMLParser(report.render(told, lang=request.param))


def test_the_log_has_planned_and_actual_times_in_one_line(page: HTMLParser) -> None:
    """A convoy that left six hours late shows both, and who says them."""
    (left,) = [line for line in page.css("#mv1 .log > li") if "9:00" in line.text() and "15:00" in line.text()]
    assert "late" in (left.attributes["class"] or "")
    assert len(left.css("dd .voice")) >= 2


def test_two_figures_of_one_cargo_stand_side_by_side_and_are_not_added(page: HTMLParser) -> None:
    """Ten tonnes by one, eight by another, and no eighteen."""
    (row,) = [row for row in page.css("#mv1 table.list tbody tr") if "flour" in row.text()]
    assert ["10" in row.text(), "8" in row.text(), "18" in row.text()] == [True, True, False]


def test_what_somebody_denies_is_marked_and_stays_beside_what_others_say(page: HTMLParser) -> None:
    """The denial is no stage of its own."""
    denied = [line for line in page.css("#mv1 .log > li") if line.css_first(".s.deny") and "15:00" in line.text()]
    assert len(denied) == 1
    assert denied[0].css_first(".contest") is not None


def test_what_is_told_of_no_movement_in_particular_stands_too(told: Material) -> None:
    """A permit that nobody ties to a movement is not lost from the page."""
    loose = said("un", Permit(step="facilitation_letter", issuer="sy"), subject="")
    held = dataclasses.replace(told, assertions=(*told.assertions, loose))
    (part,) = HTMLParser(report.render(held)).css("#movements")
    assert "facilitation letter · sy · none told yet" in part.text()


def test_the_reminder_stands_above_the_movements(told: Material) -> None:
    """To be notified, approved and safe are three things, on the page too."""
    (part,) = HTMLParser(report.render(told)).css("#movements")
    assert REMINDER in part.text().replace("\u2068", "").replace("\u2069", "")


def test_two_offices_of_one_state_stand_apart_on_one_proposal(page: HTMLParser) -> None:
    """Each office has a line, and that they differ is said."""
    (row,) = page.css("#diplomacy .proposals tbody")
    assert len(row.css("tr")) >= 2
    assert row.css_first(".contest") is not None


def test_rival_lengths_of_one_meeting_stand_side_by_side(page: HTMLParser) -> None:
    """One hour and four hours are both there, marked as contested."""
    (meeting,) = page.css("#diplomacy .contacts > li")
    assert "60" in meeting.text()
    assert "240" in meeting.text()
    assert meeting.css_first("dt .contest") is not None


def test_without_movements_or_proposals_the_page_does_not_speak_of_them(material: Material) -> None:
    """No empty boards."""
    bare = dataclasses.replace(material, told=(), waiting=(), assertions=(), subjects=())
    page = HTMLParser(report.render(bare))
    assert page.css("#movements, #diplomacy, #care, #deliveries") == []


def test_on_the_page_only_who_names_somebody_alleges_and_a_part_denied_is_no_denial_of_the_attack(told: Material) -> None:
    """The United Nations tells of the attack, the Department of State of who did it, the ministry that it was not itself."""
    page = HTMLParser(report.render(told, lang="en"))
    (state,) = [each for each in page.css("#mv1 .board li") if each.css_first(".state-word") and "attacked" in each.text()]
    rows = [each.text() for each in state.css("span.under")]
    (accused,) = [row for row in rows if "alleged" in row]
    (denied,) = [row for row in rows if "denies" in row]
    assert ["Department of State" in accused, "United Nations" in accused, "alleged" in denied] == [True, False, False]
