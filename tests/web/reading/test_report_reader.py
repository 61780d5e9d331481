"""The report reader: the archived words untouched, every claim marked in them, by pointer, by keys and without scripts."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from fakes.fields import compare

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from playwright.sync_api import Page

BASIS = {
    f"{name}": "of the whole record; the room and the list say it"
    for name in (
        "Basis.counted",
        "Basis.undated",
        "Basis.waiting",
        "Waiting.claims",
        "Waiting.changes",
        "Waiting.adds",
        "Undated.incidents",
        "Undated.claims",
    )
}


def test_every_field_of_the_page_object_is_shown(room: Path) -> None:
    """Nothing that was worked out about a report is lost between the record and the page."""
    from truceline.outputs.reading import ReportSheet

    more = {"ClaimLine.report": "it is the report of the page", "ClaimLine.start": "the link leads to the words"}
    compare(ReportSheet, "room/report.html", not_shown={**BASIS, **more})


def shown_text(page: str) -> str:
    """Return the archived text as a page shows it, without tags."""
    body = page.split("data-text", 1)[1].split(">", 1)[1].split("</section>", 1)[0]
    return html.unescape(re.sub(r"<[^>]*>", "", body)).rstrip("\n")


def test_the_words_on_the_page_are_the_words_of_the_record(client_as: Callable[[str], Client], room: Path) -> None:
    """Marks may overlap as they like: the text between them is the archived text, character for character."""
    from truceline.workflow.opening import opened

    with opened(room) as record:
        text = record.report("demo-04").text
    page = client_as("analyst").get("/reports/demo-04").content.decode()
    assert shown_text(page) == text
    assert page.count('<span class="opens"') == page.count('<li id="c_')
    assert "proposed by a machine" in page


def test_a_script_in_a_text_is_words_and_hidden_characters_are_seen(
    odd: dict[str, str], client_as: Callable[[str], Client]
) -> None:
    """An article may hold anything: nothing of it runs, turns a line round or hides."""
    page = client_as("monitor").get("/reports/odd-nasty").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert 'title="RIGHT-TO-LEFT OVERRIDE">U+202E</span>' in page
    assert "\u202e" not in page
    assert "<b>odd" not in page


def test_marks_lead_to_claims_and_claims_to_marks_without_a_script(page_as: Callable[..., Page]) -> None:
    """Every link on the page has its place on the page, so that the reader works where no script runs."""
    page = page_as("observer", java_script_enabled=False)
    page.goto("/reports/demo-04")
    marks = page.locator(".text a.m")
    ids = {one.get_attribute("id") for one in page.locator("[id]").all()}
    assert {(one.get_attribute("href") or "")[1:] for one in marks.all()} <= ids
    marks.first.click()
    assert "#c_" in page.url
    page.locator("li:target a.n").first.click()
    assert "#m-c_" in page.url


def test_keys_lead_through_the_claims_and_between_a_claim_and_its_words(page_as: Callable[..., Page]) -> None:
    """j and k go through the claims, Enter to the words and back, and both light up together."""
    page = page_as("observer")
    page.goto("/reports/demo-04")
    page.wait_for_selector("html[data-page=ready]")
    page.keyboard.press("j")
    page.keyboard.press("j")
    items = page.locator("ol.side > li")
    second = items.nth(1).get_attribute("id")
    assert page.evaluate("() => document.activeElement.id") == second
    assert page.locator("a.m.on").count() >= 1
    page.keyboard.press("k")
    assert page.evaluate("() => document.activeElement.id") == items.nth(0).get_attribute("id")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.className").startswith("m")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == items.nth(0).get_attribute("id")
    items.nth(2).hover()
    assert "on" in (items.nth(2).get_attribute("class") or "")


def test_single_keys_can_be_changed_and_switched_off_and_stay_so(page_as: Callable[..., Page]) -> None:
    """Who dictates or misses keys can change every one or switch all off; the choice is kept in this browser."""
    page = page_as("observer")
    page.goto("/reports/demo-04")
    page.wait_for_selector("html[data-page=ready]")
    page.keyboard.press("?")
    dialog = page.locator("dialog.keys")
    assert dialog.is_visible()
    page.fill("#key-next", "k")
    page.locator("#key-next").blur()
    assert page.locator("[data-keys-wrong]").is_visible()
    page.fill("#key-next", "n")
    page.locator("#key-next").blur()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    first = page.evaluate("() => document.activeElement.id")
    assert first.startswith("c_")
    page.reload()
    page.wait_for_selector("html[data-page=ready]")
    press = """(one) => document.body.dispatchEvent(new KeyboardEvent("keydown", { ...one, bubbles: true, cancelable: true }))"""
    page.evaluate(press, {"key": "ى", "code": "KeyN"})
    assert page.evaluate("() => document.activeElement.id") == first, "a keyboard of another script has the same keys"
    page.keyboard.press("?")
    page.locator("[data-keys-on]").uncheck()
    page.keyboard.press("Escape")
    page.locator("body").evaluate("() => document.activeElement.blur()")
    page.keyboard.press("n")
    assert page.evaluate("() => document.activeElement.tagName") != "LI"


def test_a_text_of_a_megabyte_opens_and_is_laid_out_in_parts(odd: dict[str, str], page_as: Callable[..., Page]) -> None:
    """A long collection of dispatches stays readable: it opens in a few seconds, right to left, in parts laid out when seen."""
    assert len(odd["odd-long"].encode()) > 1_000_000
    page = page_as("observer")
    page.goto("/reports/odd-long")
    page.wait_for_selector("html[data-page=ready]", timeout=8_000)
    assert page.locator(".text .block").count() > 100
    assert page.locator(".text").evaluate("one => getComputedStyle(one).direction") == "rtl"


def test_the_public_is_shown_nothing_that_only_a_machine_read(room: Path) -> None:
    """What nobody has decided on is on the page that is made for who is signed in, labelled so, and on no other."""
    from truceline.outputs.labels import load
    from truceline.outputs.reading import report_read
    from truceline.outputs.views import gather
    from truceline.workflow.opening import opened

    with opened(room) as record:
        material = gather(record)
        report = material.waiting[0].claim.report
        signed_in, public = (report_read(material, report, load(), with_waiting=waits) for waits in (True, False))
    assert any(claim.is_machine_read for claim in signed_in.claims)
    assert not any(claim.is_machine_read for claim in public.claims)
    assert public.rejected == ()


def test_an_unknown_report_is_not_found(client_as: Callable[[str], Client]) -> None:
    """A wrong address is answered with what to do, not with a fault."""
    answer = client_as("observer").get("/reports/none")
    assert answer.status_code == 404
    assert b"none" in answer.content
