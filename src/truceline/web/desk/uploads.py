"""The page where files of reports are sent in, and the page that says what came of one."""

from __future__ import annotations

import msgspec
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from truceline.errors import UsageError
from truceline.web.access import needs
from truceline.web.accounts.models import Account
from truceline.web.desk import keeping, uploading
from truceline.web.desk.fields import compartments_for
from truceline.web.desk.jobs import BUSY, Outcome, outcome_of
from truceline.web.desk.models import Upload
from truceline.web.showing import show
from truceline.workflow import receiving

SHOWN = 30


class UploadView(msgspec.Struct, frozen=True, kw_only=True):
    """One upload of the person. ``got`` of ``size`` bytes are here; ``done``: reports looked at; ``outcome``: what came of it.

    ``compartment`` by name, None for none. ``is_kept``: its bytes are here and it can be tried again.
    """

    id: str
    name: str
    size: int
    got: int
    state: str
    begun_at: str
    done: int
    compartment: str | None
    is_confidential: bool
    is_busy: bool
    is_kept: bool
    outcome: Outcome | None


class UploadsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The uploads of one person, the newest first; ``extensions`` of files that are read, and how large they may be, in MB."""

    uploads: tuple[UploadView, ...]
    extensions: str
    largest_mb: int
    largest_lines_mb: int


class UploadPage(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one upload."""

    upload: UploadView


@require_http_methods(["GET", "HEAD", "POST"])
@needs("ingest")
def uploads(request: HttpRequest) -> HttpResponse:
    """Show the form and the person's uploads; take in files that were sent with the form itself, without a script."""
    compartments = compartments_for(request)
    form = uploading.About(request.POST if request.method == "POST" else None, compartments=compartments)
    refused: list[str] = []
    if request.method == "POST" and form.is_valid():
        taken, refused = _take_all(request, form)
        if taken and not refused:
            only = reverse("desk:upload", args=[taken[0].pk]) if len(taken) == 1 else reverse("desk:uploads")
            return HttpResponseRedirect(only)
    names = dict(compartments)
    page = UploadsPage(
        uploads=tuple(view_of(each, names) for each in person(request).uploads.all()[:SHOWN]),
        extensions=",".join(receiving.EXTENSIONS),
        largest_mb=receiving.LARGEST // receiving.MEGABYTE,
        largest_lines_mb=receiving.LARGEST_LINES // receiving.MEGABYTE,
    )
    is_wrong = bool(refused) or (form.is_bound and not form.is_valid())
    return show(request, "desk/uploads.html", page, form=form, refused=refused, status=422 if is_wrong else 200)


def _take_all(request: HttpRequest, form: uploading.About) -> tuple[list[Upload], list[str]]:
    taken, refused = [], []
    files = request.FILES.getlist("files")
    for file in files:
        try:
            taken.append(uploading.take_whole(person(request), file.name or "", file.size or 0, file.chunks(), form))
        except UsageError as error:
            refused.append(str(error))
    if not files:
        refused.append(_("No file was chosen. Choose one or several, then send."))
    return taken, refused


@require_http_methods(["GET", "HEAD"])
@needs("ingest")
def upload(request: HttpRequest, upload_id: str) -> HttpResponse:
    """Show what came of one upload of the person."""
    page = UploadPage(upload=view_of(own(request, upload_id), dict(compartments_for(request))))
    response = show(request, "desk/upload.html", page)
    if page.upload.is_busy:
        response.headers["Refresh"] = "5"
    return response


@require_POST
@needs("ingest")
def again(request: HttpRequest, upload_id: str) -> HttpResponse:
    """Try an upload that failed once more."""
    found = own(request, upload_id)
    if found.state == "failed" and uploading.is_kept(found):
        uploading.queue(found)
    return HttpResponseRedirect(reverse("desk:upload", args=[found.pk]))


@require_POST
@needs("ingest")
def remove(request: HttpRequest, upload_id: str) -> HttpResponse:
    """Forget an upload; what is in the record stays there."""
    found = own(request, upload_id)
    if found.state not in BUSY:
        uploading.remove(found)
    return HttpResponseRedirect(reverse("desk:uploads"))


def person(request: HttpRequest) -> Account:
    """Return who is signed in."""
    assert isinstance(request.user, Account), "the access of the view"
    return request.user


def own(request: HttpRequest, upload_id: str) -> Upload:
    """Return an upload of the person; of those of others it is not even said that they are there.

    Raises:
        Http404: there is none.
    """
    found = Upload.objects.filter(pk=upload_id, account=person(request)).first()
    if found is None:
        raise Http404
    return found


def view_of(found: Upload, compartments: dict[str, str]) -> UploadView:
    """Return an upload as it is shown."""
    return UploadView(
        id=str(found.pk),
        name=found.name,
        size=found.size,
        got=keeping.got(found.pk) if found.state == "coming" else found.size,
        state=found.state,
        begun_at=found.begun_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        done=found.done,
        compartment=compartments.get(found.compartment) if found.compartment != "open" else None,
        is_confidential=found.is_confidential,
        is_busy=found.state in BUSY,
        is_kept=found.state == "failed" and uploading.is_kept(found),
        outcome=outcome_of(found),
    )
