"""The proof of an incident: a page that says what it holds, and the bundle itself.

Nothing sealed and no text goes along, and nothing that this reader may not see. For everybody there is a proof of a demonstration
only: the leaves in a bundle name people of the room.
"""

from __future__ import annotations

import re

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from truceline.errors import NotFoundError
from truceline.outputs.bundle import proved
from truceline.outputs.views import Material, incident_page
from truceline.outputs.views.viewing import seen_by
from truceline.web.access import needs
from truceline.web.asking import selection_of
from truceline.web.chrome import labels_now
from truceline.web.record import desk, kept, viewer_of
from truceline.web.showing import show


@needs("read", public=True)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, incident: str) -> HttpResponse:
    """Show what the proof of an incident is; asked for by POST, hand it out."""
    if not request.user.is_authenticated and desk.kind != "demonstration":
        raise PermissionDenied(_("Proofs name people of this room, so they are given to people who are signed in only."))
    labels = labels_now()
    found = kept(request, lambda material: incident_page(material, incident, labels=labels), "proof", incident, labels.lang)
    if request.method != "POST":
        return show(request, "room/proof.html", found)
    selection, viewer = selection_of(request), viewer_of(request)
    with desk.borrow() as record:

        def see(material: Material) -> Material:
            return seen_by(record, material, viewer)

        try:
            _told, data = proved(record, incident, selection=selection, see=see, is_signing=request.user.is_authenticated)
        except NotFoundError as error:
            return show(request, "room/proof.html", found, status=404, refused=str(error))
    name = re.sub(r"[^A-Za-z0-9-]+", "-", incident)
    headers = {"Content-Disposition": f'attachment; filename="incident-{name}.tlp"', "Cache-Control": "private, no-store"}
    return HttpResponse(data, content_type="application/zip", headers=headers)
