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

    shelf, crowd, begun = Shelf[str](10), Crowd(1), list[str]()

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

    shelf, crowd = Shelf[str](10), Crowd(1)

    def broken() -> Built[str]:
        message = "no such thing"
        raise NotFoundError(message)

    for number in range(3):
        with pytest.raises(NotFoundError):
            asked(shelf, f"state {number}", broken, crowd, 0.5)


def test_what_a_building_asks_for_is_part_of_it(room: Path) -> None:
    """A page that is built from a material takes one turn for both, and does not wait for itself."""
    from truceline.web.remembering import Built, Crowd, Shelf

    pages, materials, crowd = Shelf[str](10), Shelf[str](10), Crowd(1)

    def page() -> Built[str]:
        return Built("page of " + asked(materials, "past", lambda: Built("material", 1, 0.1), crowd, 0.5), 1, 0.2)

    assert asked(pages, "past", page, crowd) == "page of material"


def test_only_the_past_and_only_strangers_are_a_crowd(room: Path) -> None:
    """Whoever is signed in, and whatever stands now, waits for no stranger."""
    from truceline.outputs.views import Selection
    from truceline.web.record import _crowd, viewer_with

    past, now = Selection(entry=3), Selection()
    assert _crowd(past, viewer_with(None)) is not None
    assert _crowd(now, viewer_with(None)) is None
    assert _crowd(past, viewer_with(frozenset())) is None
    assert {_crowd(each, viewer_with(None)) for each in (past, Selection(known="2016-09-20"), Selection(said="2016-09-20"))} == {
        _crowd(Selection(happened="2016-09-19"), viewer_with(None))
    }
