"""Who may open what: every role, somebody without any, and nobody, against every address that there is.

What is held against is the table in ``fakes.opened_to``, which is written by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from fakes.opened_to import ACTS, OPEN, PUBLIC, SELF
from fakes.rooms import ROLES

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from fakes.routes import Route

CHANGES_OTHERS = {"account_logout"}
"""Not sent in earnest: it would end the session with which the next address is asked for."""


def _said(route: Route) -> str:
    needed = route.needed
    assert needed is not None, f"{route.name} says for nobody that it may be opened"
    if needed.is_open:
        return OPEN
    if needed.act is None:
        return SELF
    return PUBLIC if needed.is_public and needed.act == "read" else needed.act


def _is_at_door(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer.headers["Location"].startswith("/account/login/?next=")


def test_every_address_has_a_line_in_the_table(routes: tuple[Route, ...]) -> None:
    """No page is opened to anybody by a slip."""
    assert {route.name: _said(route) for route in routes} == ACTS


@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "options"])
def test_nobody_opens_anything_but_the_door(method: str, client_as: Callable[..., Client], routes: tuple[Route, ...]) -> None:
    """Without sign-in every address leads to the door, whatever is done with it."""
    client = client_as(None)
    for route in (each for each in routes if ACTS.get(each.name) != OPEN):
        answer = getattr(client, method)(route.nowhere())
        assert _is_at_door(answer), f"{method} {route.name}: {answer.status_code}"


@pytest.mark.soak
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_public_room_opens_reading_and_nothing_else(
    method: str, client_as: Callable[..., Client], routes: tuple[Route, ...]
) -> None:
    """In a public room whoever comes by may read the pages that were meant for it; everything else leads to the door."""
    from django.test import override_settings

    client = client_as(None)
    with override_settings(IS_PUBLIC=True):
        for route in (each for each in routes if ACTS.get(each.name) != OPEN):
            answer = getattr(client, method)(route.nowhere())
            if ACTS.get(route.name) == PUBLIC:
                assert not _is_at_door(answer), f"{method} {route.name}"
                assert answer.status_code < 500, f"{method} {route.name}: {answer.status_code}"
            else:
                assert _is_at_door(answer), f"{method} {route.name}: {answer.status_code}"


@pytest.mark.parametrize("role", [*ROLES, "none"])
def test_each_role_opens_what_it_needs_and_nothing_else(
    role: str, client_as: Callable[..., Client], somebody: Callable[..., object], routes: tuple[Route, ...]
) -> None:
    """Whatever the table does not give to a role is refused to it, to look at and to send; what it gives is not.

    Here one address for each act, by turns; `make soak` asks for every address.
    """
    _hold(role, client_as, somebody, tuple({ACTS[each.name]: each for each in routes if each.name in ACTS}.values()))


@pytest.mark.soak
@pytest.mark.parametrize("role", [*ROLES, "none"])
def test_each_role_opens_what_it_needs_everywhere(
    role: str, client_as: Callable[..., Client], somebody: Callable[..., object], routes: tuple[Route, ...]
) -> None:
    """The same of every address."""
    _hold(role, client_as, somebody, routes)


@pytest.mark.parametrize("role", [*ROLES, "none", None, "public"])
def test_the_guard_refuses_each_role_what_the_table_does_not_give(
    role: str | None, routes: tuple[Route, ...], somebody: Callable[..., object]
) -> None:
    """Every address and every role, at the one place where it is decided, before any page is begun.

    None: nobody; "public": nobody, in a public room.
    """
    from django.contrib.auth.models import AnonymousUser
    from django.core.exceptions import PermissionDenied
    from django.test import RequestFactory, override_settings
    from django.urls import resolve

    from truceline.web.access import AccessMiddleware
    from truceline.web.accounts.models import Account
    from truceline.web.accounts.roles import acts_of

    if role == "none":
        somebody("none")
    is_public, signed = role == "public", role not in (None, "public")
    guard, acts = AccessMiddleware(lambda _: None), acts_of([role] if role else [])  # type: ignore[arg-type,return-value] # no page
    user = Account.objects.get(username=role) if signed else AnonymousUser()
    for route in routes:
        wanted = ACTS.get(route.name, "nothing")
        request = RequestFactory().get(route.nowhere())
        request.user = user
        may = wanted == OPEN or (wanted == PUBLIC and is_public)
        may = may or (signed and (wanted == SELF or (wanted if wanted != PUBLIC else "read") in acts))
        try:
            with override_settings(IS_PUBLIC=is_public):
                answer = guard.process_view(request, resolve(route.nowhere()).func, (), {})
        except PermissionDenied:
            assert signed
            assert not may, route.name
        else:
            assert (answer is None) == may, route.name


def _hold(role: str, client_as: Callable[..., Client], somebody: Callable[..., object], routes: tuple[Route, ...]) -> None:
    from truceline.web.accounts.roles import acts_of

    if role == "none":
        somebody("none")
    client, acts = client_as(role), acts_of([role])
    for route in routes:
        wanted = ACTS.get(route.name, "nothing")
        for method in ("get",) if route.name in CHANGES_OTHERS else ("get", "post"):
            answer = getattr(client, method)(route.nowhere())
            may = wanted in (OPEN, SELF) or (wanted if wanted != PUBLIC else "read") in acts
            if may:
                assert not _is_at_door(answer), f"{method} {route.name}"
                assert answer.status_code < 500, f"{method} {route.name}: {answer.status_code}"
                assert answer.status_code != 403 or wanted in (OPEN, SELF), f"{method} {route.name} is refused"
            else:
                assert answer.status_code == 403, f"{method} {route.name}: {answer.status_code} for {role}"


def test_a_role_rests_until_there_is_a_second_factor(
    somebody: Callable[..., object], client_as: Callable[..., Client], room: object
) -> None:
    """A publisher with a password alone is led to set up a factor; what another role of theirs allows, they may do."""
    from django.test import override_settings

    somebody("Only Publisher", "publisher")
    somebody("Also Analyst", "administrator", "analyst")
    alone, both = client_as("Only Publisher"), client_as("Also Analyst")
    assert alone.get("/").headers["Location"] == "/account/"
    assert alone.get("/people/").status_code == 403
    assert both.get("/people/").headers["Location"] == "/account/"
    assert both.get("/").status_code == 200
    with override_settings(SECOND_FACTOR_ROLES=frozenset()):
        assert both.get("/people/").status_code == 200


def test_a_view_that_says_nothing_is_opened_for_nobody(room: object, client_as: Callable[..., Client]) -> None:
    """A page whose author forgot to say who may open it is refused to administrators too."""
    from django.core.exceptions import PermissionDenied
    from django.test import RequestFactory

    from truceline.web.access import AccessMiddleware
    from truceline.web.accounts.models import Account

    request = RequestFactory().get("/")
    request.user = Account.objects.get(username="administrator")
    with pytest.raises(PermissionDenied):
        AccessMiddleware(lambda _: None).process_view(request, lambda _: None, (), {})  # type: ignore[arg-type,return-value] # no view
