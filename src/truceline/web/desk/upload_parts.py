"""Sending a file in parts, so that a lost line or a closed browser costs one part and not the file. See docs/formats/uploads.md.

``begin`` says what comes and answers where to go on; ``part`` takes bytes at an offset; ``end`` holds the whole against its hash
and queues it. Every answer is JSON; a refusal has ``what`` and ``do``, and how many bytes are here where that matters.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from truceline.errors import UsageError
from truceline.web.access import needs
from truceline.web.desk import keeping, uploading
from truceline.web.desk.fields import compartments_for
from truceline.web.desk.uploads import own, person

PART = 1024 * 1024
SHA256_LETTERS = 64
LONGEST_NUMBER = 15


@require_POST
@needs("ingest")
def begin(request: HttpRequest) -> HttpResponse:
    """Begin an upload of ``name``, ``size`` and ``sha256``, or go on with it; answer its address and how many bytes are here."""
    size, sha256 = request.POST.get("size", ""), request.POST.get("sha256", "").lower()
    form = uploading.About(request.POST, compartments=compartments_for(request))
    if not _is_number(size) or len(sha256) != SHA256_LETTERS or set(sha256) - set("0123456789abcdef"):
        return _refusal(400, _("Size or hash of the file is missing."), _("Load the page again and choose the file once more."))
    if not form.is_valid():
        words = " ".join(str(message) for messages in form.errors.values() for message in messages)
        return _refusal(422, words, _("Change it in the form and send again."))
    announced = uploading.Announced(name=request.POST.get("name", ""), size=int(size), sha256=sha256)
    try:
        found = uploading.begin(person(request), announced, form)
    except keeping.DiskFullError as error:
        return _refusal(507, str(error), _("Tell the person who runs this room."))
    except UsageError as error:
        return _refusal(422, str(error), _("Choose another file."))
    address = reverse("desk:upload_part", args=[found.pk])
    return JsonResponse({"address": address, "got": keeping.got(found.pk), "part": PART}, status=201)


@require_http_methods(["GET", "POST"])
@needs("ingest")
def part(request: HttpRequest, upload_id: str) -> HttpResponse:
    """Take the bytes of the body, which begin at ``offset``; or say how many are here."""
    found = own(request, upload_id)
    if request.method == "GET":
        return JsonResponse({"state": found.state, "got": keeping.got(found.pk), "size": found.size, "done": found.done})
    offset = request.GET.get("offset", "")
    if found.state != "coming" or not _is_number(offset) or len(request.body) > PART:
        return _refusal(400, _("These bytes belong to no upload that is open."), _("Choose the file once more."))
    try:
        took = uploading.take_part(found, int(offset), request.body)
    except keeping.DiskFullError as error:
        return _refusal(507, str(error), _("Tell the person who runs this room. What was sent is kept; go on later."))
    except UsageError as error:
        return _refusal(422, str(error), _("Choose another file."))
    if isinstance(took, keeping.Behind):
        return _refusal(409, _("These bytes do not follow on those that are here."), _("Go on from there."), got=took.got)
    return JsonResponse({"got": took})


@require_POST
@needs("ingest")
def end(request: HttpRequest, upload_id: str) -> HttpResponse:
    """End an upload whose bytes are all here; a second time changes nothing."""
    found = own(request, upload_id)
    if found.state == "coming":
        try:
            uploading.end(found)
        except UsageError as error:
            return _refusal(422, str(error), _("Choose the file once more."), got=keeping.got(found.pk))
    return JsonResponse({"page": reverse("desk:upload", args=[found.pk])}, status=202)


def _refusal(status: int, what: str, do: str, **more: int) -> JsonResponse:
    return JsonResponse({"error": {"what": what, "do": do}, **more}, status=status)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
