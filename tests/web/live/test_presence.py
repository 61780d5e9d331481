"""Presence: who else has this open, told only to those who were shown it, and forgotten when nobody says so any more."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    AsRole = Callable[[str | None], Client]


@pytest.fixture
def people(room: Path) -> tuple[int, int]:
    """The ids of the analyst and the monitor; nobody is anywhere."""
    from truceline.web.accounts.models import Account
    from truceline.web.live.models import Presence

    Presence.objects.all().delete()
    return Account.objects.get(username="analyst").pk, Account.objects.get(username="monitor").pk


def test_the_other_is_named_and_oneself_is_not(people: tuple[int, int]) -> None:
    """Two people have one claim open: each is told of the other alone."""
    from truceline.web.live import presence

    for account in people:
        presence.note(account, "claim:c_1")
    assert presence.others_at(["claim:c_1"], people[0]) == ("monitor",)
    assert presence.others_at(["claim:c_2"], people[0]) == ()
    everybody = {people[0]: "analyst", people[1]: "monitor"}
    assert presence.all_at(["claim:c_1", "claim:c_2"]) == {"claim:c_1": everybody, "claim:c_2": {}}


def test_who_was_not_heard_of_is_gone(people: tuple[int, int]) -> None:
    """A browser that fell silent keeps nobody there for longer than a minute."""
    from truceline.web.live import presence
    from truceline.web.live.models import Presence

    presence.note(people[1], "claim:c_1")
    Presence.objects.update(seen_at=dt.datetime.now(dt.UTC) - dt.timedelta(seconds=presence.FRESH_S + 1))
    assert presence.others_at(["claim:c_1"], people[0]) == ()


def test_a_place_signed_for_another_is_no_place(people: tuple[int, int], client_as: AsRole) -> None:
    """Nobody asks who works on a thing that they were not shown: a place is signed for one person."""
    from django.core import signing

    from truceline.web.live import presence

    signed = signing.dumps([people[0], "report:confidential-1"], salt=presence.SALT, compress=True)
    assert presence.place_in(signed, people[0]) == "report:confidential-1"
    assert presence.place_in(signed, people[1]) is None
    assert client_as("monitor").post("/live/here", {"place": signed}).status_code == 400
    assert client_as("monitor").post("/live/here", {"place": "report:confidential-1"}).status_code == 400
    assert client_as("analyst").post("/live/here", {"place": signed}).json() == {"names": []}


def test_who_says_goodbye_is_gone_at_once(people: tuple[int, int], client_as: AsRole) -> None:
    """Closing the page ends the presence without waiting for the minute."""
    from django.core import signing

    from truceline.web.live import presence

    signed = signing.dumps([people[0], "claim:c_9"], salt=presence.SALT, compress=True)
    client_as("analyst").post("/live/here", {"place": signed})
    assert presence.others_at(["claim:c_9"], people[1]) == ("analyst",)
    assert client_as("analyst").post("/live/here", {"place": signed, "gone": "1"}).status_code == 204
    assert presence.others_at(["claim:c_9"], people[1]) == ()
