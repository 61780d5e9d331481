"""Deliveries, medical care, notified sites. Who is not signed in is shown no line of care, and of sites counts by area alone."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from truceline.outputs.room import aid
from truceline.outputs.room.aid import CareRoom, DeliveriesRoom, SitesRoom
from truceline.outputs.views import Material, PublicSitesPage, public_sites_page
from truceline.web.access import needs
from truceline.web.asking import sheet_in
from truceline.web.chrome import labels_now
from truceline.web.record import kept
from truceline.web.showing import show


@needs("read", public=True)
@require_safe
def deliveries(request: HttpRequest) -> HttpResponse:
    """Show a sheet of deliveries, no place finer than a country."""
    labels, sheet = labels_now(), sheet_in(request)

    def build(material: Material) -> DeliveriesRoom:
        return aid.deliveries(material, labels, sheet)

    return show(request, "room/deliveries.html", kept(request, build, "deliveries", sheet, labels.lang))


@needs("read")
@require_safe
def care(request: HttpRequest) -> HttpResponse:
    """Show a sheet of attacks on medical care, and who is besieged."""
    labels, sheet = labels_now(), sheet_in(request)

    def build(material: Material) -> CareRoom:
        return aid.care(material, labels, sheet)

    return show(request, "room/care.html", kept(request, build, "care", sheet, labels.lang))


@needs("read", public=True)
@require_safe
def sites(request: HttpRequest) -> HttpResponse:
    """Show a sheet of notified sites to whoever is signed in, and counts by area, a day late, to everybody else."""
    labels, sheet = labels_now(), sheet_in(request)
    if not request.user.is_authenticated:
        today = dt.datetime.now(dt.UTC).date().isoformat()

        def counts(material: Material) -> PublicSitesPage:
            return public_sites_page(material, today=today)

        return show(request, "room/sites_public.html", kept(request, counts, "sites-public", today))

    def build(material: Material) -> SitesRoom:
        return aid.sites(material, labels, sheet)

    return show(request, "room/sites.html", kept(request, build, "sites", sheet, labels.lang))
