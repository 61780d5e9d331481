"""The review desk: one key a decision, taken back without a trace, and nobody's decision lost where two decide at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from fakes.fields import compare
from fakes.rooms import person

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from playwright.sync_api import Page

ALONE = "one claim alone is marked here"
RECORD = "of the whole record; the room and the list say it"


@pytest.fixture
def nothing_held(room: Path) -> Iterator[None]:
    """Nobody has a decision that may still be taken back, before and after."""
    from truceline.web.desk.reviewing.models import HeldDecision

    HeldDecision.objects.all().delete()
    yield
    HeldDecision.objects.all().delete()


def waiting(room: Path) -> list[str]:
    """Return the proposals that wait, by id, in the order of the desk."""
    from truceline.outputs.reading import Asked, proposals
    from truceline.outputs.views import gather
    from truceline.workflow.opening import opened

    with opened(room) as record:
        return [told.claim.id for told in proposals(gather(record), Asked())]


def standing(room: Path, claim: str) -> tuple[str, str | None]:
    """Return how a claim stands in the log, and who decided."""
    from truceline.workflow.claims import claim_in
    from truceline.workflow.opening import opened

    with opened(room) as record:
        held = claim_in(record, claim)
    return held.standing, held.decided_by


def size(client: Client) -> int:
    """Return the size of the log as the desk's page stands on it."""
    found = client.get("/desk/review").context["page"].basis.size
    assert isinstance(found, int)
    return found


def test_every_field_of_the_page_objects_is_shown(room: Path) -> None:
    """Nothing that was worked out about a proposal is lost between the record and the desk."""
    from truceline.outputs.reading import ReviewSheet, WordsSheet
    from truceline.web.desk.reviewing.correcting import CorrectPage
    from truceline.web.desk.reviewing.deciding import MeanwhilePage

    head = {f"ReportHead.{name}": "the reader has it" for name in ("received_at", "text_sha256", "url")}
    head["ReportHead.withheld"] = "the words say it in their place"
    basis = ("Basis.counted", "Basis.undated", "Waiting.claims", "Waiting.changes", "Waiting.adds", "Undated.claims")
    review = {**dict.fromkeys(basis, RECORD), **head}
    review |= dict.fromkeys(("MarkedBy.lane", "TextRun.leads_to", "TextRun.opens"), ALONE)
    review |= dict.fromkeys(("ReviewSheet.following", "ReviewSheet.previous"), "as addresses that keep what was chosen")
    compare(ReviewSheet, "desk/review.html", not_shown=review)
    compare(MeanwhilePage, "desk/meanwhile.html")
    elsewhere = dict.fromkeys(("ClaimLine.incident", "ClaimLine.possible", "ClaimLine.report"), "the desk and the reader have it")
    compare(CorrectPage, "desk/correct.html", not_shown={**head, **elsewhere, "ReportHead.published_at": "the reader has it"})
    marks = (
        "MarkedBy.lane",
        "MarkedBy.number",
        "MarkedBy.is_machine_read",
        "TextRun.leads_to",
        "TextRun.opens",
        "TextRun.is_source",
    )
    compare(
        WordsSheet,
        "desk/mark.html",
        not_shown={**head, **dict.fromkeys(marks, "shown in the reader; here only that words are marked")},
    )


@pytest.mark.usefixtures("nothing_held")
def test_a_decision_can_be_taken_back_without_a_trace(client_as: Callable[[str], Client], room: Path) -> None:
    """A slip of the finger leaves no entry in the log: the decision is held for a while and taken back."""
    client = client_as("analyst")
    claim, before = waiting(room)[0], size(client)
    answer = client.post("/desk/decide", {"accepted": claim, "seen": before, "next": f"/desk/review?after={claim}"})
    assert answer.status_code == 302
    page = client.get("/desk/review")
    assert page.context["page"].claim.id != claim
    assert b"Take it back" in page.content
    back = client.post("/desk/take-back", {"next": "/desk/review"})
    assert back["Location"] == f"/desk/review?claim={claim}"
    assert client.get(back["Location"]).context["page"].claim.id == claim
    assert size(client) == before
    assert standing(room, claim) == ("proposed", None)


