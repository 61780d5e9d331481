"""The situation room: what somebody sees before they read anything.

The days that the figures are about are chosen by ``happened`` in the address, as everywhere; ``days`` says how many the figures
are about where none are chosen, ``drawn`` with which day the chart ends. The days before a choice stand beside it, so the page is
built from the record without that choice.
"""

from __future__ import annotations

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truceline.outputs.labels import Labels
from truceline.outputs.views import Material, RoomPage, Selection, Viewer, room_page
from truceline.web.access import needs
from truceline.web.asking import BadSelectionError, addressed, day_in, selection_of
from truceline.web.chrome import labels_now
from truceline.web.maps.page import map_for
from truceline.web.record import kept_for, viewer_of
from truceline.web.remembering import PATIENCE_S
from truceline.web.showing import drawn_once, show

WINDOWS = (1, 7, 30)
"""How many days the figures may be about where none are chosen."""
MAP_ROWS = 6
"""So many places of the map stand in the table beneath it; its own page has them all."""


@needs("read", public=True)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the situation room; days chosen in two fields are put into the address first."""
    if "from" in request.GET or "to" in request.GET:
        return redirect(_with_days(request))
    days, drawn = _days(request), day_in(request, "drawn")
    found = room_for(selection_of(request), viewer_of(request), labels_now(), days=days, drawn=drawn)
    if found.is_empty:
        return show(request, "room/home.html", found)
    places = map_for(request)
    body = drawn_once(request, "room/home_body.html", found, places, windows=WINDOWS, days=days, map=places, map_rows=MAP_ROWS)
    return show(request, "room/home.html", found, body=body)


def room_for(  # noqa: PLR0913 - what is looked at, by whom, and how long they wait
    selection: Selection,
    viewer: Viewer,
    labels: Labels,
    *,
    days: int = WINDOWS[0],
    drawn: str | None = None,
    patience_s: float = PATIENCE_S,
) -> RoomPage:
    """Return the situation room of a selection for a viewer; its choice of days is about the figures, not about the record."""
    happened = selection.happened

    def build(material: Material) -> RoomPage:
        return room_page(material, days=days, happened=happened, drawn=drawn, labels=labels)

    whole = msgspec.structs.replace(selection, happened=None)
    return kept_for(whole, viewer, build, "home", days, selection, drawn, labels.lang, patience_s=patience_s)


def _with_days(request: HttpRequest) -> str:
    """Return the address of this page with the two fields as a choice of days; none where both are empty."""
    asked = request.GET.copy()
    first, last = (day_in(request, name) or "" for name in ("from", "to"))
    for name in ("from", "to", "happened"):
        asked.pop(name, None)
    if first and last and first > last:
        first, last = last, first
    if first or last:
        asked["happened"] = first if first == last else f"{first}..{last}"
    return addressed(request.path, asked)


def _days(request: HttpRequest) -> int:
    asked = request.GET.get("days") or str(WINDOWS[0])
    if asked not in {str(each) for each in WINDOWS}:
        several = ", ".join(str(each) for each in WINDOWS)
        message = _("The figures cannot be about “%(days)s” days. Choose one of %(several)s, or two days of your own.")
        raise BadSelectionError(message % {"days": asked[:40], "several": several})
    return int(asked)
