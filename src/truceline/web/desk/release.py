"""Releases: what is to be shown to everybody is asked for by one person and given by another, who sees all of it first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from truceline.errors import Meanwhile, MeanwhileError, NotFoundError, RecordBusyError, UsageError
from truceline.outputs.views import Selection, release_list, release_page
from truceline.web.access import needs
from truceline.web.desk.uploads import person
from truceline.web.live import presence
from truceline.web.record import by, desk, material_of, viewer_of
from truceline.web.showing import show
from truceline.workflow import releasing
from truceline.workflow.opening import Record
from truceline.workflow.protecting import is_same_name

LONGEST = 1000
CONFLICT = 409
WRONG = 422


@require_http_methods(["GET", "HEAD", "POST"])
@needs("release")
def releases(request: HttpRequest) -> HttpResponse:
    """Show all releases; ask for one."""
    wrong = ""
    target, note = (request.POST.get(name, "").strip()[:LONGEST] for name in ("target", "note"))
    if request.method == "POST":
        try:
            _refuse_hidden(request, target)
            with desk.borrow() as record:
                asked = releasing.ask(record, target, by=by(request), note=note or None)
        except (UsageError, NotFoundError, RecordBusyError) as error:
            wrong = str(error)
        else:
            left = _(" Left out: %(count)s, see below why.") % {"count": len(asked.left_out)} if asked.left_out else ""
            messages.success(request, _("Asked for as %(id)s. Somebody else must give it.") % {"id": asked.release.id} + left)
            for each in asked.left_out:
                messages.info(request, f"{each.id}: {each.why}")
            return HttpResponseRedirect(reverse("desk:release_one", args=[asked.release.id]))
    viewer = viewer_of(request)
    material = material_of(Selection(), viewer)
    with desk.borrow() as record:
        page = release_list(record, material, at=viewer.at)
    target = target or request.GET.get("target", "")[:LONGEST]
    return show(request, "desk/releases.html", page, wrong=wrong, target=target, note=note, status=WRONG if wrong else 200)


def _refuse_hidden(request: HttpRequest, target: str) -> None:
    """Refuse to name what the person may not see, as if it were not there.

    Raises:
        NotFoundError: neither an incident, a claim, a step nor a subject of what is shown to them has this id.
    """
    found = material_of(Selection(with_proposals=True), viewer_of(request))
    known = {link.incident for link in found.links} | found.by_claim.keys() | {step.id for step in found.steps}
    if target not in known | {subject.id for subject in found.subjects}:
        message = _(
            "There is nothing with the id “%(id)s” here; expected the id of an incident, claim, finding, movement or site."
        )
        raise NotFoundError(message % {"id": target[:60]})


@require_http_methods(["GET", "HEAD"])
@needs("release")
def release(request: HttpRequest, release_id: str) -> HttpResponse:
    """Show one release with everything that it shows to everybody."""
    return _shown(request, release_id)


@require_POST
@needs("approve")
def give(request: HttpRequest, release_id: str) -> HttpResponse:
    """Give a release as its second person."""
    as_asked = request.POST.get("as_asked") == "1"
    return _done(request, release_id, lambda record: releasing.give(record, release_id, by=by(request), as_asked=as_asked))


@require_POST
@needs("release")
def withdraw(request: HttpRequest, release_id: str) -> HttpResponse:
    """Take a release back."""
    why = request.POST.get("why", "").strip()[:LONGEST] or None
    return _done(request, release_id, lambda record: releasing.withdraw(record, release_id, by=by(request), why=why))


def _done(request: HttpRequest, release_id: str, act: Callable[[Record], object]) -> HttpResponse:
    try:
        with desk.borrow() as record:
            act(record)
    except MeanwhileError as error:
        return _shown(request, release_id, CONFLICT, str(error), error.changes)
    except (UsageError, RecordBusyError) as error:
        return _shown(request, release_id, WRONG, str(error))
    return HttpResponseRedirect(reverse("desk:release_one", args=[release_id]))


def _shown(
    request: HttpRequest, release_id: str, status: int = 200, wrong: str = "", changes: Sequence[Meanwhile] = ()
) -> HttpResponse:
    viewer = viewer_of(request)
    material = material_of(Selection(), viewer)
    with desk.borrow() as record:
        page = release_page(record, material, release_id, at=viewer.at, lang=get_language() or "en")
        if page.release.is_waiting and not changes:
            changes = releasing.changes(record, releasing.release_of(record, release_id))
    here = presence.at(request, "release", release_id)
    is_second = not is_same_name(page.release.asked_by, by(request))
    may_give = page.release.is_waiting and is_second and person(request).may("approve")
    return show(request, "desk/release.html", page, wrong=wrong, changes=changes, here=here, may_give=may_give, status=status)