@pytest.mark.usefixtures("nothing_held")
def test_a_decision_is_written_with_the_next_one_and_after_its_time(client_as: Callable[[str], Client], room: Path) -> None:
    """Nothing is lost: the next decision writes the one before, and whoever asks next writes what is overdue."""
    import datetime as dt

    from truceline.web.desk.reviewing.models import HeldDecision

    client = client_as("analyst")
    first, second = waiting(room)[:2]
    client.post("/desk/decide", {"accepted": first, "seen": size(client)})
    assert standing(room, first) == ("proposed", None)
    client.post("/desk/decide", {"rejected": second, "seen": size(client)})
    assert standing(room, first) == ("accepted", "analyst")
    assert standing(room, second) == ("proposed", None)
    held = HeldDecision.objects.get(claim=second)
    HeldDecision.objects.filter(pk=held.pk).update(decided_at=held.decided_at - dt.timedelta(minutes=2))
    client.get("/desk/review")
    assert standing(room, second) == ("rejected", "analyst")
    assert b"nothing to take back" in client.post("/desk/take-back", {"next": "/desk/review"}, follow=True).content


@pytest.mark.usefixtures("nothing_held")
def test_of_two_who_decide_at_once_the_second_is_told_and_nothing_is_lost(client_as: Callable[[str], Client], room: Path) -> None:
    """The second sees who decided what and when, and may leave it or decide anew; both decisions then stand in the log."""
    from django.test import Client

    from truceline.web.accounts.models import Account

    one = client_as("analyst")
    claim, seen = waiting(room)[0], size(one)
    if not Account.objects.filter(username="second").exists():
        person("second", "analyst")
    other = Client()
    other.force_login(Account.objects.get(username="second"))
    one.post("/desk/decide", {"accepted": claim, "seen": seen})
    answer = other.post("/desk/decide", {"rejected": claim, "seen": seen, "next": "/desk/review"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "accepted this claim" in text
    assert "analyst" in text
    assert standing(room, claim) == ("accepted", "analyst")
    again = other.post("/desk/decide", {"rejected": claim, "seen": answer.context["page"].seen, "next": "/desk/review"})
    assert again.status_code == 302
    other.post("/desk/decide", {"rejected": waiting(room)[0], "seen": size(other)})
    assert standing(room, claim) == ("rejected", "second")
    told = one.post("/desk/decide", {"accepted": claim, "seen": seen}, headers={"Accept": "application/json"})
    assert told.status_code == 409
    assert "second rejected this claim" in told.json()["said"]


@pytest.mark.usefixtures("nothing_held")
def test_who_could_not_be_written_later_is_told(client_as: Callable[[str], Client], room: Path) -> None:
    """A decision that somebody overtook from the command line is not dropped in silence: its person reads who was first."""
    from truceline.web.desk.reviewing import holding
    from truceline.web.desk.reviewing.models import HeldDecision
    from truceline.workflow.claims import decide
    from truceline.workflow.opening import opened

    client = client_as("analyst")
    claim = waiting(room)[0]
    client.post("/desk/decide", {"accepted": claim, "seen": size(client)})
    with opened(room) as record:
        decide(record, [claim], "rejected", "night shift")
    holding.write(HeldDecision.objects.filter(claim=claim))
    assert standing(room, claim) == ("rejected", "night shift")
    page = client.get("/desk/review").content.decode()
    assert "Not written:" in page
    assert "night shift" in page
    client.post("/desk/dismiss", {"next": "/desk/review"})
    assert "Not written:" not in client.get("/desk/review").content.decode()


@pytest.mark.usefixtures("nothing_held")
def test_a_sitting_by_keys_alone_right_to_left(page_as: Callable[..., Page], room: Path) -> None:
    """Accept, skip, reject, back and take back are one key each, in an Arabic page as in an English one."""
    there = waiting(room)
    page = page_as("analyst")
    page.goto("/desk/review?lang=ar")
    page.wait_for_selector("html[data-page=ready]")
    assert page.locator("html").get_attribute("dir") == "rtl"

    def shown() -> str:
        page.wait_for_selector("html[data-page=ready]")
        return page.locator("button[data-act=accept]").get_attribute("value") or ""

    def press(key: str) -> str:
        before = shown()
        with page.expect_navigation():
            page.keyboard.press(key)
        after = shown()
        assert after != before
        return after

    assert shown() == there[0]
    assert press("j") == there[1]
    assert press("k") == there[0]
    assert press("x") == there[1]
    assert press("u") == there[0]
    assert press("c") == there[1]
    assert page.locator("progress").get_attribute("value") == "1"
    assert standing(room, there[0]) == ("proposed", None)
    press("u")
    page.goto("/reports/demo-04")
    page.wait_for_selector("html[data-page=ready]")
    for keys, here in (("jx", "[data-standing=rejected]"), ("u", ":not([data-standing=rejected])")):
        page.keyboard.type(keys)
        page.locator(f"li{here} .decided").wait_for(timeout=9_000)


def test_choosing_a_report_shows_only_its_proposals(client_as: Callable[[str], Client]) -> None:
    """A reviewer may stay with one report or incident, and is told when nothing of it waits."""
    client = client_as("analyst")
    report = client.get("/desk/review").context["page"].claim.report
    page = client.get(f"/desk/review?report={report}").context["page"]
    assert page.claim.report == report
    assert page.waiting < client.get("/desk/review").context["page"].waiting
    empty = client.get("/desk/review?incident=i2")
    assert b"Nothing of what you chose waits" in empty.content


def test_a_correction_keeps_what_was_typed_and_says_what_is_wrong(client_as: Callable[[str], Client], room: Path) -> None:
    """A slip in one field costs nobody the others; put right, the new claim stands in the place of the old."""
    client = client_as("analyst")
    claim = waiting(room)[-1]
    form = client.get(f"/desk/correct/{claim}").context["form"]
    typed = {name: value for name, value in form.initial.items() if value}
    wrong = client.post(
        f"/desk/correct/{claim}", {**typed, "stance": "deny", "effect0": "killed", "number0": "some", "place0": "Idlib"}
    )
    assert wrong.status_code == 422
    assert b"is not a figure" in wrong.content
    assert b'value="Idlib"' in wrong.content
    unchanged = client.post(f"/desk/correct/{claim}", typed)
    assert b"Nothing was changed" in unchanged.content
    right = client.post(
        f"/desk/correct/{claim}", {**typed, "stance": "deny", "effect0": "killed", "number0": "3+", "unit0": "people"}
    )
    assert right.status_code == 302
    new = right["Location"].partition("#")[2]
    from truceline.workflow.claims import claim_in
    from truceline.workflow.opening import opened

    with opened(room) as record:
        made = claim_in(record, new).claim
    assert (made.stance, made.supersedes, made.counts[0].low, made.counts[0].bound) == ("deny", claim, 3, "at_least")
    late = client.post("/desk/decide", {"accepted": claim, "seen": size(client)})
    assert late.status_code == 409
    assert "analyst corrected this claim" in " ".join(late.content.decode().replace("<bdi>", "").replace("</bdi>", "").split())


def test_only_who_may_decide_decides(client_as: Callable[[str], Client]) -> None:
    """A monitor reads and marks, and cannot stand behind a machine's reading."""
    for role in ("observer", "monitor", "publisher"):
        client = client_as(role)
        assert client.get("/desk/review").status_code == 403
        assert client.post("/desk/decide", {"accepted": "c_0", "seen": 1}).status_code == 403
    assert b"data-act" not in client_as("observer").get("/reports/demo-04").content.split(b"<dialog")[0]


def test_an_incomplete_decision_is_refused_with_what_is_missing(client_as: Callable[[str], Client]) -> None:
    """A form without a claim, or without the state it was made from, writes nothing."""
    client = client_as("analyst")
    assert client.post("/desk/decide", {"seen": 3}).status_code == 400
    assert client.post("/desk/decide", {"accepted": "c_none", "seen": "x"}).status_code == 400
    assert client.post("/desk/decide", {"accepted": "c_none", "seen": "3"}).status_code == 404
    away = client.post("/desk/take-back", {"next": "https://example.org/"})
    assert away["Location"].startswith("/desk/review")
