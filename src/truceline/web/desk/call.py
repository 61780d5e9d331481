"""The page on which a duty officer writes a call down while somebody is speaking; whoever calls is sealed as it is written."""

from __future__ import annotations

import datetime as dt

import msgspec
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from truceline.errors import RecordBusyError, RecordClashError, UsageError
from truceline.outputs.views import OpenCall, calls_on
from truceline.web.access import needs
from truceline.web.chrome import labels_now
from truceline.web.desk import jobs
from truceline.web.desk.calling import SEALED, CallForm
from truceline.web.desk.fields import compartments_for
from truceline.web.record import by, desk, viewer_of
from truceline.web.showing import show
from truceline.workflow.calls import receive_call

LATEST = 8


class CallPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form for a call, and the ``latest`` calls that the officer may know of, newest first."""

    latest: tuple[OpenCall, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@needs("call")
def call(request: HttpRequest) -> HttpResponse:
    """Show the form; write what was sent into the record, and be ready for the next call."""
    compartments, labels = compartments_for(request), labels_now()
    if request.method != "POST":
        form = CallForm(initial=_now(), compartments=compartments, labels=labels)
        return _shown(request, form)
    form = CallForm(request.POST, compartments=compartments, labels=labels)
    if form.is_valid():
        try:
            with desk.borrow() as record:
                entered = receive_call(record, form.call(), by(request), form.cleaned_data["compartment"] or "open")
        except (UsageError, RecordClashError, RecordBusyError) as error:
            form.refuse(error)
        else:
            jobs.link_soon()
            words = _("Written down as %(id)s.") if entered.new else _("This call stands in the record already, as %(id)s.")
            sealed = _("What was sealed is in no text and no page.") if any(form.cleaned_data[name] for name in SEALED) else ""
            messages.success(request, f"{words % {'id': entered.id}} {sealed}".strip())
            return HttpResponseRedirect(reverse("desk:call"))
    return _shown(request, form, status=422)


def _shown(request: HttpRequest, form: CallForm, status: int = 200) -> HttpResponse:
    viewer = viewer_of(request)
    with desk.borrow() as record:
        page = CallPage(latest=calls_on(record, viewer, LATEST))
    return show(request, "desk/call.html", page, form=form, status=status)


def _now() -> dict[str, str]:
    """Return when the call comes in: now, in the zone of this machine, which is where the officer sits."""
    here = dt.datetime.now().astimezone()
    offset = here.strftime("%z")
    return {
        "received_day": here.date().isoformat(),
        "received_time": here.strftime("%H:%M"),
        "zone": f"{offset[:3]}:{offset[3:5]}",
        "channel": "telephone",
    }
