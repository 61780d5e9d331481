"""What goes wrong, as a page: what, where, and what to do; no trace of the program, nor of what may not be seen."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable

import msgspec
from django.conf import settings
from django.core.exceptions import DisallowedHost, TooManyFieldsSent, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from truceline.errors import NotFoundError, TrucelineError, UsageError
from truceline.web.amending import Amending, amending
from truceline.web.asking import BadSelectionError
from truceline.web.remembering import StillReadingError
from truceline.web.resend import given_back, sent_again

logger = logging.getLogger(__name__)
OF_THE_DISK = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
    }
)
OF_THE_SERVER = ("08", "53", "57", "58")
"""Classes of PostgreSQL's codes: connection, resources, an operator stopped it, the system."""
AGAIN_S = 5
BROKEN = 500


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """One error: a ``title`` in a few words, ``what`` happened, and what to ``do``; what was asked, where it can be put right."""

    title: str
    what: str
    do: str
    asked: Amending | None = None


class ErrorMiddleware:
    """Turns our own errors into pages, and those of a database that cannot be used; anything else is a fault in the program."""

    sync_capable = True
    async_capable = False

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        return self._answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page of one of our errors."""
        if isinstance(error, OperationalError) and _is_of_disk_or_server(error):
            logger.error("the database of people", exc_info=error)
        elif not isinstance(error, TrucelineError):
            return None
        if isinstance(error, StillReadingError):
            return _still_reading(request, error)
        status, trouble = _trouble(error)
        if status >= BROKEN and not request.user.is_authenticated:  # its words name folders of this machine
            trouble = msgspec.structs.replace(trouble, what=_("What exactly is told to people of this room only."))
        if status >= BROKEN and (again := _given_back(request, error, trouble, status)) is not None:
            return again
        if isinstance(error, BadSelectionError) and request.method == "GET":
            trouble = msgspec.structs.replace(
                trouble, asked=amending(request), do=_("Nothing you chose is lost: put it right here.")
            )
        return trouble_page(request, trouble, status)


def _trouble(error: TrucelineError | OperationalError) -> tuple[int, Trouble]:
    match error:
        case OperationalError():  # it is the database of people, and not the record
            return 503, Trouble(
                title=_("The database of this room could not be read or written"),
                what=f"{str(error).rstrip('.')}.",
                do=_("It may have been written all the same: look before you send it again."),
            )
        case BadSelectionError():
            return 400, Trouble(
                title=_("That cannot be asked"),
                what=str(error),
                do=_("Choose another day above, or look at the record as it stands now."),
            )
        case NotFoundError():
            return 404, Trouble(
                title=_("Not found here"),
                what=str(error),
                do=_("It may not have been known on the day you look at. Search for it, or look at the list."),
            )
        case UsageError():
            return 400, Trouble(
                title=_("That could not be done"),
                what=str(error),
                do=_("Nothing was written. Go back, change what is named, and send it again."),
            )
    return 500, Trouble(
        title=_("The record could not be read or written"),
        what=str(error),
        do=_("Nothing was lost. Tell the person who runs this room, with these words."),
    )


def _is_of_disk_or_server(error: OperationalError) -> bool:
    """Say whether a full or failing disk, a lock or a server that went away is the cause; else it is a fault in the program."""
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in OF_THE_DISK  # Python's own errors have none
    state = str(getattr(cause, "sqlstate", None) or "08")
    return state[:2] in OF_THE_SERVER


def _given_back(request: HttpRequest, error: Exception, trouble: Trouble, status: int) -> HttpResponse | None:
    """Return a form that could not be taken to whoever sent it; None where there is none to give back."""
    if not request.user.is_authenticated:
        return None
    if isinstance(error, OperationalError):
        return given_back(request, f"{trouble.what} {trouble.do}", status)
    kept = _("Nothing was written, and nothing you typed is lost: it is in this page. Send it again in a minute.")
    return given_back(request, f"{trouble.what} {kept}", status)


def _still_reading(request: HttpRequest, error: StillReadingError) -> HttpResponse:
    """Say that the page comes by itself; a form that was sent is not sent again by itself."""
    is_form = request.method == "POST"
    again = _("Nothing was written yet. Load this page again in a minute, and let the browser send the form once more.")
    what = _("It is large, and this part of it is read for the first time since the room was opened.")
    trouble = Trouble(
        title=_("The record is being read"),
        what=what,
        do=again if is_form else _("This page opens by itself when it is done; nothing needs to be done."),
    )
    response = _given_back(request, error, trouble, 503) or trouble_page(request, trouble, 503)
    response.headers["Retry-After"] = str(AGAIN_S)
    if not is_form:
        response.headers["Refresh"] = str(AGAIN_S)
    return response


def trouble_page(request: HttpRequest, trouble: Trouble, status: int) -> HttpResponse:
    """Return an error as a page of the room."""
    return render(request, "errors/trouble.html", {"page": trouble, "is_astray": trouble.asked is not None}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that could not be understood."""
    what, do = _("The request was not complete or not well formed."), _("Go back and try again.")
    match exception:
        case DisallowedHost():
            what = _("This room is not open under the name or address by which your browser asked for it.")
            do = _("Tell the person who runs it: `truceline serve --name` says by which names it is reached.")
        case TooManyFilesSent():
            what = _("Too many files were sent with one form: at most %(most)s. Nothing was taken.") % {
                "most": settings.DATA_UPLOAD_MAX_NUMBER_FILES
            }
            do = _("Send them in several goes. With scripts switched on any number can be chosen.")
        case TooManyFieldsSent():
            request.GET = QueryDict()  # the page around is made from the address, which would be refused once more
    return trouble_page(request, Trouble(title=_("That could not be understood"), what=what, do=do), 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what is not allowed."""
    return trouble_page(
        request,
        Trouble(
            title=_("Not allowed"),
            what=str(exception) or _("Your roles do not allow this."),
            do=_("Ask an administrator of this room, or sign in as somebody else."),
        ),
        403,
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer an address that leads nowhere."""
    return trouble_page(
        request,
        Trouble(
            title=_("No such page"),
            what=_("Nothing is served at this address."),
            do=_("Start from the situation room, or search."),
        ),
        404,
    )


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer somebody who tries too often."""
    response = trouble_page(
        request,
        Trouble(
            title=_("Too many attempts"),
            what=_("This was tried too often from your address or for this name. Nothing was done."),
            do=_("Wait a few minutes, then try once more. If it was not you who tried, tell an administrator of this room."),
        ),
        429,
    )
    response["Retry-After"] = "300"
    return response


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer a fault in the program; the server's own log has it whole.

    Nothing stands around this page: what it is made from may be the very thing that cannot be read.
    """
    return HttpResponse(render_to_string("errors/broken.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer a form that was not sent from our own page, or too late."""
    again = sent_again(request) if hasattr(request, "user") and request.user.is_authenticated else None
    if again is not None:
        return again
    return trouble_page(
        request,
        Trouble(
            title=_("The form had expired"),
            what=_("It was sent from another page, or after you signed in or out elsewhere. Nothing was written."),
            do=_("Go back, load the page again, and send it once more; what you typed is still there."),
        ),
        403,
    )
