"""What every answer says to the browser, and what no answer says to anybody: headers, forms from elsewhere, errors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fakes.rooms import PASSWORD, opened_on

if TYPE_CHECKING:
    from django.test import Client

    from fakes.routes import Route

ADDRESSES = ("/", "/account/login/", "/no-such-page", "/people/", "/?known=yesterday", "/people/join/none")


@pytest.mark.parametrize("who", [None, "observer"])
def test_every_answer_is_shut_in(who: str | None, client_as: Callable[..., Client]) -> None:
    """Pages, errors and redirects alike: nothing from elsewhere runs, nobody embeds them, nothing else may look at them."""
    client = client_as(who)
    for address in ADDRESSES:
        answer = client.get(address)
        policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == "'none'", address
        assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert "unsafe" not in str(policy)
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Opener-Policy"] == answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in answer.headers["Permissions-Policy"]
        if who is not None:
            assert answer.headers["Cache-Control"] == "private, no-store", address


def test_every_form_needs_its_token(
    client_as: Callable[..., Client], somebody: Callable[..., object], routes: tuple[Route, ...]
) -> None:
    """No address takes a form that was not sent from our own page; in earnest for one address of each part, whoever it is."""
    from django.conf import settings
    from django.test import Client
    from django.urls import resolve

    from fakes.rooms import ROLES

    somebody("All Roles", *ROLES)
    assert "django.middleware.csrf.CsrfViewMiddleware" in settings.MIDDLEWARE
    assert not [each.name for each in routes if getattr(resolve(each.nowhere()).func, "csrf_exempt", False)]
    client = Client(enforce_csrf_checks=True)
    client.cookies["sessionid"] = client_as("All Roles").cookies["sessionid"].value
    for route in {each.name.partition(":")[0]: each for each in routes}.values():
        answer = client.post(route.nowhere(), {"x": "1"})
        assert answer.status_code == 403, f"{route.name}: {answer.status_code}"


def test_cookies_are_for_us_alone(client_as: Callable[..., Client], somebody: Callable[..., object]) -> None:
    """No script reads a cookie, and no other site sends one along with a form."""
    somebody("Cookie Holder", "observer")
    client = client_as(None)
    client.get("/account/login/?lang=ar")
    client.post("/account/login/", {"login": "Cookie Holder", "password": PASSWORD})
    assert set(client.cookies) == {"csrftoken", "language", "sessionid"}
    for cookie in client.cookies.values():
        assert cookie["httponly"], cookie.key
        assert cookie["samesite"] == "Lax", cookie.key


def test_behind_https_cookies_are_sent_over_nothing_else(room: Path) -> None:
    """With --behind-tls cookies are secure and bound to the very host, and browsers are told to come by HTTPS for a year."""
    import os
    import subprocess
    import sys

    names = (
        "SESSION_COOKIE_NAME",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_NAME",
        "CSRF_COOKIE_SECURE",
        "SECURE_HSTS_SECONDS",
        "CSRF_TRUSTED_ORIGINS",
    )
    asked = "; ".join(("from truceline.web import settings", *(f"print(settings.{name})" for name in names)))
    told = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, "TRUCELINE_RECORD": str(room), "TRUCELINE_TLS": "1", "TRUCELINE_HOSTS": "room.example"},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert told.split() == ["__Host-sessionid", "True", "__Host-csrftoken", "True", "31536000", "['https://room.example']"]


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost@evil.example", "127.0.0.1.evil.example", "a b"]
)
def test_a_host_that_is_not_ours_is_refused_and_not_repeated(host: str, client_as: Callable[..., Client]) -> None:
    """No link that we make leads to a host that somebody wrote into a request."""
    answer = client_as(None).get("/account/login/", HTTP_HOST=host)
    assert answer.status_code == 400
    assert host.encode() not in answer.content
    assert "Location" not in answer.headers


def test_no_header_is_written_through_an_address(client_as: Callable[..., Client]) -> None:
    """Line ends in a parameter make no header, and no cookie."""
    client = client_as("observer")
    evils = ("x\r\nSet-Cookie: evil=1", "x%0d%0aSet-Cookie:%20evil=1", "x\nLocation: //evil.example")
    for number, name in enumerate(("lang", "known", "said", "happened", "entry", "next", "proposals")):
        for address in ("/account/login/", "/incidents"):
            answer = client.get(address, {name: evils[number % 3]})
            assert "evil" not in answer.cookies
            assert not any("evil" in key or "\n" in value or "\r" in value for key, value in answer.headers.items())
            assert answer.status_code in {200, 302, 400}, f"{address}?{name}: {answer.status_code}"


def test_what_was_typed_is_never_run(client_as: Callable[..., Client]) -> None:
    """A script in an address comes back as the letters it is made of."""
    client = client_as("observer")
    evil = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    names = ("lang", "known", "said", "happened", "entry", "q", "place", "type", "sheet", "contested", "since", "kind")
    for address in ("/", "/incidents", "/search", "/violations", f"/incidents/{evil}", f"/reports/{evil}", f"/actors/{evil}"):
        for chosen in ((name,) for name in names) if address == "/search" else (names, ("q", "place", "type", "sheet")):
            content = client.get(address, dict.fromkeys(chosen, evil)).content
            assert b"<script>alert" not in content, f"{address}: {chosen}"
            assert b"<img src=x" not in content, f"{address}: {chosen}"


def test_errors_tell_nothing_of_the_room(client_as: Callable[..., Client], room: object) -> None:
    """Nobody learns from an error page which record this is, where it lies, how large it is, or how the program is made."""
    from truceline.workflow.opening import opened

    with opened(room) as record:  # type: ignore[arg-type] # the folder of the room
        secrets = [str(room), record.log.root.hex(), record.theatre]
    client = client_as(None)
    for address in ("/no-such-page", "/account/login/", "/people/join/none", "/static/no-such.css", "/?entry=-1"):
        content = client.get(address, follow=True).content.decode()
        assert not [secret for secret in [*secrets, "Traceback", "django", "site-packages", "/src/"] if secret in content], (
            address
        )


def test_a_fault_of_ours_shows_no_trace(client_as: Callable[..., Client]) -> None:
    """Where the program is at fault the page says so and shows nothing of it."""
    from django.test import RequestFactory

    from truceline.web.errors import broken

    answer = broken(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert b"Traceback" not in answer.content


def test_a_record_that_cannot_be_opened_is_said_without_a_trace(client_as: Callable[..., Client], tmp_path: Path) -> None:
    """Where everything fails that a page is made of, there is still a page, with the same head, and nothing of the machine."""
    from django.test import override_settings

    for role in (None, "observer"):
        client = client_as(role)
        client.raise_request_exception = False
        with opened_on(tmp_path / "gone"), override_settings(IS_PUBLIC=True):
            for address in ("/account/login/", "/incidents", "/no-such-page"):
                answer = client.get(address, follow=True)
                assert answer.status_code == 500, address
                assert b"A fault in the program" in answer.content
                assert answer.headers["Content-Security-Policy"], address
                assert not [each for each in (str(tmp_path).encode(), b"Traceback", b"File &quot;") if each in answer.content]


def test_a_stranger_is_not_told_which_folder_could_not_be_read(room: Path) -> None:
    """People of the room are told what went wrong, to say it to whoever runs it; everybody else that something did."""
    from django.contrib.auth.models import AnonymousUser
    from django.test import RequestFactory

    from truceline.errors import RecordError
    from truceline.web.accounts.models import Account
    from truceline.web.accounts.sessions import SessionStore
    from truceline.web.errors import ErrorMiddleware

    told = []
    for user in (AnonymousUser(), Account.objects.get(username="observer")):
        request = RequestFactory().get("/")
        request.user, request.session = user, SessionStore()
        answer = ErrorMiddleware(lambda _: None).process_exception(request, RecordError(f"{room}/texts cannot be read"))  # type: ignore[arg-type,return-value] # no page
        assert answer is not None
        assert answer.status_code == 500
        told.append(str(room) in answer.content.decode())
    assert told == [False, True]


@pytest.mark.usefixtures("room")
def test_a_full_disk_under_the_database_of_people_is_told_and_gives_the_form_back(client_as: Callable[..., Client]) -> None:
    """Nothing was written, and what was typed comes back to be sent again; with room on the disk it is taken."""
    from django.db import connection

    from truceline.web.accounts.models import Invitation

    client, before = client_as("administrator"), set(Invitation.objects.values_list("pk", flat=True))

    def invited(number: int) -> tuple[int, str]:
        sent = {"name": f"Expected {number}", "roles": ["observer"]}
        answer = client.post("/people/invite", sent, headers={"Sec-Fetch-Site": "same-origin"})
        return answer.status_code, answer.content.decode()

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            number, said = next((each, said) for each in range(500) for status, said in (invited(each),) if status == 503)
        finally:
            cursor.execute("PRAGMA max_page_count = 1000000000")
    assert "database or disk is full" in said
    assert f"Expected {number}" in said, "what was typed is in the page"
    assert not Invitation.objects.filter(name=f"Expected {number}").exists()
    assert invited(number)[0] < 400
    Invitation.objects.exclude(pk__in=before).delete()
