"""Tiles that a mission brings itself, for the map to lie on."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from truceline.web.access import needs
from truceline.web.maps.tiles import DEEPEST, tile_sets

A_DAY = "private, max-age=86400"


@needs("read", public=True)
@require_safe
def tile(request: HttpRequest, tile_set: str, zoom: int, x: int, y: int) -> HttpResponse:  # noqa: ARG001 - a view is given its request
    """Return one tile; 404 where there is none, or none that may be served."""
    found = tile_sets().get(tile_set)
    if found is None or zoom > DEEPEST or max(x, y) >= 1 << zoom:
        raise Http404
    picture = found.tile(zoom, x, y)
    if picture is None:
        raise Http404
    return HttpResponse(picture.content, content_type=picture.kind, headers={"Cache-Control": A_DAY})
