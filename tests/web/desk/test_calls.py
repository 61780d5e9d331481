"""Calls in the browser: written down in one go, the caller sealed, and nothing typed lost when something is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    AsRole = Callable[[str | None], Client]

CALL = {
    "about": "Two shells fell near the bridge",
    "words": "They fell on the market side, two of them.",
    "place": "Aleppo",
    "when_day": "2016-09-20",
    "event": "V.SHELL",
    "killed": "2+",
    "injured": "",
    "caller": "Karim Example",
    "contact": "+963 944 000 001",
    "position": "36.1397, 36.9506",
    "compartment": "open",
    "asked_of": "",
    "answer_day": "2016-09-21",
    "answer_time": "12:00",
    "received_day": "2016-09-20",
    "received_time": "07:00",
    "zone": "+03:00",
    "channel": "telephone",
}
SEALED = ("Karim", "944 000 001", "36.1397")


def test_a_call_is_written_down_under_the_officer_and_its_caller_nowhere(client_as: AsRole, room: Path) -> None:
    """The call is in the record as entered by the observer; no text, log line or page has the caller, the number or the place."""
    from truceline.workflow.opening import opened

    client = client_as("observer")
    answer = client.post("/desk/call", CALL, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [("/desk/call", 302)]
    assert CALL["about"] in page
    with opened(room) as record:
        held = record.calls()[-1]
        assert held.by == "observer"
        assert held.caller == "Karim Example"
        text = record.report(held.report).text
        leaves = b"".join(entry.leaf for entry in record.entries(held.entry - 2))
    for sealed in SEALED:
        assert sealed not in text
        assert sealed.encode() not in leaves
        assert sealed not in page


def test_the_same_call_sent_twice_is_one_call(client_as: AsRole, room: Path) -> None:
    """Pressing the button twice, or sending the form again after a broken line, adds nothing."""
    from truceline.workflow.opening import opened

    call = {**CALL, "about": "The road was closed at noon", "caller": "", "contact": "", "position": ""}
    client_as("observer").post("/desk/call", call)
    with opened(room) as record:
        size = record.size
    page = client_as("observer").post("/desk/call", call, follow=True).content.decode()
    assert "already" in page
    with opened(room) as record:
        assert record.size == size


def test_another_caller_with_the_same_words_in_one_minute_is_not_lost(client_as: AsRole, room: Path) -> None:
    """Two people may say the same at once: the second is told of the first, keeps what was typed, and goes in once it differs."""
    from truceline.workflow.opening import opened

    call = {**CALL, "about": "A bang at the grain silo", "caller": "Rami Example", "contact": "", "position": ""}
    client = client_as("observer")
    assert client.post("/desk/call", call).status_code == 302
    second = {**call, "caller": "Nour Example"}
    answer = client.post("/desk/call", second)
    assert answer.status_code == 422
    assert "Nour Example" in answer.content.decode()
    assert "stands in the record already" in answer.content.decode()
    assert client.post("/desk/call", {**second, "about": "A bang at the grain silo, a second caller"}).status_code == 302
    with opened(room) as record:
        assert [each.caller for each in record.calls()][-2:] == ["Rami Example", "Nour Example"]


@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("when_day", "2016-02-30", "no day"),
        ("received_time", "25:00", "no time of day"),
        ("received_day", "2999-01-01", "future"),
        ("received_day", "0216-09-20", "four figures"),
        ("zone", "Aleppo", "no zone"),
        ("killed", "many", "no figure"),
        ("killed", "9..2", "no figure"),
        ("about", "", "required"),
        ("answer_day", "", "on which day"),
        ("event", "V.NONE", "valid choice"),
        ("about", "Karim Example saw two shells fall", "sealed part stands here"),
        ("words", "Call back at 00963 944 000 001.", "sealed part stands here"),
        ("place", "36.1397 north", "sealed part stands here"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_typed_is_lost(
    client_as: AsRole, room: Path, field: str, value: str, what: str
) -> None:
    """The form comes back whole, says what is wrong and what to do, and nothing was written."""
    from truceline.workflow.opening import opened

    with opened(room) as record:
        size = record.size
    answer = client_as("observer").post("/desk/call", {**CALL, field: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert what in page
    for kept in ("market side", "Karim Example", "+963 944 000 001"):
        assert kept in page or field in ("about", "words")
    with opened(room) as record:
        assert record.size == size


def test_a_call_into_a_compartment_that_is_not_granted_is_refused(client_as: AsRole, room: Path) -> None:
    """Nobody seals a call where they may not look themselves."""
    from truceline.ledger.sealed.compartments import Compartments
    from truceline.workflow.opening import opened

    with opened(room) as record:
        secret = Compartments(record.origin).add("call test").id
    assert client_as("observer").post("/desk/call", {**CALL, "compartment": secret}).status_code == 422


def test_who_may_not_log_calls_is_refused(client_as: AsRole) -> None:
    """A publisher sees no form; somebody who is not signed in is led to sign-in."""
    assert client_as("publisher").get("/desk/call").status_code == 403
    assert client_as(None).get("/desk/call").status_code == 302
