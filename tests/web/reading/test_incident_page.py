"""The page of an incident: accounts side by side, with nothing left out, with and without scripts, on a phone and on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from fakes.fields import compare

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from playwright.sync_api import Page

NOT_SHOWN = {
    "Basis.counted": "the head says how many claims of this incident count",
    "Basis.undated": "the list of incidents says what a choice of days left out",
    "Basis.waiting": "the head says how many proposals would change this incident",
    "Waiting.claims": "of the whole record, which the list says",
    "Waiting.changes": "of the whole record, which the list says",
    "Waiting.adds": "of the whole record, which the list says",
    "Undated.incidents": "the list of incidents says it",
    "Undated.claims": "the list of incidents says it",
}


def test_every_field_of_the_page_object_is_shown(room: Path) -> None:
    """Nothing that was worked out about an incident is lost between the record and the page."""
    from truceline.outputs.reading import IncidentSheet, MissingIncident

    drawn = "the bar beside says the same as words"
    figures = {
        "FigureBar.references": "the words lead to the first; the matrix has all",
        "Reference.number": "a number of the whole record; the page has numbers of its own",
        "Reference.spans": "the link leads to the claim",
        "Struck.claim": "the matrix says by which claim",
        "Struck.number": "the matrix says by which claim",
        "Struck.day": "the matrix says when",
        "Value.text": "the bar has the same words",
        "Value.quoted": "figures are never quoted words",
        "Value.certainty": "of alleged perpetrators only",
        "Value.figure": drawn,
        "Value.standing": "the matrix marks what nobody decided on",
        "Figure.accounts": drawn,
        "Figure.bound": drawn,
        "Figure.category": drawn,
        "Figure.effect": drawn,
        "Figure.greatest_low": drawn,
        "Figure.high": drawn,
        "Figure.low": drawn,
        "Figure.of_total": drawn,
        "Figure.subset_of": drawn,
        "Figure.unit": drawn,
        "EvidenceItem.incident": "it is the incident of the page",
        "EvidenceItem.kind": "its name says it in words",
        "EvidenceItem.speaker": "by whom it is cited stands beside it, with the publisher of a report's own voice",
        "ClaimLine.facts": "the matrix has them; the reader has them under the claim",
        "Fact.read_from": "the reader has it under the claim",
        "ClaimLine.incident": "it is the incident of the page",
        "ClaimLine.possible": "under its own heading",
        "ClaimLine.start": "the link leads to the words",
        "ReportHead.received_at": "the reader has it",
        "ReportHead.text_sha256": "the reader has it",
        "ReportHead.url": "the reader has it",
        "ReportHead.withheld": "the words say it in their place",
    }
    compare(IncidentSheet, "room/incident.html", not_shown=_there(IncidentSheet, {**NOT_SHOWN, **figures}))
    missing = {**NOT_SHOWN, "MissingIncident.basis": "of the whole record; the frame of the page says it"}
    compare(MissingIncident, "room/incident_missing.html", not_shown=_there(MissingIncident, missing))


def _there(page: type, reasons: dict[str, str]) -> dict[str, str]:
    """Keep the reasons for fields that this page has and its template does not look up by another type's field of that name."""
    from fakes.fields import fields_of

    return {name: why for name, why in reasons.items() if name in {f"{kind.__name__}.{field}" for kind, field in fields_of(page)}}


def test_accounts_stand_side_by_side_with_their_words_and_nothing_is_blended(client_as: Callable[[str], Client]) -> None:
    """A reader sees who asserts, who denies, in which words, and the range with the rule that made it."""
    text = client_as("observer").get("/incidents/i2").content.decode()
    assert '<table class="matrix" role="table"' in text
    assert text.count('scope="row"') > 10
    assert 'class="s deny"' in text
    assert "range of distinct accounts" in text
    assert text.count('<span class="contest">') >= 4


def test_a_reader_without_scripts_sees_only_what_accounts_differ_in(client_as: Callable[[str], Client]) -> None:
    """The toggle is a link: its address shows the same page with the agreeing columns left out."""
    client = client_as("observer")
    whole, differing = (client.get(f"/incidents/i2{query}").content.decode() for query in ("", "?differ=1"))
    assert "matrix-part only-differing" not in whole
    assert "matrix-part only-differing" in differing
    assert 'href="/incidents/i2?differ=1#matrix"' in whole
    assert 'href="/incidents/i2#matrix"' in differing
    assert re.findall(r"<td [^>]*class=\"same", differing), "the cells are there, for the script that brings them back"


