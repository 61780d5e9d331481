"""The situation room as a page: everything on it is shown, days are chosen without a pointer, a slow page is never waited for."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fakes.fields import compare

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Page

    from truceline.web.remembering import Built, Shelf

    AsRole = Callable[[str | None], Client]

AROUND = "the page around it shows it"
ELSEWHERE = "the page of the agreement says it"
BY_ENDS = "origins_of writes both ends"
FRAME = {
    "RoomPage.basis": AROUND,
    "RoomPage.is_empty": AROUND,
    "RoomPage.seal": AROUND,
    "RoomPage.on": AROUND,
    "Basis.counted": AROUND,
    "Basis.waiting": AROUND,
    "Basis.undated": "the figures say what they leave out; the list of incidents says it of its choice",
    "Waiting.claims": AROUND,
    "Waiting.changes": AROUND,
    "Waiting.adds": AROUND,
    "Undated.incidents": "as above",
    "Undated.claims": "as above",
    "Seal.size": AROUND,
    "Seal.root": AROUND,
    "Seal.level": AROUND,
    "Adherence.claims": ELSEWHERE,
    "Adherence.history": ELSEWHERE,
    "Adherence.until": ELSEWHERE,
    "Adherence.why": ELSEWHERE,
    "AdherenceChange.claims": ELSEWHERE,
    "AdherenceChange.until": ELSEWHERE,
    "Arrangement.claims": ELSEWHERE,
    "Arrangement.why": ELSEWHERE,
    "ArrangementVersion.claims": ELSEWHERE,
    "Assessment.holds": ELSEWHERE,
    "Assessment.latest": ELSEWHERE,
    "Change.claims": ELSEWHERE,
    "ConditionCount.by": "the head of its column says it",
    "ConditionCount.counted": ELSEWHERE,
    "ConditionCount.met_on": ELSEWHERE,
    "ConditionCount.missing": ELSEWHERE,
    "ConditionCount.rule": ELSEWHERE,
    "ConditionCount.said": ELSEWHERE,
    "ConditionCount.unrecorded": ELSEWHERE,
    "ConditionCount.why": ELSEWHERE,
    "FourThings.agreement": "its name is shown and leads to it",
    "FourThings.on": "the head of the page says it",
    "GroundLine.coverage": "the numbers say the same in the language of the page",
    "IncidentRow.type": "its name says it",
    "Reset.claim": ELSEWHERE,
    "Reset.claimed_by": ELSEWHERE,
    "Reset.why": ELSEWHERE,
    "Reset.without": ELSEWHERE,
    "Seal.origin": "the verification page says it",
    "Amount.low": "range_of writes both ends",
    "Amount.origins_high": BY_ENDS,
    "Amount.origins_low": BY_ENDS,
    "IncidentRow.origins_high": BY_ENDS,
    "IncidentRow.origins_low": BY_ENDS,
}


def test_everything_of_the_page_object_is_shown(room: Path) -> None:
    """No field is worked out and then left out of sight."""
    from truceline.outputs.views import RoomPage

    compare(RoomPage, "room/home_body.html", not_shown=FRAME)


def test_everything_of_the_list_is_shown(room: Path) -> None:
    """The same for the list of incidents."""
    from truceline.outputs.views import IncidentList

    ends = {"IncidentRow.origins_high": BY_ENDS, "IncidentRow.origins_low": BY_ENDS}
    compare(
        IncidentList,
        "room/incidents.html",
        not_shown={"Basis.counted": "the situation room says it", "Undated.claims": ELSEWHERE, **ends},
    )


def test_two_fields_choose_days_without_a_pointer(client_as: AsRole) -> None:
    """The form under the chart leads to an address that says the days, in either order; one day alone is one day."""
    client = client_as("observer")
    assert (
        client.get("/?from=2016-09-19&to=2016-09-17&known=2016-09-20").headers["Location"]
        == "/?known=2016-09-20&happened=2016-09-17..2016-09-19"
    )
    assert client.get("/?from=2016-09-19&to=2016-09-19").headers["Location"] == "/?happened=2016-09-19"
    assert client.get("/?from=&to=").headers["Location"] == "/"
    assert client.get("/?from=2016-02-31&to=").status_code == 400


@pytest.mark.parametrize(
    "asked", ["days=2", "days=x", "drawn=2016-13-01", "happened=2016-09-31", "happened=2016-09-20..2016-09-19"]
)
def test_what_cannot_be_asked_is_told_in_words(client_as: AsRole, asked: str) -> None:
    """A day that does not exist is a page with advice, and no fault."""
    answer = client_as("observer").get(f"/?{asked}")
    assert answer.status_code == 400
    assert b"<h1>" in answer.content


def test_a_day_that_does_not_exist_is_given_back_to_be_put_right(client_as: AsRole) -> None:
    """What was typed and chosen stands in the page, and no link of it leads to the same day again."""
    page = client_as("observer").get("/incidents?known=2016-02-31&type=V.AIR&lang=ar").content.decode()
    assert 'name="known" value="2016-02-31"' in page
    assert '<input type="hidden" name="type" value="V.AIR">' in page
    links = re.findall(r'<nav class="ways".*?</nav>', page, re.DOTALL)
    assert "lang=ar" in links[0]
    assert "2016-02-31" not in "".join(links)


def test_a_room_whose_days_are_quiet_leads_to_the_last_incident(client_as: AsRole) -> None:
    """Opened without choosing a day, the demonstration stands months after its last incident and says when that was."""
    page = client_as("observer").get("/").content.decode()
    assert "happened=2016-09-13..2016-09-19" in page
    assert "happened=2016-09-13..2016-09-19" not in client_as("observer").get("/?known=2016-09-20").content.decode()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_at_either_end_of_the_calendar_is_no_fault_of_the_program(client_as: AsRole, day: str) -> None:
    """Whoever types it is told what can be asked."""
    assert client_as("observer").get(f"/agreement?known={day}").status_code == 400


def test_the_days_before_a_choice_stand_beside_it(client_as: AsRole) -> None:
    """Choosing one day keeps the day before in the figures and all others on the chart."""
    page = client_as("observer").get("/?known=2016-09-20&happened=2016-09-20").content.decode()
    assert 'data-day="2016-09-19"' in page
    assert "Attack on a convoy" in page.split('id="news"')[1]  # the news are of the whole record
    assert "i2" not in page.split('id="list"')[1].split('id="news"')[0]


def test_a_page_of_the_past_says_so_and_shows_nothing_later(client_as: AsRole) -> None:
    """As known on a day before everything, the room says that nothing was known, not that nothing happened."""
    page = client_as("observer").get("/?known=2016-01-01").content.decode()
    assert "Nothing was known yet" in page
    assert "Konashenkov" not in page


def test_the_list_is_filtered_by_its_address(client_as: AsRole) -> None:
    """Kind and contested field are in the address, and a sheet that is none is the first or last."""
    client = client_as("observer")
    every = client.get("/incidents").content.decode()
    some = client.get("/incidents?contested=means&sheet=99&type=V").content.decode()
    assert every.count('<th scope="row"') > some.count('<th scope="row"') >= 1
    assert client.get("/incidents?type=%3Cscript%3E&sheet=-1").status_code == 200


def built(size: int, cost_s: float) -> Callable[[], Built[str]]:
    """Return what builds a page on a log of some size."""
    from truceline.web.remembering import Built

    return lambda: Built(f"page {size}", size, cost_s)


def asked(
    shelf: Shelf[str], size: int, build: Callable[[], Built[str]], *, may_wait: bool = True, patience_s: float = 5.0
) -> str:
    """Return the page that a shelf has for a log of some size."""
    return shelf.get("home", size, build, may_wait=lambda _: may_wait, patience_s=patience_s).thing


def test_a_quick_page_is_always_the_newest(room: Path) -> None:
    """What somebody has just done is on the next page they see."""
    from truceline.web.remembering import Shelf

    shelf: Shelf[str] = Shelf(10)
    assert asked(shelf, 1, built(1, 0.1)) == "page 1"
    assert asked(shelf, 2, built(2, 0.1)) == "page 2"


def test_a_slow_page_is_shown_as_it_was_until_the_new_one_is_there(room: Path) -> None:
    """Nobody waits for a page that takes long; the last one says on what it stands, and gives way when the new one is done."""
    from truceline.web.remembering import Built, Shelf

    shelf: Shelf[str] = Shelf(10)
    go = threading.Event()
    asked(shelf, 1, built(1, 2.0))
    shelf._kept["home"]._at -= 10  # as if it had been built ten seconds ago

    def slowly() -> Built[str]:
        go.wait(5)
        return Built("page 2", 2, 2.0)

    assert asked(shelf, 2, slowly) == "page 1"
    assert asked(shelf, 2, slowly) == "page 1"
    go.set()
    deadline = time.monotonic() + 5
    while asked(shelf, 2, slowly) != "page 2":
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_nothing_older_is_shown_once_something_had_to_go(room: Path) -> None:
    """After an order to take something out, even a slow page is built before anybody is shown one."""
    from truceline.web.remembering import Shelf

    shelf: Shelf[str] = Shelf(10)
    asked(shelf, 1, built(1, 9.0))
    assert asked(shelf, 2, built(2, 9.0), may_wait=False) == "page 2"


def test_who_waits_too_long_is_told_and_the_building_goes_on(room: Path) -> None:
    """The first page of a large record is built whether somebody waits for it or not; an error of it is told to who asks."""
    from truceline.errors import NotFoundError
    from truceline.web.remembering import Built, Shelf, StillReadingError

    shelf: Shelf[str] = Shelf(10)
    go = threading.Event()

    def slowly() -> Built[str]:
        go.wait(5)
        return Built("page 1", 1, 9.0)

    with pytest.raises(StillReadingError):
        asked(shelf, 1, slowly, patience_s=0.01)
    go.set()
    assert asked(shelf, 1, slowly) == "page 1"

    def broken() -> Built[str]:
        message = "no such thing"
        raise NotFoundError(message)

    with pytest.raises(NotFoundError, match="no such thing"):
        asked(Shelf(10), 1, broken)


def test_a_choice_of_days_is_read_as_if_it_had_been_gathered(room: Path) -> None:
    """Choosing days from what was read before gives the very material that reading the record anew would give."""
    import dataclasses

    from truceline.outputs import views
    from truceline.web.record import desk

    with desk.borrow() as record:
        anew = views.gather(record, views.Selection(happened="2016-09-17..2016-09-19"))
        chosen = views.in_days(views.gather(record), "2016-09-17..2016-09-19")
    for field in dataclasses.fields(anew):
        if field.name != "read":
            assert getattr(chosen, field.name) == getattr(anew, field.name), field.name


def test_days_are_chosen_by_keyboard_and_by_dragging(page_as: Callable[..., Page]) -> None:
    """Arrows with Shift and Enter, and a drag over the bars, lead to the same days; the chart is one stop of the tab key."""
    page = page_as("observer", viewport={"width": 1280, "height": 900})
    page.goto("/?known=2016-09-20")
    page.wait_for_selector("svg[data-brush][data-ready]")
    assert page.locator("svg[data-brush] a[tabindex='0']").count() == 1
    page.locator("svg[data-brush] a[tabindex='0']").focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?known=2016-09-20&happened=2016-09-17..2016-09-19")
    page.goto("/?known=2016-09-20")
    page.wait_for_selector("svg[data-brush][data-ready]")
    page.locator("svg[data-brush]").scroll_into_view_if_needed()
    first, last = (page.locator(f"a[data-day='2016-09-{day}'] .day").bounding_box() for day in (17, 19))
    assert first is not None
    assert last is not None
    page.mouse.move(first["x"] + 8, first["y"] + 40)
    page.mouse.down()
    page.mouse.move(last["x"] + 8, last["y"] + 40, steps=6)
    page.mouse.up()
    page.wait_for_url("**/?known=2016-09-20&happened=2016-09-17..2016-09-19")
