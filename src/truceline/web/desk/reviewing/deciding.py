"""One decision: accept or reject a claim, take the last decision back, or be told that somebody else was first."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from truceline.errors import Meanwhile, MeanwhileError, NotFoundError, UsageError
from truceline.model import Standing, words_at
from truceline.outputs.views import Material, Selection
from truceline.web.access import needs
from truceline.web.accounts.models import Account
from truceline.web.chrome import labels_now
from truceline.web.desk.reviewing import holding, sitting
from truceline.web.desk.reviewing.shown import Change, change_of, claim_in
from truceline.web.record import desk, lately, material_of, viewer_of
from truceline.web.showing import show
from truceline.workflow.claims import Verdict

LONGEST_NUMBER = 16
SHOWN = 400


class MeanwhilePage(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody else was first: the ``claim`` with its ``words``, what the person ``wanted``, what changed, and what is seen now.

    ``seen`` goes along with a second decision; ``back``: where the person came from.
    """

    claim: str
    report: str
    words: str
    wanted: str
    changes: tuple[Change, ...]
    seen: int
    back: str


@needs("decide")
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Hold one decision, or say who was first."""
    assert isinstance(request.user, Account)
    wanted = _wanted(request)
    found = _with(request, wanted.claim)
    told = claim_in(found, wanted.claim)
    if told is None:
        return _first(request, found, wanted, ())
    try:
        held = holding.hold(request.user, told, found.read(told.claim.report), wanted.verdict, wanted.seen)
    except MeanwhileError as error:
        return _first(request, found, wanted, error.changes)
    sitting.note(request, wanted.claim)
    if wants_json(request):
        said = labels_now().say("standing", wanted.verdict)
        return JsonResponse({"claim": wanted.claim, "verdict": wanted.verdict, "said": said, "words": held.words})
    return HttpResponseRedirect(wanted.back)


def _with(request: HttpRequest, claim: str) -> Material:
    """Return what the person may see with a claim in it, where it is in what was read of a large record; else the newest."""
    found = lately(Selection(), viewer_of(request))
    return found if claim_in(found, claim) else material_of(Selection(), viewer_of(request))


def _standing(claim: str) -> Standing | None:
    """Return how a claim stands now."""
    with desk.borrow() as record:
        stood = record.standings([claim]).get(claim)
    return stood.standing if stood else None


@needs("decide")
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Take the last decision back."""
    assert isinstance(request.user, Account)
    claim = holding.take_back(request.user)
    if claim is None:
        words = _("There is nothing to take back: the last decision is in the log. Decide on the claim again to change it.")
    else:
        sitting.forget(request, claim)
        waits = claim_in(_with(request, claim), claim) is not None and _standing(claim) == "proposed"
        words = _("Taken back: the claim waits again.") if waits else _("Taken back: the claim stands as it stood before.")
    if wants_json(request):
        return JsonResponse({"claim": claim, "said": words}, status=200 if claim else 409)
    messages.info(request, words)
    back = safe_address(request, request.POST.get("next"), reverse("desk:review"))
    if claim and back.split("?")[0] == reverse("desk:review"):
        back = f"{reverse('desk:review')}?{urlencode({'claim': claim})}"
    return HttpResponseRedirect(back)


@needs("decide")
@require_POST
def dismiss(request: HttpRequest) -> HttpResponse:
    """Take note of decisions that could not be written."""
    assert isinstance(request.user, Account)
    holding.dismiss(request.user)
    return HttpResponseRedirect(safe_address(request, request.POST.get("next"), reverse("desk:review")))


def safe_address(request: HttpRequest, asked: str | None, otherwise: str) -> str:
    """Return where to go on in this room; an address of somewhere else is not followed."""
    if asked and url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return asked
    return otherwise


def wants_json(request: HttpRequest) -> bool:
    """Say whether a script asks, which shows the answer itself."""
    return request.headers.get("Accept", "") == "application/json"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a person wants: which verdict on which claim, with the last entry that they saw, and where they go on."""

    claim: str
    verdict: Verdict
    seen: int
    back: str


def _wanted(request: HttpRequest) -> Wanted:
    given: list[tuple[Verdict, str]] = [(each, request.POST[each]) for each in ("accepted", "rejected") if request.POST.get(each)]
    if len(given) != 1:
        raise UsageError(_("No decision came with the form: it must accept or reject one claim."))
    verdict, claim = given[0]
    back = safe_address(request, request.POST.get("next"), reverse("desk:review"))
    return Wanted(claim=claim, verdict=verdict, seen=_seen(request), back=back)


def _seen(request: HttpRequest) -> int:
    """Return the last entry of the log that the page stood on."""
    size = request.POST.get("seen", "")
    if not (size.isascii() and size.isdigit() and len(size) < LONGEST_NUMBER):
        raise UsageError(_("The form does not say which state of the record it was made from. Load the page again."))
    return int(size) - 1


def _first(request: HttpRequest, found: Material, wanted: Wanted, changes: Sequence[Meanwhile]) -> HttpResponse:
    """Say who was first with what, and when, and leave the second person both ways open."""
    replacing = next((each for each in (*found.told, *found.rejected) if each.claim.supersedes == wanted.claim), None)
    told = claim_in(found, wanted.claim) or replacing
    if told is None:
        raise NotFoundError(_("There is no claim “%(claim)s” in this record.") % {"claim": wanted.claim[:40]})
    shown = tuple(change_of(each) for each in changes)
    if replacing is not None and not shown:
        shown = (Change(verdict="corrected", by=replacing.claim.author, instead=replacing.claim.id),)
    if wants_json(request):
        return JsonResponse({"claim": wanted.claim, "said": _sentence(shown)}, status=409)
    page = MeanwhilePage(
        claim=told.claim.id,
        report=told.claim.report,
        words=words_at(found.read(told.claim.report), told.claim.content)[:SHOWN],
        wanted=wanted.verdict,
        changes=shown,
        seen=max((each.entry + 1 for each in changes if each.entry is not None), default=found.size),
        back=wanted.back,
    )
    return show(request, "desk/meanwhile.html", page, status=409)


def _sentence(changes: tuple[Change, ...]) -> str:
    """Return in one sentence who was first; for a script, which has no template."""
    if not changes:
        return _("Somebody else was first. Load the page again.")
    first, labels = changes[0], labels_now()
    who = {"by": first.by or _("somebody"), "at": labels.day(first.at or "")}
    if first.verdict == "corrected":
        return _("Not written: %(by)s corrected this claim, %(at)s. Load the page again.") % who
    if first.verdict == "rejected":
        return _("Not written: %(by)s rejected this claim, %(at)s. Load the page again.") % who
    return _("Not written: %(by)s accepted this claim, %(at)s. Load the page again.") % who
