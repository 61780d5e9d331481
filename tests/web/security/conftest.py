"""What the attacks on the room need: counters at zero, people with passwords, and clients that come from where they say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from fakes.routes import Route
    from truceline.web.accounts.models import Account

PASSWORD = "a long enough passphrase 7"


@pytest.fixture(autouse=True)
def _counters_at_zero(room: Path) -> Iterator[None]:
    """What one test tried does not count in the next."""
    from django.core.cache import cache

    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def routes(room: Path) -> tuple[Route, ...]:
    """Every address that there is."""
    from fakes.routes import every_route

    return every_route()


@pytest.fixture
def quick_passwords(room: Path) -> Iterator[None]:
    """Passwords are hashed the quick way for the length of a test that sends many; the slow way is tested where it matters."""
    from django.test import override_settings

    quick = ["django.contrib.auth.hashers.MD5PasswordHasher", "django.contrib.auth.hashers.ScryptPasswordHasher"]
    with override_settings(PASSWORD_HASHERS=quick):
        yield


@pytest.fixture
def somebody(room: Path) -> Iterator[Callable[..., Account]]:
    """Makes people with these roles and no second factor; they are gone after the test."""
    from truceline.web.accounts.models import Account

    made: list[Account] = []

    def make(name: str, *roles: str) -> Account:
        account = Account.objects.create_user(username=name, password=PASSWORD)
        for role in roles:
            account.memberships.create(role=role, authority="un" if role == "adjudicator" else "")
        made.append(account)
        return account

    yield make
    for each in made:
        Account.objects.filter(pk=each.pk).delete()


@pytest.fixture
def stranger(room: Path) -> Client:
    """A browser that sends the tokens that it was given, as real ones must."""
    from django.test import Client

    return Client(enforce_csrf_checks=True)
