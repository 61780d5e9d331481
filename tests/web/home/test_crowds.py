"""Whoever is not signed in and asks for a thousand states of the past keeps nobody else from reading."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from truceline.web.remembering import Built, Crowd, Shelf


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """What a slow building waits for; opened at the end, whatever happened."""
    event = threading.Event()
    yield event
    event.set()


def slowly(gate: threading.Event, begun: list[str], name: str) -> Callable[[], Built[str]]:
    from truceline.web.remembering import Built

    def build() -> Built[str]:
        begun.append(name)
        gate.wait(10)
        return Built(name, 1, 5.0)

    return build


def asked(shelf: Shelf[str], place: str, build: Callable[[], Built[str]], crowd: Crowd | None, patience_s: float = 5) -> str:
    return shelf.get(place, 1, build, may_wait=lambda _size: True, patience_s=patience_s, crowd=crowd).thing


def test_a_crowd_has_its_turns_and_no_more(room: Path, gate: threading.Event) -> None:
    """Of fifty different things one is begun; the others are told to wait, and nothing is left in line that nobody waits for."""
    from truceline.web.remembering import Crowd, Shelf, StillReadingError

    shelf, crowd, begun = Shelf[str](10), Crowd(1, 50), list[str]()

    def one(number: int) -> str:
        try:
            return asked(shelf, f"state {number}", slowly(gate, begun, f"state {number}"), crowd, 0.2)
        except StillReadingError:
            return "later"

    with ThreadPoolExecutor(50) as pool:
        assert set(pool.map(one, range(50))) == {"later"}
    assert len(begun) == 1
    open_gate = threading.Event()
    open_gate.set()
    assert asked(shelf, "home", slowly(open_gate, begun, "home"), None) == "home"
    assert list(shelf._jobs) == begun[:1]
    gate.set()
    assert asked(shelf, begun[0], slowly(gate, begun, "anew"), crowd) == begun[0]
    deadline = time.monotonic() + 5
    while shelf._jobs:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert asked(shelf, "state 99", slowly(gate, begun, "state 99"), crowd) == "state 99"


def test_a_turn_comes_back_from_what_goes_wrong(room: Path) -> None:
    """An error takes no turn away for ever."""
    from truceline.errors import NotFoundError
    from truceline.web.remembering import Crowd, Shelf

    shelf, crowd = Shelf[str](10), Crowd(1, 50)

    def broken() -> Built[str]:
        message = "no such thing"
        raise NotFoundError(message)

    for number in range(3):
        with pytest.raises(NotFoundError):
            asked(shelf, f"state {number}", broken, crowd, 0.5)


def test_what_a_building_asks_for_is_part_of_it(room: Path) -> None:
    """A page that is built from a material takes one turn for both, and does not wait for itself."""
    from truceline.web.remembering import Built, Crowd, Shelf

    pages, materials, crowd = Shelf[str](10), Shelf[str](10), Crowd(1, 50)

    def page() -> Built[str]:
        return Built("page of " + asked(materials, "past", lambda: Built("material", 1, 0.1), crowd, 0.5), 1, 0.2)

    assert asked(pages, "past", page, crowd) == "page of material"


def test_who_comes_when_the_line_is_full_is_told_at_once(room: Path, gate: threading.Event) -> None:
    """Whoever waits holds a place that others need; so only a few wait."""
    from truceline.web.remembering import Crowd, Shelf, StillReadingError

    shelf, crowd, begun = Shelf[str](10), Crowd(1, 2), list[str]()
    with ThreadPoolExecutor(3) as pool:
        waiting = [
            pool.submit(asked, shelf, f"state {number}", slowly(gate, begun, f"state {number}"), crowd, 5) for number in range(3)
        ]
        while crowd._line.acquire(blocking=False):  # until the one that has its turn is out of the line and two are in it
            crowd._line.release()
            time.sleep(0.01)
        at = time.monotonic()
        with pytest.raises(StillReadingError):
            asked(shelf, "state 9", slowly(gate, begun, "state 9"), crowd, 60)
        assert time.monotonic() - at < 5
        gate.set()
        assert {each.result(10) for each in waiting} == {"state 0", "state 1", "state 2"}


def test_what_several_of_a_crowd_wait_for_is_built_once(room: Path, gate: threading.Event) -> None:
    """Twenty who follow one link wait for one building, whatever stands in line before it."""
    from truceline.web.remembering import Crowd, Shelf

    shelf, crowd, begun = Shelf[str](10), Crowd(1, 50), list[str]()
    with ThreadPoolExecutor(21) as pool:
        first = pool.submit(asked, shelf, "before", slowly(gate, begun, "before"), crowd, 10)
        while not begun:
            time.sleep(0.01)
        others = [pool.submit(asked, shelf, "link", slowly(gate, begun, "link"), crowd, 10) for _ in range(20)]
        time.sleep(0.2)
        gate.set()
        assert {each.result(20) for each in [first, *others]} == {"before", "link"}
    assert begun == ["before", "link"]


def test_a_turn_comes_back_where_nothing_can_be_begun(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that starts no more threads refuses, and goes on once it does."""
    from truceline.web.remembering import Built, Crowd, Shelf

    def refuse(_self: threading.Thread) -> None:
        message = "can't start new thread"
        raise RuntimeError(message)

    shelf, crowd = Shelf[str](10), Crowd(1, 4)
    monkeypatch.setattr(threading.Thread, "start", refuse)
    with pytest.raises(RuntimeError):
        asked(shelf, "past", lambda: Built("page", 1, 0.1), crowd, 0.2)
    monkeypatch.undo()
    assert asked(shelf, "past", lambda: Built("page", 1, 0.1), crowd, 0.2) == "page"


PAST = (
    "/incidents?known=2016-09-20",
    "/incidents?happened=2016-09-19",
    "/?happened=2016-09-19",
    "/search?q=convoy&said=2016-09-20",
    "/learned?since=2016-09-18",
    "/learned?since_entry=40",
    "/agreement?since=2016-09-18",
    "/map?entry=60",
)


@pytest.mark.parametrize("address", PAST)
def test_every_page_of_the_past_takes_a_turn_of_strangers(
    client_as: Callable[[str | None], Client], monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """Where no turn is free a stranger is told to come again; whoever is signed in is shown the page all the same."""
    from django.test import override_settings

    from fakes import rooms
    from truceline.web import record
    from truceline.web.remembering import Crowd

    with rooms.opened_on(record.desk.folder), override_settings(IS_PUBLIC=True):  # nothing is remembered in it
        monkeypatch.setattr(record, "_anybody", full := Crowd(at_once=1, in_line=1))
        full._line.acquire()
        assert client_as(None).get(address).status_code == 503
        assert client_as(None).get("/").status_code == 200
        assert client_as("observer").get(address).status_code == 200
        full._line.release()
        assert client_as(None).get(address).status_code == 200


def test_only_the_past_and_only_strangers_are_a_crowd(room: Path) -> None:
    """Whoever is signed in, and whatever stands now, waits for no stranger."""
    from truceline.outputs.views import Selection
    from truceline.web.record import _crowd, viewer_with

    past, now = Selection(entry=3), Selection()
    assert _crowd(viewer_with(None), past) is not None
    assert _crowd(viewer_with(None), now) is None
    assert _crowd(viewer_with(frozenset()), past) is None
    assert {_crowd(viewer_with(None), each) for each in (past, Selection(known="2016-09-20"), Selection(said="2016-09-20"))} == {
        _crowd(viewer_with(None), Selection(happened="2016-09-19"))
    }
