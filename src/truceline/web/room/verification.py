"""Verification: the log's own words, a hash looked up, and a proof bundle checked, in the browser or here.

In the browser nothing is sent: the scripts are those of the page that lies in every bundle, served as they are. Here the very
program of the bundle runs. A bundle that is sent is kept nowhere.
"""

from __future__ import annotations

import msgspec
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from truceline.outputs.bundle import Checked, Unreadable, check
from truceline.outputs.bundle.page import PARTS
from truceline.outputs.bundle.page import page as verifier_page
from truceline.outputs.bundle.page import program as verifier_program
from truceline.outputs.views.verification_page import hash_found, verification_page
from truceline.web.access import needs
from truceline.web.record import desk, material
from truceline.web.showing import show

MEGABYTE = 1024 * 1024
MOST = 64 * MEGABYTE
MOST_OF_ANYBODY = 8 * MEGABYTE
"""A larger bundle is checked in the browser, or by the program on the reader's own machine."""
LONGEST_KEYS = 100_000
SCRIPTS = tuple(f"verifier/{name}" for name in PARTS if name.endswith(".js") and name != "screen.js")


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """Why a file was not checked here, beside the field, and what to do."""

    why: str


@needs("read", public=True)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Show the log, and the answer to what was put in."""
    found = material(request)
    trusted = request.POST.get("trusted", "")[:LONGEST_KEYS]
    asked = request.GET.get("hash", "")
    answer = _answer(request, trusted) if request.method == "POST" else None
    with desk.borrow() as record:
        log = verification_page(record)
        looked_up = hash_found(record, found, asked) if asked.strip() else None
    is_refused = isinstance(answer, Refused | Unreadable)
    return show(
        request,
        "room/verification.html",
        log,
        status=400 if is_refused else 200,
        asked=asked[:400],
        looked_up=looked_up,
        trusted=trusted,
        refused=answer if isinstance(answer, Refused) else None,
        unreadable=answer if isinstance(answer, Unreadable) else None,
        checked=answer if isinstance(answer, Checked) else None,
        most=_most(request) // MEGABYTE,
        scripts=" ".join(map(static, SCRIPTS)),
    )


def _most(request: HttpRequest) -> int:
    return MOST if request.user.is_authenticated else MOST_OF_ANYBODY


def _answer(request: HttpRequest, trusted: str) -> Checked | Unreadable | Refused:
    given = request.FILES.get("bundle")
    if not isinstance(given, UploadedFile) or not given.size:
        return Refused(why=_("No file came. Choose a proof bundle; its name ends in .tlp."))
    if given.size > _most(request):
        words = _("This file has %(size)s MB; here at most %(most)s MB are checked. Check it in the browser, or with verify.py.")
        return Refused(why=words % {"size": given.size // MEGABYTE, "most": _most(request) // MEGABYTE})
    found, data = material(request), given.read()
    with desk.borrow() as record:
        return check(record, found, data, trusted)


@needs("read", public=True)
@require_safe
def program(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Hand out the verifier, as it lies in every bundle, to be kept and used without this room.

    Raises:
        Http404: there is no such file.
    """
    if name == "verify.html":
        data, kind = verifier_page().encode(), "text/html; charset=utf-8"
    elif name == "verify.py":
        data, kind = verifier_program(), "text/x-python; charset=utf-8"
    else:
        raise Http404
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
