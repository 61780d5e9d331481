"""Sources: what each claimed, what it took back or corrected since, whom it repeats. There is no score."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from truceline.outputs.room import sources
from truceline.outputs.room.sources import SourceRoom, SourcesRoom
from truceline.outputs.views import Material
from truceline.web.access import needs
from truceline.web.asking import sheet_in, word_in
from truceline.web.chrome import labels_now
from truceline.web.record import kept
from truceline.web.showing import show


@needs("read", public=True)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show a sheet of publishers or of speakers."""
    labels, part, asked, sheet = (
        labels_now(),
        word_in(request, "part") or "publisher",
        word_in(request, "name"),
        sheet_in(request),
    )

    def build(material: Material) -> SourcesRoom:
        return sources.listed(material, labels, part, asked=asked, sheet=sheet)

    return show(request, "room/sources.html", kept(request, build, "sources", part, asked, sheet, labels.lang))


@needs("read", public=True)
@require_safe
def one(request: HttpRequest, part: str, key: str) -> HttpResponse:
    """Show one source."""
    labels, sheet = labels_now(), sheet_in(request)

    def build(material: Material) -> SourceRoom:
        return sources.one(material, labels, part, key, sheet=sheet)

    return show(request, "room/source.html", kept(request, build, "source", part, key, sheet, labels.lang))
