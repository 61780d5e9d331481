"""A large record is read before anybody asks, once for all pages, and never for more than those who ask may see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fakes.rooms import opened_on

if TYPE_CHECKING:
    from django.test import Client

    from truceline.web.remembering import Built, Shelf

    AsRole = Callable[[str | None], Client]


@pytest.fixture
def room_anew(room: Path) -> Iterator[Path]:
    """The room as it is right after its server was started: nothing of its record was read."""
    with opened_on(room):
        yield room


def test_whoever_comes_first_finds_the_situation_room_made(room_anew: Path, client_as: AsRole) -> None:
    """After the start the page and its map are made in both languages; a first reader begins no building."""
    from truceline.web import record, warming

    warming.begin().join(60)
    made = set(record._pages._kept)
    for lang in ("en", "ar"):
        assert client_as("observer").get("/", {"lang": lang}).status_code == 200
    assert set(record._pages._kept) == made


def test_what_is_made_at_the_start_is_kept_under_what_its_readers_may_see(room: Path) -> None:
    """Only sets of compartments that somebody was granted are made, the most common first; the public's only in a public room."""
    from fakes.rooms import person
    from truceline.web import warming
    from truceline.web.accounts.models import Account

    person("warmed", "analyst")
    account = Account.objects.get(username="warmed")
    account.grants.create(compartment="kwarmed")
    try:
        found = warming.viewers()
        assert found[0].compartments == frozenset()
        assert frozenset({"kwarmed"}) in {each.compartments for each in found}
        assert not any(each.is_public or each.compartments is None for each in found)
    finally:
        account.delete()


def built(size: int, cost_s: float = 9.0) -> Callable[[], Built[str]]:
    """Return what builds something on a log of some size."""
    from truceline.web.remembering import Built

    return lambda: Built(f"read at {size}", size, cost_s)


def asked(shelf: Shelf[str], size: int, build: Callable[[], Built[str]], enough: Callable[[int], bool]) -> str:
    """Return the material that a shelf has for a page on a log of some size."""
    return shelf.get("all", size, build, may_wait=lambda _: False, patience_s=5.0, enough=enough).thing


def test_a_burst_of_appends_is_read_once_for_all_pages(room: Path) -> None:
    """A page shown from before the burst takes what was read in it for another; one that stands on that has it read anew."""
    from truceline.web.record import _newer
    from truceline.web.remembering import Shelf

    shelf: Shelf[str] = Shelf(10)
    assert asked(shelf, 5, built(5), _newer(3, lambda _: True)) == "read at 5"
    assert asked(shelf, 8, built(8), _newer(3, lambda _: True)) == "read at 5"
    assert asked(shelf, 8, built(8), _newer(None, lambda _: True)) == "read at 5"
    assert asked(shelf, 8, built(8), _newer(5, lambda _: True)) == "read at 8"


def test_what_was_read_before_something_had_to_go_makes_no_page(room: Path) -> None:
    """After an order to take something out, or where reading is quick, everything is read anew."""
    from truceline.web.record import _newer
    from truceline.web.remembering import Shelf

    shelf: Shelf[str] = Shelf(10)
    asked(shelf, 5, built(5), _newer(None, lambda _: True))
    assert asked(shelf, 6, built(6), _newer(3, lambda _: False)) == "read at 6"
    quick: Shelf[str] = Shelf(10)
    asked(quick, 5, built(5, 0.1), _newer(None, lambda _: True))
    assert asked(quick, 6, built(6, 0.1), _newer(3, lambda _: True)) == "read at 6"


def test_every_page_that_stands_on_an_earlier_state_says_so(room: Path, client_as: AsRole) -> None:
    """Not only the first page: what is made behind the reader is told wherever it is shown."""
    from truceline.model import Report
    from truceline.web import record

    client = client_as("observer")
    assert b'class="behind"' not in client.get("/agreement").content
    for shelf in (record._pages, record._gathered, record._seen):
        for each in shelf._kept.values():
            each.cost_s = 99.0  # as if the record were large
    with record.desk.borrow() as held:
        report = Report(id="r-behind", text="Nothing new was said on the day.")
        held.append([held.draft_report(report, raw=report.text.encode(), media="text/plain")])
    for address in ("/agreement", "/"):
        assert b'class="behind"' in client.get(address).content
    for shelf in (record._pages, record._gathered, record._seen):
        shelf.clear()
