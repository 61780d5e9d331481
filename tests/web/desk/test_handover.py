"""The hand-over list: what is open, what is late, and lines for the next shift that are no record."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    AsRole = Callable[[str | None], Client]


def _call(record_folder: Path, about: str, due: str | None, compartment: str = "open") -> str:
    from truceline.workflow.calls import Call, receive_call
    from truceline.workflow.opening import opened

    with opened(record_folder) as record:
        call = Call(received="2016-09-20T07:00+03:00", about=about, answer_by=due)
        return receive_call(record, call, "observer", compartment).id


def test_a_call_whose_answer_is_late_stands_first(room: Path) -> None:
    """Of two calls the one whose term is over is late and stands before the other; an answer takes it off the list."""
    from truceline.outputs import views
    from truceline.outputs.views import Viewer, handover_page
    from truceline.workflow.opening import opened

    _call(room, "Handover: no term was set", None)
    late = _call(room, "Handover: an answer was asked for", "2016-09-21")
    with opened(room) as record:
        before = handover_page(record, views.gather(record), Viewer(at="2016-09-21T20:00:00Z"))
        after = handover_page(record, views.gather(record), Viewer(at="2016-09-23T00:00:00Z"))
    assert not any(call.is_late for call in before.calls if call.id == late)
    assert next(call for call in after.calls if call.id == late).is_late
    states = [call.is_late for call in after.calls]
    assert states == sorted(states, reverse=True)


def test_a_call_in_a_compartment_is_on_nobody_elses_list(room: Path, client_as: AsRole) -> None:
    """Who may not see into it is told of no call, no number and no name."""
    from truceline.ledger.sealed.compartments import Compartments
    from truceline.workflow.opening import opened

    with opened(room) as record:
        secret = Compartments(record.origin).add("handover test").id
    _call(room, "Handover: in a compartment", "2016-09-21", secret)
    assert "in a compartment" not in client_as("observer").get("/desk/handover").content.decode()
    assert "in a compartment" not in client_as("observer").get("/desk/call").content.decode()


def test_a_line_for_the_next_shift_is_read_by_others_and_settled_once(room: Path, client_as: AsRole) -> None:
    """It says who wrote it, that it is no record, and who settled it first."""
    from truceline.web.desk.models import Note

    text = "Call the hospital back <b>tonight</b>"
    assert client_as("observer").post("/desk/handover", {"text": text}).status_code == 302
    page = client_as("monitor").get("/desk/handover").content.decode()
    assert "&lt;b&gt;tonight" in page
    assert "no record" in page
    note = Note.objects.get(text=text)
    for role in ("monitor", "analyst"):
        assert client_as(role).post(f"/desk/handover/notes/{note.pk}/settle").status_code == 302
    note.refresh_from_db()
    assert note.settled_by == "monitor"
    assert client_as("monitor").post("/desk/handover", {"text": ""}).status_code == 422


def test_the_list_names_who_has_something_open(room: Path, client_as: AsRole) -> None:
    """Whoever works on anything is named to the others, and not to themselves."""
    from truceline.web.accounts.models import Account
    from truceline.web.live import presence

    presence.note(Account.objects.get(username="analyst").pk, "claim:c_1")
    assert "analyst" in client_as("observer").get("/desk/handover").content.decode()
