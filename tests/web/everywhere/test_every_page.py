"""What must hold on every page, whoever wrote it: with a screen reader, by night, on a phone, on paper, without JavaScript."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ViewportSize

from fakes.rooms import ROLES

if TYPE_CHECKING:
    from playwright.sync_api import Page

AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""Everything up to WCAG 2.2 AA, and what axe takes for good practice: one h1, landmarks, headings in order."""
A4 = ViewportSize(width=688, height=1000)
"""An A4 sheet without its margins, in CSS pixels."""
PHONE = ViewportSize(width=320, height=640)
DESK = ViewportSize(width=1280, height=900)
KIB = 1024


def _violations(page: Page, *rules: str) -> list[str]:
    """Return what breaks a rule, of all rules or of those named; axe is put into a page once, and says only what is wrong."""
    only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": AA}
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run(document, options)", {"runOnly": only, "resultTypes": ["violations"]})["violations"]
    return [f"{each['id']}: {node['target']} {node['html'][:160]}" for each in found for node in each["nodes"][:3]]


def _too_wide(page: Page) -> list[str]:
    """Return what reaches beyond the page, but for what scrolls by itself."""
    found: list[str] = page.evaluate(
        """() => {
          const wide = document.documentElement.clientWidth + 1;
          const scrolls = (e) => {
            for (let p = e.parentElement; p; p = p.parentElement) {
            if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(p).overflowX)) return true; } return false; };
          return [...document.querySelectorAll("body *")].filter((e) => { const r = e.getBoundingClientRect();
            return r.width > 0 && (r.right > wide || r.left < -1) && !scrolls(e)
              && getComputedStyle(e).position !== "absolute"; })
            .slice(0, 3).map((e) => e.tagName + "." + e.className + ": " + (e.textContent || "").trim().slice(0, 60)); }"""
    )
    return found


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_every_page_serves_people_who_read_otherwise(
    lang: str, pages: dict[str, str], everybody: str, page_as: Callable[..., Page]
) -> None:
    """No rule of accessibility is broken by day or night, nothing is cut off on a phone or on paper, nothing comes from afar."""
    looked_at(page_as(everybody, viewport=DESK, locale=lang), pages, lang)


@pytest.mark.soak
@pytest.mark.parametrize("role", [*ROLES, None])
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_every_role_is_served_so(lang: str, role: str | None, pages: dict[str, str], page_as: Callable[..., Page]) -> None:
    """What one role or nobody sees of every page breaks no rule either, be it that it is not for them."""
    looked_at(page_as(role, may_be_refused=True, viewport=DESK, locale=lang), pages, lang)


def looked_at(page: Page, pages: dict[str, str], lang: str) -> None:
    """Open every page and look at it in each way."""
    wrong: dict[str, list[str]] = {}
    for name, address in pages.items():
        page.goto(address + ("&" if "?" in address else "?") + f"lang={lang}")
        page.wait_for_selector("html[data-page=ready]", state="attached")
        found = [f"light {each}" for each in _violations(page)]
        page.emulate_media(color_scheme="dark")
        found += [f"dark {each}" for each in _violations(page, "color-contrast")]
        page.set_viewport_size(PHONE)
        found += [f"phone {each}" for each in _too_wide(page)]
        page.emulate_media(color_scheme="light", media="print")
        page.set_viewport_size(A4)
        found += [f"paper {each}" for each in _too_wide(page)]
        page.emulate_media(media="screen")
        page.set_viewport_size(DESK)
        if found:
            wrong[name] = found
    assert not wrong, "\n".join(f"{name}:\n  " + "\n  ".join(found) for name, found in wrong.items())


@pytest.fixture(scope="session")
def answers(pages: dict[str, str], everybody: str) -> dict[str, str]:
    """The HTML of every page, as a browser without JavaScript has it."""
    from django.test import Client

    from truceline.web.accounts.models import Account

    client = Client()
    client.force_login(Account.objects.get(username=everybody))
    return {name: client.get(address).content.decode() for name, address in pages.items()}


