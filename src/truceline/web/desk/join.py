"""Merging and parting incidents: both are laid side by side, a reason is given, and whoever was slower is told so."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from truceline.errors import Meanwhile, MeanwhileError, NotFoundError, RecordBusyError, UsageError
from truceline.outputs.views import JoinPage, Material, Selection, join_page
from truceline.web.access import needs
from truceline.web.chrome import labels_now
from truceline.web.desk import joins
from truceline.web.desk.join_asked import latest
from truceline.web.desk.joins import Wanted
from truceline.web.desk.uploads import person
from truceline.web.live import presence
from truceline.web.record import by, desk, kept_for, material_of, viewer_of
from truceline.web.showing import show

LONGEST_WHY = 1000
CONFLICT = 409
WRONG = 422


@require_http_methods(["GET", "HEAD"])
@needs("join")
def join(request: HttpRequest) -> HttpResponse:
    """Show what may be joined, with one or two incidents that were chosen."""
    return _shown(request, request.GET.get("first") or None, request.GET.get("second") or None)


@require_POST
@needs("join")
def merge(request: HttpRequest) -> HttpResponse:
    """Say that two incidents are one."""
    return _done(request, _wanted(request, "merge"))


@require_POST
@needs("join")
def split(request: HttpRequest) -> HttpResponse:
    """Say that some claims of an incident are about something else."""
    return _done(request, _wanted(request, "split"))


@require_POST
@needs("join")
def undo(request: HttpRequest, joining_id: str) -> HttpResponse:
    """Take a joining back."""
    if joining_id not in {each.id for each in _page(request, None, None, is_strict=True).joinings}:
        raise Http404
    return _done(request, Wanted(act="undo", first=joining_id, why=_why(request)))


def _wanted(request: HttpRequest, act: str) -> Wanted:
    return Wanted(
        act=act,
        first=request.POST.get("first", ""),
        second=request.POST.get("second", "") if act == "merge" else "",
        claims=tuple(request.POST.getlist("claims")) if act == "split" else (),
        why=_why(request),
        seen=_seen(request),
    )


def _done(request: HttpRequest, wanted: Wanted) -> HttpResponse:
    """Do what was asked, or have it done; where it cannot be, show the page again with what was typed and why."""
    chosen = ("", "") if wanted.act == "undo" else (wanted.first, wanted.second)
    try:
        size = _check_seen(request, *chosen)
        if joins.is_behind(size):
            asked = joins.queue(person(request), wanted, size)
            return HttpResponseRedirect(reverse("desk:joining", args=[asked.pk]))
        with desk.borrow() as record:
            done = wanted.do(record, by(request), viewer_of(request).opens)
    except MeanwhileError as error:
        return _shown(request, *chosen, status=CONFLICT, wrong=str(error), changes=error.changes)
    except (UsageError, NotFoundError, RecordBusyError) as error:
        return _shown(request, *chosen, status=WRONG, wrong=str(error))
    said = _("Written down as %(id)s. It can be taken back below.")
    if wanted.act == "undo":
        said = _("%(id)s is taken back: what stood before it stands again.")
    messages.success(request, said % {"id": done.id})
    there = {"first": done.incident} if done.incident else {}
    return HttpResponseRedirect(f"{reverse('desk:join')}?{urlencode(there)}")


def _check_seen(request: HttpRequest, first: str, second: str) -> int:
    """Refuse to touch what the person may not see, as if it were not there; return how many entries the page stands on.

    Raises:
        MeanwhileError: somebody joined or split it meanwhile, which the person may see.
        NotFoundError: an incident, or a claim of it, is not among what is shown to them.
    """
    try:
        page = _page(request, first, second, is_strict=True)
    except NotFoundError:
        _tell_who(request, {first, second}, "merge")
        raise
    there = {each.id for each in page.first.claims} if page.first else set()
    if there.issuperset(request.POST.getlist("claims")):
        return page.basis.size
    _tell_who(request, {first}, "split")
    message = _("A claim that was chosen is not in %(incident)s any more. Choose again.") % {"incident": first}
    raise NotFoundError(message)


def _tell_who(request: HttpRequest, incidents: set[str], act: str) -> None:
    """Say who joined or split one of the incidents last, where somebody did.

    Raises:
        MeanwhileError: somebody did.
    """
    for each in _page(request, None, None, is_strict=True).joinings:
        if each.undone_by is None and each.act == act and incidents & {*each.incidents}:
            message = f"{' and '.join(each.incidents)}: {each.act} by {each.by} at {each.at}, {each.id}; nothing was written"
            raise MeanwhileError(message, (Meanwhile(", ".join(each.incidents), each.act, each.by, each.at),))


def _shown(  # noqa: PLR0913 - what was chosen, and what came of it
    request: HttpRequest,
    first: str | None,
    second: str | None,
    *,
    status: int = 200,
    wrong: str = "",
    changes: Sequence[Meanwhile] = (),
) -> HttpResponse:
    page = _page(request, first, second, is_strict=not wrong)
    here = presence.at(request, "incident", page.first.id) if page.first else None
    return show(
        request,
        "desk/join.html",
        page,
        here=here,
        wrong=wrong,
        changes=changes,
        why=_why(request),
        chosen=frozenset(request.POST.getlist("claims")),
        asked=latest(request),
        is_large=joins.is_behind(page.basis.size),
        status=status,
    )


def _page(request: HttpRequest, first: str | None, second: str | None, *, is_strict: bool) -> JoinPage:
    """Return the page; after a refusal, an incident that is no more is left out of it.

    Of a large record it may stand on an earlier state of the log for a while, as pages for reading do; else it is the newest.
    """
    labels, selection, viewer = labels_now(), Selection(with_proposals=True), viewer_of(request)  # proposals are joined too

    def asked_for(one: str | None, other: str | None) -> JoinPage:
        def build(found: Material) -> JoinPage:
            with desk.borrow() as record:
                return join_page(record, found, one, other, labels=labels)

        with desk.borrow() as record:
            is_large = joins.is_behind(record.size)
        if is_large:
            return kept_for(selection, viewer, build, "join", one or None, other or None, labels.lang)
        return build(material_of(selection, viewer))

    try:
        return asked_for(first, second)
    except NotFoundError:
        if is_strict:
            raise
        return asked_for(None, None)


def _why(request: HttpRequest) -> str:
    return request.POST.get("why", "").strip()[:LONGEST_WHY]


def _seen(request: HttpRequest) -> int | None:
    """Return the last entry of the log that the page stood on; the page says how many there were."""
    text = request.POST.get("seen", "")
    return int(text) - 1 if text.isascii() and text.isdigit() and len(text) < 16 else None
