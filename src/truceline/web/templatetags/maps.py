"""Tags of the map: what its script has to know, and how exactly a place is known, in words."""

from __future__ import annotations

import json

import msgspec
from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from truceline.outputs.views import MapIncident, MapPage, MapPlace, OffMap
from truceline.web.asking import addressed, kept_in
from truceline.web.maps import base
from truceline.web.maps.tiles import tile_sets
from truceline.web.settings import ENVIRONMENT

register = template.Library()
ROWS = 100
"""Places on one sheet of the table."""
FIRST = 3
"""So many incidents are named in a row; the others are behind a link."""
ANY = "incident-id"
"""Stands in the address of an incident where its id will be."""

EXACTLY = {
    "exact": gettext_lazy("the position as reported"),
    "town": gettext_lazy("a town: somewhere in it or close by"),
    "district": gettext_lazy("an area"),
    "governorate": gettext_lazy("a governorate or region"),
    "country": gettext_lazy("a country"),
    "route": gettext_lazy("a road or river: somewhere along it"),
    "unlocated": gettext_lazy("no place on a map"),
}
WHY = {
    "forces": gettext_lazy("Offensives, movements of forces and movements of aid: never on a map"),
    "country": gettext_lazy("Known only as a whole country"),
    "too_wide": gettext_lazy("Too wide an area to be drawn"),
    "no_point": gettext_lazy("The theatre pack has no point for it"),
    "not_public": gettext_lazy("Known more exactly than may be shown to everybody"),
    "unlocated": gettext_lazy("The words name no place of the theatre pack"),
    "no_place": gettext_lazy("No place is told"),
}


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the table: a place, its incidents, the ``first`` of them, how many are ``contested``, if there are ``more``."""

    place: MapPlace
    incidents: tuple[MapIncident, ...]
    first: tuple[MapIncident, ...]
    contested: int
    more: bool


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """Some rows of the table: sheet ``number`` of up to ``last``, with those ``before`` and ``after`` it."""

    rows: list[Row]
    number: int
    last: int
    before: int
    after: int


class Setup(msgspec.Struct, frozen=True, kw_only=True):
    """Addresses, choices and words for the script; ``tiles`` and ``words`` are JSON."""

    points: str
    labels: str
    base: str
    version: str
    incident: str
    place: str
    boundaries: str
    tiles: str
    words: str


@register.simple_tag(takes_context=True)
def map_setup(context: Context, page: MapPage) -> Setup:
    """Return what the script of the map has to know."""
    request = context["request"]
    assert isinstance(request, HttpRequest)
    kept = kept_in(request)
    lang = {"lang": context["chrome"].lang}
    chosen = {"kind": page.choice.kind, "contested": "1" if page.choice.contested else None, "incident": page.choice.incident}
    asked = kept | lang | {key: value for key, value in chosen.items() if value}
    return Setup(
        points=_address("maps:points", asked),
        labels=_address("maps:labels", kept | lang),
        base=reverse("maps:base", args=["world.json"]).removesuffix("world.json"),
        version=base.version(),
        incident=_address("room:incident", kept, ANY),
        place=_address("maps:map", asked),
        boundaries=ENVIRONMENT.boundaries,
        tiles=json.dumps([_tiles(name) for name in tile_sets()]),
        words=json.dumps(_words(), ensure_ascii=False),
    )


@register.simple_tag(takes_context=True)
def map_rows(context: Context, page: MapPage, most: int | str | None) -> Sheet:
    """Return the rows of the table: the first ``most`` where that is a number, else those of the sheet asked for."""
    each = most if isinstance(most, int) else ROWS
    asked = "1" if isinstance(most, int) else context["request"].GET.get("sheet", "1")
    last = max(1, -(-len(page.places) // each))
    number = min(max(int(asked), 1), last) if asked.isdecimal() and len(asked) < 7 else 1
    rows = [_row(page, place) for place in page.places[(number - 1) * each : number * each]]
    return Sheet(rows=rows, number=number, last=1 if isinstance(most, int) else last, before=number - 1, after=number + 1)


@register.filter
def map_absent(page: MapPage, absent: OffMap) -> list[MapIncident]:
    """Return the first incidents that are not on the map for one reason."""
    return [page.incidents[number] for number in absent.incidents[:FIRST]]


@register.filter
def how_exactly(place: MapPlace) -> str:
    """Say how exactly a place is known."""
    words = str(EXACTLY[place.precision])
    if place.radius_km is None:
        return words
    return _("%(precision)s, within %(number)s km of its middle") % {"precision": words, "number": place.radius_km}


@register.filter
def why_not(absent: OffMap) -> str:
    """Say why something is not on the map."""
    return str(WHY[absent.why])


def _row(page: MapPage, place: MapPlace) -> Row:
    incidents = tuple(page.incidents[number] for number in place.incidents)
    contested = sum(bool(each.contested) for each in incidents)
    return Row(place=place, incidents=incidents, first=incidents[:FIRST], contested=contested, more=len(incidents) > FIRST)


def _address(name: str, asked: dict[str, str], *arguments: str) -> str:
    return addressed(reverse(name, args=arguments), asked)


def _tiles(name: str) -> dict[str, object]:
    found = tile_sets()[name]
    pattern = reverse("maps:tile", args=[name, 1, 2, 3]).removesuffix("1/2/3")
    return {"name": name, "url": f"{pattern}{{z}}/{{x}}/{{y}}", "zooms": found.zooms, "attribution": found.attribution}


def _words() -> dict[str, str]:
    """Return the words of the script, with {places} to fill in."""
    return {
        "cluster": _("{count} incidents at {places} places; zoom in"),
        "one": _("{name}: {count} incident, {precision}"),
        "several": _("{name}: {count} incidents, {precision}"),
        "contested": _("contested"),
        "contestedCount": _("{count} of them contested"),
        "proposed": _("proposed by a machine, decided by nobody"),
        "within": _("within {km} km"),
        "also": _("also at"),
        "all": _("All {count} incidents here"),
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "close": _("Close"),
        "lines": _("Lines only"),
        "source": _("Base map: Natural Earth"),
        "none": _("Nothing of this choice can be shown on a map. The table below says why."),
        "failed": _("The map could not be loaded. The table below has the same."),
        **{f"precision.{code}": str(words) for code, words in EXACTLY.items()},
    }