def test_every_page_is_there(pages: dict[str, str]) -> None:
    """The pages that the room promises answer, and each is reached by links from the others."""
    from fakes.routes import every_route

    promised = {
        "room:home",
        "room:incidents",
        "room:incident",
        "room:report",
        "room:agreement",
        "room:violations",
        "room:movements",
    }
    promised |= {"room:movement", "room:actors", "room:actor", "room:sources", "room:source", "room:search", "room:verification"}
    promised |= {
        "desk:review",
        "desk:call",
        "desk:uploads",
        "desk:handover",
        "desk:join",
        "desk:step",
        "desk:release",
        "desk:pack",
    }
    assert not promised - set(pages), promised - set(pages)
    assert len(pages) <= len(every_route())


def test_every_page_says_what_it_is_and_works_without_javascript(answers: dict[str, str]) -> None:
    """One heading of the first order, one main, no id twice, forms that a browser can send, no script or style in the page."""
    wrong = {name: list(_faults(html)) for name, html in answers.items()}
    assert not any(wrong.values()), {name: found for name, found in wrong.items() if found}


def _faults(html: str) -> Iterator[str]:
    if html.count("<h1") != 1:
        yield f"{html.count('<h1')} headings of the first order"
    if html.count("<main") != 1:
        yield "not one main"
    twice = [each for each, n in Counter(re.findall(r'\sid="([^"]+)"', html)).items() if n > 1]
    if twice:
        yield f"ids twice: {twice[:3]}"
    if re.search(r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")", html) or re.search(r"<style|\sstyle=\"", html):
        yield "script or style in the page"
    if re.search(r"\son[a-z]+=\"", html):
        yield "handler in the page"
    if re.search(r'href="(#|javascript:[^"]*)"', html):
        yield "a link that leads nowhere without JavaScript"
    for form in re.findall(r"<form.*?</form>", html, re.DOTALL):
        if "<button" not in form and 'type="submit"' not in form:
            yield f"a form that cannot be sent: {form[:80]}"
        if 'method="post"' in form and "csrfmiddlewaretoken" not in form:
            yield f"a form without a token: {form[:80]}"


def test_every_page_says_what_kind_of_record_it_shows(answers: dict[str, str]) -> None:
    """A demonstration says so on every page."""
    assert [name for name, html in answers.items() if "Demonstration: not a record of actual monitoring" not in html] == []


def test_no_page_asks_the_accounts_database_too_often(pages: dict[str, str], everybody: str) -> None:
    """A page costs no more than twelve questions to the database of accounts, however long it is."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from truceline.web.accounts.models import Account

    client = Client()
    client.force_login(Account.objects.get(username=everybody))
    asked = {}
    for name, address in pages.items():
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        asked[name] = len(queries)
    assert {name: n for name, n in asked.items() if n > 12} == {}


def test_a_first_visit_weighs_little(pages: dict[str, str], everybody: str, page_as: Callable[..., Page]) -> None:
    """A first visit over a poor line: at most 100 kB a page, 350 kB with the map; a second one at most 60 kB."""
    heavy = {}
    for name in ("room:home", "room:incident", "room:report", "room:agreement", "room:movements", "room:search"):
        most = 350 if name == "room:home" else 100
        first, second = _weights(page_as(everybody, viewport=DESK), pages[name])
        if first > most * KIB or second > 60 * KIB:
            heavy[name] = (first // KIB, second // KIB)
    assert not heavy, f"kB on the first and the second visit: {heavy}"


def _weights(page: Page, address: str) -> tuple[int, int]:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    received: list[int] = []
    session.on("Network.loadingFinished", lambda event: received.append(int(event["encodedDataLength"])))
    weights = []
    for _ in range(2):
        received.clear()
        page.goto(address, wait_until="networkidle")
        weights.append(sum(received))
    return weights[0], weights[1]


def test_the_day_is_chosen_and_stepped_by_keyboard(pages: dict[str, str], page_as: Callable[..., Page], everybody: str) -> None:
    """The control of what was known on a day needs no pointer: type the day, send it, step it, and come back to now."""
    page = page_as(everybody, viewport=DESK, locale="en")
    page.goto(pages["room:incidents"])
    page.focus("#known-day")
    page.keyboard.type("09202016")
    page.keyboard.press("Enter")
    page.wait_for_url("**known=2016-09-20**")
    page.keyboard.press("Alt+PageDown")
    page.wait_for_url("**known=2016-09-21**")
    page.keyboard.press("Alt+PageUp")
    page.wait_for_url("**known=2016-09-20**")
    assert page.get_by_text("You see the record as known on").is_visible()
