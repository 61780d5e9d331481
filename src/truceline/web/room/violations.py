"""Alleged violations: a table whose choice stands in the address, with one of them opened."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from truceline.outputs.room import violations
from truceline.outputs.room.violations import Asked
from truceline.web.access import needs
from truceline.web.asking import day_in, sheet_in, word_in
from truceline.web.chrome import labels_now
from truceline.web.record import material
from truceline.web.showing import show

WORDS = ("agreement", "clause", "party", "authority", "occurrence", "attribution", "finding")


@needs("read", public=True)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the violations asked for."""
    asked = asked_in(request)
    found = violations.built(material(request), labels_now(), asked)
    may_step = request.user.is_authenticated and request.user.may("step")
    return show(request, "room/violations.html", found, may_step=may_step)


def asked_in(request: HttpRequest) -> Asked:
    """Return what the address asks for.

    Raises:
        BadSelectionError: a day that does not exist.
    """
    return Asked(
        **{name: word_in(request, name) for name in WORDS},
        since=day_in(request, "since"),
        until=day_in(request, "until"),
        overdue=request.GET.get("overdue") == "1",
        opened=word_in(request, "opened"),
        sheet=sheet_in(request),
    )