def test_only_disagreements_without_loading_the_page_again(page_as: Callable[..., Page]) -> None:
    """With a script the columns go and come in place, by pointer and by key, and the address keeps which."""
    page = page_as("observer")
    page.goto("/incidents/i2")
    page.wait_for_selector("html[data-page=ready]")
    place = page.locator(".matrix thead th").filter(has_text="Place")
    assert place.is_visible()
    page.locator("[data-toggle]").focus()
    page.keyboard.press("Enter")
    assert not place.is_visible()
    assert page.url.endswith("differ=1")
    assert page.locator(".matrix thead th").filter(has_text="Means").is_visible()
    page.keyboard.press("Space")
    assert place.is_visible()
    assert "differ" not in page.url


def test_the_first_column_stays_and_a_phone_gets_a_card_an_account(page_as: Callable[..., Page]) -> None:
    """Whoever scrolls a wide table keeps sight of whose account it is; nothing runs out of a narrow screen."""
    page = page_as("observer", viewport={"width": 900, "height": 700})
    page.goto("/incidents/i2")
    row = page.locator(".matrix tbody th[scope=row]").first
    before = row.bounding_box()
    page.locator(".matrix-scroll").evaluate("one => { one.scrollLeft = 400; }")
    after = row.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["x"] - after["x"]) < 2
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    assert page.locator(".matrix tbody td:not(.silent)").first.evaluate("one => getComputedStyle(one).display") == "block"


def test_an_unknown_incident_is_answered_with_what_there_is(client_as: Callable[[str], Client]) -> None:
    """Whoever follows an old link is told why it may lead nowhere and what stands near it."""
    answer = client_as("analyst").get("/incidents/i22")
    assert answer.status_code == 404
    text = answer.content.decode()
    assert "/incidents/i2" in text
    assert "joined to another" in text
    early = client_as("analyst").get("/incidents/i2?known=2016-09-11").content.decode()
    assert "may not have been known by then" in early
    assert 'href="/incidents/i2"' in early
    hostile = client_as("analyst").get("/incidents/%3Cscript%3Ealert(1)%3C/script%3E")
    assert hostile.status_code == 404
    assert b"<script>alert" not in hostile.content


def test_what_was_not_known_by_a_day_is_not_on_the_page(client_as: Callable[[str], Client]) -> None:
    """Looking back shows what could be read by that day: no later account, number or link."""
    client = client_as("observer")
    early = client.get("/incidents/i2?known=2016-09-20").content.decode()
    assert "Commission of Inquiry" not in early.split('id="figures"')[-1]
    assert len(early) < len(client.get("/incidents/i2").content)


def test_a_merged_incident_leads_to_the_one_it_was_merged_with(room: Path) -> None:
    """Whoever looks for an incident that people merged, by however many acts, is led to the one that there is."""
    from truceline.outputs.labels import load
    from truceline.outputs.reading import missing_incident
    from truceline.outputs.views import gather
    from truceline.workflow.opening import opened

    with opened(room) as record:
        page = missing_incident(gather(record), "i90", load(), [("i91", "i2"), ("i90", "i91"), ("i92", "i1")])
    assert [each.id for each in page.joined] == ["i2"]


def test_arrow_keys_go_from_words_to_words_in_the_table(page_as: Callable[..., Page]) -> None:
    """Down within a column, sideways within a row, in the direction in which the language is read."""
    for lang, onwards, back in (("en", "ArrowRight", "ArrowLeft"), ("ar", "ArrowLeft", "ArrowRight")):
        page = page_as("observer", viewport={"width": 1280, "height": 900})
        page.goto(f"/incidents/i2?lang={lang}")
        page.wait_for_selector("html[data-page=ready]", state="attached")
        page.locator(".matrix tbody td a").first.focus()
        here = "() => { const c = document.activeElement.closest('td, th'); return [c.parentElement.rowIndex, c.cellIndex]; }"
        row, column = page.evaluate(here)
        page.keyboard.press(onwards)
        assert page.evaluate(here)[0] == row
        assert page.evaluate(here)[1] > column
        page.keyboard.press(back)
        assert page.evaluate(here) == [row, column]
        page.keyboard.press("ArrowDown")
        assert page.evaluate(here) == [row + 1, column]
