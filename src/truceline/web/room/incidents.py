"""The list of incidents: a table of one sheet, its filters in the address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from truceline.outputs.views import IncidentList, Material, incident_sheet
from truceline.web.access import needs
from truceline.web.asking import sheet_in
from truceline.web.chrome import labels_now
from truceline.web.record import kept
from truceline.web.showing import show


@needs("read", public=True)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show one sheet."""
    chosen = {name: request.GET.get(name) or None for name in ("type", "contested", "place")}
    sheet, labels = sheet_in(request), labels_now()

    def build(material: Material) -> IncidentList:
        return incident_sheet(
            material, sheet=sheet, type=chosen["type"], contested=chosen["contested"], place=chosen["place"], labels=labels
        )

    found = kept(request, build, "incidents", sheet, *chosen.values(), labels.lang)
    return show(request, "room/incidents.html", found, chosen=chosen, is_filtered=any(chosen.values()))
