"""In a large record a joining is done by the worker: nobody waits for a page, it is written once, and who asked is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from truceline.outputs.views import JoinPage

    AsRole = Callable[[str | None], Client]


@pytest.fixture
def as_if_large(room: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the demonstration count as a large record."""
    from truceline.web.desk import joins
    from truceline.web.desk.models import JoiningAsked

    monkeypatch.setattr(joins, "LARGE", 10)
    yield
    JoiningAsked.objects.all().delete()


def work() -> None:
    """Let the worker do what waits."""
    from truceline.web.desk import worker

    worker.run(batch=True)


def shown(client: Client) -> JoinPage:
    """Return the page as it stands once the newest entries were read: of a large record it stays behind for a while."""
    from truceline.web import record

    for shelf in (record._pages, record._seen, record._gathered):
        shelf.clear()
    found: JoinPage = client.get("/desk/join").context["page"]
    return found


def asked_of(client: Client) -> dict[str, str]:
    """Return a merge of two incidents, as the form sends it."""
    page = shown(client)
    several = sorted(page.incidents, key=lambda each: -each.claims)
    return {"first": several[0].id, "second": several[1].id, "seen": str(page.basis.size), "why": "One strike, told twice"}


@pytest.mark.usefixtures("as_if_large")
def test_a_joining_in_a_large_record_is_done_behind_and_told_to_who_asked(client_as: AsRole) -> None:
    """The answer comes at once with a page that says how far it is; afterwards it says under which number it was written."""
    client = client_as("analyst")
    asked = asked_of(client)
    answer = client.post("/desk/join/merge", asked)
    assert answer.status_code == 302
    waiting = client.get(answer.headers["Location"])
    assert "waiting for its turn" in waiting.content.decode()
    assert waiting.headers["Refresh"]
    assert not any(each.undone_by is None for each in shown(client).joinings)
    again = client.post("/desk/join/merge", asked)  # sent twice
    work()
    done = client.get(answer.headers["Location"])
    view = done.context["page"].asked
    assert (view.state, view.incident) == ("done", asked["first"]), view.trouble
    assert "Refresh" not in done.headers
    assert client.get(again.headers["Location"]).context["page"].asked.joining == view.joining
    latest = shown(client).joinings[0]
    assert (latest.id, latest.by, latest.note) == (view.joining, "analyst", asked["why"])
    assert answer.headers["Location"] in client.get("/desk/join").content.decode()
    taken_back = client.post(f"/desk/join/{view.joining}/undo")
    work()
    assert client.get(taken_back.headers["Location"]).context["page"].asked.state == "done"
    assert shown(client).joinings[0].undone_by == "analyst"


@pytest.mark.usefixtures("as_if_large")
def test_what_cannot_be_joined_is_told_on_the_page_of_who_asked_and_on_nobody_elses(client_as: AsRole) -> None:
    """No reason is refused at once, what changed meanwhile when its turn comes; the reason does not stay behind."""
    from fakes.rooms import person
    from truceline.web.accounts.models import Account
    from truceline.web.desk.models import JoiningAsked

    client = client_as("analyst")
    asked = asked_of(client)
    assert client.post("/desk/join/merge", {**asked, "why": " "}).status_code == 422
    address = client.post("/desk/join/merge", asked).headers["Location"]
    JoiningAsked.objects.update(second="i99999")  # as if it had been joined with another before its turn came
    work()
    view = client.get(address).context["page"].asked
    assert (view.state, view.joining) == ("refused", "")
    assert "i99999" in view.trouble
    assert not JoiningAsked.objects.exclude(why="").exists()
    if not Account.objects.filter(username="analyst2").exists():
        person("analyst2", "analyst")
    assert client_as("analyst2").get(address).status_code == 404
    assert client_as("analyst2").get("/desk/join").context["asked"] == ()


@pytest.mark.usefixtures("as_if_large")
def test_who_may_not_join_any_more_when_the_turn_comes_joins_nothing(client_as: AsRole) -> None:
    """A role that was taken away meanwhile is not used."""
    from truceline.web.accounts.models import Account

    client = client_as("analyst")
    address = client.post("/desk/join/merge", asked_of(client)).headers["Location"]
    size = shown(client).basis.size
    account = Account.objects.get(username="analyst")
    account.memberships.all().delete()
    work()
    account.memberships.create(role="analyst", authority="")
    assert client.get(address).context["page"].asked.state == "refused"
    assert shown(client).basis.size == size


@pytest.mark.usefixtures("as_if_large")
def test_a_joining_of_a_worker_that_died_is_begun_again_and_written_once(client_as: AsRole) -> None:
    """Whatever it had written is found and not written again; what is in no job comes into the queue again."""
    from django_tasks_db.models import DBTaskResult

    from truceline.web.desk import worker
    from truceline.web.desk.models import JoiningAsked

    client = client_as("analyst")
    address = client.post("/desk/join/merge", asked_of(client)).headers["Location"]
    work()
    view = client.get(address).context["page"].asked
    assert view.state == "done", view.trouble
    JoiningAsked.objects.update(state="working", joining="")  # it died between the record and its own note
    DBTaskResult.objects.filter(task_path__endswith="join_up").delete()
    worker.begin_again()
    work()
    assert client.get(address).context["page"].asked.joining == view.joining
    assert sum(each.undone_by is None for each in shown(client).joinings) == 1
    client.post(f"/desk/join/{view.joining}/undo")
    work()
