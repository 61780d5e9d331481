"""Joining and releasing in the browser: everything is shown first, two people are two, and the slower one is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    AsRole = Callable[[str | None], Client]


def _two(client: Client) -> tuple[str, str, int]:
    """Return two incidents, the first with two claims at least, and the size of the log that the page stands on."""
    page = client.get("/desk/join").context["page"]
    several = sorted(page.incidents, key=lambda each: -each.claims)
    return several[0].id, several[1].id, page.basis.size


def test_incidents_are_joined_with_a_reason_and_taken_back(client_as: AsRole, room: Path) -> None:
    """Both are shown side by side; the joining stands under the analyst's name with its reason; taking it back is one act."""
    client = client_as("analyst")
    first, second, size = _two(client)
    shown = client.get("/desk/join", {"first": first, "second": second})
    assert {shown.context["page"].first.id, shown.context["page"].second.id} == {first, second}
    asked = {"first": first, "second": second, "seen": str(size), "why": "One strike, told twice"}
    no_reason = client.post("/desk/join/merge", {**asked, "why": ""})
    assert no_reason.status_code == 422
    assert client.post("/desk/join/merge", asked).status_code == 302
    (latest, *_) = client.get("/desk/join").context["page"].joinings
    assert (latest.act, latest.by, latest.note) == ("merge", "analyst", "One strike, told twice")
    again = client.post("/desk/join/merge", asked)
    assert again.status_code in (409, 422)
    assert "One strike, told twice" in again.content.decode()
    assert client.post(f"/desk/join/{latest.id}/undo").status_code == 302
    assert client.get("/desk/join").context["page"].joinings[0].undone_by == "analyst"
    assert client.post("/desk/join/j999/undo").status_code == 404


def test_claims_are_split_off_and_what_is_not_there_is_refused(client_as: AsRole, room: Path) -> None:
    """Chosen claims become an incident of their own; a claim of another incident changes nothing."""
    client = client_as("analyst")
    first, second, size = _two(client)
    page = client.get("/desk/join", {"first": first}).context["page"]
    claim = page.first.claims[0].id
    foreign = client.get("/desk/join", {"first": second}).context["page"].first.claims[0].id
    asked = {"first": first, "seen": str(size), "why": "Another day"}
    assert client.post("/desk/join/split", {**asked, "claims": [foreign]}).status_code == 422
    assert client.post("/desk/join/split", {**asked, "claims": [claim]}).status_code == 302
    (latest, *_) = client.get("/desk/join").context["page"].joinings
    assert latest.act == "split"
    client.post(f"/desk/join/{latest.id}/undo")


def test_an_incident_that_is_not_there_is_a_helpful_page(client_as: AsRole) -> None:
    """An unknown number is said, and nobody without the role opens the page."""
    assert client_as("analyst").get("/desk/join", {"first": "i99999"}).status_code == 404
    assert client_as("monitor").get("/desk/join").status_code == 403


def test_a_release_is_asked_by_one_and_given_by_another_who_saw_all_of_it(client_as: AsRole, room: Path) -> None:
    """Who asked cannot give; the other sees every claim in its words, and the log has both names."""
    from fakes.rooms import person
    from truceline.web.accounts.models import Account

    if not Account.objects.filter(username="publisher2").exists():
        person("publisher2", "publisher")
    client = client_as("publisher")
    incident = client_as("analyst").get("/desk/join").context["page"].incidents[0].id
    asked = client.post("/desk/release", {"target": incident, "note": "For the weekly report"})
    if asked.status_code == 422:  # nothing of it is decided by a person: the page says so and keeps what was typed
        assert incident in asked.content.decode()
        return
    address = asked.headers["Location"]
    assert client.post(f"{address}/give").status_code == 422
    other = client_as("publisher2")
    page = other.get(address)
    assert page.context["may_give"]
    for claim in page.context["page"].claims:
        assert claim.words.split()[0] in page.content.decode()
    assert other.post(f"{address}/give").status_code == 302
    release = other.get(address).context["page"].release
    assert (release.asked_by, release.given_by) == ("publisher", "publisher2")
    assert client.post(f"{address}/withdraw", {"why": "Asked too early"}).status_code == 302
    assert other.get(address).context["page"].release.state == "withdrawn"
    assert client.post(f"{address}/withdraw").status_code == 422


def test_a_thing_that_cannot_be_released_is_said_beside_what_was_typed(client_as: AsRole) -> None:
    """An unknown id, or none, comes back with the reason."""
    answer = client_as("publisher").post("/desk/release", {"target": "i99999", "note": "A note"})
    assert answer.status_code == 422
    assert "A note" in answer.content.decode()
    assert client_as("publisher").get("/desk/release/r999").status_code == 404
    assert client_as("analyst").get("/desk/release").status_code == 403
