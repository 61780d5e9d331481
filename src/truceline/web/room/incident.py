"""One incident: its accounts side by side, their words, the evidence; and what to say where there is no such incident."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from truceline.errors import NotFoundError
from truceline.outputs.reading import incident_read, missing_incident
from truceline.outputs.views import Selection, joinings_seen
from truceline.web.access import needs
from truceline.web.chrome import labels_now
from truceline.web.live import presence
from truceline.web.record import desk, kept, material, material_of, viewer_of
from truceline.web.room.past import past_of
from truceline.web.showing import show


@needs("read", public=True)
@require_safe
def incident(request: HttpRequest, incident: str) -> HttpResponse:
    """Answer with the page of an incident, or with what there is near it."""
    labels = labels_now()
    try:
        page = kept(request, lambda found: incident_read(found, incident, labels), "incident", incident, labels.lang)
    except NotFoundError:
        missing = missing_incident(material(request), incident, labels, _merged(request))
        return show(request, "room/incident_missing.html", missing, status=404)
    here = presence.at(request, "incident", incident) if request.user.is_authenticated else None
    past = past_of(request, incident)
    return show(
        request,
        "room/incident.html",
        page,
        only_differing=request.GET.get("differ") == "1",
        here=here,
        lineage=past.lineage,
        history=past.history,
        proof_url=past.proof_url,
    )


def _merged(request: HttpRequest) -> tuple[tuple[str, ...], ...]:
    """Return the incidents that people merged and did not part again, as far as all that moved is seen; none for everybody."""
    if not request.user.is_authenticated:
        return ()
    found = material_of(Selection(with_proposals=True), viewer_of(request))
    with desk.borrow() as record:
        return tuple(each.incidents for each in joinings_seen(record, found) if each.act == "merge" and each.undone_by is None)
