"""Second factors in a browser, under the policy that forbids every script but our own: the app, a passkey, the codes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from fakes.rooms import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from truceline.web.accounts.models import Account

AA = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@pytest.fixture
def page(browser: Browser, served: str) -> Iterator[Page]:
    """A browser with a key in it that says yes, on a host that has a name; nothing may go wrong in it."""
    address = served.replace("127.0.0.1", "localhost")
    context = browser.new_context(base_url=address)
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("console", lambda said: wrong.append(said.text) if said.type in {"error", "warning"} else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    devices = context.new_cdp_session(opened)
    devices.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    yield opened
    context.close()
    assert not wrong, wrong


def _checked(page: Page) -> None:
    """Fail for a page that breaks a rule of accessibility."""
    found = Axe().run(page, options=AA).response["violations"]
    assert not found, [f"{page.url} {each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def _code(secret: str) -> str:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def _send(page: Page) -> None:
    page.locator("main form button[type=submit]").first.click()


def _sign_in(page: Page, password: str, until: str) -> None:
    page.fill("[name=login]", "Key Holder")
    page.fill("[name=password]", password)
    _send(page)
    page.wait_for_selector(until) if until.startswith(".") else page.wait_for_url(until)


def _wait_until_in(page: Page) -> None:
    page.wait_for_selector(".who form")
    assert "Key Holder" in page.locator("header").inner_text()


def _sign_out(page: Page) -> None:
    page.click("header form button")
    page.wait_for_url("**/account/login/")


def _use_key(page: Page) -> None:
    page.wait_for_selector("html[data-passkeys=ready]", state="attached")
    page.click("form[data-passkey] button")


def _set_up_app(page: Page) -> None:
    page.goto("/account/")
    _checked(page)
    page.click("a[href='/account/app/']")
    _checked(page)
    page.fill("[name=password]", PASSWORD)
    _send(page)
    page.wait_for_url("**/account/app/")
    _checked(page)
    page.fill("[name=code]", _code(page.locator("main code").inner_text()))
    _send(page)
    page.wait_for_url("**/account/codes/")
    assert page.locator(".codes li").count() == 10
    _checked(page)


def _add_key(page: Page) -> None:
    page.goto("/account/passkeys/add/")
    _checked(page)
    page.check("[name=passwordless]")
    _use_key(page)
    page.wait_for_url("**/account/")


def test_a_passkey_is_added_and_opens_the_room(page: Page, somebody: Callable[..., Account]) -> None:
    """Somebody sets up an app and a passkey, keeps the codes, and comes back with the passkey alone; no page breaks a rule."""
    somebody("Key Holder", "observer")
    page.goto("/account/login/")
    _checked(page)
    _sign_in(page, "not the right one", until=".errorlist")
    _checked(page)
    _sign_in(page, PASSWORD, until=".who form")
    _set_up_app(page)
    _add_key(page)
    page.goto("/account/passkeys/")
    changing = [str(each.get_attribute("href")) for each in page.locator("main td a").all()]
    for address in ("/account/passkeys/", "/account/password/", "/account/app/remove/", "/account/codes/new/", *changing):
        page.goto(address)
        assert page.url.endswith(address)
        _checked(page)
    _sign_out(page)
    _use_key(page)
    _wait_until_in(page)
    _sign_out(page)
    _sign_in(page, PASSWORD, until="**/account/login/second/")
    _checked(page)
    _use_key(page)
    _wait_until_in(page)
