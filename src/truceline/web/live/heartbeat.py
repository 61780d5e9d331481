"""What a page says while somebody has a thing open: I am here, and I am gone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.views.decorators.http import require_POST

from truceline.web.access import needs
from truceline.web.live import presence


@require_POST
@needs("read")
def here(request: HttpRequest) -> HttpResponse:
    """Note a heartbeat of the signed ``place``, or with ``gone=1`` its end; answer who else is there."""
    assert request.user.is_authenticated, "the access of the view"
    place = presence.place_in(request.POST.get("place", ""), request.user.pk)
    if place is None:
        return HttpResponseBadRequest("This page is too old. Load it again.", content_type="text/plain")
    if request.POST.get("gone") == "1":
        presence.leave(request.user.pk, place)
        return HttpResponse(status=204)
    presence.note(request.user.pk, place)
    return JsonResponse({"names": presence.others_at([place], request.user.pk)})
