"""Two people at the same moment, or one who presses twice: the second is told who did what, when; nothing is lost or doubled."""

from __future__ import annotations

import re
import shutil
import threading
from typing import TYPE_CHECKING, Any

import pytest

from fakes.rooms import opened_on, person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django.test import Client

    Asked = Callable[[], Any]


@pytest.fixture(scope="module")
def two(room: Path, demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Client, Client]]:
    """Two people who may do everything, both for the United Nations, in a room of their own."""
    from django.test import Client

    from fakes.rooms import ROLES
    from truceline.web.accounts.models import Account

    clients = []
    for name in ("Asma", "Bruno"):
        person(name, *ROLES, authority="un")
        client = Client()
        client.force_login(Account.objects.get(username=name))
        clients.append(client)
    with opened_on(shutil.copytree(demonstration, tmp_path_factory.mktemp("at-once") / "record")):
        yield clients[0], clients[1]


def at_once(*asked: Asked) -> list[Any]:
    """Send requests in the same moment, each from a thread of its own, and return the answers in the order of the requests."""
    from django.db import connections

    gate = threading.Barrier(len(asked))
    answers: dict[int, Any] = {}

    def send(number: int, ask: Asked) -> None:
        try:
            gate.wait(10)
            answers[number] = ask()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=each) for each in enumerate(asked)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    return [answers[number] for number in range(len(asked))]


def told(answers: list[Any], *, wanted: tuple[int, ...] = (302, 409)) -> str:
    """Return in plain words what the second of two was told; the first was taken."""
    assert tuple(sorted(each.status_code for each in answers)) == wanted
    late = max(answers, key=lambda each: each.status_code)
    return " ".join(re.sub(r"<[^>]+>", " ", late.content.decode()).split())


def _other(answers: list[Any]) -> str:
    """Return the name of whoever was first."""
    return ("Asma", "Bruno")[[each.status_code for each in answers].index(302)]


def test_two_decide_the_same_claim(two: tuple[Client, Client]) -> None:
    """One decision is held; the other person is told at once, not when it comes to be written."""
    from truceline.web.desk.reviewing.models import HeldDecision

    page = two[0].get("/desk/review").context["page"]
    asked = {"seen": str(page.basis.size), "next": "/desk/review"}
    answers = at_once(
        lambda: two[0].post("/desk/decide", {**asked, "accepted": page.claim.id}),
        lambda: two[1].post("/desk/decide", {**asked, "rejected": page.claim.id}),
    )
    assert re.search(rf"{_other(answers)} (accepted|rejected) this claim ?, \d+ \w+ \d{{4}}", told(answers))
    assert not HeldDecision.objects.filter(claim=page.claim.id).exists()


def test_two_join_the_same_incidents(two: tuple[Client, Client]) -> None:
    """There is one joining, and the second person reads whose it is."""
    page = two[0].get("/desk/join").context["page"]
    (first, second), size = [each.id for each in page.incidents[:2]], page.basis.size
    asked = {"first": first, "second": second, "seen": str(size), "why": "One"}
    answers = at_once(*(lambda client=client: client.post("/desk/join/merge", asked) for client in two))
    assert f"{first}, {second} : joined ( {_other(answers)} , 20" in told(answers)
    again = two[0].post("/desk/join/merge", asked)
    assert (again.status_code, f"{_other(answers)}" in again.content.decode()) == (409, True)
    joined = two[0].get("/desk/join").context["page"].joinings
    assert len(joined) == len(page.joinings) + 1
    back = f"/desk/join/{joined[0].id}/undo"
    answers = at_once(lambda: two[0].post(back), lambda: two[1].post(back))
    assert f"taken back ( {_other(answers)} , 20" in told(answers)


def test_two_enter_a_step_about_the_same(two: tuple[Client, Client]) -> None:
    """The second reads what the first entered, and may enter another one knowing it; the same step twice is one."""
    address = "/desk/violations/step?violation=i2/cease-attacks/sy&kind=finding"
    seen = re.search(r'name="seen" value="(\d+)"', two[0].get(address).content.decode())
    assert seen
    asked = {"authority": "un", "on": "2016-10-05", "seen": seen[1]}
    answers = at_once(
        lambda: two[0].post(address, {**asked, "value": "finding:inconclusive"}),
        lambda: two[1].post(address, {**asked, "value": "finding:confirmed"}),
    )
    assert re.search(rf"s\d+ · Finding \( {_other(answers)} , 20", told(answers))
    late = max(answers, key=lambda each: each.status_code)
    form = late.context["form"]
    anew = {**asked, "value": form["value"].value(), "seen": str(form["seen"].value())}
    client = two[1] if _other(answers) == "Asma" else two[0]
    before = _steps()
    twice = at_once(*[lambda: client.post(address, anew)] * 2)
    assert [each.status_code for each in twice] == [302, 302]
    assert _steps() == before + 1


def _steps() -> int:
    from truceline.ledger.steps import steps
    from truceline.web.record import desk

    with desk.borrow() as record:
        return len(steps(record))


def test_a_release_asked_for_twice_is_one_and_is_given_once(two: tuple[Client, Client]) -> None:
    """Pressing twice asks once; nobody gives what they asked for themselves; given twice, the second is told by whom."""
    incident = two[0].get("/desk/join").context["page"].incidents[0].id
    asked = at_once(*[lambda: two[0].post("/desk/release", {"target": incident})] * 2)
    address = asked[0].headers["Location"]
    assert [each.headers["Location"] for each in asked] == [address] * 2
    own = at_once(*[lambda: two[0].post(f"{address}/give", {"as_asked": "1"})] * 2)
    assert [each.status_code for each in own] == [422, 422]
    given = at_once(*[lambda: two[1].post(f"{address}/give")] * 2)
    assert re.search(r"was given by Bruno, 20\d\d", told(given, wanted=(302, 422)))
    taken = at_once(*(lambda client=client: client.post(f"{address}/withdraw") for client in two))
    assert f"was withdrawn by {_other(taken)}, 20" in told(taken, wanted=(302, 422))


def test_a_line_for_the_next_shift_sent_twice_is_one(two: tuple[Client, Client]) -> None:
    """The same words of the same person stand once while they are open."""
    at_once(*[lambda: two[0].post("/desk/handover", {"text": "The generator is out"})] * 2)
    notes = [each for each in two[1].get("/desk/handover").context["notes"] if each.text == "The generator is out"]
    assert [each.by for each in notes] == ["Asma"]
