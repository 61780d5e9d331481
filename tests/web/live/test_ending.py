"""Streams that must end: whoever may not listen any more, may see less, or has too many pages open."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fakes.listening import Ear, hang_up, opened, until

if TYPE_CHECKING:
    from django.test import Client

    from truceline.web.accounts.models import Account

AsRole = Callable[[str | None], "Client"]


@pytest.fixture
def listener(room: Path) -> Iterator[Account]:
    """Somebody who reads."""
    from truceline.web.accounts.models import Account

    made = Account.objects.create_user(username="listener", password="a long enough phrase 9")
    made.memberships.create(role="observer")
    yield made
    made.delete()


def _cookie(client: Client) -> str:
    return client.cookies["sessionid"].value


def test_pages_opened_at_the_same_moment_are_counted_too(served: str, client_as: AsRole, listener: Account) -> None:
    """Thirty pages opened at once by one person are no more than those that one person may have."""
    from truceline.web.live.events import MOST_OF_ONE

    cookie = _cookie(client_as("listener"))

    async def run() -> int:
        ears = await asyncio.gather(*(opened(served, cookie) for _ in range(MOST_OF_ONE + 8)))
        assert await until(lambda: sum(bool(ear.news()) or ear.is_over for ear in ears) == len(ears))
        listening = sum(not ear.is_over and ear.status == 200 for ear in ears)
        await hang_up(*ears)
        return listening

    assert asyncio.run(run()) == MOST_OF_ONE


@pytest.mark.parametrize(("taken", "last"), [("role", "goodbye"), ("compartment", "news")])
def test_what_is_taken_ends_the_stream_at_once(taken: str, last: str, served: str, client_as: AsRole, listener: Account) -> None:
    """A role that is taken says goodbye; a compartment that is taken ends the stream, and the next one knows less."""
    from truceline.web.accounts import administering
    from truceline.web.accounts.models import Account

    chief = Account.objects.get(username="administrator")
    administering.set_compartments(chief, listener, ["k0123456789abcdef"])
    cookie = _cookie(client_as("listener"))

    def take() -> None:
        if taken == "role":
            administering.set_roles(chief, listener, [])
        else:
            administering.set_compartments(chief, listener, [])

    async def run() -> Ear:
        ear = await opened(served, cookie)
        assert await until(lambda: bool(ear.news()))
        await asyncio.to_thread(take)
        assert await until(lambda: ear.is_over, within_s=3)
        await hang_up(ear)
        return ear

    assert asyncio.run(run()).heard[-1][0] == last
