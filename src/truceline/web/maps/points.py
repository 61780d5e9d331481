"""The map's data: incidents with their places, and the names of places round about, as docs/formats/map.md has it."""

from __future__ import annotations

import gzip

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from truceline.outputs.views import MapLabel, MapPage, Material, map_labels, map_page
from truceline.web.access import needs
from truceline.web.chrome import labels_now
from truceline.web.maps.answers import json_answer
from truceline.web.maps.page import choice_of, map_for
from truceline.web.record import kept, viewer_of

CONTESTED, PROPOSED = 1, 2


@needs("read", public=True)
@require_safe
def points(request: HttpRequest) -> HttpResponse:
    """Return the incidents of the map, by the same choice as the page's."""
    page = map_for(request)
    labels, chosen, is_public = labels_now(), choice_of(request), viewer_of(request).is_public

    def build(found: Material) -> bytes:
        is_same = found.size == page.basis.size  # else somebody wrote between the two
        return _packed(told(page if is_same else map_page(found, labels=labels, is_public=is_public, choice=chosen)))

    packed = kept(request, build, "map points", labels.lang, chosen)
    return json_answer(request, packed)


@needs("read", public=True)
@require_safe
def names(request: HttpRequest) -> HttpResponse:
    """Return the places that are named on the map."""
    labels = labels_now()
    packed = kept(request, lambda found: _packed(_named(map_labels(found, labels=labels))), "map labels", labels.lang)
    return json_answer(request, packed)


def told(page: MapPage) -> dict[str, object]:
    """Return the page for the browser: what is long there is a list here."""
    number = {place.key: n for n, place in enumerate(page.places)}
    return {
        "incidents": [
            [
                each.id,
                each.name,
                each.when,
                CONTESTED * bool(each.contested) + PROPOSED * each.is_proposed,
                [number[key] for key in each.places],
            ]
            for each in page.incidents
        ],
        "places": [
            {
                "key": place.key,
                "outline": place.place if place.has_outline else None,
                "name": place.name,
                "precision": place.precision,
                "shape": place.shape,
                "at": [round(place.lat, 5), round(place.lon, 5)],
                "radius": place.radius_km,
                "incidents": place.incidents,
            }
            for place in page.places
        ],
    }


def _named(labels: tuple[MapLabel, ...]) -> list[list[object]]:
    return [[label.name, round(label.lat, 3), round(label.lon, 3), label.rank] for label in labels]


def _packed(content: object) -> bytes:
    return gzip.compress(msgspec.json.encode(content), 6, mtime=0)
