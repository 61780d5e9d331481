"""Live events: nobody misses one, nobody is told of what they may not know, and nobody listens on who has left."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from fakes.listening import Ear, hang_up, opened, until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    AsRole = Callable[[str | None], Client]

LISTENERS = 40


def _cookie(client: Client) -> str:
    return client.cookies["sessionid"].value


def _write(record: Path, number: int, compartment: str = "open") -> None:
    """Take one call in, which makes a report, a claim and the call itself."""
    from truceline.workflow.calls import Call, receive_call
    from truceline.workflow.opening import opened as record_opened

    with record_opened(record) as held:
        call = Call(received="2016-09-20T07:00+03:00", about=f"Shelling at the bridge, number {number}")
        receive_call(held, call, "monitor", compartment)


def test_every_listener_is_told_of_every_entry(room: Path, served: str, client_as: AsRole) -> None:
    """Forty pages are open and three calls come in; each page is told of all nine entries, by its own count."""
    cookie = _cookie(client_as("observer"))
    cookies = [cookie, *(_cookie(client_as(role)) for role in ("monitor", "analyst"))]

    async def run() -> list[Ear]:
        ears = [await opened(served, cookies[n % 3]) for n in range(LISTENERS)]
        assert await until(lambda: all(ear.news() for ear in ears))
        for number in range(3):
            await asyncio.to_thread(_write, room, 100 + number)
            await asyncio.sleep(0.6)
        await until(lambda: all(len(ear.news()) > 1 and ear.news()[-1]["size"] == ears[0].news()[-1]["size"] for ear in ears))
        await asyncio.sleep(0.8)
        await hang_up(*ears)
        return ears

    ears = asyncio.run(run())
    for ear in ears:
        first, *later = ear.news()
        assert ear.status == 200
        assert int(str(later[-1]["size"])) - int(str(first["size"])) == 9
        assert sum(int(str(each["reports"])) for each in later) == 3
        assert sum(int(str(each["claims"])) for each in later) == 3


def test_who_comes_back_is_told_of_what_came_in_meanwhile(room: Path, served: str, client_as: AsRole) -> None:
    """A browser that lost the line names the last number it got and is told of everything since, once."""
    cookie = _cookie(client_as("observer"))

    async def run() -> dict[str, object]:
        ear = await opened(served, cookie)
        assert await until(lambda: bool(ear.news()))
        size = int(str(ear.news()[-1]["size"]))
        await hang_up(ear)
        await asyncio.to_thread(_write, room, 200)
        again = await opened(served, cookie, last=size)
        assert await until(lambda: any(came["reports"] for came in again.news()))
        await asyncio.sleep(0.7)
        await hang_up(again)
        total = {name: sum(int(str(each[name])) for each in again.news()) for name in ("reports", "claims")}
        return {**again.news()[-1], **total, "before": size}

    came = asyncio.run(run())
    assert came["reports"] == 1
    assert came["claims"] == 1
    assert came["size"] == int(str(came["before"])) + 3


@pytest.mark.usefixtures("room")
def test_an_answer_goes_as_far_as_the_log_was_read_for_it() -> None:
    """What comes in while somebody's earlier entries are read from the log is not passed over: the next answer tells of it."""
    from truceline.outputs.views import Viewer
    from truceline.web.live.hub import Hub, Listener

    async def run() -> tuple[int, int, int]:
        found, viewer = Hub(), Viewer(at="2026-01-01T00:00:00Z", compartments=frozenset())
        listener = Listener(account=1, session="s", viewer=viewer, told=None, place=None)
        await found.join(listener)
        read = found.size
        listener.told = read - 3
        answer = asyncio.create_task(found.news_for(listener))
        await asyncio.sleep(0)  # it waits for the log now
        found.size = read + 3
        came = await answer
        found.size = read
        again = await found.news_for(listener)
        found.leave(listener)
        return read, came.size, again.size

    read, told, again = asyncio.run(run())
    assert (told, again) == (read, read)


