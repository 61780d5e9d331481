"""One agreement: its text, its state, its phases and conditions, what is alleged against it, what changed since another day."""

from __future__ import annotations

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from truceline.outputs.room import agreement
from truceline.outputs.room.agreement import AgreementRoom
from truceline.outputs.views import Material
from truceline.web.access import needs
from truceline.web.asking import day_in, selection_of, word_in
from truceline.web.chrome import labels_now
from truceline.web.record import kept, material_of, viewer_of
from truceline.web.showing import show


@needs("read", public=True)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the agreement asked for, else that of the day."""
    wanted, since, labels = word_in(request, "agreement"), day_in(request, "since"), labels_now()
    before, viewer = msgspec.structs.replace(selection_of(request), known=since), viewer_of(request)

    def build(material: Material) -> AgreementRoom:
        earlier = material_of(before, viewer) if since else None  # what the same reader could see on that day
        return agreement.built(material, labels, wanted, since=since, earlier=earlier)

    found = kept(request, build, "agreement", wanted, before if since else None, labels.lang)
    return show(request, "room/agreement.html", found)
