"""A form that could not be taken: what was typed is given back, to be sent again, and never thrown away.

That is so after the sign-in ended, and where the record could not be written for now: a disk that is full, a record that is read.

It is offered only to a browser that says that the form stood on a page of this room: nobody else can have it filled in for one.
Nothing is written and nothing is kept here; the fields travel in the page, to the browser that they came from.
"""

from __future__ import annotations

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

MOST_FIELDS = 200
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
FORBIDDEN = 403
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
PASSWORDS = "password"


class Again(msgspec.Struct, frozen=True, kw_only=True):
    """A form to be sent again: ``what`` happened, the ``fields`` as (name, value), ``files`` that must be chosen anew."""

    title: str
    what: str
    address: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    is_signed_in: bool


def sent_again(request: HttpRequest) -> HttpResponse | None:
    """Return the page that gives a form back; None where there is none, or it did not stand on a page of ours."""
    ended = _("Your sign-in has ended. Nothing was written, and nothing you typed is lost: it is in this page.")
    signed_in = _("You signed in again after the page was made. Nothing was written yet.")
    return given_back(request, signed_in if request.user.is_authenticated else ended, FORBIDDEN)


def given_back(request: HttpRequest, what: str, status: int) -> HttpResponse | None:
    """Return the page that gives a form back and says ``what`` happened; None as in ``sent_again``."""
    if not _is_ours(request) or len(request.POST) > MOST_FIELDS or any(PASSWORDS in name for name in request.POST):
        return None
    page = Again(
        title=_("Send it once more"),
        what=what,
        address=request.get_full_path(),
        fields=tuple((name, value) for name, values in request.POST.lists() if name != TOKEN for value in values),
        files=tuple(file.name or "" for several in request.FILES.lists() for file in several[1]),
        is_signed_in=bool(request.user.is_authenticated),
    )
    response = render(request, "errors/again.html", {"page": page}, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _is_ours(request: HttpRequest) -> bool:
    if request.method != "POST" or request.content_type not in FORM_TYPES:
        return False
    own = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") == own or request.headers.get("Sec-Fetch-Site") == "same-origin"
