"""Proposals with where every office stood on them, and contacts: who is said to have met whom."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from truceline.outputs.room import diplomacy
from truceline.outputs.room.diplomacy import ContactsRoom, ProposalsRoom
from truceline.outputs.views import Material
from truceline.web.access import needs
from truceline.web.asking import sheet_in
from truceline.web.chrome import labels_now
from truceline.web.record import kept
from truceline.web.showing import show


@needs("read", public=True)
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """Show a sheet of proposals."""
    labels, sheet = labels_now(), sheet_in(request)

    def build(material: Material) -> ProposalsRoom:
        return diplomacy.proposals(material, labels, sheet)

    return show(request, "room/proposals.html", kept(request, build, "proposals", sheet, labels.lang))


@needs("read", public=True)
@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """Show a sheet of contacts."""
    labels, sheet = labels_now(), sheet_in(request)

    def build(material: Material) -> ContactsRoom:
        return diplomacy.contacts(material, labels, sheet)

    return show(request, "room/contacts.html", kept(request, build, "contacts", sheet, labels.lang))
