"""Deliveries, medical care, notified sites. Who is not signed in is shown no line of care, and of sites counts by area alone."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from truceline.outputs.room import aid
from truceline.outputs.views import Material, PublicSitesPage, public_sites_page
from truceline.web.access import needs
from truceline.web.record import kept
from truceline.web.room.sheet import show_sheet
from truceline.web.showing import show


@needs("read", public=True)
@require_safe
def deliveries(request: HttpRequest) -> HttpResponse:
    """Show a sheet of deliveries, no place finer than a country."""
    return show_sheet(request, "deliveries", aid.deliveries)


@needs("read")
@require_safe
def care(request: HttpRequest) -> HttpResponse:
    """Show a sheet of attacks on medical care, and who is besieged."""
    return show_sheet(request, "care", aid.care)


@needs("read", public=True)
@require_safe
def sites(request: HttpRequest) -> HttpResponse:
    """Show a sheet of notified sites to whoever is signed in, and counts by area, a day late, to everybody else."""
    if request.user.is_authenticated:
        return show_sheet(request, "sites", aid.sites)
    today = dt.datetime.now(dt.UTC).date().isoformat()

    def counts(material: Material) -> PublicSitesPage:
        return public_sites_page(material, today=today)

    return show(request, "room/sites_public.html", kept(request, counts, "sites-public", today))
