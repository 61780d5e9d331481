"""The theatre pack in the browser: one file is changed, checked, shown as a difference, and only then put into use."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import PurePosixPath

import msgspec
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from truceline.errors import MeanwhileError, NotFoundError, PackError, RecordBusyError, UsageError
from truceline.outputs.views import pack_file, pack_page
from truceline.web.access import needs
from truceline.web.desk import jobs
from truceline.web.live import presence
from truceline.web.record import by, desk
from truceline.web.showing import show
from truceline.workflow.pack_editing import LARGEST, Edited, edited, put_into_use

AROUND = 2
MOST_LINES = 2_000
CONFLICT = 409
WRONG = 422


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a difference: ``kind`` add, gone, same or place."""

    kind: str
    text: str


@require_http_methods(["GET", "HEAD", "POST"])
@needs("pack")
def pack(request: HttpRequest) -> HttpResponse:
    """Show the pack, one file of it opened; check what was typed; put it into use once its difference was shown."""
    if request.method != "POST":
        return _shown(request, request.GET.get("file") or None)
    path, text = request.POST.get("file", ""), request.POST.get("text", "").replace("\r\n", "\n")
    base, is_save = request.POST.get("base", ""), request.POST.get("act") == "save"
    try:
        with desk.borrow() as record:
            found = edited(record, path, text)
            if is_save and not found.mistakes:
                put_into_use(record, path, text, base=base, by=by(request))
    except MeanwhileError as error:
        return _shown(request, path, typed=text, wrong=str(error), status=CONFLICT)
    except (UsageError, PackError, NotFoundError, RecordBusyError) as error:
        return _shown(request, path, typed=text, wrong=str(error), status=WRONG)
    if is_save and not found.mistakes:
        jobs.link_soon()
        messages.success(request, _("In use from now on. Earlier versions stay in the record."))
        return HttpResponseRedirect(f"{reverse('desk:pack')}?{urlencode({'file': path})}")
    return _shown(request, path, typed=text, found=found, status=WRONG if found.mistakes else 200)


@require_http_methods(["GET", "HEAD"])
@needs("pack")
def download(request: HttpRequest, entry: int, path: str) -> HttpResponse:  # noqa: ARG001 - the signature of a view
    """Send one file of a version as it came."""
    with desk.borrow() as record:
        data = pack_file(record, entry, path)
    name = PurePosixPath(path).name
    return HttpResponse(
        data, content_type="text/plain; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _shown(  # noqa: PLR0913 - what is opened, what was typed, and what came of it
    request: HttpRequest,
    path: str | None,
    *,
    typed: str | None = None,
    found: Edited | None = None,
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    with desk.borrow() as record:
        page = pack_page(record, path)
    text = page.text if typed is None else typed
    return show(
        request,
        "desk/pack.html",
        page,
        typed=text,
        found=found,
        wrong=wrong,
        difference=tuple(_difference(found.before if found else page.text or "", text or "")) if typed is not None else (),
        is_editable=text is not None and len(text.encode()) <= LARGEST,
        here=presence.at(request, "pack", "pack"),
        status=status,
    )


def _difference(before: str, after: str) -> Iterator[Line]:
    """Yield the lines that differ, each with two around it; at most so many."""
    kinds = {"+": "add", "-": "gone", " ": "same", "@": "place"}
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=AROUND, lineterm="")
    for at, line in enumerate(lines):
        if at >= MOST_LINES:
            return
        if at > 1:  # the two lines that name the files come first
            yield Line(kind=kinds.get(line[:1], "same"), text=line if line.startswith("@") else line[1:])
