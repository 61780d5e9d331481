"""What was typed is not lost when the sign-in ends before the form is sent, and it is given back to nobody else."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pytest
from django.http import HttpResponse

from truceline.errors import RecordError
from truceline.web.remembering import StillReadingError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    AsRole = Callable[[str | None], Client]

TYPED = {"about": "Shells at the mill", "caller": "Karim Example", "words": 'He said: "<b>two</b>"'}
OURS = {"Origin": "http://testserver"}


def test_a_form_sent_after_the_sign_in_ended_comes_back_whole(client_as: AsRole) -> None:
    """The page says what happened, where to sign in, and has every field, to be sent again; nothing of it may be kept."""
    answer = client_as(None).post("/desk/call", TYPED, headers=OURS)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert 'value="Shells at the mill"' in page
    assert 'value="Karim Example"' in page
    assert "&lt;b&gt;two&lt;/b&gt;" in page
    assert "no-store" in answer.headers["Cache-Control"]


def test_after_signing_in_again_the_form_is_offered_with_a_new_token(client_as: AsRole) -> None:
    """The token of the old page is no good any more: the form comes back once more with one that is, and then it is taken."""
    from django.test import Client

    signed_in = client_as("observer")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies.load({"sessionid": signed_in.cookies["sessionid"].value})
    answer = strict.post("/desk/call", TYPED, headers=OURS)
    assert answer.status_code == 403
    token = answer.content.decode().rpartition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    again = strict.post("/desk/call", {**TYPED, "csrfmiddlewaretoken": token}, headers=OURS)
    assert again.status_code == 422
    assert "Shells at the mill" in again.content.decode()


@pytest.mark.parametrize(
    ("error", "status"), [(RecordError("the log: No space left on device"), 500), (StillReadingError("large"), 503)]
)
def test_a_form_is_given_back_where_the_record_cannot_be_written(room: Path, error: Exception, status: int) -> None:
    """On a full disk, or while a large record is read: the page says why, has every word, and a button to send it later."""
    from django.test import RequestFactory

    from truceline.web.accounts.models import Account
    from truceline.web.errors import ErrorMiddleware

    request = RequestFactory().post("/desk/call", TYPED, headers=OURS)
    request.user = Account.objects.get(username="observer")
    answer = ErrorMiddleware(lambda _: HttpResponse()).process_exception(request, error)
    assert answer is not None
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Cache-Control"]) == (status, "private, no-store")
    assert "Nothing was written, and nothing you typed is lost" in page
    assert 'action="/desk/call"' in page
    assert all(f'name="{name}" value="{escape(value)}"' in page for name, value in TYPED.items())


def test_a_form_of_another_site_is_given_back_to_nobody(client_as: AsRole) -> None:
    """Without a page of ours it leads to sign-in and is forgotten."""
    for headers in ({}, {"Origin": "https://other.example"}, {"Origin": "null"}):
        answer = client_as(None).post("/desk/call", TYPED, headers=headers)
        assert answer.status_code in (302, 403)
        assert b"Shells at the mill" not in answer.content


def test_a_body_over_the_limit_is_refused_with_words(served: str, client_as: AsRole) -> None:
    """500 MB that somebody announces are answered before they are sent; what is longer than it says is cut off."""
    import http.client
    from urllib.parse import urlsplit

    parts = urlsplit(served)
    cookie = f"sessionid={client_as('monitor').cookies['sessionid'].value}"
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    connection.putrequest("POST", "/desk/uploads")
    for name, value in (("Content-Length", str(500 * 1024 * 1024)), ("Expect", "100-continue"), ("Cookie", cookie)):
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 413
    assert b"64 MB" in answer.read()
    connection.close()
    other = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    blocks = (b"x" * 1024 * 1024 for _ in range(5))
    other.request("POST", "/desk/call", body=blocks, headers={"Cookie": cookie}, encode_chunked=True)
    assert other.getresponse().status == 413
    other.close()
