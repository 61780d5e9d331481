"""The map in Chromium: drawn from this room alone, operable by keyboard, legible by night and from right to left."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

PageAs = Callable[..., "Page"]
READY = "html[data-ready=map]"


def _opened(page_as: PageAs, address: str = "/map", **options: object) -> Page:
    page = page_as("observer", **options)
    page.goto(address)
    page.wait_for_selector(READY, state="attached")
    return page


def test_places_are_drawn_as_what_they_are(page_as: PageAs) -> None:
    """Land, lines, an area for what is an area, and a sign that says its number and precision in words."""
    page = _opened(page_as)
    assert page.locator(".map-land").count() > 0
    assert page.locator(".map-line.border").count() > 0
    assert page.locator(".map-area").count() == 2
    said = [sign.get_attribute("aria-label") or "" for sign in page.locator(".map-sign").all()]
    assert said
    assert all("incident" in words for words in said)


def test_the_map_is_operated_by_keyboard(page_as: PageAs) -> None:
    """Tab reaches each sign, Enter opens it, the focus goes to the incident and back."""
    page = _opened(page_as)
    page.locator("[data-map]").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.map-sign:not(.cluster)')"):
            break
    page.keyboard.press("Enter")
    link = page.locator(".leaflet-popup a[href*='/incidents/']").first
    link.wait_for()
    assert page.evaluate("document.activeElement.closest('.leaflet-popup') !== null")
    page.keyboard.press("Escape")
    page.locator(".leaflet-popup").wait_for(state="detached")
    assert page.evaluate("document.activeElement.matches('.map-sign')")


def test_names_are_in_the_script_of_the_page(page_as: PageAs) -> None:
    """In Arabic the towns have their Arabic names, and the map itself is not mirrored."""
    page = _opened(page_as, "/map?lang=ar", color_scheme="dark")
    page.locator(".map-name").first.wait_for(state="attached")
    names = page.locator(".map-name").all_inner_texts()
    assert sum(any("\u0621" <= letter <= "\u064a" for letter in name) for name in names) > len(names) / 2
    assert page.locator("[data-map]").get_attribute("dir") == "ltr"


def test_the_map_waits_until_it_is_nearly_in_view(page_as: PageAs) -> None:
    """On a small screen nothing of the map is loaded before somebody comes near it."""
    page = page_as("observer", viewport={"width": 360, "height": 400})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/?days=30")
    page.wait_for_selector("html[data-page=ready]", state="attached")
    assert not [url for url in asked if "leaflet" in url or "/map/" in url.removeprefix("/static")]
    page.locator("[data-map]").scroll_into_view_if_needed()
    page.wait_for_selector(READY, state="attached")
