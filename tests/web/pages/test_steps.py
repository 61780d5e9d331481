"""Steps of a procedure in the browser: only in the name of one's own authority, and nothing typed is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from fakes.rooms import person

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    AsRole = Callable[[str | None], Client]

ABOUT = "/desk/violations/step?violation=i2/cease-attacks/sy"


@pytest.fixture(scope="module")
def of_un(room: Path) -> Client:
    """An adjudicator for the United Nations."""
    from django.test import Client

    from truceline.web.accounts.models import Account

    person("adjudicator-un", "adjudicator", authority="un")
    client = Client()
    client.force_login(Account.objects.get(username="adjudicator-un"))
    return client


def test_whoever_is_no_adjudicator_enters_no_step(client_as: AsRole) -> None:
    """Every other role is refused, in words."""
    for role in ("observer", "monitor", "analyst", "publisher", "administrator"):
        assert client_as(role).get(ABOUT).status_code == 403, role


def test_an_adjudicator_for_nobody_is_told_so(client_as: AsRole) -> None:
    """Without a named authority there is no form, and the page says whom to ask."""
    page = client_as("adjudicator").get(f"{ABOUT}&kind=finding").content.decode()
    assert "An administrator can name one" in page
    assert 'name="value"' not in page


def test_a_step_in_the_name_of_another_authority_is_refused(of_un: Client) -> None:
    """What the form does not offer is not taken either, and the steps stand as they stood."""
    steps = of_un.get("/violations?opened=i2/cease-attacks/sy").content.decode()
    answer = of_un.post(f"{ABOUT}&kind=finding", {"authority": "ru", "on": "2016-10-01", "value": "finding:confirmed"})
    assert answer.status_code == 400
    assert "Select a valid choice" in answer.content.decode()
    assert _shown(of_un.get("/violations?opened=i2/cease-attacks/sy").content.decode()) == _shown(steps)


def test_a_fault_stands_beside_its_field_and_what_was_typed_stays(of_un: Client) -> None:
    """A day before the incident is refused with both days; the note is still there."""
    sent = {"authority": "un", "on": "2016-09-10", "value": "finding:inconclusive", "note": "kept words"}
    answer = of_un.post(f"{ABOUT}&kind=finding", sent)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert re.search(r'id="id_on_error".*?2016-09-10 lies before the first day of i2', page, re.DOTALL)
    assert "--on" not in page
    assert "kept words" in page


def test_a_question_is_asked_answered_and_found_on_in_its_order(of_un: Client) -> None:
    """A party's answer is entered by whoever asked it, stands as the party's own, and the same step twice is one."""
    page = of_un.get(f"{ABOUT}&kind=response").content.decode()
    assert "Your authority has asked nobody" in page
    asked = {"authority": "un", "on": "2016-09-25", "of": "sy", "due": "2016-10-01"}
    assert of_un.post(f"{ABOUT}&kind=info_requested", asked).status_code == 302
    question = re.search(r'<option value="(s\d+)"', of_un.get(f"{ABOUT}&kind=response").content.decode())
    assert question
    answered = {"on": "2016-09-28", "answers": question[1], "answer": "denies"}
    assert of_un.post(f"{ABOUT}&kind=response", answered).status_code == 302
    found = {"authority": "un", "on": "2016-10-02", "value": "finding:inconclusive", "threat": "3"}
    first = of_un.post(f"{ABOUT}&kind=finding", found, follow=True).content.decode()
    again = of_un.post(f"{ABOUT}&kind=finding", found, follow=True).content.decode()
    assert "The step is entered as" in first
    assert "This step was there already" in again
    opened = first.partition('id="opened"')[2]
    assert "inconclusive" in opened
    assert "answered that it denies it" in opened


def _shown(page: str) -> str:
    """Return what a page shows below its heading, without the tokens of its forms."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.partition("<h1")[2])