def test_what_is_in_a_compartment_counts_for_nobody_else(room: Path, served: str, client_as: AsRole) -> None:
    """The size of the log moves for everybody; that a report came in is told only to those who may see into its compartment."""
    from truceline.ledger.sealed.compartments import Compartments
    from truceline.web.accounts.models import Account
    from truceline.workflow.opening import opened as record_opened

    with record_opened(room) as held:
        compartment = Compartments(held.origin).add("live test").id
    analyst = Account.objects.get(username="analyst")
    grant = analyst.grants.create(compartment=compartment)
    granted, other = _cookie(client_as("analyst")), _cookie(client_as("monitor"))

    async def run() -> tuple[dict[str, object], dict[str, object]]:
        ears = [await opened(served, cookie) for cookie in (granted, other)]
        assert await until(lambda: all(ear.news() for ear in ears))
        await asyncio.to_thread(_write, room, 300, compartment)
        assert await until(lambda: all(len(ear.news()) > 1 for ear in ears))
        await hang_up(*ears)
        return ears[0].news()[-1], ears[1].news()[-1]

    try:
        seen, unseen = asyncio.run(run())
    finally:
        grant.delete()
    assert seen["size"] == unseen["size"]
    assert seen["reports"] == 1
    assert {unseen[name] for name in ("reports", "claims", "decisions", "others")} == {0}


def test_signing_out_ends_what_is_open(room: Path, served: str, client_as: AsRole) -> None:
    """The stream of a session says goodbye and ends as soon as the person signs out, and is not opened again."""
    client = client_as("observer")
    cookie = _cookie(client)

    async def run() -> tuple[Ear, Ear]:
        ear = await opened(served, cookie)
        assert await until(lambda: bool(ear.news()))
        await asyncio.to_thread(client.post, "/account/logout/")
        assert await until(lambda: ear.is_over)
        again = await opened(served, cookie)
        assert await until(lambda: again.status != 0)
        await hang_up(ear, again)
        return ear, again

    ear, again = asyncio.run(run())
    assert ear.heard[-1][0] == "goodbye"
    assert again.status == 302


def test_who_is_switched_off_is_ended(room: Path, served: str, client_as: AsRole) -> None:
    """An account that an administrator switches off listens no longer, within seconds."""
    from truceline.web.accounts.models import Account

    leaver = Account.objects.create_user(username="leaver", password="a long enough phrase 9")
    leaver.memberships.create(role="observer")
    cookie = _cookie(client_as("leaver"))

    def switch_off() -> None:
        account = Account.objects.get(username="leaver")
        account.is_active = False
        account.save()

    async def run() -> Ear:
        ear = await opened(served, cookie)
        assert await until(lambda: bool(ear.news()))
        await asyncio.to_thread(switch_off)
        assert await until(lambda: ear.is_over)
        await hang_up(ear)
        return ear

    assert asyncio.run(run()).heard[-1][0] == "goodbye"


@pytest.mark.parametrize("role", [None])
def test_who_is_not_signed_in_hears_nothing(client_as: AsRole, role: str | None) -> None:
    """The stream leads to sign-in for everybody else, also in a room that shows released pages to all."""
    assert client_as(role).get("/live/events").status_code == 302


def test_open_pages_hold_no_threads(room: Path, served: str, client_as: AsRole) -> None:
    """Forty pages that only listen leave the server with no more threads than before."""
    cookies = [_cookie(client_as(role)) for role in ("observer", "monitor")]

    async def run() -> int:
        ears = [await opened(served, cookies[n % 2]) for n in range(LISTENERS)]
        assert await until(lambda: all(ear.news() for ear in ears))
        await asyncio.sleep(0.3)
        held = threading.active_count()
        await hang_up(*ears)
        return held

    before = threading.active_count()
    assert asyncio.run(run()) - before < LISTENERS / 2
