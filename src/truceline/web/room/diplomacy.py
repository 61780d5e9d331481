"""Proposals with where every office stood on them, and contacts: who is said to have met whom."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from truceline.outputs.room import diplomacy
from truceline.web.access import needs
from truceline.web.room.sheet import show_sheet


@needs("read", public=True)
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """Show a sheet of proposals."""
    return show_sheet(request, "proposals", diplomacy.proposals)


@needs("read", public=True)
@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """Show a sheet of contacts."""
    return show_sheet(request, "contacts", diplomacy.contacts)
