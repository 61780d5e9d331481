"""One report for close reading. What nobody has decided on is shown, labelled so, to who is signed in and to nobody else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from truceline.outputs.reading import report_read
from truceline.web.access import needs
from truceline.web.chrome import labels_now
from truceline.web.desk.reviewing import shown
from truceline.web.live import presence
from truceline.web.record import kept
from truceline.web.showing import show


@needs("read", public=True)
@require_safe
def report(request: HttpRequest, report: str) -> HttpResponse:
    """Answer with the reader of a report."""
    labels, is_known = labels_now(), request.user.is_authenticated
    page = kept(
        request, lambda found: report_read(found, report, labels, with_waiting=is_known), "report", report, labels.lang, is_known
    )
    here = presence.at(request, "report", report) if is_known else None
    return show(request, "room/report.html", page, here=here, held=shown.held_by(request), may=shown.may(request))
