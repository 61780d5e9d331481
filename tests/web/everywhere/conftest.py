"""Every page of the room with something in it, and somebody who may open them all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from fakes.rooms import ROLES, person

EVERYBODY = "everybody"
"""The name of somebody with every role."""
LEAVES = frozenset({"account_logout", "live:events"})
"""What is not asked for by looking: signing out, and the stream that never ends."""
_HREF = re.compile(rb'(?:href|src|action|data-[a-z-]+)="(/[^"#]*)')


def _is_page(headers: Mapping[str, str]) -> bool:
    """Say whether an answer is a page to look at, and not one to save."""
    return headers["Content-Type"].startswith("text/html") and "Content-Disposition" not in headers


@pytest.fixture(scope="session")
def everybody(room: Path) -> str:
    """Somebody with every role, so that no page is closed."""
    person(EVERYBODY, *ROLES, authority="un")
    return EVERYBODY


@pytest.fixture(scope="session")
def pages(everybody: str) -> dict[str, str]:
    """By the name of each address that answers with a page: one address of it, found by following links from the first page."""
    from django.test import Client
    from django.urls import Resolver404, resolve

    from fakes.routes import every_route
    from truceline.web.accounts.models import Account

    client = Client()
    client.force_login(Account.objects.get(username=EVERYBODY))
    plain = [route.name for route in every_route() if not route.arguments and route.name not in LEAVES]
    from django.urls import reverse

    queue = [(name, reverse(name)) for name in plain]
    asked = {address for _, address in queue}
    found: dict[str, str] = {}
    while queue:
        name, address = queue.pop(0)
        answer = None if name in found else client.get(address)
        if answer is None or answer.status_code != 200 or not _is_page(answer.headers):
            continue
        found[name] = address
        for target in dict.fromkeys(unescape(href.decode()) for href in _HREF.findall(answer.content)):
            try:
                name = resolve(urlsplit(target).path).view_name
            except Resolver404:
                continue
            if name not in found and name not in LEAVES and target not in asked:
                asked.add(target)
                queue.append((name, target))
    return found
