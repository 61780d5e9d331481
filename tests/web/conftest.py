"""A room on a demonstration record: Django set up once, people of every role, and a browser that collects what goes wrong in it.

The record is made once and copied; tests that need it as it was made open a copy of their own (``fakes.rooms.opened_on``), since
all others write into one room, in any order. Nothing here stands for a part of ours.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fakes.rooms import CHROMIUM, ROLES, Served, cookie_for, person

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Browser, ConsoleMessage, Page


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration record, made once for the session; nobody writes into it."""
    from truceline.workflow.demo import demonstrate

    folder = tmp_path_factory.mktemp("demonstration") / "record"
    demonstrate(folder)
    return folder


@pytest.fixture(scope="session")
def room_folder(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record that the room of this session is open on: a copy of the demonstration."""
    folder = tmp_path_factory.mktemp("room") / "record"
    shutil.copytree(demonstration, folder)
    return folder


@pytest.fixture(scope="session")
def room(room_folder: Path) -> Path:
    """Django set up on the room's record, its tables and static files in place, one person of every role."""
    os.environ["TRUCELINE_RECORD"] = str(room_folder)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    from truceline.web import starting

    starting.set_up()
    starting.prepare()
    del os.environ["TRUCELINE_RECORD"]  # it would name the record of every command that other tests run
    from django.test.utils import setup_test_environment

    setup_test_environment()
    for role in ROLES:
        person(role, role)
    return room_folder


@pytest.fixture
def client_as(room: Path) -> Callable[[str | None], Client]:
    """A signed-in client of one role (None: nobody)."""
    from django.test import Client

    from truceline.web.accounts.models import Account

    def signed_in(role: str | None) -> Client:
        client = Client()
        if role is not None:
            client.force_login(Account.objects.get(username=role))
        return client

    return signed_in


@pytest.fixture(scope="session")
def served(room: Path) -> Iterator[str]:
    """The address of the room behind a real server."""
    with Served() as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    if not CHROMIUM.exists():
        pytest.skip(f"no {CHROMIUM}: what people see in a browser cannot be tested here (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def page_as(browser: Browser, served: str) -> Iterator[Callable[..., Page]]:
    """A browser page of one role; at the end of the test nothing may have gone wrong in any: console, CSP, other hosts.

    ``may_be_refused``: it also looks at pages that are not for this role; Chromium writes each of those into the console.
    """
    contexts, wrong = [], []

    def opened(role: str | None, *, may_be_refused: bool = False, **options: object) -> Page:
        context = browser.new_context(base_url=served, **options)  # type: ignore[arg-type] # options of playwright, as given
        contexts.append(context)
        if role is not None:
            context.add_cookies([cookie_for(role, served)])  # type: ignore[list-item] # the three parts that a cookie needs
        page = context.new_page()
        asked: set[str] = set()

        def noted(said: ConsoleMessage) -> None:
            is_refusal = "status of 403" in said.text and said.location["url"] in asked
            if said.type in {"error", "warning"} and not (may_be_refused and is_refusal):
                wrong.append(f"console: {said.text}")

        page.on("request", lambda request: asked.add(request.url) if request.is_navigation_request() else None)
        page.on("console", noted)
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on(
            "request",
            lambda asked: wrong.append(f"host: {asked.url}") if not asked.url.startswith((served, "data:", "blob:")) else None,
        )
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not wrong, wrong
