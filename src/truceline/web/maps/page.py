"""The map as a page: the map itself, and the same as a table for whoever has no use for a map or no line for it."""

from __future__ import annotations

import re

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from truceline.outputs.labels import Labels
from truceline.outputs.views import MapChoice, MapIncident, MapPage, MapPlace, Material, Selection, Viewer, map_page
from truceline.web.access import needs
from truceline.web.asking import selection_of
from truceline.web.chrome import labels_now
from truceline.web.record import kept_for, viewer_of
from truceline.web.remembering import PATIENCE_S
from truceline.web.showing import show

KIND = re.compile(r"[A-Z]\.[A-Z_]{1,24}")


class PlaceShown(msgspec.Struct, frozen=True, kw_only=True):
    """One place of the map with its incidents in full."""

    place: MapPlace
    incidents: tuple[MapIncident, ...]


@needs("read", public=True)
@require_safe
def show_map(request: HttpRequest) -> HttpResponse:
    """Show the map and its table; ``at``: with all incidents of one place."""
    page = map_for(request)
    return show(request, "maps/page.html", page, at=place_shown(page, request.GET.get("at")))


def map_for(request: HttpRequest, choice: MapChoice | None = None) -> MapPage:
    """Return the map of what a request asks for, for who asks; ``choice`` None: as its address says."""
    return map_of(selection_of(request), viewer_of(request), labels_now(), choice or choice_of(request))


def map_of(selection: Selection, viewer: Viewer, labels: Labels, choice: MapChoice, *, patience_s: float = PATIENCE_S) -> MapPage:
    """Return the map of a selection for a viewer."""

    def build(material: Material) -> MapPage:
        return map_page(material, labels=labels, is_public=viewer.is_public, choice=choice)

    return kept_for(selection, viewer, build, "map", labels.lang, choice, patience_s=patience_s)


def choice_of(request: HttpRequest) -> MapChoice:
    """Return which incidents the address asks for; what is no code of a kind chooses nothing."""
    kind = request.GET.get("kind", "")
    return MapChoice(
        kind=kind if KIND.fullmatch(kind) else None,
        contested=request.GET.get("contested") == "1",
        incident=request.GET.get("incident") or None,
    )


def place_shown(page: MapPage, key: str | None) -> PlaceShown | None:
    """Return a place of the map by its key, None where none is asked for or none has it."""
    place = next((each for each in page.places if each.key == key), None)
    if place is None:
        return None
    return PlaceShown(place=place, incidents=tuple(page.incidents[number] for number in place.incidents))
